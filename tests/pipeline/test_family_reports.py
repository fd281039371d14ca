"""The report of each family of scenarios from the ledger to the page, as shipped scenarios find it.

Flagged shippers have theirs in test_flagged_report, the other families in report/test_families.
"""

import pytest

from aml.report import render_html
from tests.pipeline import schemes
from tests.pipeline.test_flagged_report import still


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    return schemes.cases(tmp_path_factory.mktemp("families"))


@pytest.mark.parametrize("family", schemes.SCENARIOS)
def test_the_report_of_each_family(found, golden, family):
    case = still(found[family])
    assert schemes.SCENARIOS[family] in {alert.source for alert in case.alerts}
    text = render_html(case)
    golden(f"report_{family}_body.html", text[text.index("<main>") : text.index("</main>")])

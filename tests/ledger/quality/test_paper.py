"""docs/quality.md is the catalogue in words: it lists every check as it is."""

from pathlib import Path

from aml.core.wording import percent
from aml.ledger.quality import catalogue

PAPER = Path(__file__).parents[3] / "docs" / "quality.md"
KINDS = {
    "1": "Completeness: columns that are empty where a scenario or a report needs them",
    "2": "Validity: values that are written as they should be and cannot be true",
    "3": "Integrity: records that another table does not know, or tells otherwise",
    "4": "Time: days, hours and months that are missing, or cannot be a clock's",
    "5": "Proportions of a whole ledger: sides, currencies, accounts, copies, rejects",
}
HEAD = """\
# The checks of data quality

Written from aml/ledger/quality/catalogue.yml, which has the SQL of each; `pytest --update-golden` writes it again. A check looks
at records that were loaded, and fails where more than the tolerated share of what it looks at is wrong. An *error* keeps the
scenarios that read the columns from scoring, unless `allow` in `[scan]` or `--allow` accepts it; a *warning* and a *note* stand on
quality.html. Examples there are ids or groups, never names.
"""


def page():
    parts = [HEAD]
    kind = ""
    for check in catalogue().values():
        if check.check_id[2] != kind:
            kind = check.check_id[2]
            parts.append(
                f"\n## {KINDS[kind]}\n\n| Check | What it counts | What it means | Looks at | Tolerated |\n|---|---|---|---|---|\n"
            )
        columns = ", ".join(f"`{check.table}.{column}`" for column in check.columns)
        parts.append(
            f"| {check.check_id} ({check.severity}) | {check.title} | {check.meaning}"
            f" To do: {check.hint}. | {columns} | {percent(check.tolerated)} |\n"
        )
    return "".join(parts)


def test_the_paper_lists_every_check(request):
    if request.config.getoption("--update-golden"):
        PAPER.write_text(page(), encoding="utf-8")
    assert PAPER.read_text(encoding="utf-8") == page()

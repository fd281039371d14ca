"""A published run read back: what was damaged since is named, and ends in no traceback."""

import pytest

from aml.core.problem import RunError
from aml.pipeline.published import read_alerts, read_case


@pytest.mark.parametrize("data", [None, b"", b"PAR1 no more"])
def test_alerts_that_are_gone_or_damaged_are_named(tmp_path, data):
    if data is not None:
        (tmp_path / "alerts.parquet").write_bytes(data)
    with pytest.raises(RunError) as error:
        read_alerts(tmp_path, ["alert_id"])
    assert str(error.value.problems[0]).startswith(f"{tmp_path.name}/alerts.parquet: RUN040")


@pytest.mark.parametrize("text", ["", "[]", '{"case_id": "C-1"}', '{"score": "much"}'])
def test_a_case_that_is_none_any_more_is_named(tmp_path, text):
    path = tmp_path / "C-1" / "case.json"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RunError) as error:
        read_case(path)
    assert str(error.value.problems[0]).startswith("cases/C-1/case.json: RUN043")

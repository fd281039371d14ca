"""A backtest on disk: the same bytes twice, for its user alone."""

import json
import stat

from aml.pipeline.backtest_write import write_backtest
from tests.pipeline import backtested


def test_page_and_figures_are_the_same_bytes_twice_and_private(tmp_path):
    files = []
    for name in ("one", "two"):
        found = backtested.backtested(tmp_path / name)
        write_backtest(found, tmp_path / name / "out")
        files.append({p.name: p.read_bytes() for p in (tmp_path / name / "out").iterdir()})
    assert files[0] == files[1]
    assert files[0].keys() == {"backtest.html", "backtest.json"}
    for path in (tmp_path / "one" / "out").iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    value = json.loads(files[0]["backtest.json"])
    assert [item["change"] for item in value["differences"]] == ["added", "kept"]

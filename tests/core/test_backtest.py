"""A backtest counts its episodes by what changes."""

from tests.report.test_backtest import FOUND


def test_each_episode_counts_once():
    assert [FOUND.count(change) for change in ("added", "removed", "kept")] == [0, 1, 1]

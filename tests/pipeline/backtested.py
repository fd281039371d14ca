"""A workspace whose cash scenario alerts on one customer, and at `least=2` on one more."""

from pathlib import Path
from tempfile import TemporaryDirectory

from aml.core.progress import Silent
from aml.pipeline.backtest import backtest
from aml.pipeline.backtest_rules import read_side
from aml.pipeline.basis import gather
from aml.pipeline.workspace import read_workspace
from tests.pipeline import ledgers, tuned

LOOSE = "cash_test:least=2"


def basis_of(folder, **given):
    """The workspace, gathered: those of tuning, unless other records are given."""
    given.setdefault("records", tuned.records())
    return gather(read_workspace(ledgers.write_workspace(Path(folder), **given)))


def backtested(folder, a="cash_test", b=LOOSE, dates=(), labels=None, engine=None, **given):
    """A backtest of two rules."""
    basis = basis_of(folder, **given)
    sides = (read_side(basis.workspace, a), read_side(basis.workspace, b))
    with TemporaryDirectory(dir=folder) as work:
        return backtest(basis, sides, dates, labels, Path(work), Silent(), engine)


def changes(found):
    """Who changes how."""
    return [(item.change, item.focus_id) for item in found.differences]

"""A workspace whose cash scenario alerts on one customer, and on two more at other points."""

from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from aml.core.disposition import Disposition
from aml.core.progress import Silent
from aml.core.tuning import Plan
from aml.pipeline.basis import gather
from aml.pipeline.tune import tune
from aml.pipeline.workspace import read_workspace
from tests.pipeline import ledgers

GRID = ("least=1,2,3,4",)


def records():
    """The street, the scheme of three deposits, a pair of deposits and a single one."""
    return [
        *ledgers.ledger(),
        ledgers.cash(21, 70, "800.00", account="ACC-P2"),
        ledgers.cash(22, 71, "800.00", account="ACC-P2"),
        ledgers.cash(23, 72, "700.00", account="ACC-P3"),
    ]


def basis_of(folder, decided=(), **given):
    """The workspace, gathered."""
    path = ledgers.write_workspace(folder, records=records(), **given)
    return gather(read_workspace(path), None, tuple(decided))


def tuned(folder, decided=(), plan=None, **given):
    """A tuning of cash_test."""
    basis = basis_of(folder, decided, **given)
    with TemporaryDirectory(dir=folder) as work:
        return tune(basis, plan or Plan("cash_test", GRID), Path(work), Silent())


@cache
def default():
    """The tuning of the workspace as it is, made once for all tests that only look at it."""
    with TemporaryDirectory() as folder:
        return tuned(Path(folder))


def decision(alert_id, word):
    """A decision on an alert."""
    day = date(2026, 6, 1)
    return Disposition(alert_id, word, "A. Officer", day, "seen and known", "run", (alert_id,))

"""A small ledger of cash to tune the scenario of files.py on."""

from pathlib import Path
from tempfile import TemporaryDirectory

from aml.core.problem import Location
from aml.core.scenario import TestTable
from aml.core.shipped import shipped
from aml.scenario.bench import ledger_of
from tests.scenario.files import scenario_of

REFERENCE = shipped("scenarios") / "reference"
_COLUMNS = ("transaction_id", "account_id", "booked_on", "amount", "channel", "direction")
#: Account, day of March 2026, amount: A1 three times, A2 twice, A3 twice and less, A4 once.
CASH = (
    ("A1", 2, "6000.00"), ("A1", 3, "6000.00"), ("A1", 4, "6000.00"),
    ("A2", 2, "5500.00"), ("A2", 5, "5500.00"),
    ("A3", 2, "4000.00"), ("A3", 6, "4000.00"),
    ("A4", 2, "9000.00"),
)  # fmt: skip


def entries(rows=CASH):
    """The rows as a table of transactions."""
    cells = tuple(
        (f"T{number}", account, f"2026-03-{day:02}", amount, "cash_teller", "credit")
        for number, (account, day, amount) in enumerate(rows, start=1)
    )
    return TestTable(
        "transactions", _COLUMNS, cells, tuple(range(1, len(cells) + 1)), Location("t")
    )


def loaded(text):
    """The scenario of a text."""
    with TemporaryDirectory() as folder:
        return scenario_of(Path(folder), text)


def opened(scenario, rows=CASH):
    """A locked store with the rows and what the scenario reads."""
    return ledger_of(scenario, [entries(rows)], REFERENCE)

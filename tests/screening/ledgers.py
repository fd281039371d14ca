"""Small ledgers, lists and bills of lading by hand, and the derived tables they give."""

from aml.core.shipped import shipped
from aml.scenario.bench import fill
from tests.scenario.files import bench, table

_PAYMENT = {"account_id": "A1", "booked_on": "2026-03-02", "amount": "100", "direction": "debit"}
_DEFAULTS = {
    "transactions": _PAYMENT,
    "flagged_parties": {"reason": "sdn", "flagged_from": "2026-01-01"},
    "remittances": {"sent_on": "2026-03-02", "amount": "100"},
    "bills_of_lading": {"issued_on": "2026-03-01"},
}


def rows_of(name, columns, **tables):
    """Some columns of a derived table, sorted, as the given rows of canonical tables make it.

    Each table is a list of mappings of what matters; ids are numbered and the rest has defaults.
    """
    with bench().derived([name], [_table(*item) for item in tables.items()]) as store:
        return sorted(store.rows(f"SELECT {columns} FROM {name}"), key=str)


def filled(store, **tables):
    """Fill canonical tables with such rows."""
    fill(store, [_table(*item) for item in tables.items()], shipped("scenarios") / "reference")


def _table(name, rows):
    keys = {
        "transactions": "transaction_id",
        "remittances": "remittance_id",
        "flagged_parties": "entry_id",
    }
    prefix = {"transactions": "T", "remittances": "R", "flagged_parties": "E"}.get(name, "")
    whole = [
        {**_DEFAULTS.get(name, {}), **({keys[name]: f"{prefix}{n}"} if name in keys else {}), **row}
        for n, row in enumerate(rows, 1)
    ]
    columns = sorted({column for row in whole for column in row})
    return table(name, [{column: row.get(column, "") for column in columns} for row in whole])

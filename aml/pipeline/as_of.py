"""The day a run speaks of: nothing that was recorded or listed later decides."""

from __future__ import annotations

from datetime import date

from aml.core.problem import LedgerError, Problem
from aml.core.run import Reading
from aml.pipeline.workspace import Workspace
from aml.store import Store

#: Tables whose rows begin on a day; what begins after the day of the run is not known yet.
_BEGINNINGS = {
    "transactions": "booked_on",
    "remittances": "sent_on",
    "flagged_parties": "flagged_from",
    "bills_of_lading": "issued_on",
}


def settle_as_of(
    store: Store, workspace: Workspace, reading: Reading
) -> tuple[date, tuple[Problem, ...]]:
    """Fix the day, and set aside later records: counted, named by table, never silent.

    Raises:
        LedgerError: the ledgers hold no record with a date.
    """
    if reading.last_on is None:
        raise LedgerError(Problem("RUN010", "the ledgers hold no record"))
    as_of = workspace.as_of or reading.last_on
    store.run("UPDATE institution SET as_of_on = $as_of", {"as_of": as_of})
    notes = []
    for table, column in _BEGINNINGS.items():
        later = store.value(
            f"SELECT count(*) FROM {table} WHERE {column} > $as_of", {"as_of": as_of}
        )
        if later:
            store.run(f"DELETE FROM {table} WHERE {column} > $as_of", {"as_of": as_of})
            message = f"{later} records of {table} are later than {as_of} and were set aside"
            hint = "a run speaks of its as-of day; leave --as-of out to scan everything"
            notes.append(Problem("RUN011", message, None, hint))
    return as_of, tuple(notes)

"""The day a run speaks of: nothing that was recorded or listed later decides."""

from __future__ import annotations

from datetime import date

from aml.core.problem import LedgerError, Problem
from aml.core.run import Reading
from aml.core.wording import plural
from aml.pipeline.workspace import Workspace
from aml.store import Store

#: Tables whose rows begin on a day; what begins after the day of the run is not known yet.
#: Thresholds, rates, special measures and suppressions carry a time of validity, which those who
#: read them heed.
_BEGINNINGS = {
    "transactions": "booked_on",
    "remittances": "sent_on",
    "customers": "onboarded_on",
    "accounts": "opened_on",
    "relationships": "valid_from",
    "flagged_parties": "flagged_from",
    "bills_of_lading": "issued_on",
    "container_events": "happened_at",
    "port_calls": "arrived_at",
    "ais_gaps": "started_at",
}


#: A ledger that pauses for longer before its last day more likely ends in a mistyped date.
_LONGEST_PAUSE = 92
#: Days that a run may speak of after the last record; ledgers are scanned within a month.
_LATEST = 31


def settle_as_of(
    store: Store, workspace: Workspace, reading: Reading
) -> tuple[date, tuple[Problem, ...]]:
    """Fix the day, and set aside later records: counted, named by table, never silent.

    Raises:
        LedgerError: the ledgers hold no record with a date, and no day is set.
    """
    as_of = workspace.as_of or reading.last_on
    if as_of is None:
        hint = "correct the ledger or its profile: each problem above says how"
        nothing = Problem("RUN010", "no record of the ledgers could be loaded", None, hint)
        raise LedgerError([*reading.problems, nothing])
    store.run("UPDATE institution SET as_of_on = $as_of", {"as_of": as_of})
    notes = _after_all(as_of, reading.last_on) if workspace.as_of else _stands_alone(store, as_of)
    for table, column in _BEGINNINGS.items():
        is_later = f"FROM {table} WHERE CAST({column} AS DATE) > $as_of"
        later = store.value(f"SELECT count(*) {is_later}", {"as_of": as_of})
        if later:
            store.run(f"DELETE {is_later}", {"as_of": as_of})
            records = plural(later, "record")
            message = f"{records} of {table} {'is' if later == 1 else 'are'} later than {as_of}"
            hint = "a run speaks of its as-of day; without --as-of it is the last of the ledger"
            notes.append(Problem("RUN011", f"{message} and set aside", None, hint))
    return as_of, tuple(notes)


def _after_all(as_of: date, last_on: date | None) -> list[Problem]:
    """A day long after the ledgers end is named: windows that reach back from it hold little."""
    if last_on is None or (as_of - last_on).days <= _LATEST:
        return []
    days = (as_of - last_on).days
    message = f"the day of the run, {as_of}, comes {days} days after the last of the ledgers"
    hint = f"a mistyped day, or a ledger that was not read? the ledgers end on {last_on}"
    return [Problem("RUN013", message, None, hint)]


def _stands_alone(store: Store, last_on: date) -> list[Problem]:
    """A last day far from every other is named: everything in the run is measured against it."""
    before = store.value(
        "SELECT max(day) FROM (SELECT booked_on AS day FROM transactions UNION ALL"
        " SELECT sent_on FROM remittances) WHERE day < $last",
        {"last": last_on},
    )
    if before is None or (last_on - before).days <= _LONGEST_PAUSE:
        return []
    message = f"the last day of the ledgers, {last_on}, comes {(last_on - before).days} days after"
    hint = f"a mistyped date? --as-of {before} speaks of that day instead"
    return [Problem("RUN013", f"{message} the one before it, {before}", None, hint)]

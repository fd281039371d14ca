"""What is wrong in trade tables, counted and told without a value, as reading tells of ledgers.

The records stay: a bill with a mistyped container still names a shipper. A scenario that cannot do
without what is wrong says how much it left unjudged (see voyages_not_judged).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from aml.core.problem import Location, Problem
from aml.core.wording import plural
from aml.identity import create_number_key
from aml.shipping.ports import packaged_ports
from aml.store import Store

#: Check digits as SQL, so that a million containers take a second. ISO 6346: letters count 10 to 38
#: without multiples of 11, each weighed by a power of two. IMO: six digits weighed 7 to 2.
_CONTAINER_NUMBER = """
    CREATE OR REPLACE TEMP MACRO is_container_number(number) AS
        regexp_full_match(number, '[A-Z]{3}[UJZ][0-9]{7}')
        AND list_sum(list_transform(range(1, 11), lambda place:
            (strpos('0123456789A?BCDEFGHIJK?LMNOPQRSTU?VWXYZ', substr(number, place, 1)) - 1)
            * (1 << (place - 1)))) % 11 % 10 = CAST(right(number, 1) AS INTEGER)"""
_IMO_NUMBER = """
    CREATE OR REPLACE TEMP MACRO is_imo_number(number) AS
        regexp_full_match(number, '[0-9]{7}')
        AND list_sum(list_transform(range(1, 7), lambda place:
            CAST(substr(number, place, 1) AS INTEGER) * (8 - place))) % 10
            = CAST(right(number, 1) AS INTEGER)"""


@dataclass(frozen=True, slots=True)
class _Check:
    """Records of a table (SQL of those that are wrong), and what to say of them."""

    code: str
    table: str
    wrong: str
    message: str
    hint: str


def _number(table: str, column: str) -> _Check:
    is_ship = column == "imo_number"
    right = (
        f"is_imo_number(ship_key({column}))"
        if is_ship
        else f"is_container_number(number_key({column}))"
    )
    kind = "IMO number of a ship" if is_ship else "container number"
    return _Check(
        "SHP001",
        table,
        f"SELECT file_id, source_row FROM {table} WHERE {column} IS NOT NULL AND NOT {right}",
        f"{column} is no {kind} by its check digit",
        "the record is kept; ask the source, since a payment or list cannot be tied to it",
    )


def _order(table: str, wrong: str, message: str) -> _Check:
    hint = "the record is kept; ask the source, or correct the time zone of its profile"
    return _Check("SHP002", table, wrong, message, hint)


def _port(table: str, column: str) -> _Check:
    return _Check(
        "SHP004",
        table,
        f"SELECT file_id, source_row FROM {table} WHERE {column} IS NOT NULL"
        f" AND number_key({column}) NOT IN (SELECT port_key FROM known_ports)",
        f"{column} is no known port",
        "bring a table `ports` with its place, or write its UN/LOCODE; voyages that call there are"
        " not judged",
    )


_LEAVES_FIRST = """
    SELECT file_id, source_row FROM port_calls WHERE departed_at < arrived_at"""
_OVERTAKES = """
    SELECT file_id, source_row
    FROM (
        SELECT file_id, source_row, coalesce(arrived_at, departed_at) AS came_at,
            max(coalesce(departed_at, arrived_at)) OVER (PARTITION BY voyage_id
                ORDER BY sequence ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS left_at
        FROM port_calls WHERE sequence IS NOT NULL
    )
    WHERE came_at < left_at"""
_ENDS_FIRST = "SELECT file_id, source_row FROM ais_gaps WHERE ended_at < started_at"
_SKIPS = """
    SELECT file_id, source_row
    FROM (
        SELECT file_id, source_row, sequence,
            lag(sequence) OVER (PARTITION BY voyage_id ORDER BY sequence, port_call_id) AS before
        FROM port_calls
    )
    WHERE sequence <> before + 1"""

_CHECKS = (
    _number("bills_of_lading", "container_number"),
    _number("container_events", "container_number"),
    _number("ais_gaps", "imo_number"),
    _number("bills_of_lading", "imo_number"),
    _number("vessels", "imo_number"),
    _number("voyages", "imo_number"),
    _order("port_calls", _LEAVES_FIRST, "the ship departed before it arrived"),
    _order("port_calls", _OVERTAKES, "the ship came before it had left the call before"),
    _order("ais_gaps", _ENDS_FIRST, "the gap ends before it begins"),
    _Check(
        "SHP003",
        "port_calls",
        _SKIPS,
        "sequence leaves out a number or repeats one",
        "a call that is missing makes the way look shorter than it was: ask the source",
    ),
    _port("bills_of_lading", "discharge_port"),
    _port("bills_of_lading", "load_port"),
    _port("container_events", "port"),
    _port("port_calls", "port"),
    _port("voyages", "destination_port"),
    _port("voyages", "origin_port"),
)


def check_trade(store: Store) -> list[Problem]:
    """A Problem for each kind of mistake in each trade table, at its first record.

    Args:
        store: the canonical tables, before the lock.
    """
    checks = [check for check in _CHECKS if store.count(check.table)]
    if not checks:
        return []
    create_number_key(store)
    store.run(_CONTAINER_NUMBER)
    store.run(_IMO_NUMBER)
    if any(check.code == "SHP004" for check in checks):
        _know_ports(store)
    return [problem for check in checks if (problem := _problem(store, check))]


def _know_ports(store: Store) -> None:
    """The ports that the workspace or the package knows, in one spelling."""
    store.run(
        "CREATE OR REPLACE TEMP TABLE known_ports AS SELECT number_key(port) AS port_key FROM ports"
        " UNION SELECT unnest($codes)",
        {"codes": sorted(packaged_ports())},
    )


def _problem(store: Store, check: _Check) -> Problem | None:
    records, path, first = store.rows(
        "SELECT count(DISTINCT row(wrong.file_id, wrong.source_row)),"
        " min_by(file.path, row(wrong.file_id, wrong.source_row)),"
        " min_by(wrong.source_row, row(wrong.file_id, wrong.source_row))"
        f" FROM ({check.wrong}) AS wrong"
        " LEFT JOIN ledger_files AS file ON file.file_id = wrong.file_id"
    )[0]
    if not records:
        return None
    others = f" ({plural(records, 'record')}, this one first)" if records > 1 else ""
    at = Location(path, record=first) if path else None
    return Problem(check.code, f"{check.table}: {check.message}{others}", at, check.hint)


_NOT_JUDGED = """
    SELECT standing, count(*) FROM voyage_routes WHERE standing <> 'judged'
    GROUP BY standing ORDER BY standing"""
_REASONS = {
    "calls unknown": "fewer than two calls are recorded",
    "port unknown": "a port on the way has no known place by the sea",
    "round trip": "they end where they began",
}


def voyages_not_judged(store: Store) -> Mapping[str, str]:
    """Voyages without a detour ratio, by the reason why."""
    return {
        f"not judged, as {_REASONS[standing]}": plural(voyages, "voyage")
        for standing, voyages in store.rows(_NOT_JUDGED)
    }

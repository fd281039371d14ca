"""Derived tables that scenarios need, and whether a scenario can run on what was loaded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from sqlglot import exp

from aml.core.progress import Progress, Silent, stepping
from aml.core.scenario import Scenario
from aml.identity import PARTY_GROUPS
from aml.scenario.tree import named_before, tree_of
from aml.screening import TABLES as SCREENING_TABLES
from aml.shipping import TABLES as SHIPPING_TABLES
from aml.store import (
    NAMED_GOODS,
    Derived,
    Store,
    canonical_columns,
    canonical_tables,
    sql_tables,
)
from aml.store.derived import build_order
from aml.store.quoting import identifier


@cache
def derived_tables() -> Mapping[str, Derived]:
    """Every derived table by name, whichever room builds it."""
    tables = (*sql_tables(), NAMED_GOODS, PARTY_GROUPS, *SCREENING_TABLES, *SHIPPING_TABLES)
    return {table.name: table for table in tables}


def readable_tables() -> frozenset[str]:
    """The tables that the SQL of a scenario may name."""
    return frozenset({*canonical_tables(), *derived_tables(), "institution"})


def tables_read(scenario: Scenario) -> frozenset[str]:
    """The tables that a scenario's SQL names, and those it requires.

    Which threshold set a party is in is seen from the customers that it is made of.
    """
    required = {need.partition(".")[0] for need in scenario.requires}
    if scenario.focus == "party" and any(item.when for item in scenario.threshold_sets):
        required.add("party_members")
    return _tables_named(scenario.sql.text) | required


@cache
def _tables_named(sql: str) -> frozenset[str]:
    """A step of the SQL may have a table's name, and is then meant where it is named."""
    nodes = tree_of(sql).find_all(exp.Table)
    return frozenset(n.name for n in nodes if n.name not in named_before(n)) & readable_tables()


def tables_of(scenarios: Iterable[Scenario]) -> list[str]:
    """The tables that any of these scenarios reads, in order of name."""
    return sorted({table for scenario in scenarios for table in tables_read(scenario)})


def derive(store: Store, wanted: Iterable[str], progress: Progress | None = None) -> None:
    """Build the wanted derived tables and those they rest on; a table that exists stays."""
    there = store.table_names()
    for table in build_order(wanted, derived_tables()):
        if table.name not in there:
            with stepping(progress or Silent(), table.name):
                table.build(store)


def canonical_sources(table: str) -> frozenset[str]:
    """The canonical tables without which a table cannot hold a row."""
    derived = derived_tables().get(table)
    if derived is None:
        return frozenset({table})
    return frozenset(source for name in derived.reads for source in canonical_sources(name))


def tables_behind(names: Iterable[str]) -> frozenset[str]:
    """These tables and all that they are made of, one way or another, derived and canonical."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            derived = derived_tables().get(name)
            waiting += (*derived.reads, *derived.uses) if derived else ()
    return frozenset(found)


def is_known_need(need: str) -> bool:
    """Whether `table` or `table.column` exists."""
    table, _, column = need.partition(".")
    if table not in readable_tables():
        return False
    columns = {known.name for known in canonical_columns().get(table, ())}
    return not column or table in derived_tables() or column in columns


#: Tables of money with the lines that it meets, and where that money is from.
_MONEY_OF_LINES = {
    "cap_lines": "cash_entries",
    "cash_lines": "cash_entries",
    "gto_lines": "msb_cash",
    "remittance_lines": "remittances",
}


#: Of so many records one may bear a mistyped day, such as one of 1900, and says nothing of how far
#: a ledger reaches back.
_STRAY = 10_000


def why_not(store: Store, scenario: Scenario, loaded: frozenset[str]) -> tuple[str, str]:
    """Whether and why a scenario cannot run: ("", "") when it can.

    The first word is `not_applicable` (the workspace names no such table, or no record fills a
    needed column) or `incomplete` (a table that was named holds nothing).
    """
    for need in scenario.requires:
        table, _, column = need.partition(".")
        for source in sorted(canonical_sources(table)):
            if source not in loaded:
                return "not_applicable", f"no {source} were given"
            if store.count(source) == 0:
                return "incomplete", f"{source} was given and holds no record"
        if column and not _fills(store, table, column):
            return "not_applicable", f"no record of {table} fills {column}"
        nothing = _no_money(store, table)
        if nothing:
            return nothing
    return _too_short(store, scenario)


def longest_window(scenario: Scenario) -> int:
    """The longest window of a scenario in days, in any of its sets: what its ledger must span."""
    days = {"days": 1, "hours": 24}
    sets = [item.parameters for item in scenario.threshold_sets if item.when]
    windows = [
        -(-int(values[parameter.name]) // days[parameter.kind])
        for values in (scenario.defaults(), *sets)
        for parameter in scenario.parameters
        if parameter.kind in days and parameter.name in values
    ]
    return max(windows, default=0)


def _too_short(store: Store, scenario: Scenario) -> tuple[str, str]:
    needed = longest_window(scenario)
    needs = {need.partition(".")[0] for need in scenario.requires}
    sources = {source for table in needs for source in canonical_sources(table)}
    for table, column in (("transactions", "booked_on"), ("remittances", "sent_on")):
        if table in sources and not _reaches_back(store, table, column, needed):
            first = f"quantile_disc({column}, {1 / _STRAY})"
            span = store.value(f"SELECT max({column}) - {first} + 1 FROM {table}")
            return "incomplete", f"{table} span {span} days, its longest window is {needed}"
    return "", ""


def _reaches_back(store: Store, table: str, column: str, days: int) -> bool:
    """Whether a ledger holds more than strays on or before the first of its last `days` days."""
    first = f"(SELECT max({column}) FROM {table}) - CAST($days AS INTEGER) + 1"
    strays = -(-store.count(table) // _STRAY) - 1
    early = f"SELECT 1 FROM {table} WHERE {column} <= {first} LIMIT 1 OFFSET {strays}"
    return store.value(early, {"days": days}) is not None


def _fills(store: Store, table: str, column: str) -> bool:
    name = identifier(column)
    sql = f"SELECT 1 FROM {identifier(table)} WHERE {name} IS NOT NULL LIMIT 1"
    return store.value(sql) is not None


def _no_money(store: Store, table: str) -> tuple[str, str] | None:
    """Why a table of money has nothing to look at, where that says something."""
    if table == "msb_cash" and store.count(table) == 0:
        return "not_applicable", "no cash was taken at a desk of a money services business"
    return _no_line(store, table) if table in _MONEY_OF_LINES else None


def _no_line(store: Store, table: str) -> tuple[str, str] | None:
    if store.value(f"SELECT count(*) FROM {identifier(table)} WHERE amount IS NULL"):
        return "incomplete", "a reporting line's currency has no exchange rate on some days"
    if store.count(table) == 0 and store.count(_MONEY_OF_LINES[table]) > 0:
        return "not_applicable", "no reporting line is known for the places and days of this ledger"
    return None

"""A scenario on a locked store: one SELECT with bound parameters, its rows as firings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from aml.core.case import EvidenceRow
from aml.core.plain import Value
from aml.core.problem import Problem, ScenarioError
from aml.core.scenario import ParameterValue, Scenario
from aml.core.threshold_set import DEFAULT
from aml.store import Store, StoreError, inspect_sql

#: Columns of the result that are not measures, besides the focus.
ID_COLUMNS = ("transaction_ids", "linked_ids")
WINDOW_COLUMNS = ("window_start", "window_end")


@dataclass(frozen=True, slots=True)
class Firing:
    """One row of a scenario's result: an episode of one focus, before it is an alert.

    `threshold_set` names the set whose values found it.
    """

    focus_id: str
    window_start: date
    window_end: date
    transaction_ids: tuple[str, ...]
    linked_ids: tuple[str, ...]
    measures: Mapping[str, Value]
    threshold_set: str = DEFAULT

    @property
    def order(self) -> tuple[str, date, tuple[str, ...], tuple[str, ...]]:
        """Its place among others: by focus, time and cited records."""
        return self.focus_id, self.window_start, self.transaction_ids, self.linked_ids

    @property
    def cited(self) -> tuple[str, ...]:
        """Every record that it cites: entries by their id, others as `table:id`."""
        return (*self.transaction_ids, *self.linked_ids)

    def rows(self, fetched: Mapping[str, Sequence[EvidenceRow]]) -> list[EvidenceRow]:
        """The records that it cites, out of those that were fetched by citation."""
        return [row for record in self.cited for row in fetched.get(record, ())]


def fire(
    store: Store,
    scenario: Scenario,
    parameters: Mapping[str, ParameterValue],
    time_limit: float = 600.0,
) -> list[Firing]:
    """The episodes that a scenario finds, in order of focus and time.

    Raises:
        ScenarioError: DuckDB refuses the SQL (at its place in the file), the time limit is over, or
            two episodes of one focus share a transaction.
    """
    bound = bindings(scenario, parameters)
    try:
        with store.reading(), store.time_limit(time_limit):
            records = store.records(scenario.sql.text, bound)
    except StoreError as error:
        raise ScenarioError(sql_problem(scenario, error)) from None
    firings = [_firing(scenario, record) for record in records]
    firings.sort(key=lambda firing: firing.order)
    _refuse_overlaps(scenario, firings)
    return firings


def bindings(
    scenario: Scenario, parameters: Mapping[str, ParameterValue]
) -> dict[str, ParameterValue]:
    """The parameters that the SQL names; others serve the score or the narrative."""
    try:
        query = inspect_sql(scenario.sql.text)
    except StoreError as error:
        raise ScenarioError(sql_problem(scenario, error)) from None
    if query.kind != "SELECT":
        message = "the SQL is not one SELECT"
        hint = "a scenario only reads"
        raise ScenarioError(Problem("SQL002", message, scenario.sql.location(0), hint))
    return {name: value for name, value in parameters.items() if name in query.parameters}


#: What the database says of a name, and how it reads here.
_PLAIN_WORDS = (
    (re.compile(r'^Referenced column (".*") not found in FROM clause'), r"there is no column \1"),
    (re.compile(r'^Values list (".*") does not have a column named'), r"\1 has no column"),
)
_CANDIDATES = re.compile(r'"([^"]+)"')
#: Errors about the text of a statement. Others quote a value, which may be a ledger's.
_ABOUT_TEXT = ("Binder", "Catalog", "Parser", "Syntax", "NotImplemented", "NotSupported")


_HINTS = {
    "Binder": "columns stand in aml/store/schema.sql and at the top of each derived table's file",
    "Parser": "look for a comma, a bracket or a word too many or too few just before this place",
    "Interrupt": "filter before joins and windows",
}
_ANY_HINT = "nullif, coalesce or a wider DECIMAL where a value is divided or cast"


def sql_problem(scenario: Scenario, error: StoreError) -> Problem:
    """DuckDB's reason at its place in the YAML file."""
    message, _, candidates = error.message.partition("\n")
    for theirs, ours in _PLAIN_WORDS:
        message = theirs.sub(ours, message)
    if error.kind == "Interrupt":
        message = "took longer than its time limit"
    elif error.kind not in _ABOUT_TEXT:
        message = f"a value of the tables does not fit here ({error.kind} error of the database)"
        candidates = ""
    close = _CANDIDATES.search(candidates)
    hint = f"did you mean '{close[1]}'?" if close else _HINTS.get(error.kind, _ANY_HINT)
    at = scenario.sql.location(error.offset or 0)
    return Problem("SQL001", message.rstrip("!"), at, hint)


def _firing(scenario: Scenario, row: Mapping[str, object]) -> Firing:
    kept = (scenario.focus_column, *WINDOW_COLUMNS, *ID_COLUMNS)
    focus = row.get(scenario.focus_column)
    start, end = (_day(row.get(name)) for name in WINDOW_COLUMNS)
    ids, linked = (_ids(row.get(name)) for name in ID_COLUMNS)
    if not focus or start is None or end is None or start > end or not (ids or linked):
        message = "a row of the result lacks its focus, its window or the records that it cites"
        hint = "filter rows without a focus or a date before they are grouped"
        raise ScenarioError(Problem("SCN030", message, scenario.sql.location(0), hint))
    measures = {
        name: _value(scenario, name, value) for name, value in row.items() if name not in kept
    }
    return Firing(str(focus), start, end, ids, linked, measures)


def _day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None


def _ids(value: object) -> tuple[str, ...]:
    return tuple(sorted({str(item) for item in value})) if isinstance(value, list) else ()


def _value(scenario: Scenario, name: str, value: object) -> Value:
    if isinstance(value, list):
        return tuple(str(item) for item in value)
    if value is None or isinstance(value, str | bool | int | Decimal | date):
        return value
    message = f"the measure {name} is a {type(value).__name__}"
    hint = "CAST(… AS DECIMAL(18, 6))"
    raise ScenarioError(Problem("SCN030", message, scenario.sql.location(0), hint))


def _transfers(firing: Firing) -> Iterator[str]:
    """Remittances are transactions too; a bill of lading or a flag may stand in many episodes."""
    return (record for record in firing.linked_ids if record.startswith("remittances:"))


def _refuse_overlaps(scenario: Scenario, firings: Sequence[Firing]) -> None:
    owner: dict[tuple[str, str], Firing] = {}
    for firing in firings:
        for record in (*firing.transaction_ids, *_transfers(firing)):
            if owner.setdefault((firing.focus_id, record), firing) is not firing:
                message = "two episodes of one focus share a transaction"
                hint = "chain rows whose gap is within the window into one episode"
                raise ScenarioError(Problem("SCN031", message, scenario.sql.location(0), hint))

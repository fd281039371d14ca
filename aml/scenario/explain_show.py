"""Answers as conditions that a person reads: the words, what was measured, what was needed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlglot import exp

from aml.core.explanation import Condition
from aml.core.plain import Value
from aml.core.problem import Location
from aml.core.scenario import ParameterValue, Scenario
from aml.scenario.explain_branch import Asked, Branch, Joined
from aml.scenario.explain_probe import Answer
from aml.scenario.explain_scope import Scope
from aml.scenario.explain_term import Term, location_of, words

_NO_ANSWER = Answer(0, (), 0, {})
_SIXTH = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class Show:
    """The conditions of one focus. `said` keeps what was worded before, by the node's identity."""

    scenario: Scenario
    values: Mapping[str, ParameterValue]
    focus_id: str
    said: dict[int, tuple[str, Location]]

    def conditions(self, branch: Branch) -> Iterator[Condition]:
        """Everything that a SELECT asks, in the order of its clauses."""
        yield from self._rows(branch)
        rows = branch.came.get(self.focus_id, 0)
        for joined in branch.joins:
            found = joined.rows.get(self.focus_id, 0)
            yield self._join(branch, joined, rows, found)
            rows = found
        for asked in branch.stages:
            yield from self._asked(asked)

    def misses(self, branch: Branch) -> tuple[Condition, ...]:
        """What the nearest row fails in the SELECT where the last rows are lost."""
        unmet = [item for item in self.conditions(branch) if item.is_met is False]
        missing = [item for item in unmet if item.kind in ("rows", "join")]
        return tuple(missing[:1] or unmet)

    def _rows(self, branch: Branch) -> Iterator[Condition]:
        """That there is a row of the focus at all: in a table of the ledger, or put together."""
        scope = branch.scope
        if scope.source is None and scope.focus is not None:
            rows = branch.stages[0].answers.get(self.focus_id, _NO_ANSWER).rows
            text, at = self._say(scope.focus)
            yield self._there(branch, f"a row whose {text} is the focus", rows, at)
        elif scope.source is not None:
            rows = branch.came.get(self.focus_id, 0)
            table, step = scope.source.table, scope.source.step
            # A step says itself what it let pass, unless its rows cannot be told by focus.
            if step is None or not rows:
                name = step.name if step else table.name
                text = f"a row in {name}{self._role(scope)}"
                yield self._there(branch, text, rows, self._say(table)[1])

    def _role(self, scope: Scope) -> str:
        """As what the focus stands in a table, where the column has another name."""
        name = scope.focus.name if isinstance(scope.focus, exp.Column) else ""
        return f" as {name}" if name != self.scenario.focus_column else ""

    def _there(self, branch: Branch, text: str, rows: int, at: Location) -> Condition:
        name, apart = branch.scope.step.name, None if rows else Decimal(1)
        return Condition(name, text, "rows", rows > 0, ">=", rows, 1, apart, rows, rows, at)

    def _join(self, branch: Branch, joined: Joined, rows: int, found: int) -> Condition:
        join = joined.source.join
        on = join.args.get("on") if join is not None else None
        name = joined.source.step.name if joined.source.step else joined.source.table.name
        said, place = self._say(on if on is not None else joined.source.table)
        text = f"a row of {name} with {said}" if on is not None else f"a row of {name}"
        return Condition(
            branch.scope.step.name, text, "join", found > 0 if rows else None, ">=",
            found if rows else None, 1, Decimal(1) if rows and not found else None, rows, found,
            place,
        )  # fmt: skip

    def _asked(self, asked: Asked) -> Iterator[Condition]:
        answer = asked.answers.get(self.focus_id, _NO_ANSWER)
        every = list(asked.probe.every())
        place = {id(term): number for number, term in enumerate(every)}
        name = asked.probe.scope.step.name
        for number, term in enumerate(asked.probe.terms):
            behind = [item for one in asked.behind.get(number, ()) for item in self._asked(one)]
            own = self._condition(name, term, answer, place)
            yield from behind
            # A flag is shown itself where what stands behind it does not say why it fails.
            is_told = any(item.is_met is not True for item in behind)
            if number not in asked.whole or (own.is_met is False and not is_told):
                yield own

    def _say(self, node: exp.Expr) -> tuple[str, Location]:
        """A node in words, and its place in the file."""
        if id(node) not in self.said:
            self.said[id(node)] = words(node, self.values), location_of(self.scenario, node)
        return self.said[id(node)]

    def _stated(self, term: Term) -> Value:
        """What is needed where no row came to measure: the value of a parameter or a number."""
        stated = [self._stated_bound(bound) for bound in term.bounds]
        return stated[0] if len(stated) == 1 else f"{stated[0]} to {stated[1]}"

    def _stated_bound(self, bound: exp.Expr) -> Value:
        if isinstance(bound, exp.Literal):
            return bound.name if bound.is_string else Decimal(bound.name)
        is_parameter = isinstance(bound, exp.Placeholder) and bound.name in self.values
        return self.values[bound.name] if is_parameter else self._say(bound)[0]

    def _condition(
        self, step: str, term: Term, answer: Answer, place: Mapping[int, int]
    ) -> Condition:
        number = place[id(term)]
        came = answer.rows > 0
        measured = value_of(answer.nearest.get(f"m{number}")) if came else None
        bounds = [value_of(answer.nearest.get(f"{mark}{number}")) for mark in "bc"]
        bounds = bounds[: len(term.bounds)]
        text, at = self._say(term.node)
        is_met = bool(answer.nearest[f"h{number}"]) if came else None
        parts = tuple(self._condition(step, part, answer, place) for part in term.parts)
        return Condition(
            step=step,
            text=text,
            kind=term.kind,
            is_met=is_met,
            operator=term.operator,
            measured=measured,
            needed=_needed(term, bounds) if came or not term.bounds else self._stated(term),
            distance=None if is_met is not False else distance(measured, bounds),
            rows=answer.rows,
            rows_met=answer.met[number] if came else 0,
            location=at,
            parts=tuple(replace(part, rows=answer.rows) for part in parts),
        )


def _needed(term: Term, bounds: Sequence[Value]) -> Value:
    if term.operator == "between":
        return f"{bounds[0]} to {bounds[1]}"
    return bounds[0] if bounds else term.needed


def value_of(found: Any) -> Value:
    """A value of the database as results carry it; no float among them."""
    if isinstance(found, float):
        return Decimal(str(found)).quantize(_SIXTH)
    if isinstance(found, list):
        return tuple(str(item) for item in found)
    if found is None or isinstance(found, str | bool | int | Decimal | date):
        return found
    return str(found)


def distance(measured: Value, bounds: Sequence[Value]) -> Decimal | None:
    """How far a value lies from the nearest of its bounds, where both can be counted.

    Dates are apart in days, instants in hours.
    """
    apart = [one for bound in bounds if (one := _apart(measured, bound)) is not None]
    return min(apart) if apart else None


def _apart(measured: Value, bound: Value) -> Decimal | None:
    numbers = (int, Decimal)
    if isinstance(measured, numbers) and isinstance(bound, numbers):
        return None if isinstance(measured, bool) else abs(Decimal(measured) - Decimal(bound))
    if isinstance(measured, datetime) and isinstance(bound, datetime):
        seconds = abs(int((measured - bound).total_seconds()))
        return (Decimal(seconds) / 3600).quantize(_SIXTH)
    if isinstance(measured, date) and isinstance(bound, date):
        days = date(bound.year, bound.month, bound.day) - date(
            measured.year, measured.month, measured.day
        )
        return Decimal(abs(days.days))
    return None

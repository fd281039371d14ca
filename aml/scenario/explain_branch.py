"""What one SELECT of a scenario asks of its rows: tables to join, conditions, groups."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from sqlglot import exp

from aml.core.problem import Location
from aml.scenario.explain_hidden import hidden_in
from aml.scenario.explain_probe import Answer, Only, Probe, Stage, ask, came_in, joined_rows
from aml.scenario.explain_scope import Scope, carried_from, same_focus, scope_of
from aml.scenario.explain_steps import Source, Step, Steps
from aml.scenario.explain_term import conjuncts, term_of
from aml.store.quoting import identifier

#: How deep flags may stand for flags.
_DEEPEST = 4


#: A step, and its column that holds the focus: one step may hold payers and payees.
Gate = tuple[Step, str]


@dataclass(slots=True)
class Joined:
    """A table that a row must find a partner in, and how many rows of each focus still do."""

    source: Source
    rows: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Asked:
    """The terms of one stage, their answers by focus, and what stands behind single terms.

    `behind` holds, by the number of a term, what to show instead of it, or beside it where it is
    not `whole`.
    """

    probe: Probe
    answers: dict[str, Answer] = field(default_factory=dict)
    behind: dict[int, tuple[Asked, ...]] = field(default_factory=dict)
    whole: set[int] = field(default_factory=set)


@dataclass(slots=True)
class Branch:
    """One SELECT of a step, asked stage by stage: rows, joins, WHERE, HAVING.

    `came` counts the rows of each focus before any join. `gates` are the steps whose rows of this
    focus it needs, `partners` those that it joins by something else. Where no column of the step
    holds the focus, nothing is told of its rows: its conditions stand there without an answer.
    """

    scope: Scope
    came: dict[str, int]
    joins: list[Joined]
    stages: list[Asked]
    gates: list[Gate]
    partners: list[Step]

    @property
    def is_told(self) -> bool:
        """Whether the rows can be told by focus."""
        return self.scope.focus is not None

    def passed(self, focus_id: str) -> int:
        """How many rows of a focus come out."""
        answer = self.stages[-1].answers.get(focus_id)
        return answer.passed if answer else 0


@dataclass(slots=True)
class Inquiry:
    """The steps of a scenario and everything that is asked of them, for one focus or for all."""

    steps: Steps
    focus_column: str
    only: Only | None
    branches: dict[tuple[int, str], list[Branch]] = field(default_factory=dict)
    said: dict[int, tuple[str, Location]] = field(default_factory=dict)
    _episodes: dict[str, int] | None = None

    def episodes(self) -> dict[str, int]:
        """How many rows the result has of each focus that it has."""
        if self._episodes is None:
            result = self.steps.result
            focus = f"CAST({identifier(result.focus)} AS VARCHAR)"
            sql = f"SELECT {focus}, count(*) FROM {result.table} GROUP BY {focus}"
            self._episodes = dict(self.steps.store.rows(sql))
        return self._episodes

    def of(self, step: Step, column: str = "") -> list[Branch]:
        """The SELECTs of a step, asked by the focus that a column of it holds."""
        column = column or step.focus
        key = (id(step), column)
        if key not in self.branches:
            scopes = [self._scope(step, select, column) for select in step.branches]
            if any(scope.focus is None for scope in scopes):
                scopes = [replace(scope, focus=None, source=None) for scope in scopes]
            self.branches[key] = [self._branch(scope) for scope in scopes]
        return self.branches[key]

    def _scope(self, step: Step, select: exp.Select, column: str) -> Scope:
        return scope_of(self.steps, step, select, column, self.focus_column)

    def _branch(self, scope: Scope) -> Branch:
        select = scope.select
        gates = _gates(scope)
        tied = same_focus(scope)
        partners = [s.step for s in scope.sources if s.step and s.is_needed and s.alias not in tied]
        stages = [self._asked(scope, "rows", select.args.get("where"), gates)]
        if select.args.get("group"):
            stages.append(self._asked(scope, "groups", select.args.get("having"), gates))
        if select.args.get("qualify"):
            stages.append(self._asked(scope, "kept", select.args.get("qualify"), gates))
        came = came_in(self.steps, scope, self.only)
        return Branch(scope, came, self._joins(scope), stages, gates, partners)

    def _joins(self, scope: Scope) -> list[Joined]:
        """The inner joins, from where the focus has come in."""
        if (
            scope.source is None
            or len(scope.sources) != len(scope.select.args.get("joins") or []) + 1
        ):
            return []
        found: list[Joined] = []
        present = False
        for number, source in enumerate(scope.sources):
            is_first = not present and source is scope.source
            present = present or is_first
            if not present or number == 0 or not source.is_needed:
                continue
            partner = scope.sources[0] if is_first else source
            rows = joined_rows(self.steps, scope, number, self.only)
            found.append(Joined(partner, rows))
        return found

    def _asked(
        self, scope: Scope, stage: Stage, clause: exp.Expr | None, gates: list[Gate]
    ) -> Asked:
        return self._answered(
            scope, stage, conjuncts(clause.this if clause is not None else None), gates, 0
        )

    def _answered(
        self, scope: Scope, stage: Stage, nodes: list[exp.Expr], gates: list[Gate], depth: int
    ) -> Asked:
        terms = tuple(term_of(node) for node in nodes)
        probe = Probe(scope, stage, terms)
        if scope.focus is None:
            return Asked(probe)
        asked = Asked(probe, ask(self.steps, probe, self.only))
        for number, term in enumerate(terms if depth < _DEEPEST else ()):
            nested = self._nested(scope, term.node, gates)
            hidden = None if nested else hidden_in(self.steps, scope, term.node)
            if nested:
                asked.behind[number] = nested
                asked.whole.add(number)
            elif hidden:
                column = carried_from(self.steps, scope, hidden.step)
                is_own = hidden.select is scope.select
                inner = scope if is_own else self._scope(hidden.step, hidden.select, column)
                if inner.focus is None:
                    continue
                at: Stage = "groups" if hidden.is_of_groups else "kept"
                shown = self._answered(inner, at, list(hidden.conditions), gates, depth + 1)
                asked.behind[number] = (shown,)
                asked.whole |= {number} if hidden.is_whole else set()
        return asked

    def _nested(self, scope: Scope, node: exp.Expr, gates: list[Gate]) -> tuple[Asked, ...]:
        """`focus IN (SELECT …)`: the conditions of that SELECT, for this focus."""
        query = node.args.get("query") if isinstance(node, exp.In) else None
        select = query.this if isinstance(query, exp.Subquery) else query
        if not isinstance(select, exp.Select) or not self._is_focus(scope, node.this):
            return ()
        columns = [item for item in select.expressions if isinstance(item.unalias(), exp.Column)]
        if len(columns) != 1 or len(select.expressions) != 1:
            return ()
        name = columns[0].alias_or_name
        step = Step(scope.step.name, "", (select,), (name,), name)
        inner = self._scope(step, select, name)
        gates += _gates(inner)
        branch = self._branch(inner) if inner.focus is not None else None
        stages = [stage for stage in branch.stages if stage.probe.terms] if branch else []
        return tuple(stages)

    def _is_focus(self, scope: Scope, node: exp.Expr) -> bool:
        if not isinstance(node, exp.Column) or not isinstance(scope.focus, exp.Column):
            return False
        source = scope.source_of(node)
        return source is scope.source and node.name.lower() == scope.focus.name.lower()


def _gates(scope: Scope) -> list[Gate]:
    """The steps of a SELECT that must hold a row of the focus."""
    tied = same_focus(scope)
    return [
        (source.step, tied[source.alias])
        for source in scope.sources
        if source.step is not None and source.is_needed and source.alias in tied
    ]

"""Which rows of a step belong to a focus, and where a column of a step comes from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlglot import exp

from aml.scenario.explain_steps import Source, Step, Steps


@dataclass(frozen=True, slots=True)
class Scope:
    """One SELECT of a step, with what it reads.

    `focus` is the expression that gives the focus of a row that comes in, None where there is
    none, and `source` the table that holds it. `is_tied` says that the rows which come out hold
    it too.
    """

    step: Step
    select: exp.Select
    sources: tuple[Source, ...]
    focus: exp.Expr | None
    source: Source | None
    is_tied: bool

    def source_of(self, column: exp.Column) -> Source | None:
        """The table that a column belongs to."""
        return source_of(self.sources, column)

    def written_out(self, node: exp.Expr) -> exp.Expr:
        """A condition with the names that the SELECT itself gives replaced by what they are."""
        given = {item.alias: item.this for item in self.select.expressions if item.alias}

        def replaced(inner: exp.Expr) -> exp.Expr:
            if not isinstance(inner, exp.Column) or inner.table or inner.name not in given:
                return inner
            is_own = self.source_of(inner) is not None
            return inner if is_own else exp.paren(given[inner.name].copy())

        return node.copy().transform(replaced)


def source_of(sources: Sequence[Source], column: exp.Column) -> Source | None:
    """The table that a column belongs to, among those of one FROM clause."""
    name = column.name.lower()
    for source in sources:
        has_it = name in (known.lower() for known in source.columns)
        if column.table.lower() == source.alias.lower() or (not column.table and has_it):
            return source if has_it else None
    return None


def same_focus(scope: Scope) -> dict[str, str]:
    """The tables of a SELECT whose rows have the focus of the row that they join: alias to column.

    By the equations of the joins: `b.account_id = a.account_id`, from one table to the next.
    """
    if scope.source is None or not isinstance(scope.focus, exp.Column):
        return {}
    same = {scope.source.alias: scope.focus.name}
    equal = [
        (_place(scope, equation.this), _place(scope, equation.expression))
        for source in scope.sources
        for equation in (source.join.find_all(exp.EQ) if source.join is not None else ())
    ]
    for _ in equal:
        for one, other in (*equal, *((right, left) for left, right in equal)):
            if one and other and same.get(one[0]) == one[1]:
                same.setdefault(*other)
    return same


def _place(scope: Scope, node: exp.Expr) -> tuple[str, str] | None:
    """The table and the column that a column is."""
    source = scope.source_of(node) if isinstance(node, exp.Column) else None
    return (source.alias, _spelt(source, node)) if source and isinstance(node, exp.Column) else None


def carried_from(steps: Steps, scope: Scope, step: Step) -> str:
    """The column of an earlier step that the focus of these rows came from."""
    sources, focus, source = scope.sources, scope.focus, scope.source
    while isinstance(focus, exp.Column) and source is not None and source.step is not None:
        if source.step is step:
            return focus.name
        if len(source.step.branches) != 1:
            break
        select = source.step.branches[0]
        given = steps.projected(source.step, select).get(focus.name)
        sources, focus = tuple(steps.sources(select)), given
        source = source_of(sources, given) if isinstance(given, exp.Column) else None
    return step.focus


def find_focus(steps: Steps, focus_column: str) -> None:
    """Name the column of each step that holds the focus.

    From the result backwards, by where the column comes from; a step that the result does not
    take it from holds the focus where it has a column of that name.
    """
    steps.result.focus = focus_column
    for step in reversed(steps.steps):
        if not step.focus and focus_column in step.columns:
            step.focus = focus_column
        for select in step.branches if step.focus else ():
            came_from = steps.projected(step, select).get(step.focus)
            if isinstance(came_from, exp.Column):
                source = source_of(steps.sources(select), came_from)
                if source and source.step and not source.step.focus:
                    source.step.focus = _spelt(source, came_from)


def scope_of(steps: Steps, step: Step, select: exp.Select, wanted: str, focus_column: str) -> Scope:
    """A SELECT with the focus of its rows.

    Args:
        steps: all steps.
        step: whose SELECT it is.
        select: the SELECT.
        wanted: the column of the step that holds the focus; empty where none does.
        focus_column: the column of the focus in the tables of the ledger.
    """
    sources = tuple(steps.sources(select))
    if wanted and not _is_one_row(select):
        given = steps.projected(step, select).get(wanted)
        if given is not None and given.find(exp.AggFunc, exp.Window) is None:
            return _scope(step, select, sources, given, is_tied=True)
    for source in sources if not _is_one_row(select) else ():
        column = source.step.focus if source.step else focus_column
        if column and column in source.columns and source.is_needed:
            focus = exp.column(column, table=source.alias)
            return _scope(step, select, sources, focus, is_tied=False)
    return Scope(step, select, sources, None, None, is_tied=False)


def _scope(
    step: Step, select: exp.Select, sources: tuple[Source, ...], focus: exp.Expr, *, is_tied: bool
) -> Scope:
    if isinstance(focus, exp.Column):
        source = source_of(sources, focus)
        if source is not None:
            focus = exp.column(_spelt(source, focus), table=source.alias)
        return Scope(step, select, sources, focus, source, is_tied)
    return Scope(step, select, sources, focus.copy(), None, is_tied)


def _spelt(source: Source, column: exp.Column) -> str:
    wanted = column.name.lower()
    return next(name for name in source.columns if name.lower() == wanted)


def _is_one_row(select: exp.Select) -> bool:
    """Whether a SELECT sums up all rows in one."""
    aggregates = [a for a in select.find_all(exp.AggFunc) if a.parent_select is select]
    plain = [a for a in aggregates if a.find_ancestor(exp.Window, exp.Select) is select]
    return bool(plain) and not select.args.get("group")


def traced(
    steps: Steps, sources: Sequence[Source], column: exp.Column
) -> tuple[Step, exp.Select, exp.Expr] | None:
    """The SELECT that first computes a column, through all steps that only pass it on."""
    source = source_of(sources, column)
    if source is None or source.step is None or len(source.step.branches) != 1:
        return None
    step, select = source.step, source.step.branches[0]
    given = steps.projected(step, select).get(_spelt(source, column))
    if isinstance(given, exp.Column):
        return traced(steps, steps.sources(select), given)
    return (step, select, given) if given is not None else None

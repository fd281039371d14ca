"""Conditions of a SELECT taken apart: what is measured, what it is measured against, in words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlglot import exp

from aml.core.explanation import ConditionKind
from aml.core.problem import Location
from aml.core.scenario import ParameterValue, Scenario
from aml.scenario.explain_steps import STEP

_COMPARED: Mapping[type[exp.Expr], tuple[str, str]] = {
    exp.GTE: (">=", "<="), exp.GT: (">", "<"), exp.LTE: ("<=", ">="), exp.LT: ("<", ">"),
    exp.EQ: ("=", "="), exp.NEQ: ("<>", "<>"),
}  # fmt: skip
_MARK = re.compile(r"\$(\w+)")
#: What the printer of trees writes otherwise than authors do.
_SPELLINGS = (
    (re.compile(r"\bNOT ([\w.]+) IS NULL"), r"\1 IS NOT NULL"),
    (re.compile(r"\bNOT ([\w.]+) IN \("), r"\1 NOT IN ("),
    (re.compile(r"\barray_contains\("), "list_contains("),
    (re.compile(r"\barray_agg\("), "list("),
)


@dataclass(frozen=True, slots=True)
class Term:
    """A condition as SQL: `node` says whether it holds, `measured` and `bounds` are its sides.

    A `compare` has one bound, or two for BETWEEN. `needed` is what a condition without a bound
    asks for, in words.
    """

    node: exp.Expr
    kind: ConditionKind
    operator: str = "="
    measured: exp.Expr | None = None
    bounds: tuple[exp.Expr, ...] = ()
    needed: str = ""
    parts: tuple[Term, ...] = ()

    def leaves(self) -> Iterator[Term]:
        """The terms in it that measure something, from left to right."""
        if not self.parts:
            yield self
        for part in self.parts:
            yield from part.leaves()


def conjuncts(node: exp.Expr | None) -> list[exp.Expr]:
    """The conditions that hold only together."""
    if node is None:
        return []
    plain = node.unnest()
    return list(plain.flatten()) if isinstance(plain, exp.And) else [plain]


def term_of(node: exp.Expr) -> Term:
    """One condition, an OR with its alternatives."""
    plain = node.unnest()
    if isinstance(plain, exp.Or):
        return Term(plain, "any", parts=tuple(term_of(part) for part in plain.flatten()))
    if isinstance(plain, exp.And):
        return Term(plain, "all", parts=tuple(term_of(part) for part in plain.flatten()))
    if type(plain) in _COMPARED:
        return _comparison(plain)
    if isinstance(plain, exp.Between):
        bounds = (plain.args["low"], plain.args["high"])
        return Term(plain, "compare", "between", plain.this, bounds)
    return _choice(plain) or Term(plain, "test", measured=plain, needed="yes")


def _comparison(node: exp.Expr) -> Term:
    """What varies stands on the left: `$least <= amount` reads as `amount >= $least`."""
    operator, turned = _COMPARED[type(node)]
    left, right = node.this, node.expression
    if left.find(exp.Column, exp.AggFunc) is None and right.find(exp.Column, exp.AggFunc):
        left, right, operator = right, left, turned
    return Term(node, "compare", operator, left, (right,))


def _choice(node: exp.Expr) -> Term | None:
    """A value out of a list, or one that must be there or not."""
    is_not = isinstance(node, exp.Not)
    inner = node.this.unnest() if is_not else node
    if isinstance(inner, exp.Is) and isinstance(inner.expression, exp.Null):
        needed = "a value" if is_not else "no value"
        return Term(node, "choice", "is", inner.this, needed=needed)
    if isinstance(inner, exp.In) and not inner.args.get("query"):
        listed = ", ".join(words(item) for item in inner.expressions)
        return Term(
            node, "choice", "not in" if is_not else "in", inner.this,
            needed=f"{'none' if is_not else 'one'} of {listed}",
        )  # fmt: skip
    if isinstance(node, exp.Not):
        return Term(node, "test", measured=inner, needed="no")
    return None


def words(node: exp.Expr, values: Mapping[str, ParameterValue] | None = None) -> str:
    """A condition as its author wrote it, without casts, each parameter with its value."""
    plain = node.copy().transform(_as_written)
    text = plain.sql("duckdb", normalize_functions="lower")
    for printed, written in _SPELLINGS:
        text = printed.sub(written, text)
    return _MARK.sub(lambda mark: _valued(mark, values or {}), text)


def _as_written(node: exp.Expr) -> exp.Expr:
    """What a cast holds, and a step under the name that its author gave it."""
    if isinstance(node, exp.Table) and STEP in node.meta:
        name = str(node.meta[STEP])
        return exp.to_table(name, alias=node.alias if node.alias != name else None)
    return node.this if isinstance(node, exp.Cast) else node


def _valued(mark: re.Match[str], values: Mapping[str, ParameterValue]) -> str:
    return f"{mark[0]} ({values[mark[1]]})" if mark[1] in values else mark[0]


def location_of(scenario: Scenario, node: exp.Expr) -> Location:
    """Where a condition begins in the YAML file."""
    starts = [int(inner.meta["start"]) for inner in node.walk() if "start" in inner.meta]
    text = scenario.sql.text[: min(starts, default=0)]
    return scenario.sql.location(len(text.encode("utf-8")))

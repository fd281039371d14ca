"""Conditions that hide in a flag: `max(CASE WHEN a AND b THEN 1 ELSE 0 END) AS is_in_hit`.

A later `WHERE is_in_hit = 1` says nothing to a reader; a and b do, each measured.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlglot import exp

from aml.scenario.explain_scope import Scope, traced
from aml.scenario.explain_steps import Step, Steps


@dataclass(frozen=True, slots=True)
class Hidden:
    """What a flag stands for: conditions on the rows of one SELECT, which must hold together.

    `is_whole` says that they say all that the flag says; otherwise the condition that reads the
    flag asks for more. `is_of_groups` says that the rows are what GROUP BY makes.
    """

    step: Step
    select: exp.Select
    conditions: tuple[exp.Expr, ...]
    is_whole: bool
    is_of_groups: bool


def hidden_in(steps: Steps, scope: Scope, node: exp.Expr) -> Hidden | None:
    """What stands behind the flags that a condition reads."""
    flags = _flags(node.unnest())
    found = [_behind(steps, scope, flag, is_flag=True) for flag in flags]
    if flags and all(found):
        return _joined([one for one in found if one], is_whole=True)
    compared = node.unnest()
    is_compared = isinstance(compared, exp.Predicate) and not isinstance(compared, exp.Is)
    for column in compared.find_all(exp.Column) if is_compared else ():
        behind = _behind(steps, scope, column, is_flag=False)
        if behind:
            return _joined([behind], is_whole=False)
    return None


def _flags(node: exp.Expr) -> list[exp.Expr]:
    """The flags of `flag`, `flag = 1`, `flag > 0` and `one + other >= 1`."""
    if isinstance(node, exp.Column):
        return [node]
    bound = node.expression.name if isinstance(node, exp.Binary) else ""
    flags = _added(node.this) if isinstance(node, exp.Binary) else []
    is_any = (isinstance(node, exp.GTE) and bound == "1") or (
        isinstance(node, exp.GT) and bound == "0"
    )
    is_one = isinstance(node, exp.EQ) and bound == "1" and len(flags) == 1
    return flags if is_any or is_one else []


def _added(node: exp.Expr) -> list[exp.Expr]:
    plain = node.unnest()
    if isinstance(plain, exp.Add):
        return [*_added(plain.this), *_added(plain.expression)]
    return [plain]


Behind = tuple[Step, exp.Select, exp.Expr, bool]


def _behind(steps: Steps, scope: Scope, flag: exp.Expr, *, is_flag: bool) -> Behind | None:
    """The condition of the CASE that a column or an aggregate is made of, and where."""
    place: tuple[Step, exp.Select, exp.Expr] | None = (scope.step, scope.select, flag)
    if isinstance(flag, exp.Column):
        place = traced(steps, scope.sources, flag)
    if place is None:
        return None
    step, select, given = place
    is_summed = isinstance(given, exp.Max | exp.Min | exp.Sum)
    is_of_groups = bool(select.args.get("group")) and not is_summed
    inner = given.this if isinstance(given, exp.Window) else given
    inner = inner.this if isinstance(inner, exp.Max | exp.Min | exp.Sum) else inner
    if is_flag and isinstance(inner, exp.Predicate | exp.Connector | exp.Not):
        return step, select, inner, is_of_groups
    condition = _case(inner, is_flag=is_flag)
    return (step, select, condition, is_of_groups) if condition is not None else None


def _case(node: exp.Expr, *, is_flag: bool) -> exp.Expr | None:
    """The condition of `CASE WHEN … THEN 1 ELSE 0 END`, or of one that else gives nothing."""
    if not isinstance(node, exp.Case) or len(node.args["ifs"]) != 1 or node.this is not None:
        return None
    (only,) = node.args["ifs"]
    otherwise = node.args.get("default")
    is_empty = otherwise is None or isinstance(otherwise, exp.Null)
    if is_flag:
        is_one = only.args["true"].name == "1"
        is_zero = otherwise is None or is_empty or otherwise.name == "0"
        return only.this if is_one and is_zero else None
    return only.this if is_empty else None


def _joined(found: Sequence[Behind], *, is_whole: bool) -> Hidden | None:
    """One condition with its parts; several are alternatives, if they speak of the same rows."""
    step, select, condition, is_of_groups = found[0]
    if any(one[1] is not select or one[3] != is_of_groups for one in found):
        return None
    if len(found) > 1:
        either = exp.or_(*(one[2] for one in found))
        return Hidden(step, select, (either,), is_whole, is_of_groups)
    plain = condition.unnest()
    parts = tuple(plain.flatten()) if isinstance(plain, exp.And) else (plain,)
    return Hidden(step, select, parts, is_whole, is_of_groups)

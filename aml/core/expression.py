"""The small expressions of a scenario file: score conditions and recomputed figures.

`branches >= 2 and deposits >= 3`, `5 * (deposits - 3)`, `sum(amount, direction='debit')`. Parsed
with Python's own grammar, then held to a short list of nodes: names, numbers, texts, + - * /,
comparisons, and / or / not, and calls of functions that the caller hands in. Nothing is executed
but that list. Numbers are Decimal, so 0.1 is 0.1.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from aml.core.plain import Value

Function = Callable[..., Value]

_ARITHMETIC: dict[type[ast.operator], Callable[[Decimal, Decimal], Decimal]] = {
    ast.Add: lambda left, right: left + right,
    ast.Sub: lambda left, right: left - right,
    ast.Mult: lambda left, right: left * right,
    ast.Div: lambda left, right: left / right,
}
_COMPARISONS: dict[type[ast.cmpop], Callable[[Decimal | str, Decimal | str], bool]] = {
    ast.Eq: lambda left, right: left == right,
    ast.NotEq: lambda left, right: left != right,
    ast.Lt: lambda left, right: left < right,  # type: ignore[operator]
    ast.LtE: lambda left, right: left <= right,  # type: ignore[operator]
    ast.Gt: lambda left, right: left > right,  # type: ignore[operator]
    ast.GtE: lambda left, right: left >= right,  # type: ignore[operator]
}
_ALLOWED = (
    ast.Expression, ast.BoolOp, ast.And, ast.Or, ast.UnaryOp, ast.Not, ast.USub, ast.BinOp,
    ast.Compare, ast.Call, ast.keyword, ast.Name, ast.Load, ast.Constant,
    *_ARITHMETIC, *_COMPARISONS,
)  # fmt: skip


class ExpressionError(ValueError):
    """The text is not such an expression, or a name in it has no value. `column` counts from 1."""

    def __init__(self, message: str, column: int = 1) -> None:
        super().__init__(message)
        self.column = column


@dataclass(frozen=True, slots=True)
class Expression:
    """A checked expression, with the names it reads and the functions it calls."""

    text: str
    tree: ast.Expression
    names: frozenset[str]
    calls: tuple[ast.Call, ...]

    def evaluate(
        self, values: Mapping[str, Value], functions: Mapping[str, Function] | None = None
    ) -> Value:
        """The value of the expression; None when it reads a value that is NULL.

        Raises:
            ExpressionError: a name without a value, a division by zero, text where a number goes.
        """
        value: Value = _Evaluator(values, functions or {}).visit(self.tree.body)
        return value


def parse_expression(text: str) -> Expression:
    """Check a text against the short list of nodes.

    Raises:
        ExpressionError: with the column of the first thing that is not allowed.
    """
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except SyntaxError as error:
        raise ExpressionError(f"cannot read '{text.strip()}'", error.offset or 1) from None
    for node in ast.walk(tree):
        if not isinstance(node, _ALLOWED) or (
            isinstance(node, ast.Constant) and not isinstance(node.value, int | float | str)
        ):
            column = getattr(node, "col_offset", 0) + 1
            raise ExpressionError(f"'{ast.unparse(node)}' is not allowed here", column)
    calls = tuple(node for node in ast.walk(tree) if isinstance(node, ast.Call))
    if any(not isinstance(call.func, ast.Name) for call in calls):
        raise ExpressionError("only the listed functions can be called")
    called = {id(call.func) for call in calls} | {id(arg) for call in calls for arg in call.args}
    names = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and id(n) not in called}
    return Expression(text.strip(), tree, frozenset(names), calls)


class _Evaluator(ast.NodeVisitor):
    """Walks the checked tree; every node kind it does not know was refused by the parser."""

    def __init__(self, values: Mapping[str, Value], functions: Mapping[str, Function]) -> None:
        self.values = values
        self.functions = functions

    def visit_Constant(self, node: ast.Constant) -> Value:
        return node.value if isinstance(node.value, str) else Decimal(str(node.value))

    def visit_Name(self, node: ast.Name) -> Value:
        if node.id not in self.values:
            raise ExpressionError(f"'{node.id}' has no value", node.col_offset + 1)
        value = self.values[node.id]
        return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value

    def visit_UnaryOp(self, node: ast.UnaryOp) -> Value:
        value = self.visit(node.operand)
        if isinstance(node.op, ast.Not):
            return None if value is None else not value
        return None if value is None else -_number(value, node)

    def visit_BinOp(self, node: ast.BinOp) -> Value:
        left, right = self.visit(node.left), self.visit(node.right)
        if left is None or right is None:
            return None
        divisor = _number(right, node)
        if isinstance(node.op, ast.Div) and divisor == 0:
            return None
        return _ARITHMETIC[type(node.op)](_number(left, node), divisor)

    def visit_BoolOp(self, node: ast.BoolOp) -> Value:
        results = [bool(self.visit(value)) for value in node.values]
        return all(results) if isinstance(node.op, ast.And) else any(results)

    def visit_Compare(self, node: ast.Compare) -> Value:
        left = self.visit(node.left)
        for operator, comparator in zip(node.ops, node.comparators, strict=True):
            right = self.visit(comparator)
            if left is None or right is None:
                return False
            if isinstance(left, str) != isinstance(right, str):
                raise ExpressionError("compares a text with a number", node.col_offset + 1)
            if not _COMPARISONS[type(operator)](left, right):
                return False
            left = right
        return True

    def visit_Call(self, node: ast.Call) -> Value:
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name not in self.functions:
            raise ExpressionError(f"no function '{name}'", node.col_offset + 1)
        arguments = [arg.id if isinstance(arg, ast.Name) else self.visit(arg) for arg in node.args]
        filters = {str(item.arg): self.visit(item.value) for item in node.keywords}
        return self.functions[name](*arguments, **filters)


def _number(value: Value, node: ast.expr) -> Decimal:
    if isinstance(value, Decimal):
        return value
    if isinstance(value, int):
        return Decimal(value)
    raise ExpressionError(f"'{ast.unparse(node)}' needs numbers", node.col_offset + 1)

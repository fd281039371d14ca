"""What the SQL of a scenario may say: one deterministic SELECT, exact numbers, known functions.

The tree comes from sqlglot's DuckDB grammar. DuckDB itself parses and binds the same text later;
this module says no to what DuckDB would accept. Each rule looks at one node of the tree.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

import sqlglot
from sqlglot import TokenType, exp
from sqlglot.errors import ParseError

from aml.config.node import to_decimal
from aml.core.problem import Problem, did_you_mean
from aml.core.scenario import Scenario, SqlText
from aml.scenario.portable import not_portable
from aml.scenario.tree import named_before, tree_of
from aml.store import StoreError, inspect_sql

#: Functions that mean the same in DuckDB and in the engines measured beside it.
FUNCTIONS = frozenset(
    """abs ceil coalesce concat count date_diff date_trunc day dense_rank first_value floor greatest
    hour if lag last_value lead least length list list_contains list_sort lower mad max median min
    month nullif rank regexp_matches replace round row_number substr substring sum trim upper
    year""".split()  # noqa: SIM905
)
#: Aggregates whose result depends on the float arithmetic of a run.
INEXACT = frozenset(
    """avg mean stddev stddev_pop stddev_samp var_pop var_samp variance corr covar_pop covar_samp
    entropy kurtosis skewness regr_slope favg fsum kahan_sum sumkahan""".split()  # noqa: SIM905
)
#: Columns that say where a record stood, which is chance: rows shuffled must give the same alerts.
_PLACES_IN_FILES = ("rowid", "source_row", "file_id")
_FLOATS = (exp.DataType.Type.DOUBLE, exp.DataType.Type.FLOAT)
_SYNTAX = (exp.Cast, exp.TryCast, exp.Case, exp.Extract, exp.Connector, exp.Interval, exp.Exists)
_BY_CHANCE = (exp.First, exp.Last, exp.AnyValue, exp.ArgMax, exp.ArgMin)
_ORDERED = (
    exp.RowNumber, exp.Rank, exp.DenseRank, exp.Lag, exp.Lead, exp.FirstValue, exp.LastValue,
)  # fmt: skip
_NO_QUERY = (exp.DML, exp.DDL, exp.Command, exp.Show, exp.Describe, exp.Summarize, exp.Pragma)

Finding = tuple[exp.Expr, str, str, str]

# sqlglot warns on stderr of what it reads loosely; such statements are refused here.
logging.getLogger("sqlglot").setLevel(logging.ERROR)


def lint(scenario: Scenario, tables: Iterable[str]) -> list[Problem]:
    """Every rule that the SQL breaks, each at its place in the YAML file.

    Args:
        scenario: the scenario whose SQL is read.
        tables: the canonical and derived tables that a scenario may read.
    """
    sql = scenario.sql
    refused = statement_problem(sql)
    if refused:
        return [refused]
    try:
        tree = tree_of(sql.text)
    except ParseError as error:
        return [_unparsed(sql, error)]
    if not isinstance(tree, exp.Query):
        message = f"sql is {type(tree).__name__.upper()}, not SELECT"
        return [Problem("SQL002", message, sql.location(0), "a scenario only reads")]
    known = frozenset(tables)
    rules: list[Callable[[exp.Expr], Iterator[Finding]]] = [
        _writes, lambda node: _tables(node, known), _limits, _order, _windows, _numbers, _products,
        _thresholds, lambda node: _functions(node, sql.text),
    ]  # fmt: skip
    if scenario.portable:
        rules.append(not_portable)
    findings = [found for node in tree.walk() for rule in rules for found in rule(node)]
    return [_problem(sql, finding) for finding in findings]


def statement_problem(sql: SqlText) -> Problem | None:
    """DuckDB's own word on how many statements there are and of which type."""
    try:
        query = inspect_sql(sql.text)
    except StoreError as error:
        hint = "look for a comma, a bracket or a word too many or too few before this place"
        return Problem("SQL001", error.message, sql.location(error.offset or 0), hint)
    if query.statements != 1:
        message = f"sql holds {query.statements} statements"
        at = sql.location(_second_statement(sql.text))
        return Problem("SQL002", message, at, "write one SELECT, and nothing after its ';'")
    if query.kind != "SELECT":
        message = f"sql is {query.kind}, not SELECT"
        return Problem("SQL002", message, sql.location(0), "a scenario only reads")
    return None


def _second_statement(text: str) -> int:
    """Where the text goes on after its first `;`, in bytes; 0 where it does not."""
    tokens = sqlglot.tokenize(text, dialect="duckdb")
    ends = [
        number for number, token in enumerate(tokens) if token.token_type == TokenType.SEMICOLON
    ]
    rest = tokens[ends[0] + 1 :] if ends else []
    return len(text[: rest[0].start].encode("utf-8")) if rest else 0


def _unparsed(sql: SqlText, error: ParseError) -> Problem:
    first = error.errors[0] if error.errors else {}
    line, column = int(first.get("line") or 1), int(first.get("col") or 1)
    before = sum(len(text) + 1 for text in sql.text.splitlines()[: line - 1]) + column - 1
    message = f"outside the portable grammar: {first.get('description', error)}"
    hint = "write it plainer: one SELECT with named steps, as `aml scenario sql` prints them"
    return Problem("SQL003", message, sql.location(max(before, 0)), hint)


def _problem(sql: SqlText, finding: Finding) -> Problem:
    node, code, message, hint = finding
    return Problem(code, message, sql.location(_offset(sql.text, node)), hint)


def _offset(text: str, node: exp.Expr) -> int:
    """Where a node begins, in bytes: its own mark, else the first mark below it, else its word."""
    starts = [int(inner.meta["start"]) for inner in node.walk() if "start" in inner.meta]
    word = "GROUP BY" if isinstance(node, exp.Group) else None
    word = node.sql_name() if isinstance(node, exp.Func) else word
    if not starts and word:
        found = re.search(rf"\b{re.escape(word)}\b", text, re.IGNORECASE)
        starts = [found.start()] if found else []
    return len(text[: min(starts, default=0)].encode("utf-8"))


def _writes(node: exp.Expr) -> Iterator[Finding]:
    """DuckDB takes an INSERT or a DELETE inside WITH for a SELECT."""
    if isinstance(node, _NO_QUERY):
        word = type(node).__name__.upper()
        yield node, "SQL002", f"{word} inside a SELECT", "a scenario only reads"


def _tables(node: exp.Expr, known: frozenset[str]) -> Iterator[Finding]:
    if not isinstance(node, exp.Table):
        return
    if isinstance(node.this, exp.Func):
        yield node, "SQL004", "a table function is not allowed", "read canonical tables only"
    elif node.args.get("db") or node.name not in known | named_before(node):
        hint = did_you_mean(node.name, known) or "scenarios/README.md lists the tables"
        yield node, "SQL004", f"'{node.name}' is no table that a scenario may read", hint


def _limits(node: exp.Expr) -> Iterator[Finding]:
    if isinstance(node, exp.Limit | exp.Offset | exp.Fetch | exp.TableSample):
        yield node, "SQL005", "LIMIT, OFFSET and sampling lose alerts silently", "remove it"


def _order(node: exp.Expr) -> Iterator[Finding]:
    """A list has an order, so it must be sorted; what depends on the order of rows is chance."""
    if isinstance(node, exp.ArrayAgg):
        if not isinstance(node.parent, exp.ArraySort) or isinstance(node.this, exp.Order):
            yield node, "SQL006", "list() has no order of its own", "write list_sort(list(…))"
    elif isinstance(node, _BY_CHANCE):
        word = node.sql_name().lower()
        yield node, "SQL006", f"{word}() depends on the order of rows", "use min or max"
    elif isinstance(node, exp.Distinct) and node.args.get("on") is not None:
        yield node, "SQL006", "DISTINCT ON takes any row of several", "group, and use min or max"
    elif isinstance(node, exp.Join) and str(node.args.get("method") or "").upper() == "POSITIONAL":
        yield node, "SQL006", "POSITIONAL JOIN depends on the order of rows", "join by a key"
    elif isinstance(node, exp.Column) and node.name.lower() in _PLACES_IN_FILES:
        message = f"{node.name} is where a record stood in its file, which is chance"
        yield node, "SQL006", message, "order by a date and an id"


def _windows(node: exp.Expr) -> Iterator[Finding]:
    if isinstance(node, exp.Window) and isinstance(node.this, _ORDERED) and not _is_ordered(node):
        word = node.this.sql_name().lower()
        yield node, "SQL006", f"{word}() over rows without an order", "ORDER BY a date and an id"


def _is_ordered(window: exp.Window) -> bool:
    if window.args.get("order") is not None:
        return True
    select = window.find_ancestor(exp.Select)
    named = (select.args.get("windows") or []) if select else []
    return any(w.name == window.alias and w.args.get("order") is not None for w in named)


def _functions(node: exp.Expr, text: str) -> Iterator[Finding]:
    if not isinstance(node, exp.Func) or isinstance(node, (*_SYNTAX, *_BY_CHANCE)):
        return
    if isinstance(node.parent, exp.Table):
        return  # SQL004 speaks of it
    word = _as_written(node, text)
    if word in INEXACT:
        hint = "sum and count, or median and mad, over DECIMAL"
        yield node, "SQL007", f"{word}() works in floats and may differ between runs", hint
    elif word not in FUNCTIONS:
        hint = did_you_mean(word, FUNCTIONS) or "see scenarios/README.md for the list"
        yield node, "SQL008", f"the function {word}() is not on the list", hint


def _as_written(node: exp.Func, text: str) -> str:
    if "start" in node.meta:
        return text[int(node.meta["start"]) : int(node.meta["end"]) + 1].lower()
    return str(node.name if isinstance(node, exp.Anonymous) else node.sql_name()).lower()


def _numbers(node: exp.Expr) -> Iterator[Finding]:
    """Division gives a float: it is cast to DECIMAL before anything compares or orders it."""
    if isinstance(node, exp.DataType) and node.this in _FLOATS:
        place = node.parent or node
        yield place, "SQL007", "a float may differ between runs", "cast to DECIMAL"
    if isinstance(node, exp.Literal) and not node.is_string and "e" in node.name.lower():
        yield node, "SQL007", f"{node.name} is a float", "write it out, such as 0.001"
    if isinstance(node, exp.Div) and not _is_cast_to_decimal(node):
        hint = "CAST(a / b AS DECIMAL(18, 6))"
        yield node, "SQL009", "a quotient is a float until it is cast", hint


def _is_cast_to_decimal(node: exp.Expr) -> bool:
    parent = node.parent
    while isinstance(parent, exp.Paren | exp.Mul | exp.Coalesce | exp.Nullif | exp.Sub | exp.Add):
        parent = parent.parent
    return isinstance(parent, exp.Cast) and parent.to.this == exp.DataType.Type.DECIMAL


def _products(node: exp.Expr) -> Iterator[Finding]:
    """DECIMAL(18, 4) times DECIMAL(18, 8) overflows at a million."""
    if isinstance(node, exp.Mul) and not any(
        isinstance(side.unnest(), exp.Cast | exp.Literal) for side in (node.this, node.expression)
    ):
        hint = "CAST(a AS DECIMAL(28, 4)) * b"
        yield node, "SQL012", "a product without a cast overflows on large amounts", hint


def _thresholds(node: exp.Expr) -> Iterator[Finding]:
    """Reporting lines are dated rows, so no amount of money stands in SQL."""
    if not isinstance(node, exp.Literal) or (
        node.is_string and not isinstance(node.parent, exp.Cast)
    ):
        return
    number = to_decimal(node.name)
    if number is not None and number >= Decimal(1000):
        hint = "join the thresholds table, or declare a parameter"
        yield node, "SQL010", f"the number {node.name} stands in the SQL", hint

"""What the SQL of a scenario may say: one deterministic SELECT, exact numbers, portable words.

The tree comes from sqlglot's DuckDB grammar. DuckDB itself parses and binds the same text later;
this module says no to what DuckDB would accept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

import sqlglot
from sqlglot import exp
from sqlglot.errors import ErrorLevel, ParseError, SqlglotError

from aml.core.problem import Problem, did_you_mean
from aml.core.scenario import Scenario, SqlText
from aml.store import Store, StoreError

#: Functions that mean the same in DuckDB and in the engines measured beside it.
FUNCTIONS = frozenset(
    """abs ceil coalesce concat count date_diff date_trunc day dense_rank first_value floor greatest
    hour if lag last_value lead least length list list_contains list_sort lower mad max median min
    month nullif rank regexp_matches replace round row_number substr substring sum trim upper
    year""".split()  # noqa: SIM905
)
#: Aggregates whose result depends on the order or the float arithmetic of a run.
INEXACT = frozenset(
    """avg mean stddev stddev_pop stddev_samp var_pop var_samp variance corr covar_pop covar_samp
    entropy kurtosis skewness regr_slope favg fsum kahan_sum sumkahan""".split()  # noqa: SIM905
)
_FLOATS = (exp.DataType.Type.DOUBLE, exp.DataType.Type.FLOAT)
_NAMELESS = (exp.Cast, exp.TryCast, exp.Case, exp.Extract, exp.Connector, exp.Interval, exp.Exists)

Finding = tuple[exp.Expr, str, str, str]


def lint(scenario: Scenario, tables: Iterable[str]) -> list[Problem]:
    """Every rule that the SQL breaks, each at its place in the YAML file.

    Args:
        scenario: the scenario whose SQL is read.
        tables: the canonical and derived tables that a scenario may read.
    """
    sql = scenario.sql
    kind = _statement_problem(sql)
    if kind:
        return [kind]
    try:
        tree = sqlglot.parse_one(sql.text, dialect="duckdb")
    except ParseError as error:
        return [_unparsed(sql, error)]
    rules: list[Callable[[exp.Expr], Iterator[Finding]]] = [
        lambda node: _tables(node, tree, frozenset(tables)),
        _limits, _order, _functions, _numbers, _thresholds,
    ]  # fmt: skip
    if scenario.portable:
        rules.append(_portable)
    findings = [found for node in tree.walk() for rule in rules for found in rule(node)]
    problems = [_problem(sql, finding) for finding in findings]
    if scenario.portable and not problems:
        problems += _transpiled(scenario, tree)
    return problems


def _statement_problem(sql: SqlText) -> Problem | None:
    """DuckDB's own word on how many statements there are and of which type."""
    with Store() as store:
        try:
            query = store.inspect(sql.text)
        except StoreError as error:
            at = sql.location(error.offset or 0)
            return Problem("SQL001", error.message, at)
    if query.statements != 1:
        message = f"sql holds {query.statements} statements"
        return Problem("SQL002", message, sql.location(0), "write one SELECT, without a second ';'")
    if query.kind != "SELECT":
        message = f"sql is {query.kind}, not SELECT"
        return Problem("SQL002", message, sql.location(0), "a scenario only reads")
    return None


def _unparsed(sql: SqlText, error: ParseError) -> Problem:
    first = error.errors[0] if error.errors else {}
    line, column = int(first.get("line") or 1), int(first.get("col") or 1)
    before = sum(len(text) + 1 for text in sql.text.splitlines()[: line - 1]) + column - 1
    message = f"outside the portable grammar: {first.get('description', error)}"
    return Problem("SQL003", message, sql.location(max(before, 0)))


def _problem(sql: SqlText, finding: Finding) -> Problem:
    node, code, message, hint = finding
    return Problem(code, message, sql.location(_offset(sql.text, node)), hint)


def _offset(text: str, node: exp.Expr) -> int:
    """Where a node begins, in bytes: its own mark, else the first mark below it."""
    starts = [int(inner.meta["start"]) for inner in node.walk() if "start" in inner.meta]
    return len(text[: min(starts)].encode("utf-8")) if starts else 0


def _word(node: exp.Func) -> str:
    return str(node.name if isinstance(node, exp.Anonymous) else node.sql_name()).lower()


def _tables(node: exp.Expr, tree: exp.Expr, known: frozenset[str]) -> Iterator[Finding]:
    if not isinstance(node, exp.Table):
        return
    if isinstance(node.this, exp.Func):
        yield node, "SQL004", "a table function is not allowed", "read canonical tables only"
    elif node.args.get("db") or node.name not in known | _own_names(tree):
        hint = did_you_mean(node.name, known)
        yield node, "SQL004", f"'{node.name}' is no table that a scenario may read", hint


def _own_names(tree: exp.Expr) -> frozenset[str]:
    return frozenset(cte.alias for cte in tree.find_all(exp.CTE))


def _limits(node: exp.Expr) -> Iterator[Finding]:
    if isinstance(node, exp.Limit | exp.Offset | exp.Fetch | exp.TableSample):
        yield node, "SQL005", "LIMIT, OFFSET and sampling lose alerts silently", "remove it"


def _order(node: exp.Expr) -> Iterator[Finding]:
    """A list has an order, so it must be sorted; `first` of an unordered group is chance."""
    if isinstance(node, exp.ArrayAgg):
        if not isinstance(node.parent, exp.ArraySort):
            yield node, "SQL006", "list() has no order of its own", "write list_sort(list(…))"
    elif isinstance(node, exp.First | exp.Last | exp.AnyValue | exp.ArgMax | exp.ArgMin):
        word = _word(node)
        yield node, "SQL006", f"{word}() depends on the order of rows", "use min or max"


def _functions(node: exp.Expr) -> Iterator[Finding]:
    if not isinstance(node, exp.Func) or isinstance(node, (*_NAMELESS, exp.ArrayAgg)):
        return
    word = _original(node)
    if word in INEXACT:
        hint = "sum and count, or median and mad, over DECIMAL"
        yield node, "SQL007", f"{word}() works in floats and may differ between runs", hint
    elif word not in FUNCTIONS:
        yield node, "SQL008", f"the function {word}() is not on the list", _known_function(word)


_SPELLINGS = {
    "array_sort": "list_sort", "sort_array": "list_sort", "regexp_like": "regexp_matches",
    "array_contains": "list_contains", "timestamp_trunc": "date_trunc", "ceiling": "ceil",
    "datediff": "date_diff", "date_diff": "date_diff",
}  # fmt: skip


def _original(node: exp.Func) -> str:
    word = _word(node)
    return _SPELLINGS.get(word, word)


def _known_function(word: str) -> str:
    return did_you_mean(word, FUNCTIONS) or "see scenarios/README.md for the list"


def _numbers(node: exp.Expr) -> Iterator[Finding]:
    """Division gives a float: it is cast to DECIMAL before anything compares or orders it."""
    if isinstance(node, exp.DataType) and node.this in _FLOATS:
        yield node, "SQL007", "a float may differ between runs", "cast to DECIMAL"
    if isinstance(node, exp.Div) and not _is_cast_to_decimal(node):
        hint = "CAST(a / b AS DECIMAL(18, 6))"
        yield node, "SQL009", "a quotient is a float until it is cast", hint


def _is_cast_to_decimal(node: exp.Expr) -> bool:
    parent = node.parent
    while isinstance(parent, exp.Paren | exp.Mul | exp.Coalesce | exp.Nullif | exp.Sub | exp.Add):
        parent = parent.parent
    return isinstance(parent, exp.Cast) and parent.to.this == exp.DataType.Type.DECIMAL


def _thresholds(node: exp.Expr) -> Iterator[Finding]:
    """Reporting lines are dated rows, so no amount of money stands in SQL."""
    if isinstance(node, exp.Literal) and node.is_number and Decimal(node.name) >= 1000:
        hint = "join the thresholds table, or declare a parameter"
        yield node, "SQL010", f"the number {node.name} stands in the SQL", hint


def _portable(node: exp.Expr) -> Iterator[Finding]:
    for found, holds in _NOT_PORTABLE.items():
        if holds(node):
            hint = "or set `portable: false` with a portable_reason"
            yield node, "SQL011", f"{found} does not run on other engines", hint


def _is_distinct_window(node: exp.Expr) -> bool:
    counted = node.this if isinstance(node, exp.Window) else None
    return isinstance(counted, exp.AggFunc) and counted.find(exp.Distinct) is not None


_NOT_PORTABLE: dict[str, Callable[[exp.Expr], bool]] = {
    "a recursive CTE": lambda n: isinstance(n, exp.With) and bool(n.args.get("recursive")),
    "an ASOF join": lambda n: (
        isinstance(n, exp.Join) and str(n.args.get("method") or "").upper() == "ASOF"
    ),
    "PIVOT": lambda n: isinstance(n, exp.Pivot),
    "a lambda": lambda n: isinstance(n, exp.Lambda | exp.JSONExtract),
    "GROUP BY ALL": lambda n: isinstance(n, exp.Group) and bool(n.args.get("all")),
    "EXCLUDE": lambda n: isinstance(n, exp.Star) and bool(n.args.get("except_")),
    "a DISTINCT window": _is_distinct_window,
    "extract(epoch or dow)": lambda n: (
        isinstance(n, exp.Extract) and str(n.this).lower() in ("epoch", "dow")
    ),
}


def _transpiled(scenario: Scenario, tree: exp.Expr) -> list[Problem]:
    """The SQL written for Spark and read back: what sqlglot cannot carry over is not portable."""
    values = scenario.defaults()

    def bound(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Placeholder | exp.Parameter):
            return exp.convert(values.get(node.name, 1))
        return node

    try:
        written = tree.transform(bound).sql("spark", unsupported_level=ErrorLevel.RAISE)
        sqlglot.parse_one(written, dialect="spark")
    except (SqlglotError, ValueError) as error:
        message = f"does not run on other engines: {str(error).splitlines()[0]}"
        return [Problem("SQL011", message, scenario.sql.location(0))]
    return []

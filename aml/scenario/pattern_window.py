"""The first steps of a compiled pattern: its rows, what their windows hold, their episodes."""

from __future__ import annotations

from sqlglot import exp

from aml.scenario.pattern import Clock, Pattern, Rolling
from aml.scenario.pattern_steps import Line, Steps
from aml.scenario.tree import tree_of


def write_windows(steps: Steps) -> str:
    """From the rows of a pattern to those of its episodes; gives the last step's name."""
    last = _entries(steps)
    last = _only_busy(steps, last)
    for rolling in steps.pattern.rolling:
        if rolling.function == "distinct":
            last = _distinct(steps, rolling, last)
    return _chained(steps, _covered(steps, _counted(steps, last)))


def _entries(steps: Steps) -> str:
    """The rows of the pattern, with the columns that later steps read."""
    pattern = steps.pattern
    alias = "" if pattern.focus.text == steps.focus else f" AS {steps.focus}"
    columns: list[Line] = [(f"{{}}{alias}", (pattern.focus,))]
    columns += [("{}", (part,)) for part in (*pattern.apart, pattern.clock.column, pattern.cites)]
    taken = {*steps.keys, steps.at, steps.cites}
    computed = pattern.rows.columns
    columns += [
        ("{}", (part,))
        for name, part in steps.needed().items()
        if name not in taken and name not in computed
    ]
    columns += [(f"{{}} AS {name}", (part,)) for name, part in computed.items()]
    name = steps.step("entries", *steps.select("SELECT", columns))
    steps.say(("FROM {}", (pattern.rows.table,)))
    if pattern.rows.where:
        steps.say(("WHERE {}", (pattern.rows.where,)))
    return name


def _only_busy(steps: Steps, last: str) -> str:
    """Foci with too few values in all cannot have enough in one window: they are left out early."""
    least = least_distinct(steps.pattern)
    if least is None:
        return last
    value, bound = least
    return steps.step(
        "busy",
        "SELECT *",
        f"FROM {last}",
        f"WHERE {steps.focus} IN (",
        f"    SELECT {steps.focus}",
        f"    FROM {last}",
        f"    GROUP BY {steps.focus}",
        f"    HAVING count(DISTINCT {value}) >= {bound}",
        ")",
    )


def least_distinct(pattern: Pattern) -> tuple[str, str] | None:
    """A distinct count that every hit needs: `senders >= $min_senders`, joined by AND alone.

    Gives the expression that is counted and the least number.
    """
    counts = {r.name: r.arguments[0].text for r in pattern.rolling if r.function == "distinct"}
    tree = tree_of(pattern.hit.text)
    conditions = list(tree.flatten()) if isinstance(tree, exp.And) else [tree]
    for condition in conditions:
        left = condition.this if isinstance(condition, exp.GTE) else None
        if isinstance(left, exp.Column) and left.name in counts:
            return counts[left.name], condition.expression.sql("duckdb")
    return None


def _distinct(steps: Steps, rolling: Rolling, last: str) -> str:
    """A rolling distinct count as a sweep over comings and goings, linear in the rows.

    A row stands for its value until the value's next row, or until it leaves the window.
    """
    value, name = rolling.arguments[0], rolling.name
    instant = f"CAST({steps.at} AS TIMESTAMP)"
    leaves = f"{instant} + {_gone(steps.pattern.clock)}"
    spans = steps.step(
        f"{name}_spans",
        (f"SELECT *, {{}} AS swept, least({leaves}, coalesce(", (value,)),
        (f"    lead({instant}) OVER (PARTITION BY {steps.by}, {{}}", (value,)),
        f"        ORDER BY {steps.order}), {leaves})) AS leaves_at",
        f"FROM {last}",
    )
    moves = steps.step(
        f"{name}_moves",
        f"SELECT *, {instant} AS moves_at,",
        "    CASE WHEN swept IS NULL THEN 0 ELSE 1 END AS coming, 1 AS is_row",
        f"FROM {spans}",
        "UNION ALL",
        "SELECT *, leaves_at, -1, 0",
        f"FROM {spans}",
        "WHERE swept IS NOT NULL",
    )
    swept = steps.step(
        f"{name}_swept",
        f"SELECT *, sum(coming) OVER (PARTITION BY {steps.by} ORDER BY moves_at",
        "    RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS present",
        f"FROM {moves}",
    )
    kept = ", ".join(_kept(steps, rolling))
    return steps.step(
        f"{name}_counted",
        f"SELECT {kept}, CAST(present AS BIGINT) AS {name}",
        f"FROM {swept}",
        "WHERE is_row = 1",
    )


def _gone(clock: Clock) -> str:
    """How long after a row its window no longer holds it: the first day or second outside."""
    if clock.unit == "DAY":
        return f"INTERVAL (${clock.parameter}) DAY"
    return f"INTERVAL (${clock.parameter}) HOUR + INTERVAL 1 SECOND"


def _kept(steps: Steps, rolling: Rolling) -> list[str]:
    """The columns of a row before this count: those of the entries and the earlier counts."""
    names = [*steps.keys, steps.at, steps.cites, *steps.needed(), *steps.pattern.rows.columns]
    earlier = [r for r in steps.pattern.rolling if r.function == "distinct"]
    names += [r.name for r in earlier[: earlier.index(rolling)]]
    return list(dict.fromkeys(names))


def _counted(steps: Steps, last: str) -> str:
    """What the window that ends at each row holds, by window functions."""
    plain = [_measured(r) for r in steps.pattern.rolling if r.function != "distinct"]
    if not plain:
        return last
    reach = steps.pattern.clock.reach
    return steps.step(
        "counted",
        *steps.select("SELECT *,", plain, last),
        f"WINDOW past AS (PARTITION BY {steps.by} ORDER BY {steps.at}",
        f"    RANGE BETWEEN {reach} PRECEDING AND CURRENT ROW)",
    )


def _measured(rolling: Rolling) -> Line:
    """The window function of a plain measure."""
    name, arguments = rolling.name, rolling.arguments
    if rolling.function == "count":
        return f"count(*) OVER past AS {name}", ()
    if rolling.function == "share":
        value, condition = arguments
        part = "sum(CASE WHEN {} THEN {} ELSE 0 END) OVER past"
        text = f"CAST({part} / nullif(sum({{}}) OVER past, 0) AS DECIMAL(18, 6)) AS {name}"
        return text, (condition, value, value)
    return f"{rolling.function}({{}}) OVER past AS {name}", arguments


def _covered(steps: Steps, last: str) -> str:
    """The rows that any hitting window holds."""
    reach = steps.pattern.clock.reach
    return steps.step(
        "covered",
        ("SELECT *, max(CASE WHEN {} THEN 1 ELSE 0 END)", (steps.pattern.hit,)),
        "    OVER ahead AS is_in_hit",
        f"FROM {last}",
        f"WINDOW ahead AS (PARTITION BY {steps.by} ORDER BY {steps.at}",
        f"    RANGE BETWEEN CURRENT ROW AND {reach} FOLLOWING)",
    )


def _chained(steps: Steps, last: str) -> str:
    """Those rows, numbered by episode: a gap longer than the window begins the next."""
    reach = steps.pattern.clock.reach
    stepped = steps.step(
        "stepped",
        f"SELECT *, lag({steps.at}) OVER (PARTITION BY {steps.by}",
        f"    ORDER BY {steps.order}) AS previous",
        f"FROM {last}",
        "WHERE is_in_hit = 1",
    )
    return steps.step(
        "numbered",
        "SELECT *, sum(CASE WHEN previous IS NULL",
        f"    OR {steps.at} > previous + {reach} THEN 1 ELSE 0 END)",
        f"    OVER (PARTITION BY {steps.by} ORDER BY {steps.order}",
        "        ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS episode",
        f"FROM {stepped}",
    )

"""The ordered sequence of a pattern: what leaves after the rows of an episode came in."""

from __future__ import annotations

from aml.scenario.pattern import Then
from aml.scenario.pattern_steps import Line, Steps, column_names


def write_followed(steps: Steps, then: Then, last: str) -> str:
    """The rows of each episode and those that follow; `step` tells them apart (`in`, `out`).

    A row follows when it comes at or after a row of the episode, within the distance of the latest
    one before it, and before the focus' next episode begins.
    """
    focus, at, cites = steps.focus, steps.at, steps.cites
    distance = f"INTERVAL (${then.parameter}) {then.unit}"
    names = _read_later(steps)
    spans = steps.step(
        "spans",
        f"SELECT {focus}, episode, min({at}) AS first_in, max({at}) AS last_in,",
        f"    lead(min({at})) OVER (PARTITION BY {focus} ORDER BY episode) AS next_in",
        f"FROM {last}",
        f"GROUP BY {focus}, episode",
    )
    outward = _outward(steps, then, names)
    moves = steps.step(
        "moves",
        f"SELECT {focus}, episode, 'in' AS step, {', '.join([at, cites, *names])}",
        f"FROM {last}",
        "UNION ALL",
        f"SELECT o.{focus}, s.episode, 'out', "
        + ", ".join(f"o.{name}" for name in (at, cites, *names)),
        f"FROM {outward} AS o",
        f"INNER JOIN {spans} AS s ON s.{focus} = o.{focus} AND o.{at} >= s.first_in",
        f"    AND o.{at} <= s.last_in + {distance}",
        f"WHERE s.next_in IS NULL OR o.{at} < s.next_in",
    )
    timed = steps.step(
        "timed",
        f"SELECT *, max(CASE WHEN step = 'in' THEN {at} END) OVER (",
        f"    PARTITION BY {focus}, episode ORDER BY {at}, step, {cites}",
        "    ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS latest_in",
        f"FROM {moves}",
    )
    return steps.step(
        "followed",
        "SELECT *",
        f"FROM {timed}",
        f"WHERE {at} <= latest_in + {distance}",
    )


def _read_later(steps: Steps) -> list[str]:
    """The columns that the measures of an episode read, besides those that every row has."""
    always = (steps.focus, steps.at, steps.cites, "step")
    parts = steps.pattern.episode.values()
    names = dict.fromkeys(name for part in parts for name in column_names(part.text))
    return [name for name in names if name not in always]


def _outward(steps: Steps, then: Then, names: list[str]) -> str:
    """The rows that may follow, under the names of the rows of the window."""
    pattern, computed, needed = steps.pattern, then.rows.columns, steps.needed()
    alias = "" if pattern.focus.text == steps.focus else f" AS {steps.focus}"
    columns: list[Line] = [(f"{{}}{alias}", (pattern.focus,))]
    for name, part in ((steps.at, then.at), (steps.cites, then.cites)):
        columns.append(("{}" if part.text == name else f"{{}} AS {name}", (part,)))
    for name in names:
        if name in computed:
            columns.append((f"{{}} AS {name}", (computed[name],)))
        elif name in steps.measured():
            columns.append((f"NULL AS {name}", ()))
        else:
            columns.append(("{}", (needed[name],)))
    written = steps.step("outward", *steps.select("SELECT", columns))
    steps.say(("FROM {}", (then.rows.table,)))
    steps.say((f"WHERE {{}} IN (SELECT {steps.focus} FROM spans)", (pattern.focus,)))
    if then.rows.where:
        steps.say(("    AND ({})", (then.rows.where,)))
    return written

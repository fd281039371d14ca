"""A pattern as the SELECT that it stands for: episodes of rows whose window meets the conditions.

The steps: `entries` are the rows of the pattern; `counted` measures the window that ends at each;
`covered` marks the rows of every window that hits; `numbered` chains them to episodes; `followed`
adds what leaves afterwards; `episodes`, `known` and `judged` measure, look up and judge them.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlglot import exp

from aml.core.problem import Location
from aml.core.scenario import SqlText
from aml.scenario.fragment import Fragment
from aml.scenario.pattern import Pattern
from aml.scenario.pattern_follow import write_followed
from aml.scenario.pattern_steps import Line, Steps, column_names
from aml.scenario.pattern_window import write_windows
from aml.scenario.tree import tree_of
from aml.store.evidence import RECORD_KEYS

_LINKED = {key: table for table, key in RECORD_KEYS.items() if table != "transactions"}


def compiled(pattern: Pattern, evidence: Mapping[str, Location]) -> SqlText:
    """The SELECT of a pattern.

    Args:
        pattern: as read.
        evidence: the measures of the scenario and where each is declared; the SELECT returns them.
    """
    steps = Steps(pattern)
    for name, select in pattern.named.items():
        steps.step(name, ("{}", (select,)))
    last = write_windows(steps)
    if pattern.then:
        last = write_followed(steps, pattern.then, last)
    last = _judged(steps, _known(steps, _episodes(steps, last)))
    _result(steps, last, evidence)
    at = pattern.location
    return steps.draft.text(at.path, at.line or 1, at.column or 1)


def _episodes(steps: Steps, last: str) -> str:
    """One row an episode: its window, what it cites, its measures."""
    table = _LINKED.get(steps.cites)
    cited = f"concat('{table}:', {steps.cites})" if table else steps.cites
    first, final = f"min({steps.at})", f"max({steps.at})"
    if steps.pattern.clock.unit == "HOUR":
        first, final = f"CAST({first} AS DATE)", f"CAST({final} AS DATE)"
    columns: list[Line] = [
        (f"row_number() OVER (ORDER BY {steps.by}, episode) AS episode_id", ()),
        (f"{steps.by}, {first} AS window_start, {final} AS window_end", ()),
        (f"list_sort(list(DISTINCT {cited})) AS {_ids(steps)}", ()),
    ]
    columns += [(f"{{}} AS {name}", (part,)) for name, part in steps.pattern.episode.items()]
    name = steps.step("episodes", *steps.select("SELECT", columns, last))
    steps.say(f"GROUP BY {steps.by}, episode")
    return name


def _ids(steps: Steps) -> str:
    return "linked_ids" if steps.cites in _LINKED else "transaction_ids"


def _known(steps: Steps, last: str) -> str:
    """The episodes with what the author's lookups found of each."""
    lookups = steps.pattern.lookups
    if not lookups:
        return last
    for name, select in lookups.items():
        steps.step(name, ("{}", (select,)))
    columns: list[Line] = [
        (f"{name}.{column}", ())
        for name, select in lookups.items()
        for column in _projected(select.text)
        if column != "episode_id"
    ]
    written = steps.step("known", *steps.select("SELECT episodes.*,", columns, last))
    steps.say(*(f"LEFT JOIN {name} ON {name}.episode_id = episodes.episode_id" for name in lookups))
    return written


def _projected(select: str) -> list[str]:
    tree = tree_of(select)
    return list(tree.named_selects) if isinstance(tree, exp.Query) else []


def _judged(steps: Steps, last: str) -> str:
    """The measures that are computed from others, each after those that it reads."""
    waiting = dict(steps.pattern.measures)
    turn = 1
    while waiting:
        ready = _ready(waiting)
        columns: list[Line] = [(f"{{}} AS {name}", (waiting.pop(name),)) for name in ready]
        name = "judged" if turn == 1 else f"judged_{turn}"
        last = steps.step(name, *steps.select("SELECT *,", columns, last))
        turn += 1
    return last


def _ready(waiting: Mapping[str, Fragment]) -> list[str]:
    """The measures that read none of those still waiting.

    All of them where they go in circles, which the database then refuses at its place.
    """
    ready = [
        name
        for name, part in waiting.items()
        if not set(column_names(part.text)) & (waiting.keys() - {name})
    ]
    return ready or list(waiting)


def _result(steps: Steps, last: str, evidence: Mapping[str, Location]) -> None:
    """The contract: focus, window, cited records, then the measures that have evidence."""
    measures: list[Line] = [
        ("{}", (Fragment(name, at.line or 1, at.column or 1),)) for name, at in evidence.items()
    ]
    head = f"SELECT {steps.focus}, window_start, window_end, {_ids(steps)}"
    lines = steps.select(f"{head}," if measures else head, measures, last)
    steps.draft.say(")")
    for text, fragments in lines:
        steps.draft.say(text, *fragments)
    if steps.pattern.keep:
        steps.draft.say("WHERE {}", steps.pattern.keep)

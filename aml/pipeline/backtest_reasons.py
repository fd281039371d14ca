"""Why one rule of a backtest stays silent where the other fires: its nearest miss, on that date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from aml.core.backtest import Miss, Reason
from aml.core.explanation import Condition, Reasons
from aml.pipeline.backtest_rules import Side
from aml.scenario.explain import inquiry, reasons
from aml.scenario.fire import Firing
from aml.scenario.fire_sets import places_of
from aml.scenario.tune_compare import Episodes
from aml.store import Store

#: For each rule, why the other is silent about a focus.
SideReasons = tuple[Mapping[str, Reason], Mapping[str, Reason]]


def reasons_of(
    store: Store,
    sides: tuple[Side, Side],
    fired: tuple[Sequence[Firing], Sequence[Firing]],
    time_limit: float,
) -> SideReasons:
    """Reasons by focus: first what B misses where A alone fires, then what A misses.

    All foci are asked about at once, so that a thousand cost little more than one.

    Raises:
        ScenarioError: the database refuses the conditions taken apart, or the time is over.
    """
    episodes = Episodes(0)
    for place, firings in enumerate(fired):
        episodes.take(place, firings)
    roots = [set(episodes.roots(place)) for place in (0, 1)]
    found: list[Mapping[str, Reason]] = []
    for place in (0, 1):
        other = 1 - place
        numbered = zip(episodes.roots(place), fired[place], strict=True)
        foci = {firing.focus_id for root, firing in numbered if root not in roots[other]}
        found.append(_ask(store, sides[other], foci, time_limit))
    return found[0], found[1]


def _ask(store: Store, silent: Side, foci: set[str], time_limit: float) -> dict[str, Reason]:
    if not foci:
        return {}
    scenario, thresholds = silent.active.scenario, silent.active.thresholds
    found: dict[str, Reason] = {}
    places = places_of(store, scenario.focus, thresholds, foci)
    for place, item in enumerate(thresholds):
        mine = [focus for focus in foci if places[focus] == place]
        if mine:
            with inquiry(store, scenario, item.parameters, None, time_limit) as asked:
                found |= {focus: _reason(reasons(asked, scenario, focus)) for focus in mine}
    return dict(sorted(found.items()))


def _reason(found: Reasons) -> Reason:
    if found.episodes:
        return Reason("it fires on this focus over other records")
    if not found.rows:
        return Reason("none of what it reads is about this focus")
    return Reason(f"nothing of this focus passes {found.lost_at}", tuple(map(_miss, found.misses)))


def _miss(condition: Condition) -> Miss:
    """A condition of several parts shows what each part gives, in their order."""
    if not condition.parts:
        return Miss(condition.text, *_measured(condition))
    parts = [_miss(part) for part in condition.parts]
    word = " or " if condition.kind == "any" else " and "
    return Miss(
        condition.text,
        "; ".join(part.measured for part in parts if part.measured),
        word.join(part.needed for part in parts if part.needed),
    )


def _measured(condition: Condition) -> tuple[str, str]:
    """What was measured and what was needed; nothing where a condition only holds or does not."""
    if condition.measured is None and condition.needed is None:
        return "", ""
    needed = _text(condition.needed)
    return _text(condition.measured), f"{condition.operator} {needed}".strip()


def _text(value: object) -> str:
    if value is None:
        return "none"
    return ", ".join(value) if isinstance(value, tuple) else str(value)

"""The samples of a tuning: strata by band and segment, their sizes, and what is drawn of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from aml.core.alert import Alert
from aml.core.digest import short_digest
from aml.core.disposition import Disposition
from aml.core.tuning import Answer, Band, Plan, Sampled, Stratum
from aml.pipeline.library import Active
from aml.scenario.alert import raise_alert
from aml.scenario.fire import Firing
from aml.scenario.tune_compare import Episodes
from aml.scenario.tune_points import Points
from aml.scenario.tune_population import Population, drawn
from aml.scenario.tune_statistics import detected_share, sample_size
from aml.store import Store
from aml.store.evidence import fetch_rows

#: An episode and the place of the point that raised it.
Raised = tuple[Firing, int]
Drawn = tuple[tuple[Stratum, ...], tuple[Sampled, ...]]


@dataclass(frozen=True, slots=True)
class Ground:
    """What samples are drawn from. `decided` is the last decision on each alert."""

    store: Store
    item: Active
    points: Points
    episodes: Episodes
    population: Population
    segment: Callable[[str], str]
    base_currency: str
    decided: Mapping[str, Disposition]


def draw(ground: Ground, plan: Plan) -> Drawn:
    """Every stratum with its size, and the lines of the review sheet in order of stratum.

    Raises:
        ScenarioError: an alert in force, or one that is drawn, cannot be defended by its records.
    """
    above: list[Raised] = [(firing, ground.points.in_force) for firing in ground.episodes.above]
    alerts = _alerts(ground, above)
    strata: list[Stratum] = []
    samples: list[Sampled] = []
    for segment, items in _by_segment(ground, above):
        mine = [alerts[_key(firing)] for firing, _ in items]
        strata.append(_decided(_stratum("above", segment, len(items), plan), mine, ground))
        samples += _sampled(ground, plan, strata[-1], items)
    for segment, items in _by_segment(ground, ground.episodes.below()):
        strata.append(_stratum("below", segment, len(items), plan))
        samples += _sampled(ground, plan, strata[-1], items)
    alerted = ground.episodes.foci()
    quiet = [
        _stratum("unalerted", segment, population, plan)
        for segment, population in ground.population.unalerted(alerted).items()
    ]
    sizes = {stratum.segment: stratum.size for stratum in quiet}
    for segment, foci in ground.population.draw(alerted, sizes, plan.seed).items():
        samples += [_quiet(ground, segment, focus) for focus in foci]
    return (*strata, *quiet), tuple(samples)


def _by_segment(ground: Ground, raised: Sequence[Raised]) -> list[tuple[str, list[Raised]]]:
    found: dict[str, list[Raised]] = {}
    for item in raised:
        found.setdefault(ground.segment(item[0].focus_id), []).append(item)
    return sorted(found.items())


def _stratum(band: Band, segment: str, population: int, plan: Plan) -> Stratum:
    size = sample_size(population, plan.share, plan.confidence)
    size = size if plan.most is None else min(size, plan.most)
    detects = detected_share(population, size, plan.confidence)
    return Stratum(band, segment, population, size, detects)


def _decided(stratum: Stratum, alerts: Sequence[Alert], ground: Ground) -> Stratum:
    """The stratum with the decisions that the workspace holds on its alerts."""
    answers = [_answer(alert, ground) for alert in alerts]
    return Stratum(
        stratum.band, stratum.segment, stratum.population, stratum.size, stratum.detects,
        decided=sum(bool(answer) for answer in answers), decided_suspicious=answers.count("yes"),
    )  # fmt: skip


def _answer(alert: Alert, ground: Ground) -> Answer:
    """What a decision says of an alert: to file or to escalate it is to find it suspicious."""
    made = ground.decided.get(alert.alert_id)
    if made is None:
        return ""
    return "no" if made.decision == "close" else "yes"


def _sampled(
    ground: Ground, plan: Plan, stratum: Stratum, items: Sequence[Raised]
) -> Iterator[Sampled]:
    """The lines of one stratum; an alert that was decided brings its answer."""
    chosen = [items[n] for n in drawn([_key(f) for f, _ in items], stratum.size, plan.seed)]
    alerts = _alerts(ground, chosen)
    for firing, place in chosen:
        alert = alerts[_key(firing)]
        made = ground.decided.get(alert.alert_id) if stratum.band == "above" else None
        yield Sampled(
            sample_id=_sample_id(ground, stratum.band, _key(firing)),
            band=stratum.band,
            segment=stratum.segment,
            focus_kind=alert.focus_kind,
            focus_id=alert.focus_id,
            alert_id=alert.alert_id,
            values=ground.points.texts(place),
            window_start=alert.window_start,
            window_end=alert.window_end,
            amount=alert.amount_base,
            measures={figure.label: figure.text for figure in alert.figures},
            answer=_answer(alert, ground) if made else "",
            reviewer=made.decided_by if made else "",
            note=f"decided {made.decided_on.isoformat()}" if made else "",
        )


def _quiet(ground: Ground, segment: str, focus: str) -> Sampled:
    sample_id = _sample_id(ground, "unalerted", focus)
    return Sampled(sample_id, "unalerted", segment, ground.item.scenario.focus, focus)


def _alerts(ground: Ground, raised: Sequence[Raised]) -> dict[str, Alert]:
    """The alerts of these episodes, each figure recomputed from the cited rows."""
    rows = fetch_rows(
        ground.store,
        {record for firing, _ in raised for record in firing.transaction_ids},
        {record for firing, _ in raised for record in firing.linked_ids},
    )
    item = ground.item
    return {
        _key(firing): raise_alert(
            item.scenario,
            firing,
            firing.rows(rows),
            {**item.parameters, **ground.points.items[place]},
            ground.base_currency,
        )
        for firing, place in raised
    }


def _key(firing: Firing) -> str:
    """What tells one episode from all others, whatever point raised it."""
    return "\n".join((firing.focus_id, str(firing.window_start), *firing.cited))


def _sample_id(ground: Ground, band: str, key: str) -> str:
    return "S-" + short_digest([ground.item.scenario.scenario_id, band, key])

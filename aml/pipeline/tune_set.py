"""The threshold set that is tuned: its values are the line, and only its foci count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from aml.core.problem import Problem, UsageError, did_you_mean
from aml.core.threshold_set import Thresholds
from aml.pipeline.library import Active
from aml.scenario.fire import Firing
from aml.scenario.fire_sets import Numbering, numbering, places_of
from aml.scenario.tune_population import everybody
from aml.store import Store


@dataclass(frozen=True, slots=True)
class TunedSet:
    """One set of a scenario, at its place among all of them."""

    focus: str
    thresholds: tuple[Thresholds, ...]
    place: int

    @property
    def own(self) -> Thresholds:
        """The values in force for it."""
        return self.thresholds[self.place]

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader of the paper must know of the other sets."""
        others = [item.threshold_set for item in self.thresholds if item is not self.own]
        if not others:
            return ()
        name = self.own.threshold_set
        return (f"Tuned for threshold set {name}. Whoever is in {', '.join(others)} is left out.",)

    def of(self, store: Store, firings: Sequence[Firing]) -> list[Firing]:
        """The episodes whose focus is in it, which then name it."""
        places = places_of(store, self.focus, self.thresholds, {f.focus_id for f in firings})
        name = self.own.threshold_set
        mine = (firing for firing in firings if places[firing.focus_id] == self.place)
        return [replace(firing, threshold_set=name) for firing in mine]

    def foci(self) -> Numbering | None:
        """A SELECT of everybody who is in it; None where that is everybody."""
        if len(self.thresholds) == 1:
            return None
        sql, values = numbering(self.focus, self.thresholds, everybody(self.focus))
        return f"SELECT focus_id FROM ({sql}) WHERE number = $place", {
            **values,
            "place": self.place,
        }


def tuned_set(item: Active, set_id: str) -> TunedSet:
    """The set of this id; without one, the values for whoever is in none.

    Raises:
        UsageError: the scenario has no such set for a segment or jurisdiction.
    """
    names = [item.threshold_set.partition("@")[0] for item in item.thresholds]
    if set_id and set_id not in names:
        message = f"{item.scenario.scenario_id} has no threshold set '{set_id}' of a segment"
        raise UsageError(Problem("RUN002", message, None, did_you_mean(set_id, names)))
    place = names.index(set_id) if set_id else len(names) - 1
    return TunedSet(item.scenario.focus, item.thresholds, place)

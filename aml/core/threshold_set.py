"""Threshold sets: other values of a scenario's parameters for a segment or a jurisdiction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from aml.core.problem import Location

#: The name of the values that hold for whoever is in no set.
DEFAULT = "default"

_Values = Mapping[str, Decimal | int | str]


@dataclass(frozen=True, slots=True)
class ThresholdSet:
    """Values of parameters with the reason for them.

    `when` says for whom: by condition the values that fit, of which a focus must have one of each.
    A set without `when` holds for nobody until a run names it. `version` is raised when the values
    change. `places` says by `when.KEY` or `parameters.KEY` where key and value stand.
    """

    set_id: str
    version: int
    reason: str
    when: Mapping[str, tuple[str, ...]]
    parameters: _Values
    location: Location
    places: Mapping[str, tuple[Location, Location]] = field(default_factory=dict)

    @property
    def reference(self) -> str:
        """How alerts and reports cite it: `retail_eu@2`."""
        return f"{self.set_id}@{self.version}"

    def covers(self, other: ThresholdSet) -> bool:
        """Whether everybody who fits the other one fits this one too."""
        return all(
            key in other.when and set(other.when[key]) <= set(values)
            for key, values in self.when.items()
        )


@dataclass(frozen=True, slots=True)
class Thresholds:
    """All parameters of a scenario as they hold for the foci of one set.

    `threshold_set` is the set as alerts cite it, or `default`; an empty `when` fits everybody.
    """

    threshold_set: str
    when: Mapping[str, tuple[str, ...]]
    parameters: _Values

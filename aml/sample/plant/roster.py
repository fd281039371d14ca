"""Who has played which part, so that the next story asks somebody else; and what was found out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from aml.sample.chance import Chance, Ints

#: So many are asked at most before one is asked again who has played.
_ASKED = 400
T = TypeVar("T")


@dataclass(slots=True)
class Roster:
    """Parts that were given, by role and number."""

    _played: Counter[tuple[str, int]] = field(default_factory=Counter, init=False)
    _asked: Counter[int] = field(default_factory=Counter, init=False)
    _found: dict[str, Any] = field(default_factory=dict, init=False)

    def remembered(self, name: str, find: Callable[[], T]) -> T:
        """What is the same for every story of the town: found out once, then known by its name."""
        if name not in self._found:
            self._found[name] = find()
        known: T = self._found[name]
        return known

    def asked(self, one: int) -> int:
        """How often somebody was asked to be one of a crowd; asking counts."""
        self._asked[one] += 1
        return self._asked[one] - 1

    def first_free(self, rng: Chance, role: str, *pools: Ints) -> int:
        """Somebody of the first pool who has not played yet, else of the next, else anybody."""
        for pool in pools:
            asked = rng.permutation(pool)[:_ASKED].tolist()
            free = [one for one in asked if (role, one) not in self._played]
            if free:
                self._played[role, free[0]] += 1
                return int(free[0])
        return self.fresh(rng, role, pools[-1])

    def fresh(self, rng: Chance, role: str, pool: Ints) -> int:
        """Somebody of the pool who has played such a role least often."""
        asked = rng.choice(pool, min(len(pool), _ASKED), replace=False).tolist()
        free = (one for one in asked if (role, one) not in self._played)
        chosen = next(free, None)
        if chosen is None:
            chosen = min(asked, key=lambda one: self._played[role, one])
        self._played[role, chosen] += 1
        return int(chosen)

"""The derived table chance_limits: how many hits chance alone seldom gives.

One row for `draws` days (1 to 60), each of which is a hit with a chance above `above` and up to
`chance`, in steps of a hundredth: `least_hits`, the fewest hits that `chance` gives less than once
in a hundred times. Where even a hit on every day is no rarer there is no row. Binomial, counted in
whole numbers, so that every machine has the same table. Days drawn without putting back, as in a
permutation of the days, spread less than that, so that the table errs towards chance.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from math import comb

from aml.store import Derived, Store

_MOST_DRAWS = 60
#: Once in so many times is seldom.
_SELDOM = 100

Row = tuple[int, Decimal, Decimal, int]


def _build(store: Store) -> None:
    store.run(
        "CREATE TEMP TABLE chance_limits"
        " (draws INTEGER, above DECIMAL(3, 2), chance DECIMAL(3, 2), least_hits INTEGER)"
    )
    store.insert("chance_limits", ("draws", "above", "chance", "least_hits"), _limits())


@cache
def _limits() -> list[Row]:
    return [
        (draws, Decimal(percent - 1) / 100, Decimal(percent) / 100, hits)
        for draws in range(1, _MOST_DRAWS + 1)
        for percent in range(1, 100)
        if (hits := _least_hits(draws, percent)) <= draws
    ]


def _least_hits(draws: int, percent: int) -> int:
    """The fewest hits of so many draws that chance gives less than once in a hundred times."""
    seldom, ways = 100**draws // _SELDOM, 0
    for hits in range(draws, -1, -1):
        ways += comb(draws, hits) * percent**hits * (100 - percent) ** (draws - hits)
        if ways >= seldom:
            return hits + 1
    raise AssertionError("all ways together are every way")


CHANCE_LIMITS = Derived("chance_limits", (), (), _build)

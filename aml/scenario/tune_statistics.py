"""Sample sizes and exact bounds. Pure functions; every answer is rounded to the safe side.

Sizes are those of the hypergeometric distribution, counted in whole numbers. Bounds are those of
Clopper and Pearson (1934), which cover at least with the confidence that they state, and more
where a sample is a large part of its population.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from fractions import Fraction
from math import ceil, comb

_SIX = Decimal("0.000001")


def sample_size(population: int, share: Decimal, confidence: Decimal) -> int:
    """The smallest sample that shows at least one suspicious item if that share or more are.

    Args:
        population: how many there are.
        share: the suspicious share that must not be missed, above 0 and at most 1.
        confidence: how surely, above 0 and below 1.
    """
    if population == 0:
        return 0
    suspicious = ceil(Fraction(share) * population)
    risk = 1 - Fraction(confidence)
    missed, all_ways, size = 1, 1, 0
    while missed * risk.denominator > risk.numerator * all_ways:
        missed *= population - suspicious - size
        all_ways *= population - size
        size += 1
    return size


def detected_share(population: int, size: int, confidence: Decimal) -> Decimal:
    """The smallest share of which a sample of this size shows at least one, rounded up to 6 places.

    1 where nothing is drawn from a population, 0 where there is none.
    """
    if population == 0:
        return Decimal(0)
    risk = 1 - Fraction(confidence)
    all_ways = comb(population, size)
    low, high = 1, population
    while low < high and size:
        middle = (low + high) // 2
        missed = comb(population - middle, size)
        if missed * risk.denominator <= risk.numerator * all_ways:
            high = middle
        else:
            low = middle + 1
    return _up(Fraction(high, population))


def exact_bounds(suspicious: int, reviewed: int, confidence: Decimal) -> tuple[Decimal, Decimal]:
    """The two-sided bounds of Clopper and Pearson on a share, six places, rounded outward.

    (0, 1) where nothing was reviewed.
    """
    from scipy.special import betaincinv

    tail = float((1 - confidence) / 2)
    low, high = Decimal(0), Decimal(1)
    if suspicious > 0:
        lowest = betaincinv(suspicious, reviewed - suspicious + 1, tail)
        low = Decimal(repr(float(lowest))).quantize(_SIX, ROUND_FLOOR)
    if suspicious < reviewed:
        highest = betaincinv(suspicious + 1, reviewed - suspicious, 1 - tail)
        high = Decimal(repr(float(highest))).quantize(_SIX, ROUND_CEILING)
    return low, high


def population_bounds(
    suspicious: int, reviewed: int, population: int, confidence: Decimal
) -> tuple[Decimal, Decimal]:
    """Bounds on the share of a finite population; where all of it was reviewed, the share itself.

    What a review has seen is certain: never fewer suspicious than were found, never more than all
    that were not found to be clean.
    """
    if population == 0:
        return Decimal(0), Decimal(0)
    low, high = exact_bounds(suspicious, reviewed, confidence)
    seen = Fraction(suspicious, population)
    unseen = Fraction(population - (reviewed - suspicious), population)
    return max(low, _down(seen)), min(high, _up(unseen))


def bounds_together(
    strata: Sequence[tuple[int, int, int]], confidence: Decimal
) -> tuple[Decimal, Decimal]:
    """Bounds on the share over several strata, each (suspicious, reviewed, population).

    Segments are sampled at different rates, so their samples may not be thrown together. The risk
    is shared out evenly among the strata instead (Bonferroni), and their bounds are added up by
    population: the whole covers with at least the confidence asked for.
    """
    strata = [item for item in strata if item[2]]
    whole = sum(population for _, _, population in strata)
    if not whole:
        return Decimal(0), Decimal(0)
    each = 1 - (1 - confidence) / len(strata)
    low = high = Fraction(0)
    for suspicious, reviewed, population in strata:
        one, other = population_bounds(suspicious, reviewed, population, each)
        low += Fraction(one) * population
        high += Fraction(other) * population
    return _down(low / whole), _up(high / whole)


def _up(share: Fraction) -> Decimal:
    return Decimal(ceil(share * 10**6)) * _SIX


def _down(share: Fraction) -> Decimal:
    return Decimal(int(share * 10**6)) * _SIX

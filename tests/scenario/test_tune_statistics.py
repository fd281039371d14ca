"""Sizes and bounds against scipy, published figures, and what they promise."""

from decimal import Decimal
from itertools import product
from math import ceil

import numpy as np
import pytest
from scipy.stats import binomtest, hypergeom

from aml.scenario.tune_statistics import (
    bounds_together,
    detected_share,
    exact_bounds,
    population_bounds,
    sample_size,
)

SURE = Decimal("0.95")
POPULATIONS = (1, 2, 7, 40, 59, 100, 1000, 50_000, 2_000_000)


@pytest.mark.parametrize("population", POPULATIONS)
def test_a_sample_is_the_smallest_that_does_not_miss(population):
    for share, sure in product(("0.01", "0.05", "0.2", "1"), ("0.9", "0.95", "0.99")):
        size = sample_size(population, Decimal(share), Decimal(sure))
        suspicious = ceil(population * Decimal(share))
        missed = hypergeom.pmf(0, population, suspicious, [size - 1, size])
        assert missed[1] <= 1 - float(sure) + 1e-9
        assert size == 0 or missed[0] > 1 - float(sure) - 1e-9


def test_sizes_are_those_of_published_tables():
    """Cannon and Roe (1982): at 5 %, 95 % sure, 45 of 100, 56 of 500, 57 of 1,000, 59 of all."""
    sizes = [sample_size(n, Decimal("0.05"), SURE) for n in (100, 500, 1000, 10**7)]
    assert sizes == [45, 56, 57, 59]
    assert sample_size(0, Decimal("0.05"), SURE) == 0


def test_what_a_smaller_sample_detects_is_the_smallest_share():
    assert detected_share(0, 0, SURE) == 0
    assert detected_share(50, 0, SURE) == 1
    for population, size in ((100, 45), (1000, 30), (1000, 1), (30, 30)):
        found = round(float(detected_share(population, size, SURE)) * population)
        missed = hypergeom.pmf(0, population, [found - 1, found], size)
        assert missed[1] <= 0.05 + 1e-9
        assert missed[0] > 0.05 - 1e-9
    assert detected_share(100, 45, SURE) == Decimal("0.05")


@pytest.mark.parametrize("reviewed", [1, 2, 10, 59, 500])
@pytest.mark.parametrize("sure", ["0.9", "0.95", "0.99"])
def test_bounds_are_those_of_scipy_rounded_outward(reviewed, sure):
    for suspicious in {0, 1, reviewed // 3, reviewed - 1, reviewed}:
        theirs = binomtest(suspicious, reviewed).proportion_ci(float(sure), method="exact")
        low, high = exact_bounds(suspicious, reviewed, Decimal(sure))
        assert -1e-9 <= theirs.low - float(low) <= 1.1e-6
        assert -1e-9 <= float(high) - theirs.high <= 1.1e-6


def test_bounds_are_those_of_textbooks():
    assert exact_bounds(1, 10, SURE) == (Decimal("0.002528"), Decimal("0.445017"))
    assert exact_bounds(0, 10, SURE) == (0, Decimal("0.308498"))
    assert exact_bounds(0, 0, SURE) == (0, 1)


def test_what_was_seen_is_certain():
    assert population_bounds(3, 12, 12, SURE) == (Decimal("0.25"), Decimal("0.25"))
    low, high = population_bounds(0, 11, 12, SURE)
    assert (low, high) == (0, Decimal("0.083334"))
    assert population_bounds(0, 0, 0, SURE) == (0, 0)
    assert population_bounds(0, 0, 9, SURE) == (0, 1)


@pytest.mark.parametrize("share", [0.005, 0.05, 0.3, 0.9])
def test_a_bound_covers_as_often_as_it_says(share):
    population, size, times = 400, 59, 20_000
    suspicious = round(population * share)
    drawn = np.random.default_rng(1).hypergeometric(
        suspicious, population - suspicious, size, times
    )
    bounds = {k: population_bounds(k, size, population, SURE) for k in range(size + 1)}
    covered = sum(
        low <= Decimal(suspicious) / population <= high
        for low, high in map(bounds.get, drawn.tolist())
    )
    assert covered / times >= 0.95


def test_bounds_over_segments_cover_as_often_as_they_say():
    strata = ((300, 45, 3), (5000, 59, 400), (20, 20, 5))
    whole = sum(population for population, _, _ in strata)
    truth = Decimal(sum(suspicious for _, _, suspicious in strata)) / whole
    random, covered, times = np.random.default_rng(2), 0, 400
    for _ in range(times):
        found = [
            (int(random.hypergeometric(bad, population - bad, size)), size, population)
            for population, size, bad in strata
        ]
        low, high = bounds_together(found, SURE)
        covered += low <= truth <= high
    assert covered / times >= 0.95


def test_one_stratum_together_is_that_stratum_and_none_is_nothing():
    assert bounds_together([(2, 40, 300), (0, 0, 0)], SURE) == population_bounds(2, 40, 300, SURE)
    assert bounds_together([], SURE) == (0, 0)

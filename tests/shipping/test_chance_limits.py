from decimal import Decimal
from math import comb

import pytest

from tests.screening.ledgers import rows_of


@pytest.fixture(scope="module")
def limits():
    found = rows_of("chance_limits", "draws, chance, above, least_hits")
    return {(draws, chance): (above, hits) for draws, chance, above, hits in found}


@pytest.mark.parametrize(
    ("draws", "percent", "hits"),
    # By hand: four of four at 31 % are 0.0092, at 32 % 0.0105; of five at 25 % four or more are 0.0156.
    [(4, 31, 4), (5, 25, 5), (5, 22, 4), (2, 9, 2), (1, 1, None), (4, 32, None), (60, 50, 40)],
)
def test_the_fewest_hits_that_are_rarer_than_one_in_a_hundred(limits, draws, percent, hits):
    found = limits.get((draws, Decimal(percent) / 100))
    assert found == (hits and (Decimal(percent - 1) / 100, hits))


@pytest.mark.parametrize(("days", "marked", "draws"), [(180, 28, 4), (180, 45, 6), (366, 120, 20)])
def test_days_drawn_without_putting_back_are_no_likelier(limits, days, marked, draws):
    chance = -(-100 * marked // days)
    _, hits = limits[draws, Decimal(chance) / 100]
    ways = sum(comb(marked, i) * comb(days - marked, draws - i) for i in range(hits, draws + 1))
    assert 100 * ways < comb(days, draws)

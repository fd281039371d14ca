from decimal import Decimal

from aml.core.tuning import Sampled, Stratum
from aml.scenario.tune_bounds import bounds_of
from aml.scenario.tune_statistics import population_bounds

SURE = Decimal("0.95")


def items(band, segment, *answers):
    return [
        Sampled(f"{band}{segment}{n}", band, segment, "customer", f"C{n}", answer=answer)
        for n, answer in enumerate(answers)
    ]


def stratum(band, segment, population, size, **more):
    return Stratum(band, segment, population, size, Decimal(0), **more)


def test_a_stratum_is_bounded_by_its_own_answers():
    strata = [stratum("below", "person", 40, 3), stratum("unalerted", "person", 90, 2)]
    samples = [
        *items("below", "person", "yes", "no", "no"),
        *items("unalerted", "person", "no", "no"),
    ]
    below, quiet = bounds_of(strata, samples, SURE)
    assert (below.band, below.reviewed, below.suspicious) == ("below", 3, 1)
    assert (below.low, below.high) == population_bounds(1, 3, 40, SURE)
    assert (quiet.reviewed, quiet.suspicious) == (2, 0)


def test_half_a_sample_is_no_sample():
    strata = [stratum("below", "person", 40, 3)]
    (bound,) = bounds_of(strata, items("below", "person", "yes", "", "no"), SURE)
    assert (bound.reviewed, bound.suspicious, bound.low, bound.high) == (0, 0, 0, 1)


def test_decisions_on_every_alert_stand_for_the_stratum():
    strata = [stratum("above", "person", 50, 2, decided=50, decided_suspicious=20)]
    (bound,) = bounds_of(strata, items("above", "person", "", ""), SURE)
    assert (bound.reviewed, bound.low, bound.high) == (50, Decimal("0.4"), Decimal("0.4"))


def test_segments_are_added_up_by_population_not_by_sample():
    strata = [stratum("below", "company", 1000, 2), stratum("below", "person", 2, 2)]
    samples = [*items("below", "company", "no", "no"), *items("below", "person", "yes", "yes")]
    company, person, both = bounds_of(strata, samples, SURE)
    assert (both.segment, both.population, both.reviewed, both.suspicious) == ("all", 1002, 4, 2)
    assert both.low == Decimal("0.001996")
    assert person.low == 1
    assert both.high >= company.high * 1000 / 1002

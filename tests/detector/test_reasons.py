from datetime import date
from decimal import Decimal

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aml.detector.evidence import Cited
from aml.detector.features import FAMILIES, FEATURES
from aml.detector.peers import PeerGroup
from aml.detector.reasons import Reason, at_or_below, figures_of
from aml.detector.score import Outlier
from aml.detector.window import latest_window

WINDOW = latest_window(date(2026, 6, 30))
CASH_IN = Reason(
    FEATURES[0], FAMILIES[0], Decimal("0.5"), Decimal(182000), Decimal(3100), Decimal(21000), "USD"
)


def figures(complete):
    everybody = numpy.arange(412)
    group = PeerGroup("type person", everybody, everybody >= 0)
    outlier = Outlier(3, Decimal("9.5"), 1, group, (0,), (Decimal("0.5"),))
    cited = Cited(("T1", "T2"), "T1", Decimal(182000), Decimal(0), frozenset(complete))
    return {f.name: f for f in figures_of(outlier, [CASH_IN], cited, WINDOW, 5000)}


def test_a_reason_is_told_beside_its_peers():
    assert CASH_IN.sentence() == (
        "Cash deposited: USD 182,000.00; half of the peers stay at or below USD 3,100.00,"
        " and 99 % at or below USD 21,000.00."
    )


@pytest.mark.parametrize(
    ("complete", "origin"), [(["cash_in"], "cited"), (["cash_out"], "context"), ([], "context")]
)
def test_a_figure_is_cited_only_if_all_entries_behind_it_are(complete, origin):
    figure = figures(complete)["cash_in"]
    assert figure.origin == origin
    assert bool(figure.recompute) == (origin == "cited")
    assert bool(figure.basis) == (origin == "context")


def test_what_it_was_compared_with_has_name_number_and_period():
    found = figures([])
    assert found["cash_in_most"].text == "USD 21,000.00"
    assert found["cash_in_most"].basis == "412 peers (type person); 1 April to 30 June 2026"
    assert found["rank"].basis == "5,000 customers scored; 1 April to 30 June 2026"


@given(st.lists(st.integers(0, 50), min_size=1, max_size=400), st.sampled_from([50, 99]))
def test_it_is_the_smallest_value_that_so_many_do_not_exceed(peers, percent):
    ordered = sorted(peers)
    value = ordered[at_or_below(len(ordered), percent)]
    assert sum(peer <= value for peer in peers) * 100 >= percent * len(peers)
    assert sum(peer < value for peer in peers) * 100 < percent * len(peers)

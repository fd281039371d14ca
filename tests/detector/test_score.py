from decimal import Decimal

import numpy
import polars
import pytest

from aml.detector.features import FAMILIES, FEATURES
from aml.detector.parameters import MOST_A_MONTH, WINDOW_MONTHS
from aml.detector.peers import PeerGroup
from aml.detector.score import find_outliers, modified_z

NAMES = [feature.name for feature in FEATURES]


def frame_of(rows, **columns):
    """Customers alike but for a little noise, and the columns given: name to {row: value}."""
    noise = numpy.random.default_rng(5).integers(0, 100, size=(rows, len(NAMES)))
    frame = polars.DataFrame(noise, schema=NAMES, orient="row")
    for name, given in columns.items():
        column = frame[name].to_list()
        for row, value in given.items():
            column[row] = value
        frame = frame.with_columns(polars.Series(name, column))
    return frame


def everybody(rows):
    return [PeerGroup("all customers", numpy.arange(rows), numpy.ones(rows, dtype=bool))]


def outliers_of(frame, **more):
    return find_outliers(frame, everybody(len(frame)), **more).outliers


def lifted(row, names, value=5000):
    return {name: {row: value} for name in names}


def test_the_furthest_out_is_found_with_its_reasons_one_a_family():
    strange = lifted(17, [f.name for f in FEATURES if f.family in ("cash", "band", "abroad")])
    first = outliers_of(frame_of(1000, **strange))[0]
    assert (first.row, first.rank) == (17, 1)
    assert {FEATURES[place].family for place in first.reasons} == {"cash", "band", "abroad"}
    assert len(set(first.shares)) == 1, "families weigh the same, whatever their number of features"
    assert sum(first.shares) <= 1


def test_size_and_change_alone_are_no_reason_for_an_alert():
    calm = {feature.name: {17: 0} for feature in FEATURES}
    strange = lifted(17, [f.name for f in FEATURES if f.family in ("size", "change")])
    frame = frame_of(1000, **{**calm, **strange})
    assert 17 not in [outlier.row for outlier in outliers_of(frame)]


def test_being_far_below_the_peers_is_no_reason():
    low = {name: {17: 0} for name in NAMES}
    frame = frame_of(1000, **low).with_columns(
        polars.when(polars.int_range(1000) == 17)
        .then(0)
        .otherwise(polars.col(name) + 1000)
        .alias(name)
        for name in NAMES
    )
    assert 17 not in [outlier.row for outlier in outliers_of(frame)]


def test_no_more_than_the_top_share_and_the_desk_can_look_at():
    assert len(outliers_of(frame_of(1000))) <= 5
    rows = 20_000
    many = {row: 9000 + row for row in range(0, rows, 100)}
    found = outliers_of(frame_of(rows, cash_in=many, to_abroad=many, payers=many))
    assert len(found) == MOST_A_MONTH * WINDOW_MONTHS
    assert [outlier.score for outlier in found] == sorted((o.score for o in found), reverse=True)


@pytest.fixture(scope="module")
def crowd():
    """A town in which one in a hundred is far out: twice as many as the top share."""
    many = {row: 9000 + row for row in range(0, 20_000, 100)}
    return frame_of(20_000, cash_in=many, to_abroad=many, payers=many)


def test_what_the_monthly_cap_leaves_out_is_counted(crowd):
    whole = find_outliers(crowd, everybody(len(crowd)), monthly_cap=100)
    capped = find_outliers(crowd, everybody(len(crowd)), monthly_cap=2)
    assert (len(whole.outliers), whole.cut_off) == (100, 0)
    assert (len(capped.outliers), capped.cut_off) == (6, 94)
    assert [o.row for o in capped.outliers] == [o.row for o in whole.outliers[:6]]


def test_who_is_out_of_line_beyond_the_top_share_is_counted(crowd):
    found = find_outliers(crowd, everybody(len(crowd)))
    assert int((found.scores >= 3.5).sum()) == 100 + found.beyond_share
    assert found.beyond_share > 0


def test_equal_scores_stand_in_order_of_their_ids():
    frame = frame_of(1000)
    twins = frame.with_row_index("row").with_columns(
        polars.when(polars.col("row").is_in([400, 40]))
        .then(9000)
        .otherwise(polars.col(name))
        .alias(name)
        for name in NAMES
    )
    first, second = outliers_of(twins)[:2]
    assert first.score == second.score
    assert (first.row, second.row) == (40, 400)


def test_the_furthest_of_a_calm_town_is_no_outlier():
    assert outliers_of(frame_of(60)) == ()


def test_customers_all_alike_raise_nothing():
    assert outliers_of(polars.DataFrame({name: [1] * 300 for name in NAMES})) == ()


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([0, 1, 2, 3, 100], [-1.349, -0.6745, 0, 0.6745, 66.101]),
        ([5, 5, 5, 5, 10], [0, 0, 0, 0, 3.989423]),
        ([5, 5, 5], [0, 0, 0]),
    ],
)
def test_the_modified_z_score(values, expected):
    assert modified_z(numpy.array(values, dtype=float)).tolist() == pytest.approx(expected)


def test_scores_that_differ_by_less_than_a_millionth_are_equal():
    first, second = modified_z(numpy.array([0, 1, 2, 3, 4, 50, 50 + 1e-9]))[-2:]
    assert first == second


def test_scores_are_decimals_of_six_places():
    first = outliers_of(frame_of(1000, **lifted(17, ["cash_in", "payers"])))[0]
    assert first.score == first.score.quantize(Decimal("0.000001"))


def test_every_family_has_features_and_some_are_risks():
    assert {feature.family for feature in FEATURES} == {family.name for family in FAMILIES}
    assert 0 < sum(family.is_risk for family in FAMILIES) < len(FAMILIES)

"""The work paper: what a validator looks for stands on it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from aml.core.case import ParameterUse
from aml.core.tuning import (
    Bound,
    Method,
    Plan,
    PointCount,
    Sampled,
    SegmentCount,
    Stratum,
    TunedFile,
    TunedParameter,
    Tuning,
)
from aml.report.tuning import render_tuning
from tests.report.pages import assert_accessible, assert_self_contained


def point(value, alerts, below=0, lost=0, **more):
    given = {"is_in_grid": True, "is_in_force": False, "is_full": False} | more
    segments = (SegmentCount("person", alerts, alerts),) if alerts else ()
    return PointCount(
        (value,), alerts=alerts, foci=alerts, below=below, lost=lost, segments=segments, **given
    )


TUNING = Tuning(
    scenario="cash_band@2",
    title="Repeated cash",
    description="Cash below the line.",
    sha256="ab" * 32,
    focus="customer",
    institution="Test & Bank",
    country="US",
    base_currency="USD",
    as_of=date(2026, 3, 31),
    tool_version="1",
    threshold_set="",
    plan=Plan("cash_band", ("min_items=2,3,4",), seed=77),
    files=(TunedFile("transactions", "tables/t.csv", 1234, "cd" * 32),),
    rejected=0,
    notes=(),
    parameters=(ParameterUse("min_items", "3", "two are ordinary"),),
    tuned=(TunedParameter("min_items", "count", "3", ("2", "3", "4"), "2", "50"),),
    points=(
        point("2", 1240, below=40, is_full=True),
        point("3", 1200, is_in_force=True, is_full=True),
        point("4", 900, lost=300),
        point("9", 0, lost=1200, is_in_grid=False),
    ),
    method=Method(3, 1, 1240, ("cash_lines",), is_fallback=False),
    strata=(Stratum("below", "all", 40, 31, Decimal("0.05")),),
    samples=(Sampled("S-1", "below", "all", "customer", "CUS-Q1", reviewer="Quixley"),),
    bounds=(Bound("below", "all", 40, 0, 0, Decimal(0), Decimal(1)),),
)
REVIEWED = replace(
    TUNING,
    samples=(replace(TUNING.samples[0], answer="no"),),
    bounds=(Bound("below", "all", 40, 31, 1, Decimal("0.025"), Decimal("0.167022")),),
)


def text_of(tuning):
    return assert_accessible(render_tuning(tuning)).text


def test_the_paper_holds_what_a_validator_looks_for():
    text = render_tuning(TUNING)
    page = assert_accessible(text)
    assert_self_contained(text)
    for words in (
        "Test & Bank",
        "cash_band@2",
        TUNING.sha256,
        f"transactions tables/t.csv 1,234 {'cd' * 32}",
        "31 March 2026",
        "min_items 3 two are ordinary",
        "min_items 3 2, 3, 4 2 to 50",
        "2 1,240 1,240 40 0 in full",
        "in force 3 1,200 1,200 0 0 in full",
        "4 900 900 0 300 reduced",
        "outside 9 0 0 0 1,200 reduced",
        "Below the line all 40 31 5.00 %",
        "seed 77",
        "What was not done",
        "Suppressions were not applied",
    ):
        assert words in page.text


def test_the_drawing_says_in_words_what_it_shows():
    text = text_of(TUNING)
    assert "2: 1,240, 3: 1,200, 4: 900, 9: 0" in text
    assert "in force: 1,200 alerts" in text


def test_before_the_review_no_share_is_claimed():
    text = text_of(TUNING)
    assert "Below the line all 40 0 – not reviewed – –" in text
    assert "The samples are not reviewed yet" in text
    assert "are suspicious, at" not in text


def test_after_the_review_the_bounds_stand_beside_the_counts():
    text = text_of(REVIEWED)
    assert "Below the line all 40 31 1 3.23 % 2.50 % 16.70 %" in text
    assert "of 40 in all, between 2.50 % and 16.70 % are suspicious, at 95 % confidence" in text
    assert "Without an alert: there is nothing to draw from." in text
    assert "not reviewed yet" not in text


def test_nobody_is_named_on_it():
    for name in ("CUS-Q1", "Quixley", "S-1"):
        assert name not in render_tuning(REVIEWED)


def test_segments_have_columns_of_their_own():
    plan = replace(TUNING.plan, segment_by="customers.customer_type")
    text = text_of(replace(TUNING, plan=plan))
    assert "Alerts: person" in text
    assert "outside 9 0 0 0 1,200 0 reduced" in text


@pytest.mark.parametrize(
    ("method", "words"),
    [
        (Method(4, 0, 0, (), is_fallback=True), "All 4 points were run on the whole tables"),
        (replace(TUNING.method, steps=("hubs", "peers")), "The steps hubs, peers of the SQL"),
        (replace(TUNING.method, steps=("hubs",)), "The step hubs of the SQL"),
        (replace(TUNING.method, compared=5), "5 others were also run alone"),
        (TUNING.method, "At every point that was run in full, the short way gave the same"),
    ],
)
def test_how_it_was_counted_is_told(method, words):
    assert words in text_of(replace(TUNING, method=method))


def test_notes_of_reading_and_a_most_are_told():
    told = replace(
        TUNING, notes=("3 records are later",), rejected=2, threshold_set="shops",
        plan=replace(TUNING.plan, most=30),
    )  # fmt: skip
    text = text_of(told)
    for words in (
        "3 records are later",
        "2 records rejected",
        "shops",
        "No sample is larger than 30",
    ):
        assert words in text


def test_a_grid_without_an_alert_is_drawn_too():
    points = tuple(replace(p, alerts=0, foci=0, segments=()) for p in TUNING.points)
    assert "in force: 0 alerts" in text_of(replace(TUNING, points=points))


def test_the_value_in_force_is_named_among_many():
    values = [str(n) for n in range(2, 42)]
    points = tuple(point(v, 50 - int(v), is_in_force=v == "13") for v in values)
    tuned = replace(TUNING.tuned[0], in_force="13", values=tuple(values))
    text = render_tuning(replace(TUNING, points=points, tuned=(tuned,)))
    assert ">13</text>" in text
    assert ">12</text>" not in text

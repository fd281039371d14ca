from decimal import Decimal

import pytest

from aml.core.problem import UsageError
from aml.scenario.tune_grid import corners, grid, lines, read_grid
from tests.scenario.files import TEXT
from tests.scenario.tuned import loaded

FIXED = TEXT.replace(
    "why: one is ordinary}", "why: the law says so, tunable: false, tunable_reason: a law}"
)
#: A parameter that only the score reads, and one that is a text.
MORE = TEXT.replace(
    "threshold_sets:",
    "  grave: {type: count, default: 3, range: [1, 9], why: as a test needs it}\n"
    "  word: {type: text, default: x, why: as a test needs it}\n\nthreshold_sets:",
).replace("when: items >= 3, points: 20", "when: items >= grave, points: 20")


def axes(*texts, text=TEXT):
    scenario = loaded(text)
    return read_grid(scenario, scenario.defaults(), texts)


def test_a_range_holds_both_ends_and_a_list_is_put_in_order():
    near, items = axes("min_amount=4000:5000:250", "min_items=4,2,3,2")
    assert near.values == tuple(Decimal(n) for n in (4000, 4250, 4500, 4750, 5000))
    assert items.values == (2, 3, 4)
    assert len(grid((near, items))) == 15
    assert grid((near, items))[1] == {"min_amount": 4000, "min_items": 3}


def test_corners_reach_out_to_the_parameters_in_force():
    (items,) = axes("min_items=4:6:1")
    assert corners((items,)) == [{"min_items": 2}, {"min_items": 6}]


def test_each_axis_is_drawn_with_the_others_in_force():
    found = lines(axes("min_amount=4000,6000", "min_items=3,4"))
    force = {"min_amount": 5000, "min_items": 2}
    assert found == [
        force | {"min_amount": 4000},
        force | {"min_amount": 6000},
        force | {"min_items": 3},
        force | {"min_items": 4},
    ]


@pytest.mark.parametrize(
    ("texts", "text", "code", "words"),
    [
        ((), TEXT, "RUN004", "no grid"),
        (("min_item=2,3",), TEXT, "RUN002", "did you mean 'min_items'"),
        (("min_items=1,2",), TEXT, "RUN002", "a count from 2 to 50"),
        (("min_items=2.5",), TEXT, "RUN002", "cannot be '2.5'"),
        (("min_items=2:x:1",), TEXT, "RUN004", "is no range"),
        (("min_items=2:4",), TEXT, "RUN004", "is no range"),
        (("min_items=4:2:1",), TEXT, "RUN004", "is no range"),
        (("min_items=2,3", "min_items=4"), TEXT, "RUN004", "twice"),
        (("min_amount=100:3000:1",), TEXT, "RUN004", "the grid has 2,001 points, 2,000 at most"),
        (("min_amount=100:90000:0.01",), TEXT, "RUN004", "2,000 at most"),
        (("min_items=2,3",), FIXED, "RUN002", "may not be tuned"),
        (("grave=2,3",), MORE, "RUN002", "does not decide which alerts are raised"),
        (("word=a,b",), MORE, "RUN002", "is a text"),
    ],
)
def test_what_cannot_be_tuned_is_refused_with_a_way_out(texts, text, code, words):
    with pytest.raises(UsageError) as caught:
        axes(*texts, text=text)
    (problem,) = caught.value.problems
    assert problem.code == code
    assert words in str(problem)


def test_all_mistakes_are_told_at_once():
    with pytest.raises(UsageError) as caught:
        axes("min_item=2", "min_items=99,100")
    assert len(caught.value.problems) == 3

"""The mutation check: every small change of a scenario is tried, and its tests must notice."""

import pytest

from aml.core.shipped import shipped
from aml.scenario.load import load_folder
from aml.scenario.mutate import mutants
from aml.scenario.survive import survivors
from tests.scenario.files import OF_SHOPS, TEXT, place, scenario_of, spoilt, with_sql

SHIPPED = {
    item.scenario.scenario_id: item.scenario
    for item in load_folder(shipped("scenarios"))
    if item.scenario
}


@pytest.mark.nightly
@pytest.mark.parametrize("scenario_id", SHIPPED)
def test_every_small_change_turns_a_test_red(scenario_id):
    """versions.lock vouches for it in between: see `aml scenario lock`."""
    assert [str(problem) for problem in survivors(SHIPPED[scenario_id])] == []


def changes(folder, text=TEXT):
    """What stands in each mutant instead of what, by its line and column."""
    return {
        ((mutant.location.line, mutant.location.column), mutant.old, mutant.new)
        for mutant in mutants(scenario_of(folder, text))
    }


@pytest.mark.parametrize(
    ("needle", "skip", "old", "new"),
    [
        ("default: 2,", 9, "2", ("3", "1")),
        ("default: 5000.00", 9, "5000.00", ("5000.01", "4999.99")),
        ("parameters: {min_items: 5}", 24, "5", ("6", "4")),
        ("base: 30", 6, "30", ("30.1", "29.9")),
        ("items >= 3, points", 6, ">=", (">", "<")),
        ("items >= 3, points", 9, "3", ("4", "2")),
        ("points: 20", 8, "20", ("20.1", "19.9")),
        ("direction = 'credit'", 10, "=", ("<>",)),
        ("amount_base >= $min_amount", 12, ">=", (">", "<")),
        ("count(*) >= $min_items", 9, ">=", (">", "<")),
    ],
)
def test_each_part_is_moved_by_its_smallest_step_where_it_stands(tmp_path, needle, skip, old, new):
    line, column = place(TEXT, needle)
    made = changes(tmp_path)
    assert {(at, was, now) for at, was, now in made if at == (line, column + skip)} == {
        ((line, column + skip), old, now) for now in new
    }


@pytest.mark.parametrize(
    ("kind", "moved"),
    [("ratio", ("2.01", "1.99")), ("days", ("3", "1")), ("hours", ("3", "1")), ("offset", ("3", "1")), ("km", ("3", "1"))],
)  # fmt: skip
def test_the_step_is_the_smallest_of_the_kind(tmp_path, kind, moved):
    text = spoilt("min_items: {type: count,", f"min_items: {{type: {kind},")
    at = place(text, "default: 2,")
    made = {now for (line, _), _, now in changes(tmp_path, text) if line == at[0]}
    assert made == set(moved)


def test_what_decides_nothing_is_left_alone(tmp_path):
    """Types, texts, comments, and the numbers that a CASE gives."""
    sql = (
        "SELECT account_id, CAST(1 AS DECIMAL(18, 4)) AS a, '2 > 1' AS b, -- 3 < 4\n"
        "    CASE WHEN amount IS NULL THEN 5 ELSE 6 END AS c\nFROM cash_entries"
    )
    first, last = place(TEXT, "sql: |")[0], place(with_sql(sql), "score:")[0]
    made = changes(tmp_path, with_sql(sql))
    assert {now for (line, _), _, now in made if first < line < last} == {"2", "0"}


def test_a_parameter_with_a_reason_not_to_be_tuned_is_left_alone(tmp_path):
    exempt = "why: one is ordinary, tunable: false, tunable_reason: the law says two"
    text = spoilt("why: one is ordinary", exempt)
    line = place(text, "default: 2,")[0]
    assert not {now for (at, _), _, now in changes(tmp_path, text) if at == line}


PATTERN = """\
pattern:
  from: cash_entries
  where: direction = 'credit' AND amount_base >= $min_amount
  at: booked_on
  window: window
  rolling: {rich_share: "share(amount_base, amount_base >= 7)", so_far: count()}
  hit: so_far >= $min_items AND rich_share >= 0
  episode: {items: count(*), total_base: sum(amount_base), farthest: max(home_km)}
"""


def patterned():
    start, end = TEXT.index("sql: |"), TEXT.index("\nscore:")
    text = TEXT[:start] + PATTERN + TEXT[end:]
    window = "  window: {type: days, default: 7, range: [1, 30], why: a week}\n"
    return text.replace("\nthreshold_sets:", window + "\nthreshold_sets:", 1)


def test_of_a_pattern_only_what_its_author_wrote_is_changed(tmp_path):
    text = patterned()
    first, last = place(text, "pattern:")[0], place(text, "score:")[0]
    places = [
        (mutant.location.line, mutant.location.column, mutant.new)
        for mutant in mutants(scenario_of(tmp_path, text))
        if first <= mutant.location.line < last
    ]
    assert len(places) == len(set(places))
    line, column = place(text, "amount_base >= 7")
    assert (line, column + len("amount_base "), ">") in places
    assert {line for line, _, _ in places} == {
        place(text, needle)[0] for needle in ("where: direction", "rolling:", "hit:")
    }


def test_a_change_that_no_test_notices_is_named_with_what_would_notice(tmp_path):
    """Without the test of one cent less, nothing says where the amount begins."""
    assert survivors(scenario_of(tmp_path)) == []
    head, two, _, *others = TEXT.split("  - name: ")
    found = survivors(scenario_of(tmp_path, "  - name: ".join([head, two, *others])))
    (problem,) = [p for p in found if "4999.99" in p.message]
    line, column = place(TEXT, "default: 5000.00")
    assert (problem.code, problem.location.line, problem.location.column) == (
        "MUT001", line, column + len("default: "),
    )  # fmt: skip
    assert problem.message == "no test notices 4999.99 instead of 5000.00 here"
    assert problem.hint == "add a test at 5000.00 and one at 4999.99, of which only one alerts"


def test_points_that_no_test_asks_for_are_named(tmp_path):
    text = spoilt(
        "account_id | score\n      A1         | 50", "account_id | items\n      A1         | 3"
    )
    hints = {p.message: p.hint for p in survivors(scenario_of(tmp_path, text))}
    assert hints["no test notices 20.1 instead of 20 here"] == (
        "name `score` in the alerts of a test where `items >= 3` holds"
    )
    assert "equal, and name `score`" in hints["no test notices > instead of >= here"]


def test_of_tests_that_fail_as_they_stand_nothing_else_is_said(tmp_path):
    text = spoilt("10000.00   | 30    | T1 T2", "10000.00   | 31    | T1 T2")
    assert {p.code for p in survivors(scenario_of(tmp_path, text))} == {"TST001"}


def test_values_of_a_threshold_set_are_moved_and_a_test_of_its_segment_notices(tmp_path):
    found = {p.message: p.hint for p in survivors(scenario_of(tmp_path, spoilt(OF_SHOPS, "")))}
    assert found == {
        "no test notices 6 instead of 5 here": (
            "add a test at 5 and one at 6, of which only one alerts, of somebody in the set shops"
        ),
        "no test notices 4 instead of 5 here": (
            "add a test at 5 and one at 4, of which only one alerts, of somebody in the set shops"
        ),
    }


def test_a_set_that_only_a_run_can_name_is_left_alone(tmp_path):
    text = spoilt("    when: {segment: [retail], jurisdiction: [US]}\n", "")
    line = place(text, "parameters: {min_items: 5}")[0]
    assert not {now for (at, _), _, now in changes(tmp_path, text) if at == line}

"""What a file must say: every mistake of form at its line and column, with a way out."""

from datetime import date
from decimal import Decimal

import pytest

from aml.scenario.load import in_force, load, load_folder
from tests.scenario.files import TEXT, place, scenario_of, spoilt, write


def test_all_mistakes_of_a_file_come_at_once_in_order(tmp_path):
    text = TEXT.replace("stage: placement", "stage: x").replace("typology: S01", "typology: S1")
    text = text.replace("default: 2,", "default: 99,").replace("8/821", "x/y")
    loaded = load(write(tmp_path, text), "demo.yml")
    assert [p.code for p in loaded.problems] == ["SCN003", "CFG004", "SCN010", "SCN023"]
    assert loaded.scenario is None


@pytest.mark.parametrize(
    ("old", "new", "code", "message", "hint"),
    [
        ("default: 2,", "default: three,", "SCN010", "'three' is no count", "a whole number"),
        ("default: 2, ", "", "CFG005", "parameter 'min_items' lacks 'default'", "add `default:`"),
        ("version: 1\n", "version: one\n", "CFG004", "'version' is not a whole number: 'one'",
         "such as 1"),
        ("version: 3\n", "version: 0.5\n", "CFG004",
         "'version' is not a whole number: '0.5'", "such as 1"),
    ],
)  # fmt: skip
def test_one_mistake_is_told_once_with_what_would_do(tmp_path, old, new, code, message, hint):
    (problem,) = load(write(tmp_path, spoilt(old, new)), "demo.yml").problems
    assert (problem.code, problem.message, problem.hint) == (code, message, hint)


def test_an_id_that_is_too_short_is_told_how_long_one_is(tmp_path):
    (problem,) = load(write(tmp_path, spoilt("id: demo", "id: x1"), "x1")).problems
    assert (problem.code, problem.message) == ("SCN001", "'x1' is no id")
    assert problem.hint.startswith("3 to 61 lower-case letters, digits and _, a letter first")


def test_a_message_shows_place_code_line_and_hint(tmp_path):
    text = spoilt("focus: account", "focus: acount")
    (problem,) = load(write(tmp_path, text), "demo.yml").problems
    assert str(problem) == (
        "demo.yml:8:8: CFG004 'acount' is no focus\n"
        "       8 | focus: acount\n"
        "    hint: did you mean 'account'?"
    )


def test_what_is_no_text_or_no_yaml_is_said_so(tmp_path):
    path = write(tmp_path, TEXT)
    path.write_bytes(b"id: \xff\xfe")
    assert [p.code for p in load(path).problems] == ["CFG001"]
    assert load(write(tmp_path, "id: [demo\n")).problems[0].code == "CFG001"
    assert load(write(tmp_path, "")).problems[0].message == "the file is empty"


def test_a_file_without_mistakes_is_a_scenario(tmp_path):
    scenario = scenario_of(tmp_path)
    assert scenario.reference == "demo@1"
    assert scenario.created == date(2026, 3, 1)
    assert scenario.defaults() == {"min_items": 2, "min_amount": Decimal("5000.00")}
    assert scenario.sql.location(0).line == place(TEXT, "SELECT account_id")[0]
    assert [test.kind for test in scenario.tests] == [
        "boundary",
        "boundary",
        "loud",
        "silent",
        "loud",
        "silent",
    ]
    assert scenario.headline.name == "total_base"


def test_values_in_force_are_defaults_then_a_set_then_a_choice(tmp_path):
    scenario = scenario_of(tmp_path)
    assert in_force(scenario)["min_items"] == 2
    assert in_force(scenario, None, "shops")["min_items"] == 5
    assert in_force(scenario, {"min_items": 7}, "shops")["min_items"] == 7
    assert in_force(scenario, {"min_items": 7})["min_amount"] == Decimal("5000.00")


def test_two_files_with_one_id_are_refused_and_a_folder_is_read_in_order(tmp_path):
    for folder in ("b", "a"):
        (tmp_path / folder).mkdir()
        write(tmp_path / folder, TEXT)
    (tmp_path / "reference").mkdir()
    loaded = load_folder(tmp_path)
    assert [item.path.parent.name for item in loaded] == ["a", "b"]
    assert [p.code for item in loaded for p in item.problems] == ["SCN002"]
    assert loaded[1].problems[0].location.path.endswith("b/demo.yml")


@pytest.mark.parametrize(
    ("old", "new", "changes"),
    [
        ("min_amount\n  GROUP", "min_amount  \n  GROUP", True),
        ("default: 2,", "default: 3,", True),
        ("{min_items: 5}", "{min_items: 6}", True),
        ("points: 20", "points: 21", True),
        ("label: Total,", "label: Sum,", True),
        ("severity: high", "severity: low", True),
        ("title: Large", "title: Big", False),
        ("author: a tester", "author: another", False),
        ("version: 1\n", "version: 2\n", False),
    ],
)
def test_the_digest_covers_what_decides_and_nothing_else(tmp_path, old, new, changes):
    changed = scenario_of(tmp_path, spoilt(old, new)).digest
    assert (changed != scenario_of(tmp_path).digest) == changes

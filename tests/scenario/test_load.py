"""What a file must say: every mistake of form at its line and column, with a way out."""

from datetime import date
from decimal import Decimal

import pytest

from aml.scenario.load import in_force, load, load_folder
from tests.scenario.files import TEXT, place, problems_of, scenario_of, shown, spoilt, write

#: (what is changed, into what), the code, where it stands in the changed file, words of the hint.
MISTAKES = {
    "an unknown key": (("author:", "autor: x\nauthor:"), "CFG002", "autor: x", "'author'"),
    "of a parameter": (("why: one is", "wy: x, why: one is"), "CFG002", "wy: x", "'why'"),
    "of the score": (("  base: 30", "  bass: 1\n  base: 30"), "CFG002", "bass: 1", "'base'"),
    "of a score line": (("as: count, label: Three", "az: x, as: count, label: Three"), "CFG002", "az: x", "known: as, label"),
    "of an evidence line": (("recompute: count()", "recompute: count(), bass: x"), "CFG002", "bass: x", ""),
    "of filing": (("  goaml:", "  goml: x\n  goaml:"), "CFG002", "goml: x", "'goaml'"),
    "of a filing code": (("{code: 1/114,", "{cod: x, code: 1/114,"), "CFG002", "cod: x", "'code'"),
    "of a test": (("  - name: one cent", "  - nam: x\n    name: one cent"), "TST003", "nam: x", ""),
    "of a threshold set": (("{min_items: 5}", "{min_item: 5}"), "SCN011", "min_item: 5", "'min_items'"),
    "a key twice": (("version: 1\n", "version: 1\nversion: 2\n"), "CFG007", "version: 2", ""),
    "a missing key": (("stage: placement\n", ""), "CFG005", "id: demo", ""),
    "a list for a text": (("title: Large cash deposits of one account", "title: [a, b]"), "CFG004", "[a, b]", ""),
    "no whole number": (("version: 1\n", "version: 1.5\n"), "CFG004", "1.5", ""),
    "no date": (("created: 2026-03-01", "created: 1 March"), "CFG004", "1 March", "YYYY-MM-DD"),
    "a text with a colon": (("[a law]", "[a: law]"), "CFG004", "[a: law]", "quotes"),
    "a word not listed": (("stage: placement", "stage: placemnt"), "CFG004", "placemnt", "'placement'"),
    "a wrong id": (("id: demo", "id: Demo-1"), "SCN001", "Demo-1", "lower-case"),
    "another file's id": (("id: demo", "id: other"), "SCN001", "other", ""),
    "a wrong typology": (("typology: S01", "typology: S1"), "SCN003", "S1\nstage", "S01"),
    "sql in quotes": (("sql: |\n  SELECT account_id", "sql: 'SELECT 1'\nnotes: |\n  SELECT account_id"), "SCN004", "'SELECT 1'", "`sql: |`"),
    "not portable, no reason": (("\nsql: |", "\nportable: false\n\nsql: |"), "SCN005", "false\n\nsql", ""),
    "not tunable, no reason": (("why: one is ordinary", "why: one is ordinary, tunable: false"), "SCN005", "false}", ""),
    "a default out of range": (("default: 2,", "default: 1,"), "SCN010", "1, range", ""),
    "a default of another type": (("default: 2,", "default: 2.5,"), "SCN010", "2.5", "a whole number"),
    "no range": (("range: [2, 50]", "range: [2]"), "SCN010", "[2]", ""),
    "a set out of range": (("{min_items: 5}", "{min_items: 500}"), "SCN010", "500}", "a count from 2 to 50"),
    "two headlines": (("from: context, basis: coord", "headline: true, from: context, basis: coord"), "SCN021", "farthest: {", ""),
    "an unreadable expression": (("when: items >= 3, points", "when: items >=, points"), "SCN022", "items >=,", ""),
    "code in an expression": (("points: 20", "points: items.real"), "SCN022", "items.real", ""),
    "no FinCEN code": (("8/821", "structuring"), "SCN023", "structuring,", "1/114"),
    "codes as a text": (("fincen: [8/821, {code: 1/114, when: items >= 3}]", "fincen: 8/821"), "SCN023", "8/821", ""),
    "key terms too long for the form": (("[Funnel Account]", f"[{'long ' * 12}]"), "SCN023", "[long", "SAR"),
    "an unknown table": (("    transactions: |\n      transaction_id | account_id | booked_on  | amount  | channel     | direction\n      T1             | A1         | 2026-03-02 | 6000.00 | cash_teller | debit", "    transaction: |\n      transaction_id | account_id\n      T1 | A1"), "TST003", "transaction: |", "'transactions'"),
    "an unknown column": (("    alerts: |\n      account_id | score", "    customers: |\n      customer_id | nam\n      C1 | x\n    alerts: |\n      account_id | score"), "TST003", "customer_id | nam", "'name'"),
    "a row too short": (("A1         | 2     | 10000.00   | 30    | T1 T2", "A1 | 2"), "TST004", "A1 | 2", ""),
    "rows in quotes": (("    alerts: |\n      account_id | score\n      A1         | 50", "    alerts: 'A1'"), "TST004", "'A1'", ""),
    "a test without alerts": (("    alerts: |\n      account_id | score\n      A1         | 50\n", ""), "CFG005", "name: three", "alerts: none"),
}  # fmt: skip


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_named_at_its_place(tmp_path, name):
    change, code, needle, hint = MISTAKES[name]
    text = spoilt(*change)
    found = problems_of(tmp_path, text)
    assert (code, place(text, needle)) in [shown(problem) for problem in found]
    problem = next(p for p in found if shown(p) == (code, place(text, needle)))
    assert hint in problem.hint
    assert problem.excerpt == text.splitlines()[problem.location.line - 1].rstrip()


def test_all_mistakes_of_a_file_come_at_once_in_order(tmp_path):
    text = TEXT.replace("stage: placement", "stage: x").replace("typology: S01", "typology: S1")
    text = text.replace("default: 2,", "default: 99,").replace("8/821", "x/y")
    loaded = load(write(tmp_path, text), "demo.yml")
    assert [p.code for p in loaded.problems] == ["SCN003", "CFG004", "SCN010", "SCN023"]
    assert loaded.scenario is None


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
    assert [test.kind for test in scenario.tests] == ["boundary", "boundary", "loud", "silent"]
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

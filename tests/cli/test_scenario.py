"""`aml scenario` as an author uses it: from nothing to a locked rule, and every way to be told no."""

import json

import pytest

from tests.scenario.files import TEXT, spoilt


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty place to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def library(folder):
    """A folder of scenarios with one file in it."""
    (folder / "scenarios" / "cash").mkdir(parents=True)
    write(folder, TEXT)
    return folder / "scenarios"


def write(folder, text):
    (folder / "scenarios" / "cash" / "demo.yml").write_text(text, encoding="utf-8")


def test_from_nothing_to_a_locked_rule(aml, folder):
    assert (
        "wrote scenarios/mine/night_cash.yml"
        in aml("scenario", "new", "night_cash", "--typology", "S03").out
    )
    path = folder / "scenarios" / "mine" / "night_cash.yml"
    assert "typology: S03" in path.read_text(encoding="utf-8")
    assert aml("scenario", "check", path).code == 0
    assert aml("scenario", "test", "night_cash").code == 0
    assert "locked 0 scenarios" in aml("scenario", "lock").out, "a draft is not locked"
    live = path.read_text(encoding="utf-8").replace("status: draft ", "status: stable ")
    path.write_text(live, encoding="utf-8")
    assert aml("scenario", "check").code == 1
    assert "locked 1 scenario " in aml("scenario", "lock").out
    assert aml("scenario", "check").code == 0
    path.write_text(live.replace("default: 3,", "default: 4,"), encoding="utf-8")
    said = aml("scenario", "check", path)
    assert said.code == 1
    assert "SCN051" in said.err
    assert aml("scenario", "lock").code == 2, "the lock cannot be rewritten over it"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["Night-Cash"], "RUN004 'Night-Cash' is no id"),
        (["../night"], "is no id"),
        (["night_cash", "--typology", "cash"], "RUN004 'cash' is no typology"),
    ],
)
def test_new_refuses_what_would_not_pass(aml, folder, arguments, words):
    said = aml("scenario", "new", *arguments)
    assert (said.code, list(folder.iterdir())) == (2, [])
    assert words in said.err


def test_new_leaves_a_file_alone_that_is_there(aml, folder):
    aml("scenario", "new", "night_cash")
    path = folder / "scenarios" / "mine" / "night_cash.yml"
    path.write_text("mine", encoding="utf-8")
    said = aml("scenario", "new", "night_cash")
    assert (said.code, path.read_text(encoding="utf-8")) == (2, "mine")
    assert "RUN006" in said.err


def test_check_says_where_and_what_on_stderr_and_the_result_on_stdout(aml, library):
    write(library.parent, spoilt("focus: account", "focus: acount"))
    said = aml("scenario", "check")
    assert said.code == 1
    assert "scenarios/cash/demo.yml:8:8: CFG004 'acount' is no focus" in said.err
    assert "did you mean 'account'?" in said.err
    assert "1 problem" in said.out
    assert "CFG004" not in said.out


def test_check_takes_files_folders_and_the_whole(aml, library):
    for place in ([], ["scenarios"], ["scenarios/cash"], ["scenarios/cash/demo.yml"]):
        said = aml("scenario", "check", *place, "--format", "json")
        assert (said.code, json.loads(said.out)) == (
            0,
            [{"scenario": "demo", "tests": "6", "mutations": "all noticed", "result": "ok"}],
        )


def mutations(said):
    return json.loads(said.out)[0]["mutations"]


def test_a_change_that_no_test_notices_stands_where_it_was_made(aml, library):
    text = spoilt("2026-03-04 | 4999.99 |", "2026-03-04 | 4999.98 |")
    write(library.parent, text)
    said = aml("scenario", "check", "--format", "json")
    assert (said.code, mutations(said)) == (1, "1 survive")
    assert "Small changes that a test must notice" in said.err
    line = text[: text.index("default: 5000.00")].count("\n") + 1
    assert (
        f"scenarios/cash/demo.yml:{line}:38: MUT001 no test notices 4999.99 instead of" in said.err
    )
    said = aml("scenario", "check", "--no-mutations", "--format", "json")
    assert (said.code, mutations(said)) == (0, "not tried")


def test_the_lock_vouches_for_what_was_tried_once(aml, library):
    assert aml("scenario", "lock").code == 0
    said = aml("scenario", "check", "--format", "json")
    assert (said.code, mutations(said), said.err) == (0, "as locked", "")
    said = aml("scenario", "check", "--mutations", "--format", "json")
    assert (said.code, mutations(said)) == (0, "all noticed")


def test_new_tests_are_tried_before_they_are_locked(aml, library):
    aml("scenario", "lock")
    before = (library / "versions.lock").read_bytes()
    write(library.parent, spoilt("2026-03-04 | 4999.99 |", "2026-03-04 | 4999.98 |"))
    said = aml("scenario", "check", "scenarios/cash/demo.yml")
    assert (said.code, "SCN052" in said.err, "MUT001" in said.err) == (1, True, True)
    said = aml("scenario", "lock")
    assert (said.code, "MUT001" in said.err) == (1, True)
    assert (library / "versions.lock").read_bytes() == before


def test_nothing_is_tried_of_a_file_with_mistakes(aml, library):
    write(library.parent, spoilt("recompute: count()", "recompute: count() + 1"))
    said = aml("scenario", "check", "--mutations", "--format", "json")
    assert (said.code, mutations(said), "MUT001" in said.err) == (1, "not tried", False)


def test_checking_nothing_is_not_in_order(aml, library):
    (library / "empty").mkdir()
    said = aml("scenario", "check", "scenarios/empty")
    assert said.code == 2
    assert "holds no scenario file" in said.err
    assert aml("scenario", "check", "nowhere").code == 2


def test_the_lock_of_the_library_holds_for_one_file_too(aml, library):
    write(library.parent, TEXT)
    aml("scenario", "lock")
    write(library.parent, spoilt("points: 20", "points: 21"))
    for place in ("scenarios", "scenarios/cash", "scenarios/cash/demo.yml"):
        said = aml("scenario", "check", place)
        assert (said.code, "SCN051" in said.err) == (1, True), place


def test_a_librarys_own_lines_serve_its_tests(aml, library):
    (library / "reference").mkdir()
    (library / "reference" / "notes.csv").write_text("a\n1\n", encoding="utf-8")
    (library / "reference" / "thresholds.csv").write_text(
        "line_id,jurisdiction,sector,kind,amount,currency,operator,aggregation,has_reporting_duty,valid_from,valid_to,source,seen\n"
        "MINE,US,any,cash_report,4999,USD,>,none,true,2020-01-01,,a law,primary\n",
        encoding="utf-8",
    )
    silent = TEXT.replace("FROM cash_entries\n", "FROM cash_lines\n").replace(
        "WHERE direction", "WHERE line_id = 'MINE' AND NOT is_reportable AND direction"
    )
    write(library.parent, silent)
    said = aml("scenario", "test")
    assert said.code == 1
    assert "got no such alert" in said.err


def test_test_names_the_row_that_differs(aml, library):
    write(library.parent, spoilt("10000.00   | 30    | T1 T2", "10000.00   | 31    | T1 T2"))
    said = aml("scenario", "test", "demo")
    assert said.code == 1
    assert "TST001 test failed: two large deposits alert" in said.err


def test_list_and_show_and_sql(aml, library):
    assert "1 scenario in scenarios" in aml("scenario", "list").out
    (listed,) = json.loads(aml("scenario", "list", "--format", "json").out)
    assert (listed["scenario_id"], listed["version"], listed["status"]) == ("demo", 1, "test")
    page = aml("scenario", "show", "demo").out
    for words in (
        "Several large deposits.",
        "min_items",
        "2 to 50",
        "a shop",
        "small deposits",
        "a law",
    ):
        assert words in page
    shape = json.loads(aml("scenario", "show", "demo", "--format", "json").out)
    assert shape["parameters"][0]["high"] == "50"
    assert shape["score"]["add"][0]["when"] == "items >= 3"
    text = aml("scenario", "sql", "demo").out
    assert text.startswith("-- $min_items = 2\n-- $min_amount = 5000.00\nSELECT account_id")
    assert (
        json.loads(aml("scenario", "sql", "demo", "--format", "json").out)["parameters"][
            "min_items"
        ]
        == 2
    )


def test_threshold_sets_are_shown_with_whom_they_are_for_and_why(aml, library):
    page = " ".join(aml("scenario", "show", "demo").out.split())
    for words in (
        "shops@3",
        "segment retail",
        "jurisdiction US",
        "min_items = 5",
        "takings of a day",
    ):
        assert words in page, words
    (shape,) = json.loads(aml("scenario", "show", "demo", "--format", "json").out)["threshold_sets"]
    assert shape["when"] == {"segment": ["retail"], "jurisdiction": ["US"]}
    assert (shape["id"], shape["version"], shape["parameters"]) == ("shops", 3, {"min_items": 5})


@pytest.mark.parametrize("command", ["show", "sql", "test"])
def test_an_unknown_id_gets_the_closest_one(aml, library, command):
    said = aml("scenario", command, "dmo")
    assert said.code == 2
    assert "RUN002 no scenario 'dmo'" in said.err
    assert "did you mean 'demo'?" in said.err


def test_without_a_folder_of_ones_own_the_shipped_ones_are_listed(aml, folder):
    ids = {
        item["scenario_id"] for item in json.loads(aml("scenario", "list", "--format", "json").out)
    }
    assert {"cash_band", "cash_same_day", "cash_micro", "geographic_funnel", "pass_through"} <= ids

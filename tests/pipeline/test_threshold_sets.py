"""Two customers do the same; the segment that each is in decides, and everything says so."""

import json
import shutil
from dataclasses import replace

import polars
import pytest

from aml.core.problem import RunError, UsageError
from aml.core.progress import Silent
from aml.pipeline.backtest_rules import read_side
from aml.pipeline.book import gather_book
from aml.pipeline.explain import explain
from aml.pipeline.library import active_scenarios
from aml.pipeline.previous import read_previous
from aml.pipeline.replay import replay
from aml.pipeline.threshold_sets import same_version
from aml.pipeline.workspace import read_workspace
from tests.pipeline import ledgers

SETS = """\
[[threshold_sets.cash_test]]
id = "shops"
version = 2
reason = "shops bank their takings on most days"
when = {segment = ["retail", "retial"], jurisdiction = ["US"]}
parameters = {least = 4}

[[threshold_sets.cash_test]]
id = "private"
version = 1
reason = "private persons seldom hold cash"
when = {segment = "private"}
parameters = {least = 2, window = 30}
"""
SEGMENTS = {"CUS-Q1": "private", "CUS-Q2": "retail", "CUS-Q3": ""}


def records():
    """Three deposits each of a private person and a shop, two of somebody in no segment."""
    for number, account in enumerate(("ACC-Q1", "ACC-Q2", "ACC-Q3")):
        for day in range(3 if number < 2 else 2):
            yield ledgers.cash(10 * number + day, 60 + day, "9400.00", account)


def workspace_of(folder, sets=SETS, **given):
    entries = [*ledgers.street(), *records()]
    customers = [
        row | {"segment": SEGMENTS.get(row["customer_id"], "")}
        for row in ledgers.tables(entries)["customers"]
    ]
    scenarios = {"cash_test": ledgers.CASH}
    given = {"customers": customers, "parameters": sets} | given
    return read_workspace(ledgers.write_workspace(folder, entries, scenarios, **given))


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sets")
    return ledgers.run_workspace(workspace_of(folder, documents='"html"'))


def told(place, focus):
    return explain(place, place.parent.parent, "cash_test", focus, Silent())


def test_the_same_deposits_alert_in_one_segment_and_not_in_the_other(published):
    run, place = published
    assert [(a.focus_id, a.threshold_set) for a in run.alerts] == [("CUS-Q1", "private@1")]
    frame = polars.read_parquet(place / "alerts.parquet")
    assert frame["threshold_set"].to_list() == ["private@1"]
    assert "private@1" in (place / "alerts.csv").read_text(encoding="utf-8")


def test_a_focus_is_explained_by_the_values_of_its_own_set(published):
    place = published[1]
    fired, silent = (told(place, f"CUS-Q{n}") for n in (1, 2))
    assert (fired.threshold_set, fired.reasons.conditions[-1].needed) == ("private@1", 2)
    assert [alert.threshold_set for alert in fired.alerts] == ["private@1"]
    assert (silent.threshold_set, silent.reasons.misses[0].needed) == ("shops@2", 4)


def test_the_manifest_holds_each_set_with_its_hash(published):
    manifest = json.loads((published[1] / "manifest.json").read_text(encoding="utf-8"))
    (use,) = manifest["scenarios"]
    assert use["base"] == "default"
    assert [item["reference"] for item in use["threshold_sets"]] == ["shops@2", "private@1"]
    assert use["threshold_sets"][0]["fits"] == ["segment: retail or retial", "jurisdiction: US"]
    assert len({item["sha256"] for item in use["threshold_sets"]}) == 2


def test_the_report_shows_the_values_that_raised_the_alert(published):
    (page,) = published[1].glob("cases/*/sar.html")
    text = page.read_text(encoding="utf-8")
    assert "Parameters of cash_test@1 in force, threshold set private@1" in text
    annex = text[text.index("threshold set private@1") :]
    row = annex[annex.index(">least<") :][:60]
    assert ">2<" in row, row
    assert "private persons seldom hold cash" in text
    assert "shops@2" not in text


def test_a_value_that_nobody_has_is_told(published):
    (note,) = [p for p in published[0].problems if p.code == "RUN018"]
    assert (
        note.message == "nobody has the segment 'retial', which threshold sets of cash_test ask for"
    )
    assert "private" not in note.hint


def test_a_run_is_made_again_with_its_own_sets(published):
    place = published[1]
    again = replay(place, place.parent.parent, Silent())
    assert again.different == ()


def test_a_changed_set_of_the_same_version_is_told_in_the_next_run(published):
    previous = read_previous(published[1])
    uses = published[0].scenarios
    assert set(previous.threshold_sets) == {"cash_test shops@2", "cash_test private@1"}
    assert same_version(previous, uses) == []
    sets = tuple(replace(item, sha256="0" * 64) for item in uses[0].threshold_sets[:1])
    (note,) = same_version(previous, [replace(uses[0], threshold_sets=sets)])
    assert note.code == "RUN019"
    assert "shops@2 of cash_test" in note.message
    raised = tuple(replace(item, reference="shops@3") for item in sets)
    assert same_version(previous, [replace(uses[0], threshold_sets=raised)]) == []


def test_a_manifest_whose_scenarios_are_none_is_no_run(published, tmp_path):
    manifest = json.loads((published[1] / "manifest.json").read_text(encoding="utf-8"))
    manifest["scenarios"] = ["cash_test"]
    (tmp_path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    shutil.copy(published[1] / "alerts.parquet", tmp_path)
    with pytest.raises(RunError, match="RUN003"):
        read_previous(tmp_path)


def test_what_a_set_names_holds_over_what_the_workspace_chose(tmp_path):
    parameters = f"[parameters.cash_test]\nleast = 9\n\n{SETS}"
    (item,) = active_scenarios(workspace_of(tmp_path, parameters))
    assert [t.parameters["least"] for t in item.thresholds] == [4, 2, 9]
    assert [t.parameters["window"] for t in item.thresholds] == [7, 30, 7]


def test_a_set_that_the_run_names_holds_for_whoever_fits_no_other(tmp_path):
    workspace = workspace_of(tmp_path)
    (item,) = active_scenarios(replace(workspace, threshold_set="strict"))
    assert [t.threshold_set for t in item.thresholds] == ["shops@2", "private@1", "strict@1"]
    (item,) = active_scenarios(replace(workspace, threshold_set="shops"))
    assert [t.threshold_set for t in item.thresholds] == ["private@1", "shops@2"]
    assert item.thresholds[-1].when == {}


@pytest.mark.parametrize(
    ("change", "code", "place", "words"),
    [
        (("threshold_sets.cash_test", "threshold_sets.cash_tset"), "RUN002", 15, "'cash_test'"),
        (('id = "shops"', 'id = "strict"'), "SCN016", 15, "another id"),
        (("segment = [", "segmnt = ["), "SCN017", 19, "'segment'"),
        (('["US"]', '["usa"]'), "SCN017", 19, "two capital letters"),
        (("least = 4", "leest = 4"), "SCN011", 20, "'least'"),
        (("least = 4", "least = 99"), "SCN010", 20, "a count from 1 to 50"),
        (('id = "private"', 'id = "shops"'), "SCN016", 22, "another id"),
        (('segment = "private"', 'segment = "retail", jurisdiction = "US"'), "SCN018", 22, "the narrower one"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_set_has_its_place_in_the_file(tmp_path, change, code, place, words):
    old, new = change
    workspace = workspace_of(tmp_path, SETS.replace(old, new, 1 if code != "RUN002" else -1))
    lines = (tmp_path / "aml.toml").read_text(encoding="utf-8").splitlines()
    first = lines.index(SETS.splitlines()[0].replace(*change))
    with pytest.raises(UsageError) as caught:
        active_scenarios(workspace)
    problem = caught.value.problems[0]
    assert problem.code == code
    assert words in problem.hint
    assert problem.location.path == "aml.toml"
    assert problem.location.line - (first + 1) == place - 15


def test_the_sides_of_a_backtest_and_the_book_have_the_sets_too(tmp_path):
    workspace = workspace_of(tmp_path)
    side = read_side(workspace, "cash_test:least=5")
    assert [t.parameters["least"] for t in side.active.thresholds] == [4, 2, 5]
    assert side.rule.parameters["least (shops@2)"] == "4"
    book = gather_book(workspace, None)
    (entry,) = book.entries
    assert [item.reference for item in entry.scenario.threshold_sets] == [
        "shops@2", "private@1", "strict@1",
    ]  # fmt: skip
    other = workspace_of(tmp_path / "other", SETS.replace("least = 4", "least = 5"))
    assert gather_book(other, None).reference != book.reference

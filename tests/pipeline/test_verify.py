import json
import shutil
from dataclasses import replace

import pytest

from aml.core.problem import RunError
from aml.core.progress import Silent
from aml.pipeline.published import read_case
from aml.pipeline.verify import verify, wrong_figures
from tests.pipeline import ledgers


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    folder = tmp_path_factory.mktemp("workspace")
    return ledgers.run(folder, flagged_parties=[ledgers.flagged()], documents='"html"')[1]


@pytest.fixture
def place(published, tmp_path):
    """The run, to be tampered with."""
    shutil.copytree(published.parent.parent, tmp_path / "copy")
    return tmp_path / "copy" / "out" / published.name


def case_path(place):
    return next(place.glob("cases/*/case.json"))


def tamper(place, change):
    """Change case.json and give what verify says, but for the changed file's hash."""
    path = case_path(place)
    shape = json.loads(path.read_text(encoding="utf-8"))
    change(shape)
    path.write_text(json.dumps(shape), encoding="utf-8")
    found = problems(place)
    assert found.pop(0).code == "RUN040"
    return {(problem.code, problem.message) for problem in found}


def problems(place):
    return list(verify(place, place.parent.parent, Silent()).problems)


def cash_alert(shape):
    (alert,) = [alert for alert in shape["alerts"] if alert["source"] == "cash_test"]
    return alert


def test_a_run_as_it_was_published_holds(published):
    found = verify(published, published.parent.parent, Silent())
    assert found.problems == ()
    assert (found.cited, found.context) == (4, 1)
    assert found.run_id == published.name


def test_a_cited_figure_that_was_changed_is_named(place):
    def change(shape):
        figure = next(f for f in cash_alert(shape)["figures"] if f["name"] == "total_base")
        figure["value"] = "28621.8800"

    found = tamper(place, change)
    assert any(c == "RUN041" and "total_base is not what the cited rows" in m for c, m in found)
    assert any(c == "RUN042" and "total_base came out differently" in m for c, m in found)
    assert not any("28621" in message for _, message in found)


def test_a_context_figure_that_was_changed_is_named(place):
    def change(shape):
        next(f for f in cash_alert(shape)["figures"] if f["name"] == "credits")["value"] = 99

    assert any(c == "RUN042" and "credits came out" in m for c, m in tamper(place, change))


def test_the_text_of_a_figure_is_part_of_it(place):
    def change(shape):
        next(f for f in cash_alert(shape)["figures"] if f["name"] == "items")["text"] = "30"

    assert any("items came out differently" in message for _, message in tamper(place, change))


def test_a_row_that_was_changed_is_named_by_file_and_record(place):
    def change(shape):
        row = next(r for r in shape["rows"] if r["record_id"] == "transactions:T1")
        row["values"]["amount_base"] = "1.0000"

    path = case_path(place)
    shape = json.loads(path.read_text(encoding="utf-8"))
    change(shape)
    path.write_text(json.dumps(shape), encoding="utf-8")
    found = problems(place)
    assert "RUN041" in {problem.code for problem in found}
    places = [str(p.location) for p in found if "keeps this record differently" in p.message]
    assert places == ["tables/transactions.csv: record 34"]
    assert any("totals of the case" in problem.message for problem in found)


@pytest.mark.parametrize(("rate", "is_wrong"), [("1.00000000", False), ("1.1", True), ("?", True)])
def test_a_record_in_another_currency_is_worth_what_its_rate_gives(published, rate, is_wrong):
    case = read_case(case_path(published))
    row = next(row for row in case.rows if row.table == "transactions")
    priced = replace(row, values={**row.values, "fx_rate": rate})
    rows = tuple(priced if kept is row else kept for kept in case.rows)
    found = [(p.code, p.message) for p in wrong_figures(replace(case, rows=rows))]
    told = ("RUN041", "the record is not worth what its rate gives")
    assert found == ([told] if is_wrong else [])


def test_a_row_that_was_taken_away_is_named(place):
    found = tamper(place, lambda shape: shape["rows"].pop())
    assert ("RUN042", "the case no longer keeps this record") in found


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("score", "99", "the score of the case is not its lines' sum"),
        ("title", "Another", "the title of the case came out differently"),
    ],
)
def test_what_a_case_says_of_itself_is_compared(place, key, value, message):
    assert message in {text for _, text in tamper(place, lambda shape: shape.update({key: value}))}


def test_an_alert_that_was_made_up_is_named(place):
    def change(shape):
        cash_alert(shape).update(alert_id="A-made-up", score="61")

    found = {message for _, message in tamper(place, change)}
    assert "A-made-up as a whole came out differently" in found
    assert "the score of A-made-up is not its lines' sum" in found


def test_a_case_that_is_none_any_more_is_named(place):
    case_path(place).write_text("{}", encoding="utf-8")
    assert [problem.code for problem in problems(place)] == ["RUN040", "RUN043"]
    with pytest.raises(RunError, match="RUN043"):
        read_case(case_path(place))


@pytest.mark.parametrize("name", ["alerts.parquet", "index.html", "inputs/aml.toml"])
def test_an_output_that_was_changed_or_removed_is_named(place, name):
    with (place / name).open("ab") as file:
        file.write(b"\n")
    found = problems(place)
    assert [(p.code, str(p.location)) for p in found] == [("RUN040", f"{place.name}/{name}")]
    if name == "index.html":
        (place / name).unlink()
        assert "missing" in problems(place)[0].message


def test_a_case_that_the_scan_does_not_give_is_named(place):
    path = case_path(place)
    shape = json.loads(path.read_text(encoding="utf-8"))
    shape["case_id"] = "C-made-up"
    (place / "cases" / "C-made-up").mkdir()
    (place / "cases" / "C-made-up" / "case.json").write_text(json.dumps(shape), encoding="utf-8")
    found = [(problem.code, str(problem.location)) for problem in problems(place)]
    assert found == [
        ("RUN042", "cases/C-made-up/case.json"),
        ("RUN046", f"{place.name}/cases/C-made-up/case.json"),
    ]


def test_a_manifest_of_other_findings_is_named(place):
    path = place / "manifest.json"
    shape = json.loads(path.read_text(encoding="utf-8"))
    text = json.dumps(
        shape | {"findings_sha256": "0" * 64}, indent=1, sort_keys=True, ensure_ascii=False
    )
    path.write_text(text + "\n", encoding="utf-8")
    (problem,) = problems(place)
    assert problem.code == "RUN042"
    assert problem.message == "findings_sha256 came out differently"


def test_a_changed_ledger_does_not_hide_a_changed_output(place):
    (place / "index.html").write_text("changed")
    path = place.parent.parent / "tables" / "transactions.csv"
    path.write_text(path.read_text().replace("9523.17", "9523.18"))
    with pytest.raises(RunError) as caught:
        problems(place)
    assert [p.code for p in caught.value.problems] == ["RUN040", "RUN031"]

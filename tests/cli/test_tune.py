"""`aml scenario tune`: from a grid to a paper, and from a filled sheet to bounds."""

import csv
import json

import pytest

from tests.pipeline import ledgers, tuned


@pytest.fixture(scope="module")
def config(tmp_path_factory):
    return ledgers.write_workspace(tmp_path_factory.mktemp("tune"), records=tuned.records())


def fill(path, answer):
    with path.open(newline="", encoding="utf-8") as file:
        records = list(csv.DictReader(file))
    for record in records:
        record |= {"suspicious": answer(record), "reviewer": "B. Reviewer"}
    ledgers.write_csv(path, records)


def test_a_grid_gives_a_paper_and_a_filled_sheet_gives_bounds(aml, config, tmp_path):
    out = tmp_path / "out"
    call = ("scenario", "tune", "cash_test")
    told = aml(*call, "--grid", "least=1:4:1", "--config", config, "--out", out)
    assert told.code == 0
    assert "cash_test@1: 4 points" in told.out
    assert "review.csv, 7 lines" in told.out
    for name in ledgers.SECRETS:
        assert name not in told.out + told.err
    fill(out / "review.csv", lambda record: "yes" if record["band"] == "above" else "no")
    sheet = (out / "review.csv").read_bytes()
    told = aml(*call, "--review", out / "review.csv", "--out", out, "--format", "json")
    assert told.code == 0
    bounds = {item["band"]: item for item in json.loads(told.out)["bounds"]}
    assert (bounds["below"]["reviewed"], bounds["below"]["high"]) == (2, "0.000000")
    assert bounds["above"]["low"] == "1.000000"
    assert "of 2 in all, between 0.00 % and 0.00 %" in (out / "tuning.html").read_text()
    assert (out / "review.csv").read_bytes() == sheet


def test_an_empty_sheet_counts_for_nothing(aml, config, tmp_path):
    call = ("scenario", "tune", "cash_test", "--out", tmp_path)
    assert aml(*call, "--grid", "least=2,3", "--config", config).code == 0
    before = (tmp_path / "tuning.html").read_bytes()
    told = aml(*call, "--review", tmp_path / "review.csv")
    assert told.code == 2
    assert "review.csv:2:" in told.err
    assert "TUN003" in told.err
    assert (tmp_path / "tuning.html").read_bytes() == before


def test_a_scenario_that_is_no_longer_stable_is_said_to_be_there(aml, tmp_path):
    config = ledgers.write_workspace(tmp_path)
    rule = tmp_path / "rules" / "own" / "cash_test.yml"
    rule.write_text(rule.read_text().replace("status: stable", "status: draft"))
    grid = ("--grid", "least=1", "--config", config, "--out", tmp_path / "out")
    told = aml("scenario", "tune", "cash_test", *grid)
    assert told.code == 2
    assert "its status is draft" in told.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("cash_test",), "no grid"),
        (("cash_tst", "--grid", "least=1"), "did you mean 'cash_test'"),
        (("cash_test", "--grid", "least=1", "--threshold-set", "strict"), "'strict' of a segment"),
        (("cash_test", "--grid", "lest=1"), "did you mean 'least'"),
        (("cash_test", "--grid", "least=1", "--confidence", "95"), "not above 0 and below 1"),
        (("cash_test", "--grid", "least=1", "--share", "x"), "no number"),
        (("cash_test", "--grid", "least=1", "--segment", "customers.name"), "--segment"),
    ],
)
def test_what_cannot_be_tuned_is_a_mistake_of_usage(aml, config, tmp_path, arguments, words):
    told = aml("scenario", "tune", *arguments, "--config", config, "--out", tmp_path / "out")
    assert told.code == 2
    assert words in told.err
    assert list(tmp_path.iterdir()) == []


def test_a_review_belongs_to_its_tuning(aml, config, tmp_path):
    out = tmp_path / "out"
    call = ("scenario", "tune")
    aml(*call, "cash_test", "--grid", "least=2,3", "--config", config, "--out", out)
    sheet = out / "review.csv"
    assert "of cash_test" in aml(*call, "sent_test", "--review", sheet, "--out", out).err
    grid = ("--grid", "least=2")
    assert "without --grid" in aml(*call, "cash_test", *grid, "--review", sheet, "--out", out).err
    assert "TUN004" in aml(*call, "cash_test", "--review", sheet, "--out", tmp_path / "x").err
    again = aml(*call, "cash_test", *grid, "--config", config, "--out", out)
    assert (again.code, "RUN006" in again.err) == (2, True)

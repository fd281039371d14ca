"""`aml report` for the forms of FIUs, as its user calls it."""

import json
from dataclasses import replace

import pytest

from aml.core.plain import plain
from aml.core.problem import Problem
from aml.report.fincen import batch
from tests.report.fincen.filings import case

WHOLE = replace(case(), case_id="C-1")
LACKING = replace(case(customer_type=None), case_id="C-2")


@pytest.fixture
def run(tmp_path):
    """A run of two cases, one of which lacks a datum."""
    folder = tmp_path / "out" / "2026-03-31-1a2b3c4d"
    for held in (WHOLE, LACKING):
        place = folder / "cases" / held.case_id
        place.mkdir(parents=True)
        (place / "case.json").write_text(json.dumps(plain(held)), encoding="utf-8")
    manifest = {"run_id": folder.name, "inputs": [], "outputs": {}}
    (folder / "manifest.json").write_text(json.dumps(manifest))
    return folder


def test_check_lists_what_is_missing_as_lines_to_answer(aml, run, tmp_path):
    said = aml("report", run, "--check", "fincen", "--out", tmp_path / "forms")
    assert said.code == 1
    assert "# C-2: 1 missing" in said.out
    assert "subject 1.kind:    # person or entity" in said.out
    assert "C-1" not in said.out
    assert not (tmp_path / "forms").exists()
    said = aml("report", run, "C-1", "--check", "fincen")
    assert (said.code, said.out.strip()) == (0, "nothing is missing for fincen")


def test_complete_cases_are_written_and_the_others_named(aml, run, tmp_path):
    out = tmp_path / "forms"
    said = aml("report", run, "--format", "fincen", "--out", out)
    assert said.code == 1
    assert "FIL001 C-2: 1 datum is missing for fincen" in said.err
    assert "`aml report RUN C-2 --check fincen`" in said.err
    assert (out / "cases" / "C-1" / "fincen_sar.xml").is_file()
    assert not (out / "cases" / "C-2").exists()


def test_answers_and_the_day_of_filing_are_taken(aml, run, tmp_path):
    out, told = tmp_path / "forms", tmp_path / "answers.yml"
    told.write_text("subject 1.kind: person\n")
    said = aml(
        "report", run, "--format", "fincen,json", "--out", out, "--answers", told,
        "--filed-on", "2026-04-09", "--batch",
    )  # fmt: skip
    assert said.code == 0, said.err
    xml = (out / "fincen_sar.xml").read_text()
    assert xml.count("<fc2:FilingDateText>20260409<") == 2
    assert (out / "cases" / "C-2" / "evidence.csv").is_file()


def test_wrong_answers_are_told_at_their_line(aml, run, tmp_path):
    told = tmp_path / "answers.yml"
    told.write_text("filer.city: Quixley\nsubject 1.shoe_size: 42\n")
    said = aml("report", run, "--check", "fincen", "--answers", told)
    assert said.code == 2
    assert f"{told}:2:1: CFG002" in said.err
    assert "Quixley" not in said.err


def test_an_acknowledgement_is_read_back_to_its_case(aml, run, tmp_path):
    out, answer = tmp_path / "forms", tmp_path / "ack.xml"
    aml("report", run, "C-1", "--format", "fincen", "--out", out)
    body = "<EFilingActivityXML><BSAID>31000055053784</BSAID>{}</EFilingActivityXML>"
    remark = (
        "<EFilingActivityErrorXML><ErrorContextText>EFilingBatchXML/Activity[1]/Party[9]"
        "</ErrorContextText><ErrorLevelText>WARN</ErrorLevelText><ErrorText>No value."
        "</ErrorText><ErrorTypeCode>C4</ErrorTypeCode></EFilingActivityErrorXML>"
    )
    whole = '<EFilingBatchXML StatusCode="A">{}</EFilingBatchXML>'
    answer.write_text(whole.format(body.format("")))
    said = aml("report", run, "C-1", "--acknowledgement", answer, "--out", out)
    assert said.code == 0, said.err
    assert said.out.strip() == "C-1: BSA id 31000055053784, status A"
    answer.write_text(whole.format(body.format(remark)))
    said = aml("report", run, "C-1", "--acknowledgement", answer, "--out", out)
    assert said.code == 1
    assert "  WARN C4 EFilingBatchXML/Activity[1]/Party[9]: No value." in said.out
    answer.write_text(whole.replace('"A"', '"R"').format(body.format("")))
    said = aml("report", run, "C-1", "--acknowledgement", answer, "--out", out)
    assert (said.code, "status R" in said.out) == (1, True)
    answer.write_text("no xml")
    said = aml("report", run, "C-1", "--acknowledgement", answer, "--out", out)
    assert said.code == 2
    assert "FIL032" in said.err
    said = aml("report", run, "C-1", "C-2", "--acknowledgement", answer, "--out", out)
    assert said.code == 2


def test_a_file_that_breaks_a_rule_is_not_written(aml, run, tmp_path, monkeypatch):

    monkeypatch.setattr(batch, "broken_rules", lambda *_: (Problem("FIL014", "cents"),))
    said = aml("report", run, "C-1", "--format", "fincen", "--out", tmp_path / "forms")
    assert said.code != 0
    assert "FIL014" in said.err
    assert not (tmp_path / "forms" / "cases").exists()

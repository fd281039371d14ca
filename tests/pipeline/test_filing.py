"""Forms of an FIU in their folder: complete cases alone, with answers, one by one or as a batch."""

import json
from dataclasses import replace
from datetime import date

import pytest

from aml.core.disposition import Disposition
from aml.core.problem import ReportError, UsageError
from aml.core.progress import Silent
from aml.pipeline.filing import acknowledged, check, file_cases, filings_of, forms_of_run
from aml.pipeline.folder import Folder
from aml.pipeline.forms import Asked
from tests.pipeline.test_goaml import PROFILE
from tests.report.fincen.filings import SCHEMA, case, needs_schema
from tests.report.goaml.filings import FILING

WHOLE = replace(case(), case_id="C-1")
LACKING = replace(case(customer_type=None), case_id="C-2")


def asked(tmp_path, **more):
    return Asked(root=tmp_path, out=tmp_path / "forms", **more)


def answer(tmp_path, case_id, text):
    folder = tmp_path / "forms" / "cases" / case_id
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "answers.yml").write_text(text)


def test_only_complete_cases_are_written(tmp_path):
    here = asked(tmp_path)
    filed = file_cases("fincen", filings_of([WHOLE, LACKING], here), here)
    assert filed.files == (
        "cases/C-1/fincen_sar.xml", "cases/C-1/fincen_sar.map.json"
    )  # fmt: skip
    assert [m.answer for m in filed.missing["C-2"]] == ["subject 1.kind"]
    assert not (tmp_path / "forms" / "cases" / "C-2").exists()
    path = tmp_path / "forms" / "cases" / "C-1" / "fincen_sar.xml"
    assert path.stat().st_mode & 0o777 == 0o600


def test_each_case_is_told_of_as_it_is_looked_at(tmp_path):
    class Told(Silent):
        steps = ()

        def stage(self, name, steps=0):
            self.steps += ((name, steps),)

        def step(self, name):
            self.steps += (name,)

    here, told = asked(tmp_path), Told()
    file_cases("fincen", filings_of([WHOLE, LACKING], here), here, told)
    assert told.steps == (("Forms of fincen", 2), "C-1", "C-2")


def test_answers_beside_a_case_complete_it(tmp_path):
    answer(tmp_path, "C-2", "subject 1.kind: person\n")
    here = asked(tmp_path)
    assert check("fincen", filings_of([WHOLE, LACKING], here), here) == {}


def test_answers_for_all_cases_come_first_and_those_of_a_case_prevail(tmp_path):
    shared = tmp_path / "filer.yml"
    shared.write_text("filer.city: Austin\nsubject 1.kind: entity\n")
    answer(tmp_path, "C-2", "subject 1.kind: person\n")
    first, second = filings_of([WHOLE, LACKING], asked(tmp_path, answers=shared))
    assert first.filer.address.city == second.filer.address.city == "Austin"
    assert (first.parties[0].kind, second.parties[0].kind) == ("entity", "person")


NUMBER = "31000000000001"


@pytest.mark.parametrize(
    ("word", "text", "expected"),
    [
        ("file", "filing.codes: 9/925\n", (True, NUMBER)),
        ("close", "filing.codes: 9/925\n", (False, "")),
        ("file", "filing.continues: false\nfiling.prior_document_number: 7\n", (False, "7")),
        ("close", "filing.continues: true\n", (True, "")),
    ],
)
def test_decisions_say_what_is_continued_unless_an_answer_does(tmp_path, word, text, expected):
    number = NUMBER if word == "file" else ""
    made = Disposition("A-0", word, "A", date(2026, 2, 4), "as seen", "run", ("A-0",), None, number)
    answer(tmp_path, "C-1", text)
    alerts = tuple(replace(alert, continues="A-0") for alert in WHOLE.alerts)
    here = asked(tmp_path, decided={"A-0": made})
    (filing,) = filings_of([replace(WHOLE, alerts=alerts)], here)
    assert (filing.continues, filing.prior_document_number) == expected


def test_mistakes_in_answers_are_told_once_without_what_was_answered(tmp_path):
    shared = tmp_path / "filer.yml"
    shared.write_text("filer.town: Quixley\nfiling.filed_on: 31.12.1977\n")
    with pytest.raises(UsageError) as raised:
        filings_of([WHOLE, LACKING], asked(tmp_path, answers=shared))
    first, second = raised.value.problems
    assert (first.code, first.location.line) == ("CFG002", 1)
    assert (second.code, second.location.line) == ("CFG004", 2)
    assert "Quixley" not in str(raised.value)
    assert "1977" not in str(raised.value)


@pytest.mark.parametrize(
    ("content", "code"), [(None, "RUN001"), (b"\xff\xfe\x00x", "CFG001"), (b"a: [", "CFG001")]
)
def test_answers_that_cannot_be_read_are_told(tmp_path, content, code):
    shared = tmp_path / "filer.yml"
    if content is not None:
        shared.write_bytes(content)
    with pytest.raises(UsageError) as raised:
        filings_of([WHOLE], asked(tmp_path, answers=shared))
    assert raised.value.problems[0].code == code


def test_a_batch_is_one_file_of_all_cases_or_none(tmp_path):
    here = asked(tmp_path, is_batch=True)
    assert file_cases("fincen", filings_of([WHOLE, LACKING], here), here).files == ()
    answer(tmp_path, "C-2", "subject 1.kind: person\n")
    filed = file_cases("fincen", filings_of([WHOLE, LACKING], here), here)
    assert filed.files == ("fincen_sar.xml", "fincen_sar.map.json")
    told = json.loads((tmp_path / "forms" / "fincen_sar.map.json").read_text())
    assert [case_id for _, case_id in told["activities"]] == ["C-1", "C-2"]


def test_an_acknowledgement_finds_its_cases_through_the_map(tmp_path):
    answer(tmp_path, "C-2", "subject 1.kind: person\n")
    here = asked(tmp_path, is_batch=True)
    file_cases("fincen", filings_of([WHOLE, LACKING], here), here)
    told = json.loads((tmp_path / "forms" / "fincen_sar.map.json").read_text())
    path = tmp_path / "ack.xml"
    path.write_text(
        '<EFilingBatchXML StatusCode="A"><EFilingActivityXML><BSAID>31</BSAID>'
        "<EFilingActivityErrorXML><ErrorContextText>EFilingBatchXML/"
        f"Activity[{told['activities'][1][0]}]/Party[9]</ErrorContextText>"
        "</EFilingActivityErrorXML></EFilingActivityXML></EFilingBatchXML>"
    )
    (report,) = acknowledged(path, here)
    assert (report.case_id, report.number) == ("C-2", "31")
    with pytest.raises(UsageError) as raised:
        acknowledged(path, here, "C-1")
    assert raised.value.problems[0].code == "RUN001"


@needs_schema
def test_the_schema_of_the_workspace_is_asked(tmp_path):
    schemas = tmp_path / "schemas"
    schemas.mkdir()
    (schemas / "sar.xsd").write_bytes(SCHEMA.read_bytes())
    named = replace(WHOLE, filer=replace(WHOLE.filer, fincen_xsd="schemas/sar.xsd"))
    here = asked(tmp_path)
    assert file_cases("fincen", filings_of([named], here), here).files
    (schemas / "sar.xsd").write_bytes(SCHEMA.read_bytes().replace(b'value="150"', b'value="3"'))
    with pytest.raises(ReportError) as raised:
        file_cases("fincen", filings_of([named], here), here)
    assert raised.value.problems[0].code == "FIL030"


def test_a_schema_that_is_named_and_not_there_is_told(tmp_path):
    named = replace(WHOLE, filer=replace(WHOLE.filer, fincen_xsd="none.xsd"))
    here = asked(tmp_path)
    with pytest.raises(ReportError) as raised:
        file_cases("fincen", filings_of([named], here), here)
    assert raised.value.problems[0].code == "FIL031"
    assert not (tmp_path / "forms" / "cases").exists()


def test_forms_of_a_run_are_those_of_complete_cases_and_the_rest_is_told(tmp_path):
    folder = Folder(tmp_path / "run")
    asked = Asked(tmp_path, folder.path)
    (problem,) = forms_of_run(["fincen"], [WHOLE, LACKING], asked, folder)
    assert problem.code == "FIL001"
    assert problem.message.startswith("C-2: 1 datum is missing for fincen")
    assert {*folder.hashes} == {"cases/C-1/fincen_sar.xml", "cases/C-1/fincen_sar.map.json"}


def test_a_profile_that_cannot_be_used_holds_no_run_up(tmp_path):
    lost = replace(WHOLE, filer=replace(WHOLE.filer, goaml_profile="nowhere"))
    folder = Folder(tmp_path / "run")
    asked = Asked(tmp_path, folder.path)
    problems = list(forms_of_run(["goaml", "fincen"], [lost], asked, folder))
    assert [problem.code[:3] for problem in problems] == ["GOA"]
    assert "cases/C-1/fincen_sar.xml" in folder.hashes


def test_what_a_form_has_no_room_for_is_told_by_its_key_and_never_by_its_text(tmp_path):
    (tmp_path / "goaml").mkdir()
    (tmp_path / "goaml" / "home.yml").write_text(PROFILE, encoding="utf-8")
    asked = Asked(tmp_path, tmp_path / "forms", goaml_profile="home")
    anna = replace(FILING.parties[0], email="mail" * 2500)
    filing = replace(FILING, parties=(anna, *FILING.parties[1:]))
    filed = file_cases("goaml", [FILING, filing], asked)
    assert len(filed.files) == 2
    (problem,) = filed.problems
    assert (problem.code, problem.message) == (
        "FIL002",
        f"{filing.case_id}: goaml.xml has no room for subject 1.email",
    )

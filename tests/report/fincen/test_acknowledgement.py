"""What FinCEN answers, brought back to the cases it speaks of."""

import pytest

from aml.core.problem import ReportError
from aml.report.fincen import read_acknowledgement
from tests.report.fincen.filings import SCHEMAS

NUMBERS = {1: "C-1", 60: "C-2", 120: "C-3"}
SAMPLE = SCHEMAS / "moov_sar_acknowledgement.xml"


def activity(number, *paths):
    errors = "".join(
        f"<EFilingActivityErrorXML><ErrorContextText>EFilingBatchXML/{path}</ErrorContextText>"
        "<ErrorLevelText>WARN</ErrorLevelText><ErrorText>No\n value.</ErrorText>"
        "<ErrorTypeCode>C4</ErrorTypeCode></EFilingActivityErrorXML>"
        for path in paths
    )
    empty = "" if paths else "<EFilingActivityErrorXML/>"
    return f"<EFilingActivityXML><BSAID>{number}</BSAID>{errors}{empty}</EFilingActivityXML>"


def answer(tmp_path, *activities, head="", namespace=""):
    path = tmp_path / "ack.xml"
    path.write_text(
        f'{head}<EFilingBatchXML {namespace} StatusCode="A"><EFilingSubmissionXML StatusCode="A">'
        f"{''.join(activities)}</EFilingSubmissionXML></EFilingBatchXML>"
    )
    return path


def test_remarks_come_back_to_their_case_by_seqnum(tmp_path):
    path = answer(
        tmp_path,
        activity("31000000000003", "Activity[120]/Party[130]/PartyName[131]"),
        activity("31000000000001", "Activity[1]", "Activity[1]/Party[2]"),
    )
    third, first = read_acknowledgement(path, NUMBERS)
    assert (third.case_id, third.number, third.status) == ("C-3", "31000000000003", "A")
    assert (first.case_id, len(first.remarks)) == ("C-1", 2)
    remark = third.remarks[0]
    assert (remark.level, remark.code, remark.text) == ("WARN", "C4", "No value.")
    assert remark.path.endswith("Activity[120]/Party[130]/PartyName[131]")


def test_reports_without_remarks_come_in_the_order_of_the_batch(tmp_path):
    path = answer(
        tmp_path, activity("1"), activity("2"), activity("3"), namespace='xmlns="www.fincen.gov/base"'
    )  # fmt: skip
    found = read_acknowledgement(path, NUMBERS)
    assert [(report.case_id, report.number) for report in found] == [
        ("C-1", "1"), ("C-2", "2"), ("C-3", "3")
    ]  # fmt: skip
    assert not any(report.remarks for report in found)


def error(name, text, path):
    return (
        f"<{name}><ErrorContextText>{path}</ErrorContextText><ErrorLevelText>FATAL</ErrorLevelText>"
        f"<ErrorText>{text}</ErrorText><ErrorTypeCode>B1</ErrorTypeCode></{name}>"
    )


@pytest.mark.parametrize("name", ["EFilingBatchErrorXML", "EFilingSubmissionErrorXML"])
def test_what_is_said_of_the_whole_batch_comes_first_and_apart_from_its_reports(tmp_path, name):
    told = error(name, "Counts differ.", "EFilingBatchXML/@PartyCount")
    batch, first, second = read_acknowledgement(
        answer(tmp_path, told, activity("1", "Activity[1]"), activity("2")), NUMBERS
    )
    assert (batch.case_id, batch.status) == ("", "A")
    (remark,) = batch.remarks
    assert (remark.level, remark.code, remark.text) == ("FATAL", "B1", "Counts differ.")
    assert [first.case_id, second.case_id] == ["C-1", "C-2"]
    assert len(first.remarks) == 1


def test_a_batch_rejected_as_a_whole_is_an_answer_though_it_names_no_report(tmp_path):
    path = answer(tmp_path, error("EFilingBatchErrorXML", "Not taken.", ""))
    path.write_text(path.read_text().replace('StatusCode="A"', 'StatusCode="R"'))
    (batch,) = read_acknowledgement(path, NUMBERS)
    assert (batch.case_id, batch.status, batch.remarks[0].text) == ("", "R", "Not taken.")


@pytest.mark.parametrize(
    "activities",
    [
        [error("EFilingBatchErrorXML", "Counts differ.", "Activity[7]"), activity("1")],
        [activity("1", "Activity[7]/Party[8]")],
        [activity("1"), activity("2"), activity("3"), activity("4")],
        [activity("1", "Activity[1]", "Activity[60]")],
        [activity("1", "Activity[60]"), activity("2")],
    ],
)
def test_an_answer_to_another_batch_is_refused(tmp_path, activities):
    with pytest.raises(ReportError) as raised:
        read_acknowledgement(answer(tmp_path, *activities), NUMBERS)
    assert raised.value.problems[0].code == "FIL033"


def test_what_is_no_acknowledgement_is_refused(tmp_path):
    for path in (
        answer(tmp_path),
        tmp_path / "none.xml",
        answer(tmp_path, activity("&x;"), head='<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/hosts">]>'),
    ):  # fmt: skip
        with pytest.raises(ReportError) as raised:
            read_acknowledgement(path, NUMBERS)
        assert raised.value.problems[0].code == "FIL032"
    (tmp_path / "ack.xml").write_text("no xml")
    with pytest.raises(ReportError):
        read_acknowledgement(tmp_path / "ack.xml", NUMBERS)


@pytest.mark.skipif(not SAMPLE.is_file(), reason=f"no acknowledgement at {SAMPLE}")
def test_a_file_seen_elsewhere_is_read():
    first, *others = read_acknowledgement(SAMPLE, NUMBERS)
    assert (first.case_id, first.number) == ("C-1", "31000055053784")
    assert [remark.code for remark in first.remarks] == ["C21", "C4"]
    assert [len(report.remarks) for report in others] == [0, 0]

"""Documents of many cases at once: in their order, the same bytes, and a failure is one."""

from dataclasses import replace

import pytest

from aml.core.problem import ReportError
from aml.pipeline.documents import write_cases
from aml.pipeline.folder import Folder
from aml.report import render_docx, render_html, render_pdf
from tests.report import cases


class Steps:
    """A Progress that keeps the names of its steps."""

    def __init__(self):
        self.names = []

    def step(self, name):
        self.names.append(name)


def numbered(count):
    return [replace(cases.small(), case_id=f"C-{n:010}") for n in range(count)]


def test_cases_are_written_in_their_order_and_as_if_one_by_one(tmp_path):
    steps, many = Steps(), numbered(20)
    folder = Folder(tmp_path / "out")
    write_cases(folder, iter(many), ("html", "pdf", "docx"), steps)
    assert steps.names == [case.case_id for case in many]
    assert list(folder.hashes)[:3] == [
        f"cases/C-0000000000/sar.{kind}" for kind in ("html", "pdf", "docx")
    ]
    for case in (many[0], many[19]):
        place = tmp_path / "out" / "cases" / case.case_id
        assert (place / "sar.html").read_text(encoding="utf-8") == render_html(case)
        assert (place / "sar.pdf").read_bytes() == render_pdf(case)
        assert (place / "sar.docx").read_bytes() == render_docx(case)


def test_a_case_that_cannot_be_told_stops_the_rest_after_what_came_before(tmp_path):
    many = numbered(4)
    many[2] = replace(many[2], subjects=())
    with pytest.raises(ReportError):
        write_cases(Folder(tmp_path / "out"), many, ("html",), Steps())
    written = sorted(path.parent.name for path in tmp_path.rglob("sar.html"))
    assert written == ["C-0000000000", "C-0000000001"]

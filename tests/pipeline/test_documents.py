"""Documents of many cases at once: in their order, the same bytes, and a failure is one."""

import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from aml.core.problem import ReportError
from aml.pipeline import documents
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


def test_processes_write_what_threads_write(tmp_path, monkeypatch):
    many = numbered(4)
    write_cases(Folder(tmp_path / "threads"), many, ("html", "pdf"), Steps())
    monkeypatch.setattr(documents, "_FEW", 2)
    steps, folder = Steps(), Folder(tmp_path / "processes")
    write_cases(folder, iter(many), ("html", "pdf"), steps)
    assert steps.names == [case.case_id for case in many]
    for path in (tmp_path / "threads").rglob("sar.*"):
        twin = tmp_path / "processes" / path.relative_to(tmp_path / "threads")
        assert twin.read_bytes() == path.read_bytes()


def test_a_failure_in_a_process_is_told_as_in_a_thread(tmp_path, monkeypatch):
    monkeypatch.setattr(documents, "_FEW", 2)
    many = numbered(4)
    many[2] = replace(many[2], subjects=())
    with pytest.raises(ReportError) as caught:
        write_cases(Folder(tmp_path / "out"), many, ("html",), Steps())
    assert [problem.code for problem in caught.value.problems] == ["RPT002"]
    written = sorted(path.parent.name for path in tmp_path.rglob("sar.html"))
    assert written == ["C-0000000000", "C-0000000001"]


def test_a_process_ends_when_the_one_that_started_it_is_killed(tmp_path):
    code = (
        "import time\nfrom aml.pipeline.documents import _pool\n"
        "if __name__ == '__main__':\n"
        "    pool = _pool(is_many=True)\n    pool.submit(time.sleep, 0).result()\n"
        "    print(*pool._processes, flush=True)\n    time.sleep(60)\n"
    )
    script = tmp_path / "waits.py"
    script.write_text(code)
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True) as parent:
        started = [int(number) for number in parent.stdout.readline().split()]
        parent.kill()
    for number in started:
        assert ended(number)


def ended(number):
    """Whether a process is gone, or goes within some seconds."""
    for _ in range(100):
        try:
            os.kill(number, 0)
            if b") Z " in Path(f"/proc/{number}/stat").read_bytes():
                return True
        except (ProcessLookupError, FileNotFoundError):
            return True
        time.sleep(0.1)
    return False

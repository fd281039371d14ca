import hashlib
import io
import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from aml.core.plain import plain, restore
from aml.core.problem import ReportError
from aml.report import pdf, render_pdf
from aml.report.case_document import case_document
from aml.report.document import shape
from aml.report.glyphs import breakable, drawable, printable
from aml.report.svg import svg
from tests.report import cases

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("build", [*cases.EVERY, cases.large], ids=lambda build: build.__name__)
def test_every_case_becomes_a_tagged_pdf(build):
    found = render_pdf(build())
    assert found.startswith(b"%PDF-1.7")
    assert b"/StructTreeRoot" in found
    assert b"pdfuaid" in found
    assert b"CreationDate" not in found


def test_the_same_case_gives_the_same_bytes_also_when_read_back():
    case = cases.nasty_names()
    assert render_pdf(restore(type(case), plain(case))) == render_pdf(case)


def test_another_process_gives_the_same_bytes():
    code = (
        "import hashlib\nfrom aml.report import render_html, render_pdf\n"
        "from tests.report import cases\ncase = cases.many_subjects()\n"
        "print(hashlib.sha256(render_pdf(case) + render_html(case).encode()).hexdigest())"
    )
    from aml.report import render_html

    case = cases.many_subjects()
    own = hashlib.sha256(render_pdf(case) + render_html(case).encode()).hexdigest()
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT, env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert done.stdout.strip() == own


def test_ten_thousand_letters_without_a_gap_make_no_large_file():
    """A box at each letter, where it may break, took four times the bytes."""
    found = render_pdf(cases.long_text())
    assert len(found) - len(render_pdf(cases.small())) < 250_000


def pages(document, ppi):
    """A document as pictures of its pages."""
    page = shape(
        document,
        lambda text: breakable(printable(text)),
        lambda drawing: svg(drawing, drawable, "Libertinus Serif"),
    )
    made = pdf._compiler().compile(format="png", ppi=ppi, sys_inputs={"page": json.dumps(page)})
    return made if isinstance(made, list) else [made]


@pytest.mark.parametrize("country", ["US", "DE"])
@pytest.mark.parametrize(
    "build", [*cases.EVERY, cases.large, cases.crowded], ids=lambda build: build.__name__
)
def test_the_summary_of_every_case_fits_one_page_of_its_paper(build, country):
    whole = case_document(replace(build(), country=country))
    assert len(pages(replace(whole, sections=whole.sections[:1]), 10)) == 1
    assert whole.sections[1].starts_page


@pytest.mark.parametrize(
    "build",
    [cases.nasty_names, cases.nasty_links, cases.many_subjects, cases.trade],
    ids=lambda build: build.__name__,
)
def test_nothing_stands_in_the_margin(build):
    for made in pages(case_document(build()), 36):
        sheet = Image.open(io.BytesIO(made)).convert("L")
        margin = round(15 / 25.4 * 36)  # 15 of its 20 mm
        for left, right in ((0, margin), (sheet.width - margin, sheet.width)):
            assert min(sheet.crop((left, 0, right, sheet.height)).tobytes()) > 250


def test_two_threads_make_the_same_bytes():
    case = cases.small()
    with ThreadPoolExecutor(2) as pool:
        made = list(pool.map(render_pdf, [case] * 4))
    assert set(made) == {render_pdf(case)}


def test_a_template_that_uses_an_absent_fact_fails_and_quotes_nothing(tmp_path, monkeypatch):
    from typst import Compiler

    path = tmp_path / "case.typ"
    path.write_text("#let page = json(bytes(sys.inputs.page))\n#page.nothing", encoding="utf-8")
    monkeypatch.setattr(pdf, "_compiler", lambda: Compiler(str(path), ignore_system_fonts=True))
    with pytest.raises(ReportError) as caught:
        render_pdf(cases.small())
    (problem,) = caught.value.problems
    assert problem.code == "RPT004"
    assert str(problem.location) == "reports/case.typ:2:7"
    assert "Fuentes" not in str(problem)


def test_an_unsound_case_makes_no_pdf():
    with pytest.raises(ReportError):
        render_pdf(replace(cases.small(), subjects=()))

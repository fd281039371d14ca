"""Documents as PDF by typst: the case travels as JSON, never as markup, so nothing in it can act.

Produced as PDF/UA-1: tagged, with a title, a language and text for every drawing. The fonts are
those inside typst and no date is written, so the same case gives the same bytes on any machine.
"""

from __future__ import annotations

import json
import re
import threading
from typing import TYPE_CHECKING, cast

from aml.core.case import Case
from aml.core.problem import Location, Problem, ReportError
from aml.core.shipped import shipped
from aml.report.case_document import case_document
from aml.report.document import shape
from aml.report.glyphs import breakable, drawable, printable
from aml.report.svg import svg

if TYPE_CHECKING:
    from typst import Compiler

_TEMPLATE = "case.typ"
_FONT = "Libertinus Serif"
_OWN = threading.local()


def render_pdf(case: Case) -> bytes:
    """The report of a case as PDF.

    Raises:
        ReportError: the case lacks a fact, contradicts itself, or the template does not fit it.
    """
    page = shape(
        case_document(case),
        lambda text: breakable(printable(text)),
        lambda drawing: svg(drawing, drawable, _FONT),
    )
    return _compiled(json.dumps(page))


def _compiled(page: str) -> bytes:
    from typst import TypstError

    try:
        made = _compiler().compile(
            format="pdf", sys_inputs={"page": page}, pdf_standards=["ua-1"], timestamp=0
        )
    except TypstError as error:
        raise ReportError(_problem(error.diagnostic)) from None
    return cast("bytes", made)


def _problem(diagnostic: str) -> Problem:
    """Where the template fails. What typst says of it may quote the case, and is left out.

    Typst counts columns from 0.
    """
    found = re.search(rf"{re.escape(_TEMPLATE)}:(\d+):(\d+)", diagnostic)
    line, column = (int(found[1]), int(found[2]) + 1) if found else (None, None)
    at = Location(f"reports/{_TEMPLATE}", line, column)
    hint = "compare it with the one that is shipped; reports/README.md lists its facts"
    return Problem("RPT004", "the template cannot be filled: typst refuses it", at, hint)


def _compiler() -> Compiler:
    """The compiler of this thread: one takes no second document while it is at work."""
    from typst import Compiler

    if not hasattr(_OWN, "compiler"):
        _OWN.compiler = Compiler(str(shipped("reports") / _TEMPLATE), ignore_system_fonts=True)
    return cast("Compiler", _OWN.compiler)

"""Documents and pages as HTML: one self-contained file, no script, nothing fetched."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from aml.core.case import Case
from aml.core.problem import Location, Problem, ReportError
from aml.core.shipped import shipped
from aml.report.case_document import case_document
from aml.report.document import Document, shape
from aml.report.glyphs import printable, visible
from aml.report.svg import svg

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment

#: Letters in drawings, as style.css has them for text.
_FONT = "system-ui, Segoe UI, Helvetica, Arial, sans-serif"


def render_html(case: Case) -> str:
    """The report of a case as one HTML file.

    Raises:
        ReportError: the case lacks a fact, contradicts itself, or the template does not fit it.
    """
    return fill("case.html.j2", case_document(case))


def fill(template: str, document: Document) -> str:
    """A template of reports/ filled with a document.

    Raises:
        ReportError: the template is wrong or uses a fact that is absent.
    """
    from jinja2 import TemplateError

    try:
        page = shape(document, visible, lambda drawing: svg(drawing, printable, _FONT))
        return _environment().get_template(template).render(page=page)
    except TemplateError as error:
        at = Location(f"reports/{template}", getattr(error, "lineno", None))
        message = f"the template cannot be filled: {error.message}"
        hint = "compare it with the one that is shipped; reports/README.md lists its facts"
        raise ReportError(Problem("RPT004", message, at, hint)) from None


@cache
def _environment() -> SandboxedEnvironment:
    from jinja2 import FileSystemLoader, StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    environment = SandboxedEnvironment(
        loader=FileSystemLoader(shipped("reports")),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters["css"] = _css
    environment.filters["beside"] = zip
    return environment


def _css(text: str) -> str:
    """Text inside a CSS string: everything but letters, digits and plain marks by its number."""
    return re.sub(r"[^A-Za-z0-9 .-]", lambda found: f"\\{ord(found[0]):06x}", text)

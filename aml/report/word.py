"""Documents as DOCX: real headings, tables and captions that an analyst edits, charts as pictures.

Styles, header and footer come from a package that python-docx makes once; the body is written
by word_body. Entries of the archive carry a fixed time, so the same case
gives the same bytes.
"""

from __future__ import annotations

import io
import json
import re
import threading
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, cast
from xml.sax.saxutils import escape

from aml.core.case import Case
from aml.core.problem import Location, Problem, ReportError
from aml.core.shipped import shipped
from aml.report.case_document import case_document
from aml.report.document import Chart, Document, Section
from aml.report.glyphs import drawable, writable
from aml.report.svg import svg
from aml.report.word_body import Pages, Picture, body
from aml.report.word_styles import BODY, TYPES, base_parts, page_of

if TYPE_CHECKING:
    from typst import Compiler

_TEMPLATE = "charts.typ"
_FONT = "Libertinus Serif"
_OWN = threading.local()
_PIXELS_PER_INCH = 144
#: The first moment that an archive can name.
_TIME = (1980, 1, 1, 0, 0, 0)
_RELATIONS, _PROPERTIES = "word/_rels/document.xml.rels", "docProps/core.xml"
_WHOLE = re.compile(r"<w:body>.*</w:body>", re.DOTALL)
_PICTURE_TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"


def render_docx(case: Case) -> bytes:
    """The report of a case as a text document.

    Raises:
        ReportError: the case lacks a fact, contradicts itself, or a chart cannot be drawn.
    """
    return docx(case_document(case))


def docx(document: Document) -> bytes:
    """A document as DOCX. Raises ReportError where a chart cannot be drawn."""
    parts = dict(base_parts(document.paper))
    drawn = list(_charts(document.sections))
    images = _pictures(drawn)
    numbered = list(enumerate(zip(drawn, images, strict=True), 1))
    shown = {id(chart): Picture(f"rIdPicture{n}", n, chart) for n, (chart, _) in numbered}
    for number, (_, image) in numbered:
        parts[f"word/media/chart{number}.png"] = image
    pages = Pages(page_of(parts, is_wide=False), page_of(parts, is_wide=True))
    written = f"<w:body>{body(document, shown, pages)}</w:body>"
    parts[BODY] = _WHOLE.sub(lambda _: written, parts[BODY].decode()).encode()
    parts[_RELATIONS] = _related(parts[_RELATIONS], [number for number, _ in numbered])
    for name in [name for name in parts if name.startswith(("word/header", "word/footer"))]:
        parts[name] = _filled(parts[name], document)
    parts[_PROPERTIES] = _filled(parts[_PROPERTIES], document)
    return _archive(parts)


def _charts(sections: Sequence[Section]) -> Iterator[Chart]:
    for section in sections:
        yield from (block for block in section.blocks if isinstance(block, Chart))
        yield from _charts(section.sections)


def _pictures(charts: Sequence[Chart]) -> list[bytes]:
    """The charts as PNG, by one compilation."""
    from typst import TypstError

    if not charts:
        return []
    drawings = [
        {
            "svg": svg(chart.drawing, drawable, _FONT),
            "width": chart.drawing.width,
            "height": chart.drawing.height,
        }
        for chart in charts
    ]
    try:
        made = _compiler().compile(
            format="png", ppi=_PIXELS_PER_INCH, sys_inputs={"drawings": json.dumps(drawings)}
        )
    except TypstError:
        at = Location(f"reports/{_TEMPLATE}")
        hint = "compare it with the one that is shipped"
        message = "the charts cannot be drawn: typst refuses the template"
        raise ReportError(Problem("RPT004", message, at, hint)) from None
    pages = cast("list[bytes] | bytes", made)
    return pages if isinstance(pages, list) else [pages]


def _compiler() -> Compiler:
    """The compiler of this thread: one takes no second document while it is at work."""
    from typst import Compiler

    if not hasattr(_OWN, "compiler"):
        _OWN.compiler = Compiler(str(shipped("reports") / _TEMPLATE), ignore_system_fonts=True)
    return cast("Compiler", _OWN.compiler)


def _related(relations: bytes, numbers: Sequence[int]) -> bytes:
    """The relations of the body, with one a picture."""
    added = "".join(
        f'<Relationship Id="rIdPicture{number}" Type="{_PICTURE_TYPE}"'
        f' Target="media/chart{number}.png"/>'
        for number in numbers
    )
    return relations.replace(b"</Relationships>", f"{added}</Relationships>".encode())


def _filled(part: bytes, document: Document) -> bytes:
    """A part with the words that every page of this document carries."""
    words = {
        "@running@": document.running,
        "@reference@": document.reference,
        "@footer@": f"{document.footer} · {document.status}",
        "@title@": f"{document.title} {document.reference}",
    }
    for mark, text in words.items():
        part = part.replace(mark.encode(), escape(writable(text)).encode())
    return part


def _archive(parts: Mapping[str, bytes]) -> bytes:
    """The parts in the order of their names, as Word asks with the list of types first."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in [TYPES, *sorted(name for name in parts if name != TYPES)]:
            entry = zipfile.ZipInfo(name, _TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, parts[name])
    return buffer.getvalue()

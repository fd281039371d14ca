"""The parts of a text document that no case changes: styles, page, header and footer."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from functools import cache
from typing import Any

from aml.report.document import Paper

_SIZES = {"a4": (11906, 16838), "us-letter": (12240, 15840)}
#: Twentieths of a point: 20 mm at the sides.
_MARGIN = 1134
#: The part that says of what kind the others are.
TYPES = "[Content_Types].xml"
BODY = "word/document.xml"
_PAGE = re.compile(r"<w:sectPr.*</w:sectPr>", re.DOTALL)
_SHEET = re.compile(r'<w:pgSz w:w="(\d+)" w:h="(\d+)"/>')
_PNG = b'<Default Extension="png" ContentType="image/png"/>'
_HEADINGS = {"Heading 1": 20, "Heading 2": 14, "Heading 3": 11, "Heading 4": 10}
_COLOUR, _MUTED = (0x1D, 0x3F, 0x6E), (0x5F, 0x66, 0x71)


def text_width(paper: str, *, is_wide: bool = False) -> int:
    """The width between the margins in twentieths of a point, of a sheet upright or on its side."""
    return _SIZES[paper][1 if is_wide else 0] - 2 * _MARGIN


def page_of(parts: Mapping[str, bytes], *, is_wide: bool) -> str:
    """The element that ends a part of the document and says how its pages lie."""
    page = _PAGE.search(parts[BODY].decode())
    upright = page[0] if page else ""
    return (
        _SHEET.sub(r'<w:pgSz w:w="\2" w:h="\1" w:orient="landscape"/>', upright)
        if is_wide
        else upright
    )


@cache
def base_parts(paper: Paper) -> Mapping[str, bytes]:
    """Every part by its name, with `@marks@` where a document puts its own words.

    The body is empty; pictures in PNG may be added.
    """
    from docx import Document
    from docx.shared import Twips

    made = Document()
    _set_styles(made.styles)
    section = made.sections[0]
    section.page_width, section.page_height = (Twips(size) for size in _SIZES[paper])
    section.left_margin = section.right_margin = Twips(_MARGIN)
    section.top_margin = section.bottom_margin = Twips(_MARGIN)
    section.header_distance = section.footer_distance = Twips(_MARGIN // 2)
    _set_margins(made, section)
    made.core_properties.title = "@title@"
    buffer = io.BytesIO()
    made.save(buffer)
    with zipfile.ZipFile(buffer) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[TYPES] = parts[TYPES].replace(b"<Default ", _PNG + b"<Default ", 1)
    return parts


def _set_styles(styles: Any) -> None:
    from docx.shared import Pt, RGBColor

    normal = styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(10.5)
    normal.paragraph_format.space_after = Pt(6)
    for name, size in _HEADINGS.items():
        styles[name].font.name, styles[name].font.size = "Calibri", Pt(size)
        styles[name].font.color.rgb = RGBColor(*_COLOUR)
    caption = styles["Caption"]
    caption.font.size, caption.font.bold = Pt(9), True
    caption.font.color.rgb = RGBColor(*_COLOUR)
    caption.paragraph_format.keep_with_next = True


def _set_margins(made: Any, section: Any) -> None:
    """The running words above, the page number below."""
    from docx.shared import Pt, RGBColor

    section.header.paragraphs[0].add_run("@running@\t\t@reference@")
    foot = section.footer.paragraphs[0]
    foot.add_run("@footer@\tPage ")
    _add_field(foot, "PAGE")
    foot.add_run(" of ")
    _add_field(foot, "NUMPAGES")
    for name in ("Header", "Footer"):
        made.styles[name].font.size = Pt(8.5)
        made.styles[name].font.color.rgb = RGBColor(*_MUTED)
    properties = made.core_properties
    properties.author = properties.comments = properties.last_modified_by = ""


def _add_field(paragraph: Any, name: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    run = paragraph.add_run("1")
    field.append(run._r)
    paragraph._p.append(field)

"""The blocks of a document as WordprocessingML (ECMA-376, part 1).

Headings are headings by style, and the head of a table repeats on each page. Every text passes
`writable`, which writes out what XML forbids, and is escaped: nothing of a case is ever markup.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from aml.report.document import (
    Block,
    Bullets,
    Cell,
    Chart,
    Column,
    Document,
    Facts,
    Headlines,
    Paragraph,
    Section,
    Table,
)  # fmt: skip
from aml.report.glyphs import writable
from aml.report.word_styles import text_width
from aml.report.word_table import column_widths

_MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"
_PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"
#: English Metric Units in a twentieth of a point.
_EMU = 635
#: Facts of so many letters at most stand two in a row.
_SHORT = 40
#: A table of so many rows stays on one page.
_ONE_PIECE = 8
_KEEPS = "<w:keepNext/>"
#: Two tables in a row would be read as one.
_AFTER_TABLE = (
    '<w:p><w:pPr><w:spacing w:before="0" w:after="60" w:line="120" w:lineRule="exact"/></w:pPr>'
    "</w:p>"
)
_LINES = (
    '<w:tblBorders><w:bottom w:val="single" w:sz="4" w:color="C9CED6"/>'
    '<w:insideH w:val="single" w:sz="4" w:color="C9CED6"/></w:tblBorders>'
)


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart as a picture: its relation, its number in the document, and the chart."""

    relation: str
    number: int
    chart: Chart


@dataclass(frozen=True, slots=True)
class Pages:
    """The elements that end a run of pages: upright ones, or ones on their side."""

    upright: str
    wide: str

    def ending(self, *, is_wide: bool) -> str:
        """The one that ends such pages."""
        return self.wide if is_wide else self.upright


def body(document: Document, pictures: Mapping[int, Picture], pages: Pages) -> str:
    """What stands inside w:body. `pictures` are by the id() of their chart."""
    return "".join(_Body(document, pictures, pages).parts())


class _Body:
    """One document on its way to paper."""

    def __init__(self, document: Document, pictures: Mapping[int, Picture], pages: Pages) -> None:
        self.document = document
        self.pictures = pictures
        self.pages = pages
        self.width = text_width(document.paper)

    def parts(self) -> Iterator[str]:
        yield _paragraph(_run(f"{self.document.running}. ", "<w:b/>") + _run(self.document.banner))
        yield _paragraph(_run(self.document.title), style="Heading1")
        yield _paragraph(_run(self.document.subtitle, '<w:sz w:val="26"/>'))
        yield _paragraph(_run(self.document.status, "<w:b/>"))
        yield from self.facts(self.document.facts.pairs)
        is_wide = False
        for section in self.document.sections:
            if section.is_wide != is_wide:
                yield _paragraph("", also=self.pages.ending(is_wide=is_wide))
                is_wide = section.is_wide
                self.width = text_width(self.document.paper, is_wide=is_wide)
            yield from self.section(section, 2)
        yield self.pages.ending(is_wide=is_wide)

    def section(self, section: Section, level: int) -> Iterator[str]:
        breaks = "<w:pageBreakBefore/>" if section.starts_page and not section.is_wide else ""
        yield _paragraph(_run(section.title), style=f"Heading{min(level, 4)}", also=breaks)
        for block in section.blocks:
            yield from self.block(block)
        for inner in section.sections:
            yield from self.section(inner, level + 1)

    def block(self, block: Block) -> Iterator[str]:
        if isinstance(block, Paragraph):
            lead = _run(f"{block.lead} ", "<w:b/>") if block.lead else ""
            yield _paragraph(lead + _run(block.text))
        elif isinstance(block, Bullets):
            yield from _bullets(block)
        elif isinstance(block, Facts):
            yield from self.facts(block.pairs)
        elif isinstance(block, Headlines):
            yield from self.headlines(block)
        elif isinstance(block, Table):
            yield from self.table(block)
        else:
            yield from self.chart(block)

    def facts(self, pairs: tuple[tuple[str, str], ...]) -> Iterator[str]:
        """Label and text; short ones stand two in a row."""
        is_short = len(pairs) > 1 and all(len(text) <= _SHORT for _, text in pairs)
        across = 2 if is_short else 1
        shares = (18, 32) * 2 if is_short else (30, 70)
        widths = tuple(self.width * share // 100 for share in shares)
        rows = []
        for start in range(0, len(pairs), across):
            held = [*pairs[start : start + across], *[("", "")] * across][:across]
            texts = [(_run(label, '<w:color w:val="5F6671"/>'), _run(text)) for label, text in held]
            rows.append(_row([(run, "") for pair in texts for run in pair], widths))
        yield _table(widths, tuple(rows), "")

    def headlines(self, block: Headlines) -> Iterator[str]:
        widths = (self.width // max(1, len(block.pairs)),) * len(block.pairs)
        labels = [(_run(label, '<w:color w:val="5F6671"/>'), "") for label, _ in block.pairs]
        figures = [(_run(text, '<w:b/><w:sz w:val="24"/>'), "") for _, text in block.pairs]
        yield _table(widths, (_row(labels, widths), _row(figures, widths)), "")

    def table(self, table: Table) -> Iterator[str]:
        widths = column_widths(table, self.width)
        yield _paragraph(_run(table.caption), style="Caption")
        yield _table(widths, self.rows(table, widths), _LINES)

    def rows(self, table: Table, widths: tuple[int, ...]) -> Iterator[str]:
        bold = '<w:b/><w:sz w:val="17"/>'
        head = [(_run(c.label, bold), _KEEPS + _aligned(c)) for c in table.columns]
        is_short = len(table.rows) <= _ONE_PIECE
        yield _row(head, widths, is_head=True)
        for number, row in enumerate(table.rows, 1):
            cells = zip(table.columns, row, strict=True)
            keeps = _KEEPS if is_short and (number < len(table.rows) or table.total) else ""
            yield _row([(_content(c, cell), keeps + _aligned(c)) for c, cell in cells], widths)
        if table.total:
            cells = zip(table.columns, table.total, strict=True)
            yield _row([(_run(str(cell), bold), _aligned(c)) for c, cell in cells], widths)

    def chart(self, chart: Chart) -> Iterator[str]:
        picture = self.pictures[id(chart)]
        across = self.width * _EMU
        down = across * chart.drawing.height // chart.drawing.width
        yield _paragraph(_run(chart.title), style="Caption")
        yield _paragraph(f"<w:r>{_drawing(picture, across, down)}</w:r>")
        yield _paragraph(_run(chart.description, '<w:color w:val="5F6671"/><w:sz w:val="17"/>'))


def _bullets(block: Bullets) -> Iterator[str]:
    if block.lead:
        yield _paragraph(_run(block.lead, "<w:b/>"), also="<w:keepNext/>")
    style = "ListNumber" if block.is_numbered else "ListBullet"
    for line in block.lines:
        yield _paragraph(_run(line), style=style)


def _paragraph(runs: str, style: str = "", also: str = "") -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    properties = f"<w:pPr>{named}{also}</w:pPr>" if named or also else ""
    return f"<w:p>{properties}{runs}</w:p>"


def _run(text: str, properties: str = "") -> str:
    own = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{own}<w:t xml:space="preserve">{escape(writable(text))}</w:t></w:r>'


def _content(column: Column, cell: Cell) -> str:
    text = cell if isinstance(cell, str) else ", ".join(link.text for link in cell)
    font = '<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas"/>' if column.kind == "code" else ""
    return _run(text, f'{font}<w:sz w:val="17"/>')


def _aligned(column: Column) -> str:
    return '<w:jc w:val="right"/>' if column.kind == "amount" else ""


def _row(cells: list[tuple[str, str]], widths: tuple[int, ...], *, is_head: bool = False) -> str:
    head = "<w:cantSplit/><w:tblHeader/>" if is_head else "<w:cantSplit/>"
    texts = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
        f"<w:p><w:pPr>{_spaced(also)}</w:pPr>{run}</w:p></w:tc>"
        for (run, also), width in zip(cells, widths, strict=True)
    )
    return f"<w:tr><w:trPr>{head}</w:trPr>{texts}</w:tr>"


def _spaced(also: str) -> str:
    """Properties of a cell's paragraph in the order that the format asks for."""
    kept = _KEEPS if _KEEPS in also else ""
    return f'{kept}<w:spacing w:before="20" w:after="20"/>{also.removeprefix(_KEEPS)}'


def _table(widths: tuple[int, ...], rows: Iterator[str] | tuple[str, ...], lines: str) -> str:
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>{lines}'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f"{''.join(rows)}</w:tbl>{_AFTER_TABLE}"
    )


def _drawing(picture: Picture, across: int, down: int) -> str:
    number = picture.number
    name = quoteattr(writable(picture.chart.title))
    described = quoteattr(writable(picture.chart.description))
    return (
        f'<w:drawing><wp:inline><wp:extent cx="{across}" cy="{down}"/>'
        f'<wp:docPr id="{number}" name={name} descr={described}/>'
        f'<a:graphic xmlns:a="{_MAIN}"><a:graphicData uri="{_PICTURE}">'
        f'<pic:pic xmlns:pic="{_PICTURE}"><pic:nvPicPr>'
        f'<pic:cNvPr id="{number}" name={name}/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{picture.relation}"/><a:stretch><a:fillRect/>'
        f'</a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
        f'<a:ext cx="{across}" cy="{down}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
        "</a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"
    )

"""quality.html: whether what was read is whole. No value and no name of a ledger stands on it."""

from __future__ import annotations

from decimal import Decimal
from itertools import groupby

from aml.core import wording
from aml.core.run import ColumnFill, ControlTotal, FileRead, Run
from aml.report import terms
from aml.report.checks import checks, statements
from aml.report.document import Column, Paragraph, Section, Table
from aml.report.html import fill
from aml.report.page import page, problems, yes

_FILES = (
    Column("File", "code", 4), Column("Ledger"), Column("Table"), Column("Profile"),
    Column("Records", "amount", 1), Column("SHA-256", "code", 5),
)  # fmt: skip
_TOTALS = (
    Column("File", "code", 4), Column("Currency", weight=1), Column("Sum", weight=2),
    Column("In", "amount", 3), Column("Loaded", "amount", 3), Column("Rejected", "amount", 2),
    Column("Duplicate", "amount", 2), Column("Not a number", "amount", 1),
    Column("Reconciled", weight=1),
)  # fmt: skip
_REJECTIONS = (
    Column("File", "code", 4), Column("Code", "code", 1), Column("Column", "code", 2),
    Column("Why", weight=5), Column("Records", "amount", 1), Column("First records", weight=3),
)  # fmt: skip
_DUPLICATES = (
    Column("Code", "code", 1), Column("The same is", weight=6), Column("Files", "amount", 1),
    Column("Records", "amount", 1),
)  # fmt: skip
#: The rules by which a record is loaded once, by the code that rejected.csv gives it.
_DUPLICATE_RULES = {
    "LDG009": "the bytes of another file of the table",
    "LDG020": "the key and every value of an earlier record",
    "LDG024": "the key of an entry of another message",
}
_FILLS = (
    Column("Column", "code", 4), Column("Filled", "amount", 2), Column("Records", "amount", 2),
    Column("Share", "amount", 1),
)  # fmt: skip
#: ISO 4217: where no currency applies.
_NO_CURRENCY = "XXX"


def render_quality(run: Run) -> str:
    """The page on what was read, loaded and rejected.

    Raises:
        ReportError: the template does not fit.
    """
    reading = run.reading
    facts = (
        ("Records reconciled", yes(run.is_reconciled)),
        ("Rejected records", f"{reading.rejected:,}"),
        ("Duplicate records", f"{reading.duplicates:,}"),
    )
    document = page(
        run,
        "Quality of the data",
        facts,
        checks(run),
        _rejections(run),
        _duplicates(run),
        *statements(run),
        *problems("problems", "Problems of reading", reading.problems),
        _totals(run),
        _files(run),
        _fills(run),
    )
    return fill("run.html.j2", document)


def _files(run: Run) -> Section:
    rows = tuple(
        (
            file.path,
            file.ledger_id or "–",
            terms.spaced(file.table),
            file.profile or "built in",
            f"{file.records:,}",
            file.sha256,
        )
        for file in run.reading.files
    )
    return Section("files", "Files", (Table("Files that were read", _FILES, rows),))


def _totals(run: Run) -> Section:
    """In = loaded + rejected + duplicate, for records and for amounts."""
    rows = tuple(
        row for file in run.reading.files for total in file.totals for row in _balance(file, total)
    )
    text = "In equals loaded, rejected and duplicate together, in records and in amounts."
    table = Table("Control totals by file and currency", _TOTALS, rows)
    return Section("totals", "Control totals", (Paragraph(text), table))


def _balance(file: FileRead, total: ControlTotal) -> tuple[tuple[str, ...], ...]:
    currency = "none" if total.currency in ("", _NO_CURRENCY) else total.currency
    counts = (
        total.records_in, total.records_loaded, total.records_rejected, total.records_duplicate
    )  # fmt: skip
    sums = (total.amount_in, total.amount_loaded, total.amount_rejected, total.amount_duplicate)
    records = (f"{count:,}" for count in counts)
    amounts = (f"{amount:,.2f}" for amount in sums)
    reconciled = yes(total.is_reconciled)
    of_records = (file.path, currency, "Records", *records, f"{total.unparseable:,}", reconciled)
    if not any(sums):  # such as of a table without money
        return (of_records,)
    return of_records, (file.path, currency, "Amounts", *amounts, "–", reconciled)


def _rejections(run: Run) -> Section:
    rows = tuple(
        (
            item.path,
            item.code,
            item.column or "–",
            item.message,
            f"{item.records:,}",
            ", ".join(f"{number:,}" for number in item.first),
        )
        for item in run.reading.rejections
    )
    if not rows:
        return Section("rejections", "Rejections", (Paragraph("No record was rejected."),))
    table = Table("Rejected records by reason; rejected.csv lists all", _REJECTIONS, rows)
    return Section("rejections", "Rejections", (table,))


def _duplicates(run: Run) -> Section:
    """Records that were loaded once, by each rule that there is."""
    rows = []
    for code, rule in _DUPLICATE_RULES.items():
        found = [item for item in run.reading.rejections if item.code == code]
        files = len({item.path for item in found})
        rows.append((code, rule, f"{files:,}", f"{sum(item.records for item in found):,}"))
    table = Table("Duplicate records by rule", _DUPLICATES, tuple(rows))
    return Section("duplicates", "Duplicates", (table,))


def _fills(run: Run) -> Section:
    tables = tuple(
        Table(terms.sentence(terms.spaced(name)), _FILLS, tuple(_fill(item) for item in group))
        for name, group in groupby(run.reading.fills, key=lambda item: item.table)
    )
    text = Paragraph("What no record fills, no scenario can see.")
    return Section("fills", "Columns and how far they are filled", (text, *tables))


def _fill(item: ColumnFill) -> tuple[str, ...]:
    share = wording.percent(Decimal(item.filled) / item.records) if item.records else "–"
    return item.column, f"{item.filled:,}", f"{item.records:,}", share

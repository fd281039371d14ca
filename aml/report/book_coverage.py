"""The book's chapter on what is covered: typologies and their rules, products, channels."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from aml.core import typology, wording
from aml.core.book import Book
from aml.core.run import ChannelCoverage
from aml.core.vocabulary import CHANNELS
from aml.report import terms
from aml.report.book_entry import anchor
from aml.report.document import Column, Link, Paragraph, Section, Table

_TYPOLOGIES = (
    Column("Code", "code", 1), Column("Typology", weight=6), Column("Scenarios", weight=6),
)  # fmt: skip
_UNREAD = (
    Column("Table", weight=2), Column("Product", weight=2), Column("Channel or funding", weight=3),
    Column("Records", "amount", 2), Column("Value", "amount", 3),
    Column("Scenarios that read it", "amount", 2),
)  # fmt: skip
_CHANNELS = (Column("Channel", weight=4), Column("Scenarios that can alert on it", "amount", 3))


def coverage_section(book: Book) -> Section:
    """What nothing looks at: typologies without a rule, value that no rule reads, channels."""
    return Section(
        "coverage",
        "What is covered, and what is not",
        (),
        (_typologies(book), _unread(book), _channels(book)),
        starts_page=True,
    )


def _typologies(book: Book) -> Section:
    rules: dict[str, list[Link]] = {}
    for entry in book.entries:
        if entry.is_active:
            name = entry.scenario.scenario_id
            rules.setdefault(entry.scenario.typology, []).append(Link(name, f"#{anchor(name)}"))
    use = book.detector.use
    if book.detector.is_active:
        rules.setdefault(use.typology, []).append(
            Link(use.reference.partition("@")[0], "#detector")
        )
    codes = [*typology.TYPOLOGIES, *sorted(set(rules) - set(typology.TYPOLOGIES))]
    rows = tuple(
        (code, typology.TYPOLOGIES.get(code, "not in the catalogue"),
         tuple(rules[code]) if code in rules else "NONE")
        for code in codes
    )  # fmt: skip
    missing = sum(code not in rules for code in codes)
    text = Paragraph(
        f"{len(codes) - missing:,} of {len(codes):,} typologies have a rule that runs."
    )
    table = Table("Typologies and their rules", _TYPOLOGIES, rows)
    return Section("typologies", "Typologies", (text, table))


def _unread(book: Book) -> Section:
    title = "Products and channels in the last run"
    if not book.coverage:
        none = Paragraph("No run was counted, so it is not known what the ledgers hold.")
        return Section("products", title, (none,))
    together: dict[tuple[str, str, str], list[ChannelCoverage]] = {}
    for item in book.coverage:
        together.setdefault((item.table, item.product, item.channel), []).append(item)
    ordered = sorted(together.items(), key=lambda pair: (len(pair[1][0].read_by), pair[0]))
    rows = tuple(
        (
            terms.spaced(table),
            terms.spaced(product) or "–",
            terms.channel(channel),
            f"{sum(item.records for item in items):,}",
            _value(items, book.base_currency),
            f"{len(items[0].read_by):,}" if items[0].read_by else "NONE",
        )
        for (table, product, channel), items in ordered
    )
    unread = [item for item in book.coverage if not item.read_by]
    text = Paragraph(_unread_words(unread, book.base_currency))
    table = Table("Least read first", _UNREAD, rows)
    return Section("products", title, (text, table))


def _unread_words(unread: Sequence[ChannelCoverage], currency: str) -> str:
    if not unread:
        return "Every record of the last run was read by a rule that ran."
    records = wording.plural(sum(item.records for item in unread), "record")
    return f"No rule that ran reads {records}: {_value(unread, currency)}."


def _value(items: Sequence[ChannelCoverage], currency: str) -> str:
    known = [item.amount_base for item in items if item.amount_base is not None]
    total = wording.money(sum(known, Decimal(0)), currency)
    return total if len(known) == len(items) else f"{total}, and amounts without an exchange rate"


def _channels(book: Book) -> Section:
    running = [entry for entry in book.entries if entry.is_active]
    rows = tuple(
        (terms.sentence(terms.channel(name)), f"{sum(name in e.channels for e in running):,}")
        for name in CHANNELS
    )
    sent = ("Remittances (their own table)", f"{sum(e.has_remittances for e in running):,}")
    table = Table(
        "By the SQL of the scenarios, whatever the ledgers hold", _CHANNELS, (*rows, sent)
    )
    return Section("channels", "Channels that the rules can see", (table,))

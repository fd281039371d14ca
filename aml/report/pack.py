"""What may be shared with another institution: facts alone, as sharing_pack.html and .csv.

Nothing in them tells that anything was found, examined or filed, which 31 U.S.C. 5318(g)(2) and
its like elsewhere forbid to reveal: no alert, no figure of a scenario, no rating, no word on what
a movement may mean. Lists of the institution's own, and ratings, are opinions and stay out.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from aml.core import wording
from aml.core.case import Case, EvidenceRow, Subject
from aml.core.sheet import safe
from aml.report import terms
from aml.report.document import Block, Column, Document, Facts, Paragraph, Section, Table, paper_of
from aml.report.html import fill
from aml.report.movement import Movement, counted, movements
from aml.report.parties import account_table
from aml.report.records import chosen, cut, entry, linked_text, transfer
from aml.report.sound import require_sound

_TITLE = "Accounts and payments"
_BANNER = (
    "For the named recipient alone. The facts are those of the institution's records; pass them on"
    " to nobody else."
)
_STATUS = "Facts from records, without comment."
#: What the institution thinks of a customer, or was told in confidence.
_OWN_VIEW = ("Risk rating", "Declared income", "Expected turnover")
#: Published lists of governments; every other reason is somebody's opinion.
_PUBLISHED = ("fto", "sdgt", "sdn", "sanction")
_NOT_SHARED = ("strength", "reason", "source", "rule_id")
_LINKED_TABLES = (
    "bills_of_lading", "container_events", "port_calls", "relationships", "flagged_parties",
)  # fmt: skip
_TITLES = {"flagged_parties": "Parties on published lists"}
_ENTRIES = (
    Column("No.", "amount", 2), Column("Booked on, time in UTC", "day", 4),
    Column("Account", "code", 5), Column("Way and channel", weight=4),
    Column("Amount", "amount", 5), Column("Other side, conductor", weight=7),
    Column("Text and references", weight=6), Column("Place", weight=5), Column("Record", "code", 4),
)  # fmt: skip
_TRANSFERS = (
    Column("No.", "amount", 2), Column("Sent on, time in UTC", "day", 4),
    Column("Sender", weight=6), Column("Receiver and payout", weight=6),
    Column("Amount", "amount", 5), Column("Funding, status", weight=3),
    Column("Reference, purpose", weight=5), Column("Agents", weight=5), Column("Record", "code", 4),
)  # fmt: skip
_LINKED = (Column("Id", "code", 3), Column("What the record says", weight=10))
_TIES = (Column("Party", weight=4), Column("Is", weight=2), Column("Of", weight=4))
#: How a tie between subjects ends that the institution's records of relationships hold.
_ON_RECORD = " of the other subject"
_CSV_COLUMNS = ("kind", "record", "day", "place")


def render_pack(case: Case) -> str:
    """The facts of a case as one HTML file that names no suspicion.

    Raises:
        ReportError: the case lacks a fact or contradicts itself.
    """
    return fill("sharing.html.j2", pack_document(case))


def pack_document(case: Case) -> Document:
    """What render_pack prints. Raises ReportError as it does."""
    found = movements(case)
    require_sound(case, found, counted(case, found))
    return Document(
        title=_TITLE,
        subtitle=f"From the records of {case.institution}",
        reference=case.case_id.removeprefix("C-"),
        running="CONFIDENTIAL",
        banner=_BANNER,
        status=_STATUS,
        footer=case.institution,
        paper=paper_of(case.country),
        facts=Facts(tuple(_facts(case, found))),
        sections=tuple(_sections(case, found)),
    )


def pack_csv(case: Case) -> str:
    """The records of render_pack with all their columns, one row each, safe in a spreadsheet."""
    rows = _shared(case)
    columns = sorted({name for row in rows for name in row.values} - {*_NOT_SHARED, *_CSV_COLUMNS})
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow([*_CSV_COLUMNS, *columns])
    for row in rows:
        first = (_kind(row.table), row.record_id, row.day().isoformat(), row.place)
        if row.day().year == 1:  # a record without a day
            first = (*first[:2], "", first[3])
        writer.writerow([safe(cell) for cell in (*first, *(row.text(name) for name in columns))])
    return text.getvalue()


def _facts(case: Case, found: Sequence[Movement]) -> Iterator[tuple[str, str]]:
    yield "Institution", case.institution
    yield "Country", case.country or "not recorded"
    if found:
        days = [movement.day for movement in found]
        yield "Payments from", wording.day(min(days))
        yield "Payments to", wording.day(max(days))
        yield "Payments", wording.number(len(found))
    yield "Parties", wording.number(len(case.subjects))


def _sections(case: Case, found: Sequence[Movement]) -> Iterator[Section]:
    parties = tuple(
        Section(f"party-{number}", f"Party {number}: {subject.name}", tuple(_party(subject)))
        for number, subject in enumerate(case.subjects, 1)
    )
    yield Section("parties", "Parties and accounts", (), parties)
    yield from _ties(case)
    yield from _linked(case)
    yield from _payments(case, found)


def _ties(case: Case) -> Iterator[Section]:
    """Ownership and offices on record; a payment that only we found telling is no tie here."""
    names = {subject.party_id: subject.name for subject in case.subjects}
    rows = tuple(
        (
            names[tie.from_party_id],
            terms.sentence(tie.reason.removesuffix(_ON_RECORD)),
            names[tie.to_party_id],
        )
        for tie in case.ties
        if tie.reason.endswith(_ON_RECORD)
    )
    if rows:
        yield Section("ties", "Ties between the parties", (Table("Ties on record", _TIES, rows),))


def _party(subject: Subject) -> Iterator[Block]:
    kind = terms.sentence(terms.spaced(subject.kind)) if subject.kind else "not recorded"
    standing = "Customer" if subject.is_customer else "No customer record"
    known = tuple(pair for pair in subject.facts if not pair[0].startswith(_OWN_VIEW))
    yield Facts((("Kind", kind), ("Standing", standing), *known))
    yield from account_table(subject)


def _linked(case: Case) -> Iterator[Section]:
    held = [row for row in _shared(case) if row.table in _LINKED_TABLES]
    if not held:
        return
    tables = []
    for table in _LINKED_TABLES:
        rows = tuple(
            (row.record_id, linked_text(row, _NOT_SHARED)) for row in held if row.table == table
        )
        if rows:
            caption = _TITLES.get(table, terms.sentence(terms.spaced(table)))
            tables.append(Table(caption, _LINKED, rows))
    yield Section("links", "Linked records", tuple(tables))


def _payments(case: Case, found: Sequence[Movement]) -> Iterator[Section]:
    for name, title, columns, describe, ways in (
        ("entries", "Entries", _ENTRIES, entry, ("in", "out")),
        ("transfers", "Remittances", _TRANSFERS, transfer, ("sent",)),
    ):
        held = [movement for movement in found if movement.way in ways]
        if held:
            rows = tuple(
                (str(number), *describe(case, movement), movement.row.record_id)
                for number, movement in chosen(held)
            )
            text = Paragraph(_how_many(len(held), len(rows)))
            yield Section(
                name,
                title,
                (text, Table(title, columns, rows)),
                starts_page=True,
                is_wide=True,
            )


def _how_many(held: int, printed: int) -> str:
    records = wording.plural(held, "record")
    if held == printed:
        return f"{records}, in order of time."
    return f"{records}, {cut(printed)} sharing_pack.csv holds all."


def _shared(case: Case) -> list[EvidenceRow]:
    """The records whose facts may be told, those of published lists among them."""
    return [
        row
        for row in case.rows
        if row.table in ("transactions", "remittances", *_LINKED_TABLES)
        and (row.table != "flagged_parties" or row.text("reason") in _PUBLISHED)
    ]


def _kind(table: str) -> str:
    singular = {"transactions": "entry", "remittances": "remittance",
                "flagged_parties": "listed party"}  # fmt: skip
    return singular.get(table, terms.spaced(table))

"""The cited records: the tables of annex B, the linked records, and evidence.csv."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from aml.core import wording
from aml.core.case import Case, EvidenceRow
from aml.core.sheet import safe
from aml.report import terms
from aml.report.alike import alike
from aml.report.document import Block, Column, Paragraph, Section, Table
from aml.report.movement import Movement, place_of

#: What annex B prints of a longer list; evidence.csv holds all of it.
MOST_PRINTED = 200
_EACH_END, _LARGEST = 25, 75
_ENTRIES = (
    Column("No.", "amount", 2), Column("Booked on, time in UTC", "day", 4),
    Column("Account", "code", 5),
    Column("Way and channel", weight=4), Column("Amount", "amount", 5),
    Column("Other side, conductor", weight=7), Column("Text and references", weight=6),
    Column("Place", weight=5), Column("Record", weight=5), Column("File", weight=4),
    Column("Alerts", weight=2),
)  # fmt: skip
_TRANSFERS = (
    Column("No.", "amount", 2), Column("Sent on, time in UTC", "day", 4),
    Column("Sender", weight=6),
    Column("Receiver and payout", weight=6), Column("Amount", "amount", 5),
    Column("Funding, status", weight=3), Column("Reference, purpose", weight=5),
    Column("Agents", weight=5), Column("Record", weight=5), Column("File", weight=4),
    Column("Alerts", weight=2),
)  # fmt: skip
#: What a long table leaves out where it is the same in each row.
_FOLDED = (
    "Account", "Way and channel", "Other side, conductor", "Text and references", "Place",
    "Sender", "Receiver and payout", "Funding, status", "Reference, purpose", "Agents", "File",
    "Alerts",
)  # fmt: skip
_LINKED = (
    Column("Id", "code", 3), Column("What the record says", weight=9), Column("Record", weight=4),
    Column("Alerts", weight=1),
)  # fmt: skip
_CSV_COLUMNS = ("table", "record_id", "ledger_id", "file", "source_row", "place", "alert_ids")


def evidence(case: Case, found: Sequence[Movement]) -> Section:
    """Annex B: the cited entries and remittances, each with ledger file and record number."""
    numbers = {alert.alert_id: str(n) for n, alert in enumerate(case.alerts, 1)}
    sections = []
    for name, title, columns, describe, way in (
        ("entries", "Entries", _ENTRIES, entry, ("in", "out")),
        ("remittances", "Remittances", _TRANSFERS, transfer, ("sent",)),
    ):
        held = [movement for movement in found if movement.way in way]
        if held:
            rows = tuple(
                (str(number), *describe(case, m), *_source(m.row), _alerts(m.row, numbers))
                for number, m in chosen(held)
            )
            table, same = alike(Table(f"{title} cited by the alerts", columns, rows), _FOLDED)
            told = f"{_how_many(len(held), len(rows))} {same}".strip()
            sections.append(Section(f"evidence-{name}", title, (Paragraph(told), table)))
    note = "No entry or remittance is cited; the linked records stand in their own section."
    blocks: tuple[Block, ...] = () if sections else (Paragraph(note),)
    is_wide = bool(sections)
    return Section("evidence", "Cited records", blocks, tuple(sections), is_wide, is_wide)


def linked(case: Case) -> Section | None:
    """Flagged parties, bills of lading and other records that alerts cite beside movements."""
    rows = [row for row in case.rows if row.table not in ("transactions", "remittances")]
    if not rows:
        return None
    numbers = {alert.alert_id: str(n) for n, alert in enumerate(case.alerts, 1)}
    rows.sort(key=lambda row: row.table)
    blocks: list[Block] = []
    for table, group in groupby(rows, key=lambda row: row.table):
        held = list(group)
        printed = tuple(
            (row.record_id, linked_text(row), _linked_source(row), _alerts(row, numbers))
            for row in held[:MOST_PRINTED]
        )
        if len(held) > len(printed):
            text = f"{len(held):,} records are cited; the first {len(printed):,} are printed"
            blocks.append(Paragraph(f"{text}, evidence.csv holds all."))
        blocks.append(Table(terms.sentence(terms.spaced(table)), _LINKED, printed))
    return Section("linked", "Linked records", tuple(blocks))


def chosen(held: Sequence[Movement]) -> list[tuple[int, Movement]]:
    """What is printed, with its number in order of time.

    All of it up to the limit. Above: the first, the last, the largest, then of each day that these
    leave out its largest one as far as there is room, then the largest of what is left.
    """
    numbered = list(enumerate(held, 1))
    if len(numbered) <= MOST_PRINTED:
        return numbered
    largest = sorted(numbered, key=lambda item: (-item[1].value, item[0]))
    kept = dict([*numbered[:_EACH_END], *numbered[-_EACH_END:]])
    kept |= dict([item for item in largest if item[0] not in kept][:_LARGEST])
    days = {movement.day for movement in kept.values()}
    for number, movement in largest:
        if len(kept) < MOST_PRINTED and movement.day not in days:
            kept[number] = movement
            days.add(movement.day)
    left = [item for item in largest if item[0] not in kept]
    return sorted([*kept.items(), *left[: MOST_PRINTED - len(kept)]])


def evidence_csv(case: Case) -> str:
    """Every cited record with all its columns, as CSV that no spreadsheet runs as a formula."""
    columns = sorted({column for row in case.rows for column in row.values})
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow([*_CSV_COLUMNS, *(column for column in columns if column not in _CSV_COLUMNS)])
    for row in case.rows:
        place = (row.table, row.record_id, row.ledger_id, row.file, str(row.source_row), row.place)
        held = (row.text(column) for column in columns if column not in _CSV_COLUMNS)
        writer.writerow([safe(cell) for cell in (*place, " ".join(row.alert_ids), *held)])
    return text.getvalue()


def _how_many(cited: int, printed: int) -> str:
    if cited == printed:
        return f"All {cited:,} are printed, in order of time." if cited > 1 else "One is cited."
    return f"{cited:,} are cited, {cut(printed)} evidence.csv holds all."


def cut(printed: int) -> str:
    """What stands in a table that `chosen` made shorter, as the end of a sentence."""
    return (
        f"{printed:,} printed in order of time: the first {_EACH_END}, the last {_EACH_END}, the"
        f" {_LARGEST} largest of the others, then the largest of each further day as far as there"
        " is room."
    )


def entry(case: Case, movement: Movement) -> tuple[str, ...]:
    """An entry in the words of its columns: from its day to its place."""
    row = movement.row
    status = row.text("status")
    ended = f" ({status})" if status not in ("", "posted") else ""
    return (
        _moment(row, "booked_on", "booked_at"),
        movement.account,
        f"{terms.sentence(movement.way)}, {terms.channel(movement.channel)}{ended}",
        _amount(case, movement),
        _named(
            row,
            counterparty_name="",
            counterparty_account="account ",
            counterparty_bank="at ",
            counterparty_country="",
            conductor_name=_conducted(movement),
            on_behalf_of="for ",
        ),
        _named(
            row,
            remittance_text="",
            reference="reference ",
            invoice_reference="invoice ",
            bill_of_lading="bill of lading ",
            instrument_number="instrument ",
        ),
        place_of(row) or terms.NONE,
    )


def _conducted(movement: Movement) -> str:
    """What who came to the bank did: cash is handed over, anything else is ordered."""
    if not movement.is_cash:
        return "conducted by "
    return "paid in by " if movement.way == "in" else "taken out by "


def transfer(case: Case, movement: Movement) -> tuple[str, ...]:
    """A remittance in the words of its columns: from its day to its agents."""
    row = movement.row
    return (
        _moment(row, "sent_on", "sent_at"),
        _named(
            row, sender_name="", sender_document="document ", sender_phone="", sender_country=""
        ),
        _named(
            row,
            receiver_name="",
            receiver_document="document ",
            receiver_phone="",
            payout_city="paid out in ",
            payout_country="",
        ),
        _amount(case, movement),
        _named(row, funding="", status=""),
        _named(row, reference="", purpose=""),
        _named(row, send_agent_id="sent at ", pay_agent_id="paid at "),
    )


def _moment(row: EvidenceRow, day: str, instant: str) -> str:
    """The local business day, with the instant in UTC: its day too where that is another one.

    A record of a day alone has midnight as its instant, which says nothing.
    """
    on, at = row.text(day), row.text(instant)
    if not at or at.startswith(f"{on} 00:00:00"):
        return on
    return f"{on}, {at[11:16]}" if at.startswith(on) else f"{on} ({at[:16]} UTC)"


def _amount(case: Case, movement: Movement) -> str:
    own = wording.recorded_money(movement.amount, movement.currency)
    if movement.base is None:
        return f"{own} (no rate)"
    if movement.currency == case.base_currency:
        return own
    worth = wording.money(movement.base, case.base_currency)
    return f"{own} ({', '.join(filter(None, (worth, _rate(movement.row))))})"


def _rate(row: EvidenceRow) -> str:
    """The rate that a record was priced with, its day of publication and its source."""
    if not row.text("fx_rate"):
        return ""
    rate = f"{Decimal(row.text('fx_rate')).normalize():f}"
    source = f", {row.text('fx_source')}" if row.text("fx_source") else ""
    return f"at {rate} of {row.text('fx_rate_on')}{source}"


def _named(row: EvidenceRow, **prefixes: str) -> str:
    """The columns that the record fills, each after its word."""
    texts = [f"{word}{row.text(column)}" for column, word in prefixes.items() if row.text(column)]
    return ", ".join(texts) or terms.NONE


def _source(row: EvidenceRow) -> tuple[str, str]:
    """The record with its number in the file and all it was made of, and the file."""
    parts = row.text("event_records")
    made = f" (made of {parts})" if parts else ""
    return f"{row.record_id}, record {row.source_row}{made}", row.file


def _linked_source(row: EvidenceRow) -> str:
    return f"{row.file}, record {row.source_row}"


def _alerts(row: EvidenceRow, numbers: dict[str, str]) -> str:
    return ", ".join(sorted((numbers[a] for a in row.alert_ids), key=int))


def linked_text(row: EvidenceRow, without: Sequence[str] = ()) -> str:
    """Every filled column of a linked record in words, but for its key and those left out."""
    return "; ".join(f"{label}: {text}" for label, text in _columns(row, without))


def _columns(row: EvidenceRow, without: Sequence[str]) -> Iterator[tuple[str, str]]:
    words: dict[str, Callable[[str], str]] = {"reason": terms.flag_reason, "role": terms.spaced}
    first = ("name", "kind", "reason", "issued_on", "shipper_name", "consignee_name")
    ordered = [column for column in first if column in row.values]
    ordered += [column for column in sorted(row.values) if column not in first]
    for column in ordered:
        text = row.text(column)
        if text != row.record_id and column not in without:
            yield terms.spaced(column).removesuffix(" id"), words.get(column, str)(text)

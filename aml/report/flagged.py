"""The section on flagged parties: every link of a payment to a list, and where the money went."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from aml.core import wording
from aml.core.case import Case, EvidenceRow
from aml.report import terms
from aml.report.document import Block, Column, Paragraph, Section, Table
from aml.report.likeness import account_owners
from aml.report.link import FlagLink, flag_links
from aml.report.movement import Movement, amounts
from aml.report.path import pictures
from aml.report.step import entry_name

#: What the section prints of a longer list.
MOST_LINKS = 40
_NONE = "–"
_COLUMNS = (
    Column("Day", "day", 20), Column("Amount", "amount", 25),
    Column("Party and its role", weight=34), Column("Bill of lading, container", weight=32),
    Column("Entry of a list", weight=36), Column("Payment made", weight=24),
    Column("Alerts", weight=12),
)  # fmt: skip


def flagged(case: Case, found: Sequence[Movement]) -> Section | None:
    """The section; None where no alert cites an entry of a list."""
    links = flag_links(case, found)
    if not links:
        return None
    numbers = {alert.alert_id: str(n) for n, alert in enumerate(case.alerts, 1)}
    printed = links[:MOST_LINKS]
    accounts = account_owners(case).keys()
    rows = tuple(_row(link, accounts, numbers) for link in printed)
    table = Table("Links of payments to flagged parties", _COLUMNS, rows)
    blocks: tuple[Block, ...] = (
        Paragraph(_how_many(links, case.base_currency)),
        *pictures(case, found, links),
        table,
    )
    return Section("flagged", "Links to flagged parties", blocks, starts_page=True)


def _how_many(links: Sequence[FlagLink], currency: str) -> str:
    entries = {(e.text("list_id"), e.record_id) for link in links if (e := link.entry)}
    bills = {link.bill.record_id for link in links if link.bill}
    held = _payments(links)
    parts = [wording.plural(len(held), "payment")] if held else []
    parts += [wording.plural(len(bills), "bill of lading", "bills of lading")] if bills else []
    parts.append(wording.plural(len(entries), "entry of a list", "entries of lists"))
    text = f"{wording.plural(len(links), 'link')} between {terms.listing(parts)}"
    text = f"{text}, read from the records that the alerts cite."
    unshown = sum(not link.is_shown for link in links)
    if unshown:
        rest = wording.plural(unshown, "link rests", "links rest")
        text += f" {rest} on the alert alone: no field of the records shows it."
    if len(links) > MOST_LINKS:
        rest_of = links[MOST_LINKS:]
        left = _payments(rest_of)
        text += (
            f" The {MOST_LINKS} links of the largest payments are printed;"
            f" {len(rest_of):,} more, over {wording.plural(len(left), 'payment')} of"
            f" {amounts(left, currency)}, are not. evidence.csv holds their records."
        )
    return text


def _payments(links: Sequence[FlagLink]) -> list[Movement]:
    held = {(p.row.table, p.row.record_id): p for link in links if (p := link.payment)}
    return list(held.values())


def _row(link: FlagLink, accounts: Collection[str], numbers: dict[str, str]) -> tuple[str, ...]:
    payment = link.payment
    alerts = sorted((numbers[alert_id] for alert_id in link.alert_ids), key=int)
    return (
        payment.day.isoformat() if payment else _NONE,
        wording.recorded_money(payment.amount, payment.currency) if payment else _NONE,
        _party(link, accounts),
        _bill(link.bill),
        _entry(link),
        "; ".join(_offsets(link)) or _NONE,
        ", ".join(alerts),
    )


def _party(link: FlagLink, accounts: Collection[str]) -> str:
    """Whom the payment goes to or comes from, at an account that is no subject's named too."""
    payment = link.payment
    if payment is None:
        return "No payment is cited"
    other = payment.origin if payment.way == "in" else payment.destination
    word = {"in": "In from", "out": "Out to", "sent": "Remitted to"}[payment.way]
    sender = f", sent by {payment.origin}" if payment.way == "sent" else ""
    is_own = payment.way == "sent" or payment.account in accounts
    account = "" if is_own else f"Account {payment.account}: "
    word = word if is_own else word[0].lower() + word[1:]
    own = f"; the customer is {link.own}" if link.own else ""
    return f"{account}{word} {other}{sender}: {link.role}{own}"


def _bill(bill: EvidenceRow | None) -> str:
    if bill is None:
        return _NONE
    parts = [f"{bill.text('bl_no')}, issued {_day(bill, 'issued_on')}"]
    if bill.text("container_number"):
        parts.append(f"container {bill.text('container_number')}")
    if bill.text("arrival_on"):
        parts.append(f"arrival {_day(bill, 'arrival_on')}")
    return ", ".join(parts)


def _entry(link: FlagLink) -> str:
    entry = link.entry
    if entry is None:
        return "One of several entries that the alert cites; see the linked records"
    listed = f"{entry.text('list_id')} {entry.record_id}".strip()
    name = entry_name(entry)
    role = f", {link.flagged} of the bill" if link.flagged else ""
    until = f" to {_day(entry, 'flagged_to')}" if entry.text("flagged_to") else ""
    since = f"flagged since {_day(entry, 'flagged_from')}{until}"
    reason = terms.flag_reason(entry.text("reason"))
    return f"{name} ({listed}){role}: {reason}, {since}"


def _day(row: EvidenceRow, column: str) -> str:
    return wording.day(date.fromisoformat(row.text(column)))


def _offsets(link: FlagLink) -> Iterator[str]:
    """Days from the issue of the bill, the arrival and the flagging to the payment."""
    dates = (
        (link.bill, "issued_on", "issue"),
        (link.bill, "arrival_on", "arrival"),
        (link.entry, "flagged_from", "flagging"),
    )
    for record, column, word in dates:
        if link.payment and record is not None and record.text(column):
            days = (link.payment.day - date.fromisoformat(record.text(column))).days
            way = "after" if days > 0 else "before"
            yield f"{wording.days(abs(days))} {way} {word}" if days else f"on the day of {word}"

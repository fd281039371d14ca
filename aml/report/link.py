"""The links of a case to flagged parties: payment, bill of lading, entry of a list.

Alerts cite payments, bills and entries side by side. What ties one to another is read again from
the copied records; where no field of them shows it, a link says that it rests on the alert.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from aml.core.alert import Alert
from aml.core.case import Case, EvidenceRow, Subject
from aml.report import terms
from aml.report.likeness import (
    Side,
    account_owners,
    cited_of_bill,
    cited_of_entry,
    customer_side,
    flagged_roles,
    names,
    other_sides,
    roles_on,
    same_number,
)
from aml.report.movement import Movement

#: The typology of money that comes from a flagged party by way of others.
INDIRECT = "W04"
_BY_ALERT = "tied by the alert; no field of these records shows how"
_BY_WAY = "by way of others, as the picture shows"


@dataclass(frozen=True, slots=True)
class FlagLink:
    """One payment, one bill and one entry that belong together; any of them may be missing.

    `role` says how the payment stands to the bill or, without one, to the entry, `own` how its
    customer stands to the bill, `flagged` what of the bill the entry flags. `is_shown` is false
    where only the alert ties them.
    """

    payment: Movement | None
    bill: EvidenceRow | None
    entry: EvidenceRow | None
    role: str
    flagged: str
    alert_ids: tuple[str, ...]
    own: str = ""
    is_shown: bool = True

    @property
    def value(self) -> Decimal:
        """The payment in the base currency; nothing without one."""
        return self.payment.value if self.payment else Decimal(-1)


@dataclass(frozen=True, slots=True)
class _Cited:
    """What one alert cites, apart by kind; `owners` are the subjects of the case by account."""

    alert: Alert
    payments: Sequence[Movement]
    bills: Sequence[EvidenceRow]
    entries: Sequence[EvidenceRow]
    owners: Mapping[str, Subject]

    @property
    def only(self) -> EvidenceRow | None:
        """The entry, where there is one only and so no doubt which is meant."""
        return self.entries[0] if len(self.entries) == 1 else None


#: By a bill's place in memory: each entry with what of the bill it flags, empty for nothing.
_Standing = dict[int, list[tuple[EvidenceRow, str]]]


def flag_links(case: Case, found: Sequence[Movement]) -> tuple[FlagLink, ...]:
    """Every link of the case, the largest payments first, those without a payment last."""
    kept: dict[tuple[object, ...], FlagLink] = {}
    for cited in _by_alert(case, found):
        for link in _of_alert(cited):
            key = _key(link)
            if key in kept:
                kept[key] = _merged(kept[key], link)
            else:
                kept[key] = link
    return tuple(sorted(_without_repeats(kept.values()), key=_order))


def is_flagging(alert: Alert) -> bool:
    """Whether an alert cites an entry of a list."""
    return any(linked.startswith("flagged_parties:") for linked in alert.linked_ids)


def _by_alert(case: Case, found: Sequence[Movement]) -> Iterator[_Cited]:
    owners = account_owners(case)
    for alert in filter(is_flagging, case.alerts):
        rows = [row for row in case.rows if alert.alert_id in row.alert_ids]
        yield _Cited(
            alert,
            [movement for movement in found if alert.alert_id in movement.row.alert_ids],
            [row for row in rows if row.table == "bills_of_lading"],
            [row for row in rows if row.table == "flagged_parties"],
            owners,
        )


def _of_alert(cited: _Cited) -> Iterator[FlagLink]:
    standing: _Standing = {
        id(bill): [(e, ", ".join(flagged_roles(bill, e))) for e in cited.entries]
        for bill in cited.bills
    }
    told: set[int] = set()
    for payment in cited.payments:
        links = list(_of_payment(cited, payment, standing))
        told |= {id(record) for link in links for record in (link.bill, link.entry)}
        yield from links
    alert_ids = (cited.alert.alert_id,)
    for bill in cited.bills:
        if id(bill) not in told:
            for entry, role in standing[id(bill)]:
                if role:
                    told.add(id(entry))
                    yield FlagLink(None, bill, entry, "", role, alert_ids)
    for entry in cited.entries:
        if id(entry) not in told:
            yield FlagLink(None, None, entry, "", "", alert_ids)


def _of_payment(cited: _Cited, payment: Movement, standing: _Standing) -> Iterator[FlagLink]:
    """The links of a payment: over a bill, else to an entry itself, else as the alert says."""
    links = list(_over_bills(cited, payment, standing))
    for entry in cited.entries:
        role = _tie(entry, payment, cited.owners)
        if role:
            links.append(FlagLink(payment, None, entry, role, "", (cited.alert.alert_id,)))
    if not links:
        is_indirect = cited.alert.typology == INDIRECT
        why = _BY_WAY if is_indirect else _BY_ALERT
        ids = (cited.alert.alert_id,)
        links.append(FlagLink(payment, None, cited.only, why, "", ids, is_shown=is_indirect))
    yield from links


def _over_bills(cited: _Cited, payment: Movement, standing: _Standing) -> Iterator[FlagLink]:
    """The links over bills; of a bill with several rows, those rows that name something flagged."""
    alert_ids = (cited.alert.alert_id,)
    sides = tuple(other_sides(payment.row))
    flagged = {b.record_id for b in cited.bills if any(word for _, word in standing[id(b)])}
    for bill in cited.bills:
        role = _role_on(bill, payment.row, sides)
        if not role:
            continue
        own = terms.listing(roles_on(bill, customer_side(payment.row, cited.owners)))
        for entry, word in standing[id(bill)]:
            if word:
                yield FlagLink(payment, bill, entry, role, word, alert_ids, own)
        if bill.record_id not in flagged:
            yield FlagLink(payment, bill, cited.only, role, "", alert_ids, own, is_shown=False)


def _role_on(bill: EvidenceRow, row: EvidenceRow, sides: Sequence[Side]) -> str:
    """What ties a payment to a bill beside its customer; empty where nothing does."""
    roles = [role for side in sides for role in roles_on(bill, side)]
    cited = cited_of_bill(row, bill)
    if cited:
        roles.append(f"cites the {cited}")
    return terms.listing(dict.fromkeys(roles))


def _tie(entry: EvidenceRow, payment: Movement, owners: Mapping[str, Subject]) -> str:
    """What ties a payment to an entry itself; empty where nothing does."""
    row = payment.row
    texts = []
    for side in (*other_sides(row), customer_side(row, owners)):
        number = same_number(entry, side)
        shared = [f"same {number}"] if number else []
        if names(entry, side.name):
            shared.append("same name")
        if shared:
            words = f"{terms.listing(shared)} as the entry"
            texts.append(": ".join(filter(None, (side.word, words))))
    cited = cited_of_entry(row, entry)
    if cited:
        texts.append(f"cites the {cited}")
    return "; ".join(texts)


def _key(link: FlagLink) -> tuple[object, ...]:
    records = (link.payment.row if link.payment else None, link.bill, link.entry)
    return tuple((r.table, r.record_id, r.file, r.source_row) if r else None for r in records)


def _merged(one: FlagLink, other: FlagLink) -> FlagLink:
    best = one if one.is_shown or not other.is_shown else other
    return replace(best, alert_ids=tuple(sorted({*one.alert_ids, *other.alert_ids})))


def _without_repeats(links: Iterable[FlagLink]) -> list[FlagLink]:
    """A payment that reaches an entry over a bill is not told again without the bill."""
    held = list(links)
    over_bill: dict[tuple[object, ...], FlagLink] = {}
    for link in held:
        if link.payment and link.bill and link.entry:
            over_bill.setdefault((_key(link)[0], _key(link)[2]), link)
    kept = []
    for link in held:
        fuller = over_bill.get((_key(link)[0], _key(link)[2]))
        if fuller is None or link.bill:
            kept.append(link)
        else:
            is_told = not link.is_shown or link.role in fuller.role
            both = fuller.role if is_told else f"{fuller.role}; {link.role}"
            merged = replace(_merged(fuller, link), role=both)
            over_bill[_key(link)[0], _key(link)[2]] = merged
    told = {_key(link): link for link in over_bill.values()}
    return [told.get(_key(link), link) for link in kept]


def _order(link: FlagLink) -> tuple[object, ...]:
    payment = link.payment
    day = payment.day.isoformat() if payment else ""
    records = (payment.row if payment else None, link.bill, link.entry)
    ids = tuple((r.record_id, r.source_row) if r else ("", 0) for r in records)
    return (-link.value, day, *ids)

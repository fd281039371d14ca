"""The section on voyages and cargo: where the ship went, how far, and what the goods cost."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from aml.core import wording
from aml.core.case import Case, EvidenceRow
from aml.core.voyage import GoodsPrice, Voyage, corridors_of
from aml.report.document import Block, Column, Facts, Paragraph, Section, Table
from aml.report.movement import Movement
from aml.report.voyage_map import voyage_map

#: Voyages and lines of cargo that the section prints.
MOST_VOYAGES, MOST_CARGO = 3, 40
_NONE = "–"
_LEGS = (
    Column("No.", "amount", 8), Column("Port", weight=34), Column("Due", "day", 20),
    Column("Arrived", "day", 20), Column("Left", "day", 20),
    Column("Nautical miles from the last", "amount", 24), Column("In the schedule", weight=18),
)  # fmt: skip
_CARGO = (
    Column("Bill of lading, container", weight=30), Column("Goods", weight=26),
    Column("Weight", "amount", 20), Column("Declared value", "amount", 26),
    Column("A kilogram", "amount", 20), Column("Usual in the corridor", weight=30),
    Column("Payments that name it, days from issue", weight=30),
)  # fmt: skip


def voyages(case: Case, found: Sequence[Movement]) -> Section | None:
    """The section; None where the case cites neither a voyage nor a bill with goods."""
    blocks: list[Block] = []
    for number, voyage in enumerate(case.voyages[:MOST_VOYAGES], 1):
        blocks += _voyage(voyage, f"voyage-{number}")
    left = len(case.voyages) - MOST_VOYAGES
    if left > 0:
        text = f"{wording.plural(left, 'further voyage')} of the cited records not printed here."
        blocks.append(Paragraph(text))
    blocks += _cargo(case, found)
    if not blocks:
        return None
    return Section("voyages", "Voyages and cargo", tuple(blocks), starts_page=True)


def _voyage(voyage: Voyage, name: str) -> Iterator[Block]:
    yield Facts(tuple(_compared(voyage)))
    drawn = voyage_map(voyage, name)
    if drawn:
        yield drawn
    if voyage.calls:
        yield Table(f"Calls of voyage {voyage.voyage_id}", _LEGS, tuple(_calls(voyage)))


def _compared(voyage: Voyage) -> Iterator[tuple[str, str]]:
    """The voyage in figures, beside its direct way and its own loop of service."""
    ship = f"{voyage.vessel_name or 'name not recorded'}, IMO {voyage.imo_number or 'not recorded'}"
    yield "Voyage", f"{voyage.voyage_id}; {ship}"
    if voyage.started_on and voyage.ended_on:
        yield "Period", wording.period(voyage.started_on, voyage.ended_on)
    if voyage.sailed_nm is not None and voyage.direct_nm is not None:
        sailed, direct = wording.miles(voyage.sailed_nm), wording.miles(voyage.direct_nm)
        yield "Distance", f"{sailed} nautical miles from port to port; direct by sea {direct}"
    if voyage.detour is not None:
        yield "Detour", f"{wording.number(voyage.detour)} times the direct way"
    if voyage.usual_detour is not None:
        others = wording.plural(voyage.usual_voyages, "other voyage")
        usual = f"{wording.number(voyage.usual_detour)} times"
        yield f"Loop {voyage.service_loop}", f"{usual} in the middle of {others} of those months"
    elif voyage.service_loop:
        yield f"Loop {voyage.service_loop}", "no other voyage of the loop to compare with"


def _calls(voyage: Voyage) -> Iterator[tuple[str, ...]]:
    for number, call in enumerate(voyage.calls, 1):
        leg = voyage.legs[number - 2] if number > 1 else None
        sailed = _NONE if leg is None else "not known"
        if leg is not None and leg.sailed_nm is not None:
            sailed = wording.miles(leg.sailed_nm)
        name = f"{call.name} ({call.port})" if call.name != call.port else call.port
        yield (
            str(number), name, _day(call.due_at), _day(call.arrived_at), _day(call.left_at),
            sailed, "yes" if call.is_scheduled else "no",
        )  # fmt: skip


def _cargo(case: Case, found: Sequence[Movement]) -> Iterator[Block]:
    bills = [row for row in case.rows if row.table == "bills_of_lading"]
    lines = [bill for bill in bills if bill.text("gross_kg") or bill.text("declared_value")]
    if not lines:
        return
    lines.sort(key=lambda bill: (-bill.amount("declared_value"), bill.record_id, bill.source_row))
    rows = tuple(_line(case, bill, found) for bill in lines[:MOST_CARGO])
    yield Table("Cargo of the cited bills of lading", _CARGO, rows)
    if len(lines) > MOST_CARGO:
        left = wording.plural(len(lines) - MOST_CARGO, "line")
        yield Paragraph(f"{left} of lower declared value are in evidence.csv.")


def _line(case: Case, bill: EvidenceRow, found: Sequence[Movement]) -> tuple[str, ...]:
    container = bill.text("container_number")
    goods = bill.text("goods") or "not described"
    code = bill.text("hs_code")
    return (
        f"{bill.record_id}, {container}" if container else bill.record_id,
        f"{goods} (HS {code})" if code else goods,
        f"{wording.number(bill.amount('gross_kg'))} kg" if bill.text("gross_kg") else _NONE,
        _money(bill, bill.amount("declared_value")) if bill.text("declared_value") else _NONE,
        _kilogram(bill),
        _usual(case.prices, bill),
        _payments(bill, found),
    )


def _kilogram(bill: EvidenceRow) -> str:
    kg = bill.amount("gross_kg")
    if not kg or not bill.text("declared_value"):
        return _NONE
    price = (bill.amount("declared_value") / kg).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return _money(bill, price)


def _usual(prices: Sequence[GoodsPrice], bill: EvidenceRow) -> str:
    held = {price.corridor: price for price in prices if price.hs_code == bill.text("hs_code")}
    for corridor in corridors_of(bill.text("load_port"), bill.text("discharge_port")):
        if corridor in held:
            price = held[corridor]
            low, middle, high = (wording.number(p) for p in (price.p10, price.p50, price.p90))
            source = f" ({price.source})" if price.source else ""
            return f"{price.currency} {middle}, mostly {low} to {high}{source}"
    return "no price of these goods is known"


def _payments(bill: EvidenceRow, found: Sequence[Movement]) -> str:
    """Payments that name the bill or its container, with days after (+) or before its issue."""
    issued = date.fromisoformat(bill.text("issued_on"))
    told = [
        f"{wording.recorded_money(movement.amount, movement.currency)}"
        f" ({(movement.day - issued).days:+d})"
        for movement in found
        if _names(movement.row, bill)
    ]
    return "; ".join(told[:4]) + (f"; {len(told) - 4} more" if len(told) > 4 else "") or _NONE


def _names(payment: EvidenceRow, bill: EvidenceRow) -> bool:
    """Whether the payment has the bill's number as a word, or the container's with any marks."""
    columns = ("bill_of_lading", "reference", "remittance_text", "invoice_reference")
    said = " ".join(payment.text(column) for column in columns).upper()
    container = bill.text("container_number")
    if container and container in re.sub(r"[^A-Z0-9]", "", said):
        return True
    return bill.record_id.upper() in re.findall(r"[^\s,;:()]+", said)


def _money(bill: EvidenceRow, amount: Decimal) -> str:
    return wording.recorded_money(amount, bill.text("currency") or "")


def _day(at: datetime | None) -> str:
    return at.date().isoformat() if at else _NONE

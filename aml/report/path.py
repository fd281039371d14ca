"""The pictures of a case's flagged money: what came by way of others, and what touches a list."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from aml.core.alert import Alert
from aml.core.case import Case, EvidenceRow
from aml.report.document import Chart
from aml.report.ladder import ladder
from aml.report.link import INDIRECT, FlagLink, is_flagging
from aml.report.movement import Movement
from aml.report.step import Parties, Relation, Step, entry_node, renamed

_PATHS = "The way of money from flagged parties"
_LINKS = "Payments and the flagged parties behind them"
#: A share beside the payment that it belongs to: `0.533333` or `53.3 %`.
_SHARE = re.compile(r"(?<![\w.])(?:([01]\.\d{2,6})|(\d{1,3}(?:\.\d)?) ?%)")


def pictures(case: Case, found: Sequence[Movement], links: Sequence[FlagLink]) -> Iterator[Chart]:
    """The charts that have something to draw: paths over others first, then direct links."""
    entries = [row for row in case.rows if row.table == "flagged_parties"]
    parties = Parties(case, found, entries)
    nodes = [entry_node(entry) for entry in entries]
    paths = _paths(case, found, parties, entries)
    if paths:
        yield ladder("paths", _PATHS, paths, nodes, case.base_currency)
    steps = _linked(case, links, parties)
    told = {step.payment.row.record_id for step in paths}
    if any(step.payment.row.record_id not in told for step in steps):
        yield ladder("links", _LINKS, steps, nodes, case.base_currency)


def _paths(
    case: Case, found: Sequence[Movement], parties: Parties, entries: Sequence[EvidenceRow]
) -> list[Step]:
    """The payments of the alerts on money by way of others, with the flagged party's share."""
    indirect = [a for a in case.alerts if a.typology == INDIRECT and is_flagging(a)]
    cited = {citation for alert in indirect for citation in alert.transaction_ids}
    held = [movement for movement in found if movement.row.record_id in cited]
    steps = _one_leg([parties.step(movement) for movement in held])
    ids = {alert.alert_id for alert in indirect}
    listed = [entry for entry in entries if ids & set(entry.alert_ids)]
    shares = {key: value for a in indirect for key, value in told_shares(a, held).items()}
    steps = _begun(steps, listed)
    return [
        replace(step, share=Decimal(1))
        if step.payer.standing == "flagged"
        else replace(step, share=shares.get(step.payment.row.record_id))
        for step in steps
    ]


def _begun(steps: list[Step], entries: Sequence[EvidenceRow]) -> list[Step]:
    """The one entry in the place of who pays first, where no record names it by that entry."""
    if len(entries) != 1 or any(step.payer.standing == "flagged" for step in steps):
        return steps
    reached: set[str] = set()
    for step in tuple(steps):
        payer = step.payer
        if payer.standing == "other" and payer.key not in reached:
            listed = entry_node(entries[0])
            shown = replace(listed, name=payer.name, key=payer.key)
            steps = [renamed(each, payer.key, shown) for each in steps]
        reached |= {payer.key, step.payee.key}
    return steps


def told_shares(alert: Alert, payments: Sequence[Movement]) -> Mapping[str, Decimal]:
    """The share beside each payment, in whichever list of texts the alert tells its paths.

    A share belongs to the payment named before it, by its id or as `27000.00 on 2026-03-16`. Of
    several flagged parties behind one payment, the largest share.
    """
    mentions = _mentions(payments)
    shares: dict[str, Decimal] = {}
    if not mentions:
        return shares
    split = re.compile(rf"(?<![\w.])({'|'.join(map(re.escape, mentions))})(?!\w)")
    for figure in alert.figures:
        for text in figure.value if isinstance(figure.value, tuple) else ():
            _, *parts = split.split(text)
            for mention, words in zip(parts[::2], parts[1::2], strict=True):
                share = _SHARE.search(words)
                if share:
                    ratio = Decimal(share[1]) if share[1] else Decimal(share[2]) / 100
                    record = mentions[mention]
                    shares[record] = max(ratio, shares.get(record, ratio))
    return shares


def _mentions(payments: Sequence[Movement]) -> dict[str, str]:
    """Record ids by what a text may call them, the longest first; nothing that two are called."""
    named: dict[str, set[str]] = {}
    for payment in payments:
        record = payment.row.record_id
        amount = payment.value.quantize(Decimal("0.01"), ROUND_HALF_UP)
        for mention in (record, f"{amount} on {payment.day}"):
            named.setdefault(mention, set()).add(record)
    longest = sorted(named, key=lambda mention: (-len(mention), mention))
    return {mention: min(named[mention]) for mention in longest if len(named[mention]) == 1}


def _linked(case: Case, links: Sequence[FlagLink], parties: Parties) -> list[Step]:
    """Each payment that touches an entry once, with the first way in which it does."""
    direct = {a.alert_id for a in case.alerts if is_flagging(a) and a.typology != INDIRECT}
    steps: dict[str, Step] = {}
    counts = Counter(link.payment.row.record_id for link in links if link.payment)
    for link in links:
        if link.payment is None or link.entry is None or not direct & set(link.alert_ids):
            continue
        record = link.payment.row.record_id
        if record not in steps:
            step = parties.step(link.payment)
            steps[record] = replace(step, relation=_relation(step, link, counts[record] - 1))
    return _one_leg(sorted(steps.values(), key=_moment))


def _relation(step: Step, link: FlagLink, further: int) -> Relation | None:
    """What leads from the payment to the entry; nothing where the entry is payer or payee."""
    if link.entry is None:
        return None
    to = entry_node(link.entry).key
    if to in (step.payer.entry, step.payee.entry):
        return None
    more = f"{further:,} more" if further else ""
    number = link.bill.text("bl_no") if link.bill else ""
    flagged = f"{link.flagged} flagged" if link.flagged else ""
    below = ", ".join(filter(None, (number, more)))
    words = ", ".join(filter(None, (link.role, number and f"bill {number}", flagged, more)))
    return Relation(to, link.role, below, words)


def _one_leg(steps: Sequence[Step]) -> list[Step]:
    """A payment between two accounts of the ledger once, though both of its legs are cited."""
    held: Counter[tuple[object, ...]] = Counter()
    kept = []
    for step in steps:
        p = step.payment
        alike = (step.payer.key, step.payee.key, p.day, p.amount, p.currency)
        other = {"in": "out", "out": "in"}.get(p.way, "")
        if held[*alike, other]:
            held[*alike, other] -= 1
        else:
            held[*alike, p.way] += 1
            kept.append(step)
    return kept


def _moment(step: Step) -> tuple[object, ...]:
    row = step.payment.row
    return (row.instant(), row.table, row.record_id)

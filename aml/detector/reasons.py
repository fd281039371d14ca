"""An outlier's reasons in words: its figure, and what half and 99 % of its peers stay below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from aml.core.alert import Figure
from aml.core.wording import money, number, plural
from aml.detector.evidence import Cited
from aml.detector.features import FAMILIES, FEATURES, Family, Feature
from aml.detector.peers import PeerGroup
from aml.detector.score import Outlier
from aml.detector.window import Window

if TYPE_CHECKING:
    import polars

Amount = Decimal | int


@dataclass(frozen=True, slots=True)
class Reason:
    """One feature of one customer beside its peers.

    `half` and `most` are the values that half and 99 % of the peers, the customer among them, stay
    at or below: values of peers themselves, never between two.
    """

    feature: Feature
    family: Family
    share: Decimal
    value: Amount
    half: Amount
    most: Amount
    currency: str

    def text(self, value: Amount) -> str:
        """A value of this feature as a reviewer reads it."""
        if self.feature.unit == "money":
            return money(value, self.currency)
        return number(value)

    def sentence(self) -> str:
        """The reason in one sentence."""
        return (
            f"{self.feature.title}: {self.text(self.value)}; half of the peers stay at or below"
            f" {self.text(self.half)}, and 99 % at or below {self.text(self.most)}."
        )


def reasons_of(frame: polars.DataFrame, outlier: Outlier, base_currency: str) -> tuple[Reason, ...]:
    """The reasons of one outlier, strongest first."""
    return tuple(
        _reason(frame, outlier, FEATURES[place], share, base_currency)
        for place, share in zip(outlier.reasons, outlier.shares, strict=True)
    )


def _reason(
    frame: polars.DataFrame, outlier: Outlier, feature: Feature, share: Decimal, currency: str
) -> Reason:
    column = frame[feature.name]
    peers = column.gather(outlier.group.members).sort()
    return Reason(
        feature=feature,
        family=next(family for family in FAMILIES if family.name == feature.family),
        share=share,
        value=column[outlier.row],
        half=peers[at_or_below(len(peers), 50)],
        most=peers[at_or_below(len(peers), 99)],
        currency=currency,
    )


def at_or_below(peers: int, percent: int) -> int:
    """The place, from 0, of the smallest value that so many per cent of the peers do not exceed."""
    return -(-peers * percent // 100) - 1


def figures_of(
    outlier: Outlier, reasons: Sequence[Reason], cited: Cited, window: Window, customers: int
) -> tuple[Figure, ...]:
    """Everything the alert says in numbers, each with where it comes from."""
    currency = reasons[0].currency
    basis = f"{peers_text(outlier.group)}; {window.text}"
    entries = len(cited.transaction_ids)
    return (
        _cited("cited_entries", "Entries cited", number(entries), entries, "count()"),
        _cited(
            "cited_in", "Money in, of the entries cited", money(cited.credits, currency),
            cited.credits, "sum(amount_base, direction='credit')",
        ),
        _cited(
            "cited_out", "Money out, of the entries cited", money(cited.debits, currency),
            cited.debits, "sum(amount_base, direction='debit')",
        ),
        *(figure for reason in reasons for figure in _reason_figures(reason, cited, basis)),
        _context(
            "outlier_score", "Outlier score", number(outlier.score), outlier.score,
            f"modified z-score of the COPOD points; {basis}",
        ),
        _context(
            "rank", "Place among all customers scored", number(outlier.rank), outlier.rank,
            f"{plural(customers, 'customer')} scored; {window.text}",
        ),
    )  # fmt: skip


def peers_text(group: PeerGroup) -> str:
    """`412 peers (type person, occupation driver)`: those compared with, the customer included."""
    return f"{plural(len(group.members), 'peer')} ({group.name})"


def _reason_figures(reason: Reason, cited: Cited, basis: str) -> tuple[Figure, ...]:
    feature = reason.feature
    text = reason.text(reason.value)
    if feature.recompute and feature.behind in cited.complete:
        own = _cited(feature.name, feature.title, text, reason.value, feature.recompute)
    else:
        meant = f"{feature.formula}; {basis}"
        own = _context(feature.name, feature.title, text, reason.value, meant)
    return (
        own,
        _context(
            f"{feature.name}_half", f"{feature.title}: half of the peers at or below",
            reason.text(reason.half), reason.half, basis,
        ),
        _context(
            f"{feature.name}_most", f"{feature.title}: 99 % of the peers at or below",
            reason.text(reason.most), reason.most, basis,
        ),
    )  # fmt: skip


def _cited(name: str, label: str, text: str, value: Amount, recompute: str) -> Figure:
    return Figure(name, label, text, value, "cited", recompute, "")


def _context(name: str, label: str, text: str, value: Amount, basis: str) -> Figure:
    return Figure(name, label, text, value, "context", "", basis)

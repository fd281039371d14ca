"""The section of docs/evaluation.md on ledgers labelled elsewhere, written between two marks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

PAPER = Path(__file__).parents[1] / "docs" / "evaluation.md"
BEGIN, END = "<!-- labelled: written by benchmarks/labelled.py -->", "<!-- labelled: end -->"


@dataclass(frozen=True, slots=True)
class Column:
    """What one way of alerting found of a ledger's patterns at each budget, and how loud it is.

    `found` counts patterns by budget and typology; `in_thousand` are alerts in 1,000
    account-months.
    """

    found: Mapping[float, Counter[str]]
    in_thousand: float


@dataclass(frozen=True, slots=True)
class Measured:
    """One ledger: its size, its patterns by typology, and the three ways of alerting."""

    name: str
    accounts: int
    patterns: Counter[str]
    rules: Column
    with_detector: Column
    naive: Column

    def share(self, column: Column, budget: float, typology: str = "") -> float:
        """Found patterns by all patterns, of one typology or of all."""
        found, patterns = column.found[budget], self.patterns
        return (
            found[typology] / patterns[typology] if typology else found.total() / patterns.total()
        )

    def ceiling(self, budget: float, typology: str = "") -> float:
        """The share that could be found if each alerted account found a pattern of its own."""
        patterns = self.patterns[typology] if typology else self.patterns.total()
        return min(1.0, int(self.accounts * budget) / patterns)


@dataclass(frozen=True, slots=True)
class Quiet:
    """A ledger without labels: alerts by source, in 1,000 account-months."""

    name: str
    account_months: int
    alerts: Mapping[str, int]


def write_section(ledgers: Sequence[Measured], quiet: Quiet | None) -> None:
    """Put the tables between the marks of the paper; everything else stays."""
    text = PAPER.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    after = rest.partition(END)[2]
    body = f"{BEGIN}\n\n{tables(ledgers, quiet)}\n{END}"
    PAPER.write_text(f"{before}{body}{after}", encoding="utf-8")


def tables(ledgers: Sequence[Measured], quiet: Quiet | None) -> str:
    """The tables of these ledgers as they stand in the paper."""
    return "\n".join([*_whole(ledgers), "", *_typologies(ledgers), "", *_quiet(quiet)])


def _whole(ledgers: Sequence[Measured]) -> list[str]:
    lines = [
        "| ledger | accounts | patterns | alerted | ceiling | rules | with detector | naive rule |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for ledger in ledgers:
        for budget in ledger.rules.found:
            cells = [_share(ledger.share(c, budget)) for c in _columns(ledger)]
            head = [ledger.name, f"{ledger.accounts:,}", str(ledger.patterns.total())]
            ceiling = _share(ledger.ceiling(budget))
            lines.append(_row([*head, f"{budget:.0%}", ceiling, *cells]))
    rates = [
        f"{x.name} {x.rules.in_thousand:.1f} (naive rule {x.naive.in_thousand:.1f})"
        for x in ledgers
    ]
    return [*lines, "", "Alerts of the rules in 1,000 account-months: " + ", ".join(rates) + "."]


def _typologies(ledgers: Sequence[Measured]) -> list[str]:
    lines = [
        "| ledger | typology | patterns | 1 %: ceiling | rules | with detector | naive"
        " | 5 %: ceiling | rules | with detector | naive |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for ledger in ledgers:
        for typology, patterns in sorted(ledger.patterns.items()):
            cells = []
            for budget in ledger.rules.found:
                cells.append(_share(ledger.ceiling(budget, typology)))
                cells += [_share(ledger.share(c, budget, typology)) for c in _columns(ledger)]
            lines.append(_row([ledger.name, typology, str(patterns), *cells]))
    return lines


def _quiet(quiet: Quiet | None) -> list[str]:
    if quiet is None:
        return []
    sources = (
        ", ".join(f"`{name}` {count}" for name, count in sorted(quiet.alerts.items())) or "none"
    )
    rate = 1000 * sum(quiet.alerts.values()) / quiet.account_months
    return [
        f"{quiet.name}, real and without labels: {sum(quiet.alerts.values())} alerts in"
        f" {quiet.account_months:,} account-months, {rate:.1f} in 1,000 ({sources}).",
        "",
    ]


def differences(seen: Sequence[Measured], blind: Sequence[Measured]) -> list[tuple[str, float]]:
    """What blinding changes: each figure of the tables and by how much, the naive rule's apart."""
    found = []
    for one, other in zip(seen, blind, strict=True):
        ways = (("rules", one.rules, other.rules),
                ("with detector", one.with_detector, other.with_detector))  # fmt: skip
        for way, clear, hidden in ways:
            for budget in clear.found:
                for typology in ("", *sorted(one.patterns)):
                    moved = other.share(hidden, budget, typology)
                    moved -= one.share(clear, budget, typology)
                    name = f"{one.name} {typology or 'all'} at {budget:.0%}, {way}"
                    found.append((name, moved))
    return found


def _columns(ledger: Measured) -> tuple[Column, Column, Column]:
    return ledger.rules, ledger.with_detector, ledger.naive


def _share(value: float) -> str:
    return f"{value:.2f}"


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"

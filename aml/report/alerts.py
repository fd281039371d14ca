"""The alerts of a case: each figure with where it comes from, each score as lines that add up."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from aml.core import wording
from aml.core.alert import Alert, Contribution, Figure
from aml.core.case import Case
from aml.report import terms
from aml.report.document import Block, Column, Facts, Section, Table

_SCORE = (Column("What adds or takes off points", weight=6), Column("Points", "amount", 1))
_FIGURES = (
    Column("Figure", weight=4), Column("Value", weight=3), Column("Where it is from", weight=6)
)  # fmt: skip


def alerts(case: Case) -> Section:
    """The score of the case, then each alert."""
    score = _score("Score of the case", case.contributions)
    listed = tuple(_alert(case, number, alert) for number, alert in enumerate(case.alerts, 1))
    return Section("alerts", "Alerts and score", (score,), listed)


def _score(caption: str, contributions: Sequence[Contribution]) -> Table:
    """The lines of a score and their sum."""
    rows = tuple((line.label, terms.points(line.points)) for line in contributions)
    total = terms.points(sum((line.points for line in contributions), Decimal(0)))
    return Table(caption, _SCORE, rows, ("Score", total))


def _alert(case: Case, number: int, alert: Alert) -> Section:
    blocks: list[Block] = [Facts(tuple(_facts(case, alert)))]
    if alert.figures:
        rows = tuple((f.label, f.text, _origin(f)) for f in alert.figures)
        blocks.append(Table(f"Figures of alert {number}", _FIGURES, rows))
    blocks.append(_score(f"Score of alert {number}", alert.contributions))
    return Section(f"alert-{number}", f"Alert {number}: {alert.title}", tuple(blocks))


def _facts(case: Case, alert: Alert) -> list[tuple[str, str]]:
    cited = len(alert.transaction_ids) + len(alert.linked_ids)
    kind = "scenario" if alert.kind == "rule" else "detector"
    facts = [
        ("Alert", alert.alert_id),
        ("Raised by", f"{kind} {alert.reference}"),
        ("Typology", alert.typology),
        ("Severity", f"{terms.sentence(alert.severity)}, score {terms.points(alert.score)} of 100"),
        *([("Threshold set", alert.threshold_set)] if alert.kind == "rule" else []),
        ("Focus", f"{alert.focus_kind} {alert.focus_id}"),
        ("Period", wording.period(alert.window_start, alert.window_end)),
        ("Cites", wording.plural(cited, "record")),
    ]
    if alert.amount_base is not None:
        facts.append(("Amount", wording.money(alert.amount_base, case.base_currency)))
    if alert.seen != "new":
        since = f", since {wording.day(alert.first_seen_on)}" if alert.first_seen_on else ""
        facts.append(("Beside the previous run", f"{alert.seen} alert{since}"))
    if alert.continues:
        facts.append(("Continues", alert.continues))
    if alert.filing_codes:
        facts.append(("Codes for the form", ", ".join(alert.filing_codes)))
    return facts


def _origin(figure: Figure) -> str:
    if figure.origin == "cited":
        return f"The cited records: {figure.recompute}"
    return f"Context: {figure.basis}"

"""An outlier as an alert: its score line by line, its explanation, its figures, its id."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_DOWN, Decimal

from aml.core.alert import Alert, Contribution
from aml.core.digest import short_digest
from aml.core.vocabulary import severity_of
from aml.core.wording import money, plural
from aml.detector.evidence import Cited
from aml.detector.parameters import BASE_POINTS, MOST_POINTS
from aml.detector.reasons import Reason, figures_of, peers_text
from aml.detector.score import Outlier
from aml.detector.use import DETECTOR_ID, TITLE, TYPOLOGY, VERSION
from aml.detector.window import Window

_TENTH = Decimal("0.1")


def raise_alert(
    customer: str,
    outlier: Outlier,
    reasons: Sequence[Reason],
    cited: Cited,
    window: Window,
    scored: int,
) -> Alert:
    """The alert on one customer.

    Args:
        customer: its customer_id.
        outlier: where it stands among its peers.
        reasons: why, strongest first.
        cited: the entries behind the reasons.
        window: the months that were scored.
        scored: how many customers were scored.
    """
    lines = contributions(outlier, reasons)
    score = sum((line.points for line in lines), Decimal(0))
    return Alert(
        alert_id="A-" + short_digest([DETECTOR_ID, "customer", customer, cited.first_id]),
        kind="model",
        source=DETECTOR_ID,
        source_version=VERSION,
        title=TITLE,
        typology=TYPOLOGY,
        focus_kind="customer",
        focus_id=customer,
        window_start=window.start,
        window_end=window.last_day,
        severity=severity_of(score, "medium"),
        score=score,
        amount_base=max(cited.credits, cited.debits),
        transaction_ids=cited.transaction_ids,
        linked_ids=(),
        figures=figures_of(outlier, reasons, cited, window, scored),
        contributions=lines,
        explanation=_explanation(outlier, reasons, cited, window),
        filing_codes=("8/812",),
        goaml_tags=("PROFILE",),
    )


def contributions(outlier: Outlier, reasons: Sequence[Reason]) -> tuple[Contribution, ...]:
    """The lines of a score: a base, then a point for each deviation, given to what brought it."""
    earned = min(outlier.score, MOST_POINTS - BASE_POINTS).quantize(_TENTH, ROUND_DOWN)
    lines = [Contribution("base", "Among the customers furthest from their peers", BASE_POINTS)]
    for reason in reasons:
        points = (reason.share * earned).quantize(_TENTH, ROUND_DOWN)
        label = f"{reason.family.title}: {reason.feature.title}"
        lines.append(Contribution(reason.family.name, label, points))
    other = BASE_POINTS + earned - sum((line.points for line in lines), Decimal(0))
    lines.append(Contribution("other", "All other features together", other))
    return tuple(line for line in lines if line.points)


def _explanation(outlier: Outlier, reasons: Sequence[Reason], cited: Cited, window: Window) -> str:
    currency = reasons[0].currency
    entries = plural(len(cited.transaction_ids), "entry", "entries")
    return " ".join(
        [
            f"Cited here: {entries}, {money(cited.credits, currency)} in and"
            f" {money(cited.debits, currency)} out.",
            f"From {window.text} the customer's activity appears unlike that of"
            f" {peers_text(outlier.group)}.",
            *(reason.sentence() for reason in reasons),
            "Being unusual is a reason to look, not a finding.",
        ]
    )

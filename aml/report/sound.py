"""What must hold in a case before a document is made of it: its sums agree with its records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from aml.core.alert import Contribution
from aml.core.case import Case
from aml.core.problem import Problem, ReportError
from aml.report.movement import WAYS, Movement, total


def require_sound(case: Case, found: Sequence[Movement], seen: Sequence[Movement]) -> None:
    """Refuse a case that contradicts itself or lacks what every document says.

    Args:
        case: the case.
        found: its movements.
        seen: those that make up its totals.

    Raises:
        ReportError: every contradiction found.
    """
    problems = [*_absent(case), *_sums(case, found, seen), *_scores(case)]
    if problems:
        raise ReportError(problems)


def _absent(case: Case) -> Iterator[Problem]:
    facts = {
        "title": case.title,
        "alerts": case.alerts,
        "subjects": case.subjects,
        "rows": case.rows,
        "institution": case.institution,
        "base_currency": case.base_currency,
        "name of a subject": all(subject.name for subject in case.subjects),
        "title of an alert": all(alert.title for alert in case.alerts),
        "explanation of an alert": all(alert.explanation for alert in case.alerts),
    }
    for name, value in facts.items():
        if not value:
            yield Problem("RPT002", f"case {case.case_id} has no {name.replace('_', ' ')}")
    parties = {subject.party_id for subject in case.subjects}
    if any({tie.from_party_id, tie.to_party_id} - parties for tie in case.ties):
        yield Problem("RPT002", f"case {case.case_id} ties a subject that it does not describe")
    alerts = {alert.alert_id for alert in case.alerts}
    if any(set(row.alert_ids) - alerts for row in case.rows):
        yield Problem("RPT002", f"case {case.case_id} holds a record of an alert that it lacks")
    described = {use.reference for use in case.provenance.scenarios}
    for reference in sorted({alert.reference for alert in case.alerts} - described):
        yield Problem("RPT002", f"case {case.case_id} does not describe {reference}")


def _sums(case: Case, found: Sequence[Movement], seen: Sequence[Movement]) -> Iterator[Problem]:
    totals = case.totals
    ways = {way: [m for m in seen if m.way == way] for way in WAYS}
    entries = sum(movement.way != "sent" for movement in found)
    stated = {
        "entries": (totals.transactions, entries),
        "uncounted entries": (totals.uncounted, len(found) - len(seen)),
        "remittances": (totals.remittances, len(ways["sent"])),
        "money in": (totals.credits, total(ways["in"])),
        "money out": (totals.debits, total(ways["out"])),
        "money between subjects": (totals.between, total(ways["between"])),
        "money remitted": (totals.remitted, total(ways["sent"])),
    }
    for name, (said, found_again) in stated.items():
        if said != found_again:
            message = f"case {case.case_id}: the {name} of its totals differ from its records"
            yield Problem("RPT003", message, hint="`aml verify` names what was changed")


def _scores(case: Case) -> Iterator[Problem]:
    scored = [(f"case {case.case_id}", case.score, case.contributions)]
    scored += [(alert.alert_id, alert.score, alert.contributions) for alert in case.alerts]
    for name, score, contributions in scored:
        if _sum(contributions) != score:
            message = f"{name}: the lines of its score do not add up to it"
            yield Problem("RPT003", message, hint="`aml verify` names what was changed")


def _sum(contributions: Sequence[Contribution]) -> Decimal:
    return sum((line.points for line in contributions), Decimal(0))

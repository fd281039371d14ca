"""How grave a case is, in words that agree with the severity of its alerts.

A case scores five points more for each further typology, so it may be graver than each of its
alerts; and an alert whose rule caps its severity may score more than a graver one.
"""

from __future__ import annotations

from collections.abc import Iterable

from aml.core.alert import Alert
from aml.core.case import Case
from aml.core.vocabulary import SEVERITIES

_TOGETHER = "by several alerts together"


def by_gravity(alerts: Iterable[Alert]) -> list[Alert]:
    """The alerts of the highest severity first; among those the ones with the highest score."""
    return sorted(alerts, key=lambda a: (-SEVERITIES.index(a.severity), -a.score, a.alert_id))


def gravest(case: Case) -> Alert:
    """The alert of the highest severity; among those the one with the highest score."""
    return by_gravity(case.alerts)[0]


def severity_of_case(case: Case) -> str:
    """`critical`, or `critical, by several alerts together` where no alert alone is so grave."""
    together = grown(case)
    return f"{case.severity}, {together}" if together else case.severity


def grown(case: Case) -> str:
    """`by several alerts together` where no alert alone is as grave as the case; else nothing."""
    return "" if gravest(case).severity == case.severity else _TOGETHER


def severity_and_title(case: Case) -> str:
    """The severity with the alert that it rests on, or the gravest of those that it rests on."""
    alert = gravest(case)
    if alert.severity == case.severity:
        return f"{case.severity}: {alert.title}"
    return f"{severity_of_case(case)}; the gravest, of severity {alert.severity}: {alert.title}"

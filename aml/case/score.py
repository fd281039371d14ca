"""The score of a case: its highest alert, and five points for each further typology."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from aml.core.alert import Alert, Contribution

_FURTHER = Decimal(5)
_MOST = Decimal(100)


def leading(alerts: Sequence[Alert]) -> Alert:
    """The alert that gives a case its title: highest score, then earliest, then by id."""
    return min(alerts, key=lambda alert: (-alert.score, alert.window_start, alert.alert_id))


def contributions(alerts: Sequence[Alert]) -> tuple[Contribution, ...]:
    """The lines of a case's score; they add up to it. Low alerts add nothing."""
    first = leading(alerts)
    lines = [Contribution(first.typology, f"Highest alert: {first.title}", first.score)]
    counted = {alert.typology for alert in alerts if alert.severity != "low"} - {first.typology}
    titles = {alert.typology: alert.title for alert in sorted(alerts, key=lambda a: a.alert_id)}
    for typology in sorted(counted):
        label = f"Further typology: {titles[typology]}"
        lines.append(Contribution(typology, label, _FURTHER))
    over = sum((line.points for line in lines), Decimal(0)) - _MOST
    if over > 0:
        lines.append(Contribution("most", "A score ends at 100", -over))
    return tuple(lines)

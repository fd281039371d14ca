"""Suppressions: alerts that somebody answered for beforehand, for a time. Counted, never hidden."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from aml.core.alert import Alert
from aml.store import Store

_IN_FORCE = """
    SELECT scenario_id, focus_id FROM suppressions CROSS JOIN institution
    WHERE valid_from <= as_of_on AND valid_to >= as_of_on"""


def suppress(store: Store, alerts: Iterable[Alert]) -> list[Alert]:
    """The alerts, those marked that a suppression in force on the day of the run names.

    A suppression without a focus holds for everything that its scenario raises.
    """
    in_force = set(store.rows(_IN_FORCE))
    return [
        replace(alert, status="suppressed")
        if in_force & {(alert.source, None), (alert.source, alert.focus_id)}
        else alert
        for alert in alerts
    ]

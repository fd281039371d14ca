"""Alerts and records for tests: only what a test speaks of is written out."""

from datetime import date
from decimal import Decimal

from aml.core.alert import Alert, Contribution
from aml.core.case import EvidenceRow
from aml.core.vocabulary import severity_of


def alert(name, focus="C1", score=60, typology="S01", cites=(), linked=(), start=2):
    points = Decimal(score)
    return Alert(
        alert_id=name,
        kind="rule",
        source=f"rule_{typology.lower()}",
        source_version="1",
        title=f"Title of {typology}",
        typology=typology,
        focus_kind="customer",
        focus_id=focus,
        window_start=date(2026, 3, start),
        window_end=date(2026, 3, start + 1),
        severity=severity_of(points),
        score=points,
        amount_base=points,
        transaction_ids=tuple(cites),
        linked_ids=tuple(linked),
        figures=(),
        contributions=(Contribution("base", "Base", points),),
        explanation="It appears so.",
    )


def row(record_id, table="transactions", source_row=1, **values):
    values = {"booked_on": "2026-03-02", "booked_at": "2026-03-02 09:00:00", **values}
    return EvidenceRow(table, record_id, "core", "l.csv", source_row, values, "", ())

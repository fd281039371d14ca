"""Cited figures again, from the cited rows alone."""

from datetime import date
from decimal import Decimal

import pytest

from aml.core.case import EvidenceRow
from aml.core.expression import parse_expression
from aml.scenario.recompute import FUNCTIONS, agrees, recompute


def row(record_id, table="transactions", **values):
    values.setdefault("booked_at", "2026-03-02 10:00:00")
    values.setdefault("booked_on", values["booked_at"][:10])
    return EvidenceRow(table, record_id, "core", "l.csv", 1, values, "", ())


ROWS = [
    row("T1", amount="10.0000", direction="credit", channel="wire", branch_id="B1", booked_at="2026-03-02 10:00:00.9"),
    row("T2", amount="20.5000", direction="credit", channel="sepa", agent_id="G1", booked_at="2026-03-02 10:20:00"),
    row("T3", amount="30.0000", direction="debit", channel="card", branch_id="B1", booked_at="2026-03-05 09:00:00"),
    row("R1", "remittances", amount="5.0000", sender_name="x", booked_at="2026-03-05 09:00:00"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("count()", 4),
        ("count(table='transactions')", 3),
        ("count(direction='credit')", 2),
        ("count(channel_in='wire sepa')", 2),
        ("sum(amount, direction='credit')", Decimal("30.5")),
        ("sum(amount, direction='debit') / sum(amount, direction='credit')", Decimal(30) / Decimal("30.5")),
        ("distinct(branch_id)", 1),
        ("distinct(branch_id, agent_id)", 2),
        ("only(direction, table='transactions')", None),
        ("only(direction, channel='card')", "debit"),
        ("min(amount, table='transactions')", Decimal(10)),
        ("max(amount)", Decimal(30)),
        ("min(booked_on)", date(2026, 3, 2)),
        ("max(booked_at)", date(2026, 3, 5)),
        ("median(amount)", Decimal(15) + Decimal("0.25")),
        ("median(amount, table='transactions')", Decimal("20.5")),
        ("largest_day(amount, direction='credit')", Decimal("30.5")),
        ("days_between(booked_on)", 3),
        ("shortest_gap(direction='credit')", 20),
        ("shortest_gap(direction='debit')", None),
        ("median(amount, direction='none')", None),
        ("sum(amount, direction='none')", 0),
        ("sum(amount) / count(direction='none')", None),
    ],
)  # fmt: skip
def test_a_figure_is_recomputed_from_the_rows(text, figure):
    found = recompute(parse_expression(text), ROWS)
    assert found == (figure if not isinstance(figure, int) else Decimal(figure))


def test_every_function_that_a_file_may_name_is_there():
    for name in FUNCTIONS:
        column = "" if name in ("count", "shortest_gap") else "amount"
        recompute(parse_expression(f"{name}({column})"), ROWS)


@pytest.mark.parametrize(
    ("found", "again", "same"),
    [
        (Decimal("0.947368"), Decimal(27) / Decimal("28.5"), True),
        (Decimal("0.947368"), Decimal("0.947370"), False),
        (3, Decimal(3), True),
        (3, Decimal(4), False),
        (date(2026, 3, 2), date(2026, 3, 2), True),
        (date(2026, 3, 2), date(2026, 3, 3), False),
        ("credit", "credit", True),
        (None, None, True),
        (None, Decimal(0), False),
    ],
)
def test_two_figures_agree_to_six_decimals_and_no_less(found, again, same):
    assert agrees(found, again) is same

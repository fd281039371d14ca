"""The scale of an axis of money: round amounts to read it by, and how high an amount stands."""

from __future__ import annotations

from decimal import Decimal

#: What stays free above the tallest bar.
_FREE = 6


def ticks(top: Decimal) -> list[Decimal]:
    """Two or three round amounts up to the largest sum: steps of 1, 2 or 5 times a power of ten."""
    if top <= 0:
        return []
    power = Decimal(10) ** (top.adjusted())
    steps = [power / 10, power / 5, power / 2, power, power * 2, power * 5]
    step = next(step for step in steps if top / step <= 3)
    return [step * n for n in range(1, int(top / step) + 1)]


def height(value: Decimal, top: Decimal, room: float) -> float:
    """How high an amount stands in so much room, where `top` is the largest."""
    return float(value / top) * (room - _FREE) if top else 0.0

"""Money in beside money out, month by month: whether it stays or only passes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from aml.core import wording
from aml.report.bins import Bins, bins
from aml.report.document import Chart
from aml.report.drawing import Bar, Drawing, Label, Rule, Shape
from aml.report.movement import Movement, total
from aml.report.scale import height, ticks

_WIDTH, _LEFT, _TOP, _TALL = 640, 84, 46, 120
#: Two years of months; what is longer stands by year.
_MOST_MONTHS = 24
#: From this room on, a share above its bars is as large as other words.
_WIDE = 30.0
#: So many stretches are told in words, the largest ones.
_MOST_TOLD = 6


@dataclass(frozen=True, slots=True)
class _Pair:
    """What came in and went out in one stretch, in the base currency."""

    credits: Decimal
    debits: Decimal

    @property
    def both(self) -> Decimal:
        """What moved, either way: it orders the stretches, nothing else."""
        return self.credits + self.debits

    @property
    def share(self) -> str:
        """What went out as a share of what came in; empty where nothing came in."""
        return f"{self.debits / self.credits * 100:,.0f} %" if self.credits else ""


def in_out(found: Sequence[Movement], currency: str) -> Chart | None:
    """The chart of money in and out; None unless both moved, and in two months at least.

    Args:
        found: what moved, each payment once.
        currency: the base currency, in which the bars are drawn.
    """
    held = [movement for movement in found if movement.way in ("in", "out")]
    months = {(movement.day.year, movement.day.month) for movement in held}
    if len(months) < 2 or len({movement.way for movement in held}) < 2:
        return None
    stretches = bins([movement.day for movement in held], _MOST_MONTHS, finest="month")
    pairs = _pairs(held, stretches)
    title = f"Money in and out by {stretches.unit}, in {currency}"
    description = _describe(pairs, stretches, currency)
    shapes = (*_key(), *_axes(pairs), *_bars(pairs), *_words(pairs, stretches))
    drawing = Drawing("in-out", title, description, _WIDTH, _TOP + _TALL + 26, shapes)
    return Chart(title, description, drawing)


def _pairs(held: Sequence[Movement], stretches: Bins) -> list[_Pair]:
    groups: list[dict[str, list[Movement]]] = [{"in": [], "out": []} for _ in stretches.starts]
    for movement in held:
        groups[stretches.index(movement.day)][movement.way].append(movement)
    return [_Pair(total(group["in"]), total(group["out"])) for group in groups]


def _describe(pairs: Sequence[_Pair], stretches: Bins, currency: str) -> str:
    moved = [position for position, pair in enumerate(pairs) if pair.both]
    told = sorted(sorted(moved, key=lambda n: (-pairs[n].both, n))[:_MOST_TOLD])
    texts = []
    for position in told:
        pair = pairs[position]
        share = f" ({pair.share} of what came in)" if pair.share else ""
        texts.append(
            f"{stretches.words(position)}: in {wording.money(pair.credits, currency)},"
            f" out {wording.money(pair.debits, currency)}{share}"
        )
    further = len(moved) - len(told)
    if further:
        texts.append(f"{wording.plural(further, f'further {stretches.unit}')} with less")
    return "; ".join(texts) + "."


def _key() -> Iterator[Shape]:
    yield Bar(_LEFT, 8, 12, 10, "solid")
    yield Label(_LEFT + 17, 17, "Money in")
    yield Bar(_LEFT + 100, 8, 12, 10, "hatched")
    yield Label(_LEFT + 117, 17, "Money out; above the bars, out as a share of in")


def _axes(pairs: Sequence[_Pair]) -> Iterator[Shape]:
    top, zero = _most(pairs), _TOP + _TALL
    for tick in ticks(top):
        y = zero - height(tick, top, _TALL)
        yield Rule(_LEFT, y, _WIDTH - 4, y)
        yield Label(_LEFT - 6, y + 3, f"{tick:,}", "end", 9, is_muted=True)
    yield Rule(_LEFT, zero, _WIDTH - 4, zero, is_axis=True)
    yield Label(_LEFT - 6, zero + 3, "0", "end", 9, is_muted=True)


def _bars(pairs: Sequence[_Pair]) -> Iterator[Shape]:
    top, zero = _most(pairs), _TOP + _TALL
    step = (_WIDTH - 4 - _LEFT) / len(pairs)
    width = min(step * 0.36, 30)
    for position, pair in enumerate(pairs):
        middle = _LEFT + step * (position + 0.5)
        if pair.credits:
            tall = max(height(pair.credits, top, _TALL), 1.0)
            yield Bar(middle - width, zero - tall, width, tall, "solid")
        if pair.debits:
            tall = max(height(pair.debits, top, _TALL), 1.0)
            yield Bar(middle, zero - tall, width, tall, "hatched")


def _words(pairs: Sequence[_Pair], stretches: Bins) -> Iterator[Shape]:
    top, zero = _most(pairs), _TOP + _TALL
    step = (_WIDTH - 4 - _LEFT) / len(pairs)
    size = 9 if step >= _WIDE else 7
    for position, pair in enumerate(pairs):
        middle = _LEFT + step * (position + 0.5)
        if pair.share and pair.debits:
            y = zero - height(max(pair.credits, pair.debits), top, _TALL) - 4
            yield Label(middle, y, pair.share, "middle", size, is_clear=True)
        if position % -(-len(pairs) // 9) == 0:
            yield Label(middle, zero + 16, stretches.label(position), "middle", 9, is_muted=True)


def _most(pairs: Sequence[_Pair]) -> Decimal:
    return max(max(pair.credits, pair.debits) for pair in pairs)

"""Cash by place and day: one row a place, a circle as large as what was handed over there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from math import sqrt

from aml.core import wording
from aml.report.bins import Bins, bins
from aml.report.document import Chart
from aml.report.drawing import Dot, Drawing, Label, Rule, Shape, short
from aml.report.movement import Movement, grouped, place_of

_WIDTH, _LEFT, _TOP, _ROW = 640, 190, 10, 30
_MOST_BINS = 26
_MOST_PLACES = 8
_RADIUS = 11


def cash_map(found: Sequence[Movement], currency: str) -> Chart | None:
    """The chart of the cash movements; None where they are one place on one day, or none."""
    cash = [movement for movement in found if movement.is_cash]
    places = grouped(cash, lambda movement: place_of(movement.row) or "place not recorded")
    if len({(place_of(movement.row), movement.day) for movement in cash}) < 2:
        return None
    shown = places[:_MOST_PLACES]
    stretches = bins([movement.day for movement in cash], _MOST_BINS)
    title = f"Cash by place and {stretches.unit}"
    description = _describe(places, currency)
    height = _TOP + _ROW * len(shown) + 24
    shapes = tuple(_shapes(shown, stretches))
    drawing = Drawing("cash-map", title, description, _WIDTH, height, shapes)
    return Chart(title, description, drawing)


def _describe(places: Sequence[tuple[str, list[Movement]]], currency: str) -> str:
    texts = []
    for name, held in places[:_MOST_PLACES]:
        whole = wording.money(sum((m.value for m in held), Decimal(0)), currency)
        days = len({movement.day for movement in held})
        items = wording.plural(len(held), "item")
        texts.append(f"{short(name)}: {items} on {wording.plural(days, 'day')}, {whole}")
    further = len(places) - _MOST_PLACES
    if further > 0:
        texts.append(f"{wording.plural(further, 'further place')} not drawn")
    return "; ".join(texts) + ". The number in a circle counts items, its area their sum."


def _shapes(places: Sequence[tuple[str, list[Movement]]], stretches: Bins) -> Iterator[Shape]:
    count = len(stretches.starts)
    step = (_WIDTH - 4 - _LEFT) / count
    cells = [_cells(held, stretches) for _, held in places]
    most = max(value for row in cells for _, value in row.values())
    for position, ((name, _), row) in enumerate(zip(places, cells, strict=True)):
        y = _TOP + _ROW * (position + 0.5)
        yield Label(0, y + 3, name, room=36)
        yield Rule(_LEFT, y, _WIDTH - 4, y)
        for column, (items, value) in sorted(row.items()):
            x = _LEFT + step * (column + 0.5)
            share = sqrt(float(value / most)) if most else 0.0
            yield Dot(x, y, max(4.0, min(_RADIUS, step / 2) * share))
            yield Label(x, y + 3, str(items), "middle", 8)
    bottom = _TOP + _ROW * len(places)
    for column in range(0, count, -(-count // 9)):
        x = _LEFT + step * (column + 0.5)
        yield Label(x, bottom + 14, stretches.label(column), "middle", 9, is_muted=True)


def _cells(held: Sequence[Movement], stretches: Bins) -> dict[int, tuple[int, Decimal]]:
    """Items and their sum by stretch."""
    cells: dict[int, tuple[int, Decimal]] = {}
    for movement in held:
        column = stretches.index(movement.day)
        items, value = cells.get(column, (0, Decimal(0)))
        cells[column] = items + 1, value + movement.value
    return cells

"""How wide the columns of a table are in a text document, where nothing may be broken apart."""

from __future__ import annotations

from aml.report.document import Column, Table
from aml.report.drawing import width

#: Twentieths of a point that a letter of a table takes in a wide font, and the margins of a cell.
_LETTER, _BOLD_LETTER, _MARGINS = 110, 118, 230
#: What is longer is broken all the same: numbers of bills and containers are not.
_LONGEST, _LONGEST_AMOUNT = 14, 20


def column_widths(table: Table, room: int) -> tuple[int, ...]:
    """Widths by weight that add up to at most `room`, none narrower than its longest short word.

    Args:
        table: its columns say their weights, its cells what must stay whole.
        room: the width between the margins, in twentieths of a point.
    """
    least = [_least(table, position, column) for position, column in enumerate(table.columns)]
    weights = [column.weight for column in table.columns]
    if sum(least) >= room:
        return tuple(room * part // sum(least) for part in least)
    held: dict[int, int] = {}
    while True:
        free = room - sum(held.values())
        whole = sum(weight for n, weight in enumerate(weights) if n not in held)
        narrow = {
            n: least[n]
            for n, weight in enumerate(weights)
            if n not in held and free * weight // whole < least[n]
        }
        if not narrow:
            break
        held |= narrow
    return tuple(held.get(n, free * weight // whole) for n, weight in enumerate(weights))


def _least(table: Table, position: int, column: Column) -> int:
    head = max(map(width, column.label.split()), default=0.0)
    cells = (*(row[position] for row in table.rows), *table.total[position : position + 1])
    words = (word for cell in cells if isinstance(cell, str) for word in _parts(cell, column))
    most = _LONGEST_AMOUNT if column.kind == "amount" else _LONGEST
    longest = max((taken for word in words if (taken := width(word)) <= most), default=0.0)
    return int(max(head * _BOLD_LETTER, longest * _LETTER)) + _MARGINS


def _parts(text: str, column: Column) -> list[str]:
    """What must stay whole: an amount with its currency, a word, a day without its clock."""
    return [text.partition(" (")[0]] if column.kind == "amount" else text.split()

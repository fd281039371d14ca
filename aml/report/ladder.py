"""A picture of payments as steps down a page: a column a party, an arrow a payment, in time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from aml.core import wording
from aml.report.document import Chart
from aml.report.drawing import LINE, Arrow, Bar, Drawing, Label, Rule, Shape, short, wrap
from aml.report.movement import amounts
from aml.report.step import Node, Step, renamed

#: So many arrows and columns are legible on paper.
MOST_ARROWS = 12
_MOST_COLUMNS = 6
_WIDTH, _LEFT, _ROW, _GAP = 640, 56, 36, 8
_NAME_LINES, _NOTE_LINES = 3, 4
_OTHERS = "others"
_SHARE = "A share is the part of a payment that counts as the flagged party's money."


def ladder(
    name: str, title: str, steps: Sequence[Step], flagged: Sequence[Node], currency: str
) -> Chart:
    """The chart of at least one step, all of them in the order of time.

    Args:
        name: tells the drawing from others in its document.
        title: its title.
        steps: what is paid; at most twelve are drawn, the largest, and the others counted.
        flagged: parties that a relation may lead to.
        currency: the base currency, of the sum that is not drawn.
    """
    columns, held = _columns(_chosen(steps), flagged)
    spacing = (_WIDTH - _LEFT) / len(columns)
    middles = {node.key: _LEFT + spacing * (n + 0.5) for n, node in enumerate(columns)}
    heads = list(_heads(columns, middles, spacing - _GAP))
    top = max(shape.y + shape.height for shape in heads if isinstance(shape, Bar))
    height = top + 14 + _ROW * len(held)
    shapes = (
        *(Rule(x, top, x, height) for x in middles.values()),
        *heads,
        *(
            shape
            for row, step in enumerate(held)
            for shape in _drawn(step, middles, top + 30 + _ROW * row)
        ),
    )
    meaning = (_SHARE,) if any(step.share is not None for step in held) else ()
    description = " ".join((*map(_said, held), *_rest(steps, held, currency), *meaning))
    drawing = Drawing(name, title, description, _WIDTH, int(height) + 4, shapes)
    return Chart(title, description, drawing)


def _chosen(steps: Sequence[Step]) -> list[Step]:
    """The largest steps, each with those that brought its money, in order of time."""
    chosen: dict[int, Step] = {}
    for place in sorted(range(len(steps)), key=lambda n: (-steps[n].payment.value, n)):
        chain = _chain(steps, place)
        if len(chosen.keys() | chain) <= MOST_ARROWS:
            chosen |= {n: steps[n] for n in chain}
    return [chosen[n] for n in sorted(chosen)]


def _chain(steps: Sequence[Step], place: int) -> set[int]:
    """A step and, back to where its money began, the largest earlier one to each payer."""
    chain = {place}
    while True:
        payer = steps[place].payer
        earlier = [n for n in range(place) if steps[n].payee.key == payer.key and n not in chain]
        if payer.standing == "flagged" or not earlier:
            return chain
        place = max(earlier, key=lambda n: (steps[n].payment.value, n))
        chain.add(place)


def _columns(steps: list[Step], flagged: Sequence[Node]) -> tuple[list[Node], list[Step]]:
    """The parties from left to right: whom money comes from before whom it goes to.

    Too many of them leave room for the most important; a payment among the others is not drawn.
    """
    reached = {step.relation.to for step in steps if step.relation}
    nodes = {node.key: node for step in steps for node in (step.payer, step.payee)}
    nodes |= {node.key: node for node in flagged if node.key in reached and node.key not in nodes}
    if len(nodes) > _MOST_COLUMNS:
        steps = _folded(steps, nodes)
        kept = {node.key: node for step in steps for node in (step.payer, step.payee)}
        nodes = kept | {key: node for key, node in nodes.items() if key in reached}
    depth = _depths(steps, nodes)
    order = {key: n for n, key in enumerate(nodes)}
    return sorted(nodes.values(), key=lambda node: (depth[node.key], order[node.key])), steps


def _folded(steps: list[Step], nodes: dict[str, Node]) -> list[Step]:
    weights = dict.fromkeys(nodes, Decimal(0))
    reached = set()
    for step in steps:
        for node in (step.payer, step.payee):
            weights[node.key] += step.payment.value
        if step.relation:
            reached.add(step.relation.to)
    ranked = sorted(
        nodes.values(),
        key=lambda n: (n.key not in reached, n.standing == "other", -weights[n.key], n.key),
    )
    folded = ranked[_MOST_COLUMNS - 1 :]
    others = Node(_OTHERS, f"{len(folded):,} others", "other")
    for node in folded:
        steps = [renamed(step, node.key, others) for step in steps]
    steps = [
        replace(step, relation=None)
        if step.relation and step.relation.to in {node.key for node in folded}
        else step
        for step in steps
    ]
    return [step for step in steps if step.payer.key != step.payee.key]


def _depths(steps: Sequence[Step], nodes: dict[str, Node]) -> dict[str, int]:
    """How many payments a party is from where the money comes from; relations come last."""
    depth: dict[str, int] = {}
    for step in steps:
        start = depth.setdefault(step.payer.key, 0)
        depth.setdefault(step.payee.key, start + 1)
    last = max(depth.values()) + 1
    return {key: depth.get(key, last) for key in nodes}


def _heads(columns: Sequence[Node], middles: dict[str, float], room: float) -> Iterator[Shape]:
    places = int(room / 5.6)
    texts = [(node, _standing(node)) for node in columns]
    heights = {
        node.key: (
            len(wrap(node.name, places, _NAME_LINES)),
            len(wrap(words, places + 3, _NOTE_LINES)) if words else 0,
        )
        for node, words in texts
    }
    lines = max(name + note for name, note in heights.values())
    for node, words in texts:
        x, (name, note) = middles[node.key], heights[node.key]
        is_subject = node.standing == "subject"
        yield Bar(x - room / 2, 2, room, 10 + LINE * lines, "pale" if is_subject else "box")
        yield Label(x, 15, node.name, "middle", 9, is_bold=True, room=places, lines=name)
        if words:
            y = 15 + LINE * name
            yield Label(x, y, words, "middle", 8, is_muted=True, room=places + 3, lines=note)


def _standing(node: Node) -> str:
    words = {"subject": "Subject", "other": "", "flagged": "Flagged"}[node.standing]
    if node.standing == "subject" and node.note:
        words = "Subject, flagged"
    return f"{words}: {node.note}" if node.note else words


def _drawn(step: Step, middles: dict[str, float], y: float) -> Iterator[Shape]:
    payment = step.payment
    start, end = middles[step.payer.key], middles[step.payee.key]
    middle = (start + end) / 2
    yield Label(0, y + 3, payment.day.isoformat(), size=9, is_muted=True)
    yield Arrow(start, end, y)
    amount = wording.recorded_money(payment.amount, payment.currency)
    yield Label(middle, y - 5, amount, "middle", 9, is_clear=True)
    if step.share is not None:
        share = f"share {wording.percent(step.share)}"
        yield Label(middle, y + 11, share, "middle", 8, is_clear=True)
    if step.relation and step.relation.to in middles:
        yield from _relation(step, middles, y)


def _relation(step: Step, middles: dict[str, float], y: float) -> Iterator[Shape]:
    """From the end of the payment that is nearer to the flagged party, on to it."""
    assert step.relation is not None  # noqa: S101 - its caller asks
    to = middles[step.relation.to]
    ends = (middles[step.payer.key], middles[step.payee.key])
    start = min(ends, key=lambda x: (abs(to - x), x))
    yield Arrow(start, to, y, is_relation=True)
    room = int(abs(to - start) / 4.2)
    for height, text in ((-5, step.relation.above), (11, step.relation.below)):
        if text:
            yield Label((start + to) / 2, y + height, text, "middle", 8, room=room, is_clear=True)


def _said(step: Step) -> str:
    payment = step.payment
    amount = wording.recorded_money(payment.amount, payment.currency)
    way = f"{short(step.payer.name)} to {short(step.payee.name)}"
    words = f"{wording.day(payment.day)}: {way}, {amount}"
    if step.share is not None:
        words += f", share {wording.percent(step.share)}"
    if step.relation:
        words += f" ({step.relation.words})"
    return f"{words}."


def _rest(steps: Iterable[Step], held: Sequence[Step], currency: str) -> Iterator[str]:
    drawn = {(step.payment.row.table, step.payment.row.record_id) for step in held}
    rest = [
        step.payment
        for step in steps
        if (step.payment.row.table, step.payment.row.record_id) not in drawn
    ]
    if rest:
        count = wording.plural(len(rest), "further payment")
        yield f"Not drawn: {count} of {amounts(rest, currency)}."

"""The rules of a SAR batch that need no schema: order, lengths, codes, dates, counts, minimums.

The official schema passes cents, future dates, wrong counts, subtypes of another type and 20,000
characters of narrative. These rules read the finished tree, so they hold for a file from anywhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from lxml import etree

from aml.core.problem import Location, Problem
from aml.report.fincen.activity_rules import activity_rules
from aml.report.fincen.party_rules import party_rules
from aml.report.fincen.shape import NAMESPACE, ROOT, SHAPES, Child
from aml.report.fincen.values import broken_value

_FILE = "fincen_sar.xml"
_TAG = f"{{{NAMESPACE}}}"
#: The elements of each shape by their tag, with their place in its order.
_PLACES: Mapping[str, Mapping[str, tuple[int, Child]]] = {
    shape: {f"{_TAG}{child.name}": (place, child) for place, child in enumerate(children)}
    for shape, children in SHAPES.items()
}


def broken_rules(root: etree._Element, today: date) -> tuple[Problem, ...]:
    """Every rule that a batch breaks, each at its element; no value is repeated.

    Args:
        root: the element EFilingBatchXML.
        today: the day after which no date may lie.
    """
    broken = [*_structure(root, ROOT, "EFilingBatchXML", today), *_numbers(root), *_counts(root)]
    for activity in root.iterfind(f"{_TAG}Activity"):
        place = path_of(activity, "EFilingBatchXML")
        broken += [(code, f"{place}{at}", said) for code, at, said in activity_rules(activity)]
        for party in activity.iterfind(f"{_TAG}Party"):
            at = path_of(party, place)
            broken += [(code, f"{at}{below}", said) for code, below, said in party_rules(party)]
    return tuple(Problem(code, f"{at}: {said}", Location(_FILE)) for code, at, said in broken)


def path_of(element: etree._Element, above: str) -> str:
    """The place of an element as acknowledgements name it: `Activity[1]/Party[25]`."""
    name = etree.QName(element).localname
    number = element.get("SeqNum")
    return f"{above}/{name}[{number}]" if number else f"{above}/{name}"


_Broken = tuple[str, str, str]


def _structure(element: etree._Element, shape: str, path: str, today: date) -> Iterator[_Broken]:
    """Elements unknown, out of order, too few or too many, and values of the wrong form."""
    if shape == ROOT and element.tag != f"{_TAG}EFilingBatchXML":
        yield "FIL010", path, "the root is no EFilingBatchXML of FinCEN's namespace"
        return
    found = [child for child in element if isinstance(child.tag, str)]
    yield from _order(found, shape, path)
    known = _PLACES[shape]
    for item in found:
        if item.tag not in known:
            continue
        _, child = known[item.tag]
        place = path_of(item, path)
        if child.is_shape:
            yield from _structure(item, child.holds, place, today)
        else:
            broken = broken_value(child.holds, item.text or "", today)
            yield from ((code, place, said) for code, said in broken)


def _order(found: Sequence[etree._Element], shape: str, path: str) -> Iterator[_Broken]:
    known = _PLACES[shape]
    for item in found:
        if item.tag not in known:
            yield "FIL010", path_of(item, path), "no such element stands here"
    order = [known[item.tag][0] for item in found if item.tag in known]
    if order != sorted(order):
        yield "FIL010", path, "its elements are out of order"
    counts = Counter(order)
    for place, child in enumerate(SHAPES[shape]):
        times = counts.get(place, 0)
        if times < child.least:
            yield "FIL010", path, f"{child.name} stands {times} of {child.least} times"
        if child.most is not None and times > child.most:
            yield "FIL010", path, f"{child.name} stands {times} times, {child.most} at most"


def _numbers(root: etree._Element) -> Iterator[_Broken]:
    """SeqNum: on every element that holds others, and no two alike in the file."""
    told: set[str] = set()
    for element in root.iter():
        if not isinstance(element.tag, str) or element is root:
            continue
        number = element.get("SeqNum")
        if number is None:
            if len(element):
                yield "FIL020", path_of(element, ""), "it has no SeqNum"
        elif not (number.isascii() and number.isdigit()):
            yield "FIL020", path_of(element, ""), "its SeqNum is no number"
        elif number in told:
            yield "FIL020", path_of(element, ""), "its SeqNum stands twice"
        else:
            told.add(number)


def _counts(root: etree._Element) -> Iterator[_Broken]:
    """The counts and the total of the root are those of what it holds."""
    parties = root.iterfind(f"{_TAG}Activity/{_TAG}Party/{_TAG}ActivityPartyTypeCode")
    attached = len(root.findall(f"{_TAG}Activity/{_TAG}ActivitySupportDocument"))
    counts = {
        "PartyCount": sum((code.text or "") == "33" for code in parties),
        "ActivityCount": len(root.findall(f"{_TAG}Activity")),
        "ActivityAttachmentCount": attached,
        "AttachmentCount": attached,
        "TotalAmount": _total(root),
    }
    for name, counted in counts.items():
        if root.get(name) != str(counted):
            yield "FIL017", "EFilingBatchXML", f"{name} is not what the file holds"


def _total(root: etree._Element) -> int:
    path = f"{_TAG}Activity/{_TAG}SuspiciousActivity/{_TAG}TotalSuspiciousAmountText"
    texts = (element.text or "" for element in root.iterfind(path))
    return sum(int(text) for text in texts if text.isascii() and text.isdigit())

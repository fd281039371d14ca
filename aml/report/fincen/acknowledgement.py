"""What FinCEN answers to a batch: the id of each report, and what it found in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from aml.core.problem import Location, Problem, ReportError

_ACTIVITY = re.compile(r"Activity\[([0-9]+)\]")
_MOST_BYTES = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Remark:
    """One error or warning. `path` names elements of our file by SeqNum, `code` is FinCEN's."""

    level: str
    code: str
    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """A report as FinCEN took it. `number` is its BSA id, which a later report of the case names.

    `status` is that of the batch: A accepted, R rejected.
    """

    case_id: str
    number: str
    status: str
    remarks: tuple[Remark, ...]


def read_acknowledgement(path: Path, numbers: Mapping[int, str]) -> tuple[Acknowledged, ...]:
    """The reports of an acknowledgement with their cases.

    A report is known by the SeqNum in its remarks; one without remarks by its place in the file.

    Args:
        path: the file that BSA E-Filing returned.
        numbers: the case of each activity's SeqNum, in the order of the batch.

    Raises:
        ReportError: no acknowledgement (FIL032), or one of another batch (FIL033).
    """
    root = _root(path)
    activities = list(_all(root, "EFilingActivityXML"))
    if not activities:
        raise ReportError(_unreadable(path, "it acknowledges no report"))
    if len(activities) > len(numbers):
        raise ReportError(_foreign(path))
    cases = list(numbers.values())
    found = []
    for place, activity in enumerate(activities):
        remarks = tuple(_remarks(activity))
        told = {int(m[1]) for remark in remarks if (m := _ACTIVITY.search(remark.path))}
        if any(number not in numbers for number in told) or len(told) > 1:
            raise ReportError(_foreign(path))
        case_id = numbers[told.pop()] if told else cases[place]
        status = next((s for e in (*activity.iterancestors(),) if (s := e.get("StatusCode"))), "")
        found.append(Acknowledged(case_id, _text(activity, "BSAID"), status, remarks))
    if len({report.case_id for report in found}) < len(found):
        raise ReportError(_foreign(path))
    return tuple(found)


def _root(path: Path) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise ReportError(_unreadable(path, "it is larger than any acknowledgement"))
        tree = etree.parse(str(path), parser)
    except (OSError, etree.XMLSyntaxError):
        raise ReportError(_unreadable(path, "it is not there, or no XML")) from None
    if tree.docinfo.doctype:
        raise ReportError(_unreadable(path, "it declares a document type"))
    return tree.getroot()


def _remarks(activity: etree._Element) -> Iterator[Remark]:
    for error in _all(activity, "EFilingActivityErrorXML"):
        if len(error):
            yield Remark(
                _text(error, "ErrorLevelText"),
                _text(error, "ErrorTypeCode"),
                _text(error, "ErrorContextText"),
                _text(error, "ErrorText"),
            )


def _all(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Elements of a name in any namespace."""
    yield from element.iter(f"{{*}}{name}")


def _text(element: etree._Element, name: str) -> str:
    found = element.find(f"{{*}}{name}")
    return " ".join((found.text or "").split()) if found is not None else ""


def _unreadable(path: Path, why: str) -> Problem:
    hint = "name the file that BSA E-Filing returned for the batch"
    return Problem("FIL032", f"no acknowledgement: {why}", Location(path.name), hint)


def _foreign(path: Path) -> Problem:
    hint = "name the folder of the batch that was sent, with --out"
    message = "the acknowledgement is of another batch: it names a report that this one has not"
    return Problem("FIL033", message, Location(path.name), hint)

"""What FinCEN answers to a batch: the id of each report, and what it found in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from aml.core.problem import Location, Problem, ReportError

_ACTIVITY = re.compile(r"Activity\[([0-9]+)\]")
#: What the elements of errors hold, in any namespace.
_ERROR_PARTS = tuple(f"{{*}}Error{part}" for part in ("ContextText", "Text", "TypeCode"))
_ACTIVITY_XML = "EFilingActivityXML"
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

    `status` is that of the batch: A accepted, R rejected. Without a case it is what FinCEN says of
    the batch as a whole.
    """

    case_id: str
    number: str
    status: str
    remarks: tuple[Remark, ...]


def read_acknowledgement(path: Path, numbers: Mapping[int, str]) -> tuple[Acknowledged, ...]:
    """What is said of the batch as a whole, if anything is; then its reports with their cases.

    A report is known by the SeqNum in its remarks; one without remarks by its place in the file.

    Args:
        path: the file that BSA E-Filing returned.
        numbers: the case of each activity's SeqNum, in the order of the batch.

    Raises:
        ReportError: no acknowledgement (FIL032), or one of another batch (FIL033).
    """
    root = _root(path)
    activities = list(_all(root, _ACTIVITY_XML))
    of_batch = tuple(_remarks(root, is_batch=True))
    if not activities and not of_batch:
        raise ReportError(_unreadable(path, "it acknowledges no report"))
    if len(activities) > len(numbers) or not _named(of_batch) <= {*numbers}:
        raise ReportError(_foreign(path))
    cases = list(numbers.values())
    found = [Acknowledged("", "", _status(root), of_batch)] if of_batch else []
    for place, activity in enumerate(activities):
        remarks = tuple(_remarks(activity))
        told = _named(remarks)
        if not told <= {*numbers} or len(told) > 1:
            raise ReportError(_foreign(path))
        case_id = numbers[told.pop()] if told else cases[place]
        found.append(Acknowledged(case_id, _text(activity, "BSAID"), _status(activity), remarks))
    if len({report.case_id for report in found}) < len(found):
        raise ReportError(_foreign(path))
    return tuple(found)


def _named(remarks: Iterable[Remark]) -> set[int]:
    """The SeqNums of activities that remarks name."""
    return {int(m[1]) for remark in remarks if (m := _ACTIVITY.search(remark.path))}


def _status(element: etree._Element) -> str:
    """The status code of an element or of the nearest around it."""
    around = (element, *element.iterancestors())
    return next((status for item in around if (status := item.get("StatusCode"))), "")


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


def _remarks(element: etree._Element, *, is_batch: bool = False) -> Iterator[Remark]:
    """The errors and warnings in an element: for the batch, those that stand in no activity.

    FinCEN names their elements by the level at which they stand; what they hold is the same.
    """
    named = (part.getparent() for part in element.iter(*_ERROR_PARTS))
    for error in dict.fromkeys(found for found in named if found is not None):
        if is_batch and _in_activity(error):
            continue
        yield Remark(
            _text(error, "ErrorLevelText"),
            _text(error, "ErrorTypeCode"),
            _text(error, "ErrorContextText"),
            _text(error, "ErrorText"),
        )


def _in_activity(element: etree._Element) -> bool:
    """Whether an element stands in an activity."""
    return next(element.iterancestors(f"{{*}}{_ACTIVITY_XML}"), None) is not None


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

"""What the parts of one activity owe each other: types, dates, amounts, parties and narrative."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from aml.report.fincen.codes import ASSET_TYPE_OF, TYPE_OF
from aml.report.fincen.narrative import LIMIT
from aml.report.fincen.shape import NAMESPACE

#: A code of docs/problems.md, the path below the element, and what is wrong.
Broken = tuple[str, str, str]
_NAMES = {"f": NAMESPACE}
#: How many parties of each type an activity has, at least and at most.
_PARTIES = {"35": (1, 1), "37": (1, 1), "30": (1, 1), "8": (1, 1), "34": (1, 99), "33": (1, 999)}


def text_at(element: etree._Element, path: str) -> str:
    """The text at a path of prefixed names, empty where nothing stands."""
    return element.findtext(path, "", _NAMES) or ""


def activity_rules(activity: etree._Element) -> Iterator[Broken]:
    """The rules that one SAR breaks as a whole."""
    yield from _parties(activity)
    yield from _association(activity)
    suspicious = activity.find("f:SuspiciousActivity", _NAMES)
    if suspicious is not None:
        yield from _amount(suspicious)
        yield from _dates(activity, suspicious)
        yield from _types(suspicious)
    yield from _assets(activity)
    yield from _narrative(activity)


def _parties(activity: etree._Element) -> Iterator[Broken]:
    codes = activity.iterfind("f:Party/f:ActivityPartyTypeCode", _NAMES)
    counts = Counter(code.text or "" for code in codes)
    for code, (least, most) in _PARTIES.items():
        if not least <= counts[code] <= most:
            said = f"{counts[code]} parties of type {code}, {least} to {most} are needed"
            yield "FIL018", "", said
    for code in sorted(set(counts) - {*_PARTIES, "18", "19"}):
        yield "FIL018", "", f"a party of type {code} stands on its own"


def _association(activity: etree._Element) -> Iterator[Broken]:
    kinds = [
        name
        for name in ("ContinuingActivityReport", "CorrectsAmendsPriorReport", "InitialReport")
        if text_at(activity, f"f:ActivityAssociation/f:{name}Indicator") == "Y"
    ]
    is_later = any(kind != "InitialReport" for kind in kinds)
    if not kinds or (is_later and "InitialReport" in kinds):
        yield "FIL019", "", "it says neither or both that it is a first and a later report"
    if is_later != bool(text_at(activity, "f:EFilingPriorDocumentNumber")):
        said = "an earlier report's number stands if and only if the report continues or corrects"
        yield "FIL019", "", said


def _amount(suspicious: etree._Element) -> Iterator[Broken]:
    names = ("AmountUnknownIndicator", "NoAmountInvolvedIndicator", "TotalSuspiciousAmountText")
    if sum(bool(text_at(suspicious, f"f:{name}")) for name in names) != 1:
        said = "one of a total, an unknown and no amount is said"
        yield "FIL022", "/SuspiciousActivity", said


def _dates(activity: etree._Element, suspicious: etree._Element) -> Iterator[Broken]:
    first = text_at(suspicious, "f:SuspiciousActivityFromDateText")
    last = text_at(suspicious, "f:SuspiciousActivityToDateText")
    if last and last < first:
        yield "FIL015", "/SuspiciousActivity", "the activity ends before it begins"
    filed = text_at(activity, "f:FilingDateText")
    if filed and max(first, last) > filed:
        yield "FIL015", "/SuspiciousActivity", "the activity lies after the day of filing"


def _types(suspicious: etree._Element) -> Iterator[Broken]:
    told: set[str] = set()
    for item in suspicious.iterfind("f:SuspiciousActivityClassification", _NAMES):
        at = f"/SuspiciousActivity/SuspiciousActivityClassification[{item.get('SeqNum')}]"
        kind = text_at(item, "f:SuspiciousActivityTypeID")
        subtype = text_at(item, "f:SuspiciousActivitySubtypeID")
        if TYPE_OF.get(subtype, kind) != kind:
            yield "FIL016", at, "the subtype belongs to another type"
        has_text = bool(text_at(item, "f:OtherSuspiciousActivityTypeText"))
        if subtype.endswith("999") and not has_text:
            yield "FIL016", at, "other is not said in words"
        if subtype in told:
            yield "FIL020", at, "the subtype stands twice"
        told.add(subtype)


def _assets(activity: etree._Element) -> Iterator[Broken]:
    told: set[str] = set()
    for item in activity.iterfind("f:Assets", _NAMES):
        at = f"/Assets[{item.get('SeqNum')}]"
        subtype = text_at(item, "f:AssetSubtypeID")
        kind = text_at(item, "f:AssetTypeID")
        if ASSET_TYPE_OF.get(subtype, kind) != kind:
            yield "FIL016", at, "the subtype belongs to another type"
        if subtype in told:
            yield "FIL020", at, "the subtype stands twice"
        told.add(subtype)


def _narrative(activity: etree._Element) -> Iterator[Broken]:
    blocks = activity.findall("f:ActivityNarrativeInformation", _NAMES)
    numbers = [text_at(block, "f:ActivityNarrativeSequenceNumber") for block in blocks]
    if numbers != [str(number) for number in range(1, len(blocks) + 1)]:
        yield "FIL021", "", "the blocks of the narrative are not numbered from 1 in their order"
    length = sum(len(text_at(block, "f:ActivityNarrativeText")) for block in blocks)
    if length > LIMIT:
        yield "FIL021", "", f"the narrative has {length} characters, {LIMIT} at most"

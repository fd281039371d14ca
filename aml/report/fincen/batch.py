"""One or many cases as one file for BSA E-Filing, with a map from its numbers back to the cases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

from lxml import etree

from aml.core.filing import Filing, Missing
from aml.core.problem import ReportError
from aml.report.fincen.activity import assets, dollars_of, ip_addresses, suspicious_activity
from aml.report.fincen.missing import missing_in
from aml.report.fincen.narrative import narrative
from aml.report.fincen.party import Element, parties
from aml.report.fincen.prepared import prepared
from aml.report.fincen.rules import broken_rules
from aml.report.fincen.shape import NAMESPACE, ROOT, SHAPES

_PREFIX = "fc2"
_NO_EARLIER = "0" * 14


@dataclass(frozen=True, slots=True)
class Batch:
    """A finished file, or what is `missing` by case, and then no file.

    `numbers` says which case each activity's SeqNum is, in their order.
    """

    xml: bytes = b""
    numbers: Mapping[int, str] = field(default_factory=dict)
    missing: Mapping[str, tuple[Missing, ...]] = field(default_factory=dict)


def fincen_batch(filings: Sequence[Filing]) -> Batch:
    """The SARs of filings as one batch, checked by our own rules.

    Raises:
        ReportError: the file breaks a rule of the form.
    """
    ready = [prepared(filing) for filing in filings]
    missing = {filing.case_id: lacks for filing in ready if (lacks := missing_in(filing))}
    if missing:
        return Batch(missing=missing)
    root = _tree(ready)
    last = max(filing.filed_on or filing.as_of for filing in ready)
    problems = broken_rules(root, last)
    if problems:
        raise ReportError(problems)
    numbers = {
        int(str(activity.get("SeqNum"))): filing.case_id
        for activity, filing in zip(root.iterfind(f"{{{NAMESPACE}}}Activity"), ready, strict=True)
    }
    xml = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return Batch(xml, numbers)


def _tree(filings: Sequence[Filing]) -> etree._Element:
    told = [list(parties(filing)) for filing in filings]
    root = etree.Element(f"{{{NAMESPACE}}}EFilingBatchXML", nsmap={_PREFIX: NAMESPACE})
    totals = {
        "TotalAmount": sum(dollars_of(filing) or 0 for filing in filings),
        "PartyCount": sum(len(filing.subjects) for filing in filings),
        "ActivityCount": len(filings),
        "ActivityAttachmentCount": 0,
        "AttachmentCount": 0,
    }
    for name, total in totals.items():
        root.set(name, str(total))
    activities = [_activity(filing, held) for filing, held in zip(filings, told, strict=True)]
    _fill(root, ROOT, {"FormTypeCode": "SARX", "Activity": activities}, count(1))
    return root


def _activity(filing: Filing, held: Sequence[Element]) -> Element:
    is_later = filing.continues or filing.corrects
    earlier = filing.prior_document_number or _NO_EARLIER
    kinds = {
        "ContinuingActivityReportIndicator": filing.continues,
        "CorrectsAmendsPriorReportIndicator": filing.corrects,
        "InitialReportIndicator": not is_later,
    }
    return {
        "EFilingPriorDocumentNumber": earlier if is_later else "",
        "FilingDateText": f"{filing.filed_on or filing.as_of:%Y%m%d}",
        "FilingInstitutionNotetoFinCEN": "; ".join(filing.key_terms),
        "ActivityAssociation": [{name: "Y" for name, is_so in kinds.items() if is_so}],
        "Party": held,
        "SuspiciousActivity": [suspicious_activity(filing)],
        "ActivityIPAddress": list(ip_addresses(filing)),
        "Assets": list(assets(filing)),
        "ActivityNarrativeInformation": list(narrative(filing)),
    }


def _fill(parent: etree._Element, shape: str, held: Element, numbers: Iterator[int]) -> None:
    """Write the fields and elements of a shape in the schema's order; an empty field is none."""
    for child in SHAPES[shape]:
        value = held.get(child.name, "")
        if isinstance(value, str):
            if value:
                etree.SubElement(parent, f"{{{NAMESPACE}}}{child.name}").text = value
            continue
        for item in value:
            element = etree.SubElement(parent, f"{{{NAMESPACE}}}{child.name}")
            element.set("SeqNum", str(next(numbers)))
            _fill(element, child.holds, item, numbers)

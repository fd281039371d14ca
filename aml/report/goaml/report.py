"""A filing as a goAML report: an STR with its transactions, or an SAR of an activity without any.

The same filing, profile and schema give the same bytes. A report that lacks anything is not
written; all of it is listed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from aml.core.filing import FiledParty, Filing, Missing
from aml.report.goaml.arrange import Arranger
from aml.report.goaml.built_in import built_in_order
from aml.report.goaml.draft import Draft, Word, clean
from aml.report.goaml.movement import Transactions, accounts_told, goods_of, party_form
from aml.report.goaml.node import xml_of
from aml.report.goaml.order import Order
from aml.report.goaml.party import address, instant, phone, spelled
from aml.report.goaml.profile import Profile
from aml.report.goaml.xsd import read_xsd
from aml.report.sentence import fitted

#: What `reason` holds by goAML 5; a FIU's schema or profile may say less.
_REASON = 8000
_ASKS = {
    "rentity_id": "entity_id", "rentity_branch": "branch", "location": "street",
    "reporting_person": "person.last_name", "reason": "narrative",
}  # fmt: skip
_PERSON_ASKS = {
    name: f"person.{name}" for name in ("first_name", "last_name", "occupation", "email")
}
#: What no answer gives: it is mended in the records, or stated as unknown by the profile.
_OF_RECORDS = frozenset({"record_id", "from_party", "to_party", "narrative", "subject"})
NOT_VALIDATED = (
    " Not validated: the profile names no schema of the FIU. The order of elements is that of goAML"
    " 5.0.1; the FIU's own schema and code lists may ask for more. "
)


@dataclass(frozen=True, slots=True)
class GoamlReport:
    """A report, or what it lacks: everything that is `missing`, each once, and then no `xml`.

    `kind` is STR or SAR. `patches` are the corrections of the FIU's schema, made in memory.
    `left_out` are recorded data that the FIU's schema has no room for, each as `whose.field`.
    """

    xml: bytes
    kind: str
    is_validated: bool
    patches: tuple[str, ...]
    left_out: tuple[str, ...]
    missing: tuple[Missing, ...]


def order_of(profile: Profile) -> Order:
    """The FIU's schema where the profile names one, else the table of ours.

    Raises:
        ReportError: GOA002, the schema cannot be used.
    """
    if profile.xsd is None:
        return built_in_order()
    return read_xsd(profile.xsd, profile.xsd.name)


def render_goaml(filing: Filing, profile: Profile, order: Order) -> GoamlReport:
    """The report of a filing, or everything that the FIU needs and it or the profile lacks."""
    is_validated = order.is_validating
    arranged = Arranger(order, profile).element("report", "report", _report(filing, profile, order))
    xml = xml_of(arranged.elements[0], "" if is_validated else NOT_VALIDATED)
    missing = _missing(filing, profile, order, arranged.missing, xml)
    return GoamlReport(
        xml=b"" if missing else xml,
        kind=_kind(filing).upper(),
        is_validated=is_validated,
        patches=order.patches,
        left_out=tuple(dict.fromkeys(f"{note.whose}.{note.field}" for note in arranged.notes)),
        missing=missing,
    )


def _missing(
    filing: Filing, profile: Profile, order: Order, lacks: Iterable[Missing], xml: bytes
) -> tuple[Missing, ...]:
    """Everything that is missing, each datum once; of a whole report, what the schema refuses."""
    found = [
        *_unmapped(filing, profile),
        *_rateless(filing, profile),
        *_clientless(filing, profile),
        *lacks,
    ]
    if not found and order.is_validating:
        found = _refused(xml, order)
    once: dict[tuple[str, str], Missing] = {}
    for lack in found:
        is_record = lack.field in _OF_RECORDS or lack.field.startswith("account.")
        told = replace(lack, answer="") if is_record else lack
        once.setdefault((lack.whose, lack.field), told)
    return tuple(once.values())


def _refused(xml: bytes, order: Order) -> list[Missing]:
    """What the FIU's own schema refuses of a report that seemed whole; never a value of it."""
    from lxml import etree

    if order.schema.validate(etree.fromstring(xml)):
        return []
    return [
        Missing("report", error.path or "", f"the schema refuses it: {error.type_name}", "")
        for error in order.schema.error_log
    ]


def _unmapped(filing: Filing, profile: Profile) -> list[Missing]:
    rule = "every indicator needs the FIU's code"
    return [
        Missing(f"profile {profile.name}", f"indicators.{tag}", rule, "")
        for tag in filing.tags
        if not profile.indicators.get(tag)
    ]


def _rateless(filing: Filing, profile: Profile) -> list[Missing]:
    """A case whose ledger keeps its sums in another currency than the FIU wants them in."""
    local = profile.local_currency
    if filing.currency == local or all(m.currency == local for m in filing.movements):
        return []
    rule = f"sums in {local} are needed, and the rates of the case are to {filing.currency}"
    return [Missing(f"profile {profile.name}", "local_currency", rule, "")]


def _clientless(filing: Filing, profile: Profile) -> list[Missing]:
    """Who pays where neither side is a customer and the FIU refuses such a payment."""
    rule = "one side of a transaction is a customer of the institution"
    found: list[Missing] = []
    for number, movement in enumerate(filing.movements, 1):
        sides = [n for n in (movement.from_party, movement.to_party) if n is not None]
        if not profile.needs_client or any(filing.parties[n].is_customer for n in sides):
            continue
        whose = filing.parties[sides[0]].ref if sides else f"movement {number}"
        answer = f"{whose}.is_customer" if sides else ""
        found.append(Missing(whose, "is_customer", rule, answer))
    return found


def _kind(filing: Filing) -> str:
    return "str" if filing.movements else "sar"


def _report(filing: Filing, profile: Profile, order: Order) -> Draft:
    filer = filing.filer
    draft = Draft("filer", asks=_ASKS)
    draft.put("rentity_id", filer.entity_id)
    draft.put("rentity_branch", filer.branch)
    draft.put("submission_code", profile.submission)
    draft.put("report_code", profile.report_codes.get(_kind(filing), ""))
    draft.put("entity_reference", filing.case_id)
    draft.put("submission_date", instant(filing.filed_on or filing.as_of))
    draft.put("currency_code_local", profile.local_currency)
    draft.add("reporting_person", _reporting_person(filing, profile))
    draft.add("location", address(profile, filer.address, "filer", "entity"))
    draft.put("reason", " ".join(fitted(filing, _reason_length(profile, order))))
    if filing.movements:
        for transaction in Transactions(filing, profile).drafts():
            draft.add("transaction", transaction)
    draft.add("activity", _activity(filing, profile, order))
    draft.add("report_indicators", _indicators(filing, profile))
    return draft


def _indicators(filing: Filing, profile: Profile) -> Draft:
    """The FIU's codes of the tags, each once."""
    draft = Draft("filing", asks={"indicator": "tags"})
    told: set[str] = set()
    for tag in filing.tags:
        code = clean(profile.indicators.get(tag, ""))
        if not code or code not in told:
            draft.put("indicator", Word(code, "" if code else f"indicators.{tag}"))
        told.add(code)
    return draft


def _reason_length(profile: Profile, order: Order) -> int:
    kind = order.kind_at("reason")
    longest = order.leaves[kind].longest if kind else None
    stated = profile.lengths.get("report.reason", profile.lengths.get("reason", _REASON))
    return min(stated, longest or _REASON)


def _reporting_person(filing: Filing, profile: Profile) -> Draft | None:
    who = filing.filer.person
    if not any((who.first_name, who.last_name, who.phone, who.email, who.occupation)):
        return None
    draft = Draft("filer", asks=_PERSON_ASKS)
    draft.put("first_name", spelled(profile, who.first_name))
    draft.put("last_name", spelled(profile, who.last_name))
    if call := phone(profile, who.phone, "filer", "entity"):
        phones = Draft("filer")
        phones.add("phone", call)
        draft.add("phones", phones)
    draft.put("email", who.email)
    draft.put("occupation", who.occupation)
    return draft


def _activity(filing: Filing, profile: Profile, order: Order) -> Draft | None:
    """The parties that stand on no transaction; without transactions, the ships and containers.

    A report without transactions is nothing else, so it has an activity in any case.
    """
    sides = {place for m in filing.movements for place in (m.from_party, m.to_party)}
    takes = order.kind_at("activity", "report_parties", "report_party")
    parties = Draft("filing", asks={"report_party": "subject"})
    for place, party in enumerate(filing.parties):
        if place not in sides:
            parties.add("report_party", _report_party(filing, profile, party, order, takes))
    if filing.movements and not parties.parts:
        return None
    activity = Draft("filing", asks={"report_parties": "subject"}, is_kept=True)
    if parties.parts:
        activity.add("report_parties", parties)
    if not filing.movements:
        activity.add("goods_services", goods_of(profile, filing.things))
    return activity


def _report_party(
    filing: Filing, profile: Profile, party: FiledParty, order: Order, takes: str
) -> Draft:
    form, drafted = party_form(profile, party)
    is_client = party.is_customer and order.takes(takes, f"{form}_my_client")
    entry = Draft(party.ref)
    entry.add(f"{form}_my_client" if is_client else form, drafted)
    subject = filing.title if clean(filing.title) else "subject of the report"
    entry.put("reason", subject if party.is_subject else "named in the facts of the report")
    entry.said.extend(accounts_told(party.accounts))
    return entry

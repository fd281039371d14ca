"""Each rule of the form, broken once in a file that is otherwise sound."""

import copy
from datetime import date

import pytest
from lxml import etree

from aml.report.fincen import broken_rules, fincen_batch, schema_problems
from aml.report.fincen.shape import SHAPES
from tests.report.fincen.filings import LAST, SCHEMA, F, filing, needs_schema, tree

SOUND = tree(fincen_batch([filing()]))


def one(root, name, at=0):
    return list(root.iter(F + name))[at]


def put(name, text, at=0):
    """A change that gives an element another text."""

    def change(root):
        one(root, name, at).text = text

    return change


def take(name, at=0):
    """A change that takes an element out."""

    def change(root):
        element = one(root, name, at)
        element.getparent().remove(element)

    return change


def add(parent, name, text=None, at=0, place=None):
    """A change that puts a new element in, at the end or at a place."""

    def change(root):
        element = etree.Element(F + name)
        element.text = text
        above = one(root, parent, at)
        above.insert(len(above) if place is None else place, element)

    return change


def attribute(parent, name, value, at=0):
    def change(root):
        (root if parent == "root" else one(root, parent, at)).set(name, value)

    return change


def twice(name):
    """A change that repeats an element, with a SeqNum of its own."""

    def change(root):
        element = one(root, name)
        again = copy.deepcopy(element)
        for number, item in enumerate(again.iter(), 9000):
            if item.get("SeqNum"):
                item.set("SeqNum", str(number))
        element.addnext(again)

    return change


def order(root):
    activity = one(root, "Activity")
    activity.append(activity[0])


def without_party(code):
    def change(root):
        for party in list(one(root, "Activity").iterfind(F + "Party")):
            if party.findtext(F + "ActivityPartyTypeCode") == code:
                party.getparent().remove(party)

    return change


#: Party elements of the sound file, in their order.
TRANSMITTER, CONTACT, FILER, OFFICE, PLACE = range(5)
SUBJECT = 8
BROKEN = {
    "an element out of order": ("FIL010", order),
    "an unknown element": ("FIL010", add("Party", "Nickname", "x")),
    "an element too often": ("FIL010", twice("SuspiciousActivity")),
    "an element left out": ("FIL010", take("FilingDateText")),
    "no namespace": ("FIL010", lambda root: setattr(root, "tag", "EFilingBatchXML")),
    "a name too long": ("FIL011", put("RawPartyFullName", "x" * 151)),
    "field 2 too long": ("FIL011", put("FilingInstitutionNotetoFinCEN", "T" * 51)),
    "a block too long": ("FIL011", put("ActivityNarrativeText", "x" * 4001)),
    "a space before": ("FIL012", put("RawCityText", " Laredo")),
    "a line break": ("FIL012", put("RawStreetAddress1Text", "1 Main\nStreet")),
    "a filler word": ("FIL012", put("RawIndividualFirstName", "Not applicable")),
    "an empty element": ("FIL012", put("RawCityText", None)),
    "a line break in the narrative": ("FIL012", put("ActivityNarrativeText", "One.\nTwo.")),
    "an indicator that is no Y": ("FIL013", put("InitialReportIndicator", "N")),
    "a party type of no list": ("FIL013", put("ActivityPartyTypeCode", "36")),
    "a subtype of no list": ("FIL013", put("SuspiciousActivitySubtypeID", "899")),
    "cents": ("FIL014", put("TotalSuspiciousAmountText", "28500.50")),
    "a future day": ("FIL015", put("FilingDateText", "20991231")),
    "no day": ("FIL015", put("SuspiciousActivityFromDateText", "20260230")),
    "another order of the date": ("FIL015", put("FilingDateText", "31032026")),
    "a birth of no month": ("FIL015", put("IndividualBirthDateText", "19881311")),
    "an end before the beginning": ("FIL015", put("SuspiciousActivityToDateText", "20260101")),
    "activity after filing": ("FIL015", put("FilingDateText", "20260301")),
    "a subtype of another type": ("FIL016", put("SuspiciousActivityTypeID", "8")),
    "other without words": ("FIL016", put("SuspiciousActivitySubtypeID", "1999")),
    "an asset of another type": ("FIL016", put("AssetTypeID", "5")),
    "a wrong total": ("FIL017", attribute("root", "TotalAmount", "28501")),
    "a wrong count of parties": ("FIL017", attribute("root", "PartyCount", "9")),
    "a wrong count of activities": ("FIL017", attribute("root", "ActivityCount", "2")),
    "no transmitter": ("FIL018", without_party("35")),
    "no subject": ("FIL018", without_party("33")),
    "a contact office without telephone": ("FIL018", take("PhoneNumber", 1)),
    "an institution without regulator": ("FIL018", take("PrimaryRegulatorTypeCode")),
    "an institution without type": ("FIL018", take("OrganizationClassificationTypeSubtype")),
    "an institution without tax number": ("FIL018", take("PartyIdentification", 2)),
    "a transmitter without control code": ("FIL018", take("PartyIdentification", 0)),
    "an institution without a name": ("FIL018", take("RawPartyFullName", 2)),
    "an institution without an address": ("FIL018", take("Address", 1)),
    "a subject without a name": ("FIL018", take("PartyName", -1)),
    "a subject without its relationship": ("FIL018", take("PartyAssociation", 1)),
    "a continuing report without an earlier one": (
        "FIL019", add("ActivityAssociation", "ContinuingActivityReportIndicator", "Y", place=0),
    ),
    "an earlier report of a first one": (
        "FIL019", add("Activity", "EFilingPriorDocumentNumber", "3" * 14, place=0),
    ),
    "an earlier report of 13 digits": (
        "FIL019", add("Activity", "EFilingPriorDocumentNumber", "3" * 13, place=0),
    ),
    "a SeqNum twice": ("FIL020", attribute("Party", "SeqNum", "1")),
    "no SeqNum": ("FIL020", lambda root: one(root, "Party").attrib.pop("SeqNum")),
    "a subtype twice": ("FIL020", twice("SuspiciousActivityClassification")),
    "an asset twice": ("FIL020", twice("Assets")),
    "a narrative of 17,001": (
        "FIL021", lambda root: [twice("ActivityNarrativeInformation")(root) for _ in range(4)]
        and [put("ActivityNarrativeText", "x" * 3500, n)(root) for n in range(5)],
    ),
    "blocks not numbered": ("FIL021", put("ActivityNarrativeSequenceNumber", "2")),
    "a city and an unknown city": (
        "FIL022", add("Address", "CityUnknownIndicator", "Y", at=-1, place=0),
    ),
    "no city and no unknown city": ("FIL022", take("RawCityText", -1)),
    "two genders": ("FIL022", add("Party", "MaleGenderIndicator", "Y", at=SUBJECT, place=3)),
    "no birth": ("FIL022", take("IndividualBirthDateText")),
    "a branch and none": (
        "FIL022", add("Party", "NoBranchActivityInvolvedIndicator", "Y", at=PLACE, place=1),
    ),
    "an account and none": (
        "FIL022", add("Party", "NoKnownAccountInvolvedIndicator", "Y", at=SUBJECT, place=1),
    ),
    "an amount and none": (
        "FIL022", add("SuspiciousActivity", "NoAmountInvolvedIndicator", "Y", place=0),
    ),
    "a firm with a first name": (
        "FIL022", add("Party", "PartyAsEntityOrganizationIndicator", "Y", at=SUBJECT, place=3),
    ),
    "all unavailable, and a name": (
        "FIL022",
        add("Party", "AllCriticalSubjectInformationUnavailableIndicator", "Y", at=SUBJECT, place=1),
    ),
    "a tax number and an unknown one": (
        "FIL022", add("PartyIdentification", "TINUnknownIndicator", "Y", at=4),
    ),
    "a tax number of eight digits": ("FIL023", put("PartyIdentificationNumberText", "74123456", 2)),
    "a tax number of one digit nine times": (
        "FIL023", put("PartyIdentificationNumberText", "000000000", 2),
    ),
    "a telephone with hyphens": ("FIL023", put("PhoneNumberText", "956-555-0100")),
    "a postal code of six digits": ("FIL023", put("RawZIPCode", "780401", -1)),
    "a control code of seven letters": ("FIL023", put("PartyIdentificationNumberText", "PBSATES")),
    "a country of no list": ("FIL024", put("RawCountryCodeText", "ZZ", -1)),
    "a state of another country": ("FIL024", put("RawStateCodeText", "NLE", -1)),
}  # fmt: skip


def fields(parent, at, change):
    """A change of the fields of one element: names taken out (None), or given a text."""

    def changed(root):
        element = one(root, parent, at)
        for name, text in change.items():
            found = element.find(F + name)
            if text is None:
                element.remove(found)
            elif found is None:
                order = [child.name for child in SHAPES[SHAPE_OF.get(parent, parent)]]
                names = [etree.QName(child).localname for child in element]
                place = sum(order.index(other) < order.index(name) for other in names)
                element.insert(place, etree.Element(F + name))
                element[place].text = text
            else:
                found.text = text

    return changed


SHAPE_OF = {"PartyIdentification": "Identification", "PartyName": "Name"}
#: Rules that share their code with others: the words that tell them apart.
SAID = {
    "is no number": ("FIL020", attribute("Party", "SeqNum", "x1")),
    "stands on its own": ("FIL018", put("ActivityPartyTypeCode", "46")),
    "neither or both": (
        "FIL019",
        fields("ActivityAssociation", 0, {"ContinuingActivityReportIndicator": "Y"}),
    ),
    "the narrative has 17": (
        "FIL021",
        lambda root: (
            [twice("ActivityNarrativeInformation")(root) for _ in range(4)]
            and [put("ActivityNarrativeText", "x" * 3500, n)(root) for n in range(5)]
        ),
    ),
    "two roles": ("FIL022", fields("Party", SUBJECT, {"PurchaserSenderIndicator": "Y"})),
    "a last name or a firm's name": (
        "FIL022", fields("PartyName", -1, {"RawEntityIndividualLastName": None}),
    ),
    "a person's first name": ("FIL022", fields("PartyName", -1, {"RawIndividualFirstName": None})),
    "a firm has neither": (
        "FIL022", fields("Party", SUBJECT, {"PartyAsEntityOrganizationIndicator": "Y"}),
    ),
    "either a tax number stands": ("FIL022", take("PartyIdentification", 4)),
    "either a document stands": ("FIL022", take("PartyIdentification", 5)),
    "address is whole": (
        "FIL018", fields("Address", 1, {"RawCityText": None, "CityUnknownIndicator": "Y"}),
    ),
    "Address[33]: the country is no code": ("FIL024", put("RawCountryCodeText", "ZZ", -1)),
    "either a number with its type": (
        "FIL022", fields("PartyIdentification", 5, {"PartyIdentificationTypeCode": None}),
    ),
    "PartyIdentification[36]: the country is no code": (
        "FIL024", put("OtherIssuerCountryText", "ZZ"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("said", SAID)
def test_a_broken_rule_says_which_it_is(said):
    code, change = SAID[said]
    root = copy.deepcopy(SOUND)
    change(root)
    found = [str(problem) for problem in broken_rules(root, LAST) if problem.code == code]
    assert any(said in text for text in found), found


def test_the_sound_file_breaks_none():
    assert broken_rules(SOUND, LAST) == ()


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_rule_is_named_at_its_element(name):
    code, change = BROKEN[name]
    root = copy.deepcopy(SOUND)
    change(root)
    found = broken_rules(root, LAST)
    assert code in {problem.code for problem in found}, [str(p) for p in found]


def test_a_state_stands_only_where_the_form_has_states():
    root = copy.deepcopy(SOUND)
    put("RawCountryCodeText", "DE", -1)(root)
    assert {p.code for p in broken_rules(root, LAST)} >= {"FIL024", "FIL022"}


def test_no_message_repeats_a_value():
    root = copy.deepcopy(SOUND)
    for name in ("RawEntityIndividualLastName", "RawIndividualFirstName", "RawCityText"):
        put(name, "Quixley\tZebulon" * 20, -1)(root)
    found = broken_rules(root, date(2026, 1, 1))
    assert found
    assert not any("Quixley" in str(p) or "Zebulon" in str(p) for p in found)


def test_a_foreign_element_or_comment_does_no_harm():
    root = copy.deepcopy(SOUND)
    one(root, "Activity").insert(0, etree.Comment("note"))
    assert broken_rules(root, LAST) == ()
    assert {p.code for p in broken_rules(etree.fromstring("<x><y/></x>"), LAST)} >= {"FIL010"}


@needs_schema
def test_our_shape_is_that_of_the_official_schema():
    """Every element of each shape, in the schema's order and with its limits."""
    xs = "{http://www.w3.org/2001/XMLSchema}"
    schema = etree.parse(str(SCHEMA))
    orders = []
    for sequence in schema.iter(xs + "sequence"):
        names = [(e.get("name") or e.get("ref", "")).split(":")[-1] for e in sequence]
        orders.append(names)
    for shape, children in SHAPES.items():
        ours = [child.name for child in children]
        if shape == "Batch":
            continue
        tails = {tuple(ours[n:]) for n in range(len(ours))}
        assert any(tuple(theirs) in tails for theirs in orders if theirs), shape


@needs_schema
@pytest.mark.parametrize("name", ["an element out of order", "a name too long", "a SeqNum twice"])
def test_the_schema_refuses_what_its_own_rules_forbid(name):
    root = copy.deepcopy(SOUND)
    BROKEN[name][1](root)
    assert schema_problems(etree.tostring(root), SCHEMA)


@needs_schema
def test_the_synthetic_batch_that_the_schema_takes_breaks_none_of_our_rules():
    root = etree.parse(str(SCHEMA.parent / "synthetic_sar_batch_valid.xml")).getroot()
    assert [str(p) for p in broken_rules(root, LAST)] == []

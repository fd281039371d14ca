"""What is read from a FIU's schema, and the table that stands in where there is none."""

import hashlib
from dataclasses import replace

import pytest

from aml.core.problem import ReportError
from aml.report.goaml.built_in import built_in_order
from aml.report.goaml.order import Element
from aml.report.goaml.xsd import read_xsd
from tests.report.goaml.filings import XSD_501, XSD_502, needs_schemas

SMALL = """<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:g="http://www.unodc.org/goaml" g:schemaVersion="5.0.1">
  <xs:element name="report"><xs:complexType><xs:sequence>
    <xs:element name="name" minOccurs="0"><xs:simpleType><xs:restriction base="xs:string">
      <xs:maxLength value="9"/><xs:pattern value="{pattern}"/>
    </xs:restriction></xs:simpleType></xs:element>
    <xs:element name="later" type="xs:string" minOccurs="0" g:supportedIn="5.2"/>
    <xs:element name="flag" type="xs:boolean" fixed="1"/>
    {more}
  </xs:sequence></xs:complexType></xs:element>
</xs:schema>"""


def written(tmp_path, pattern="[a-z]*", more="", **changes):
    text = SMALL.format(pattern=pattern, more=more)
    for old, new in changes.items():
        text = text.replace(old, new)
    path = tmp_path / "fiu.xsd"
    path.write_text(text, encoding="utf-8")
    return path


def leaf(order, name):
    place = next(e for e in order.types["report"].elements() if e.name == name)
    return order.leaves[place.kind]


def test_a_pattern_of_dot_net_is_read_as_it_was_meant_and_told(tmp_path):
    path = written(tmp_path, "^[_a-z0-9-+]*$")
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    order = read_xsd(path, "fiu.xsd")
    assert order.patches == ("line 5: pattern ^[_a-z0-9-+]*$ read as [_a-z0-9+-]*",)
    assert leaf(order, "name").unfit("sara-+") == ""
    assert leaf(order, "name").unfit("Sara") == "only the letters and form that the FIU takes"
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before


def test_a_sound_pattern_is_left_alone(tmp_path):
    assert read_xsd(written(tmp_path, r"a\$|[$^a-z-]*"), "fiu.xsd").patches == ()


def test_what_a_later_version_brought_is_not_written(tmp_path):
    assert read_xsd(written(tmp_path), "fiu.xsd").types["report"].names == {"name", "flag"}


def test_a_fixed_element_takes_its_one_spelling(tmp_path):
    order = read_xsd(written(tmp_path), "fiu.xsd")
    assert leaf(order, "flag").unfit("1") == ""
    assert leaf(order, "flag").unfit("true")


@pytest.mark.parametrize(
    "text",
    [
        "no xml",
        "<a/>",
        SMALL.format(pattern="[", more=""),
        SMALL.format(pattern="a", more="").replace(
            "<xs:element name=\"report\">", '<xs:include schemaLocation="x.xsd"/><xs:element name="report">'
        ),
        '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
        + SMALL.format(pattern="&e;", more="").replace('name="report"', 'name="other"'),
    ],
    ids=["text", "other xml", "broken pattern", "more files", "entities"],
)  # fmt: skip
def test_what_is_no_schema_is_refused_in_words(tmp_path, text):
    path = tmp_path / "fiu.xsd"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ReportError) as caught:
        read_xsd(path, "fiu.xsd")
    assert caught.value.problems[0].code == "GOA002"
    assert str(tmp_path) not in str(caught.value)


def test_another_prefix_for_xsd_s_own_names_is_as_good(tmp_path):
    path = written(tmp_path, more='<xs:element name="born" type="xs:dateTime"/>')
    path.write_text(path.read_text().replace("xs:", "s:").replace(":xs=", ":s="))
    order = read_xsd(path, "fiu.xsd")
    assert leaf(order, "name").unfit("A") == "only the letters and form that the FIU takes"
    assert leaf(order, "born").unfit("1700-01-01T00:00:00") == "a day from 1753-01-01 on"


def test_a_schema_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ReportError, match="GOA002"):
        read_xsd(tmp_path / "none.xsd", "none.xsd")


@needs_schemas
def test_both_exports_are_read_and_only_one_needs_patches():
    first, second = read_xsd(XSD_501, "501"), read_xsd(XSD_502, "502")
    assert first.patches == ()
    assert len(second.patches) == 27
    assert all("^" not in patch.rsplit(" read as ", 1)[1] for patch in second.patches)


def flat(order, kind):
    """The places of a type by name; what stands in an optional part may be left out."""

    def places(group, may_miss):
        for item in group.items:
            if isinstance(item, Element):
                yield item.name, replace(item, low=0) if may_miss else item
            else:
                yield from places(item, may_miss or item.low == 0)

    return dict(places(order.types[kind], False))


@needs_schemas
def test_the_table_of_ours_says_of_each_element_what_an_export_says():
    ours, theirs = built_in_order(), read_xsd(XSD_501, "501")
    seen, rest = set(), [("report", "report")]
    while rest:
        own, other = rest.pop()
        if (own, other) in seen:
            continue
        seen.add((own, other))
        here, there = flat(ours, own), flat(theirs, other)
        names = [name for name in there if name in here]
        assert list(here) == names, own
        for name, place in here.items():
            same = there[name]
            assert (place.low, place.high is None) == (same.low, same.high is None), (own, name)
            if place.kind in ours.types:
                rest.append((place.kind, same.kind))
            else:
                mine, its = ours.leaves[place.kind], theirs.leaves[same.kind]
                assert (mine.longest or its.longest) == its.longest, (own, name)
                assert (mine.base in ("dateTime", "decimal", "int")) == (
                    its.base in ("dateTime", "decimal", "int")
                ), (own, name)
        needed = {n for n, e in there.items() if e.low and n not in here}
        assert needed <= ALTERNATIVES | LATER, (own, needed)
    assert len(seen) >= 25


#: Second ways to say what the table says in the first way.
ALTERNATIVES = {
    "report_date", "reporting_user_code", "involved_parties", "account_type", "related_persons",
    "emails", "identifications", "urls", "employment_history",
}  # fmt: skip
#: Needed inside parts that may be left out and that are never begun.
LATER = {"late_deposit", "balance", "url", "entity_status", "person", "is_primary"}


def test_the_table_has_choices_and_sequences_in_them():
    types = built_in_order().types
    body = next(item for item in types["report"].items if not isinstance(item, Element))
    assert body.form == "choice"
    assert body.names == {"transaction", "activity"}
    assert len(body.items) == 2

"""XML that is broken, hostile or of another kind is refused at its line, and a stream stays small."""

import io

import pytest

from aml.ledger.message.iso_xml import elements
from aml.ledger.message.record import Unreadable
from tests.ledger.message.iso_texts import camt, entry, pacs, transfer
from tests.ledger.message.texts import items, records, values

GOOD = camt(entry(), version="02")
LAUGHS = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 12))
BODY = GOOD.partition("\n")[2]


def refused(held, kind="camt"):
    with pytest.raises(Unreadable) as error:
        items(kind, held)
    return error.value.message, error.value.line


@pytest.mark.parametrize(
    "hostile",
    [
        "<!DOCTYPE Document>\n" + BODY,
        "<!DOCTYPE Document [<!ENTITY x SYSTEM 'file:///etc/hostname'>]>\n"
        + BODY.replace("Own Firm", "&x;"),
        f"<!DOCTYPE Document [<!ENTITY l0 'ha'>{LAUGHS}]>\n" + BODY.replace("Own Firm", "&l11;"),
        "<!DOCTYPE Document SYSTEM 'http://127.0.0.1/x.dtd'>\n" + BODY,
    ],
)  # fmt: skip
def test_a_doctype_is_refused_with_all_that_it_could_bring(hostile):
    message, line = refused(hostile)
    assert "DOCTYPE" in message
    assert line == 1


def test_entities_in_an_attribute_are_not_unfolded():
    laughs = f"<!DOCTYPE D [<!ENTITY l0 'ha'>{LAUGHS}]>\n<D x='&l11;'/>"
    assert refused(laughs)[1] is not None


def test_an_entity_that_nothing_declares_is_refused():
    assert refused(GOOD.replace("Own Firm", "&own;")) == ("the XML cannot be read on from here", 4)


@pytest.mark.parametrize(
    ("held", "said", "line"),
    [
        (GOOD.encode().replace(b"Own", b"O\0n"), "cannot be read on", 4),
        (GOOD.encode().replace(b"Own", b"\xd6wn"), "no text of the encoding", 4),
        (GOOD.replace('"UTF-8"', '"UTF-99"'), "no text of the encoding", 1),
        (GOOD[: GOOD.index("</Ntry>")], "ends inside", 6),
        (GOOD[:-20], "ends inside", 9),
        (GOOD.replace("</Sts>", "</Stz>"), "cannot be read on", 6),
        (GOOD + GOOD, "cannot be read on", 10),
        ("", "no element begins", None),
        ("account_id;amount\n1;2\n", "cannot be read on", 1),
        (b"\x1f\x8b\x08\x00\x00", "cannot be read on", 1),
        ("<a>" * 1000, "cannot be read on", 1),
    ],
)
def test_what_is_no_whole_xml_is_refused_at_its_line(held, said, line):
    message, found = refused(held)
    assert said in message
    assert found == line


def test_a_refusal_quotes_nothing_of_the_file():
    message, _ = refused(GOOD.replace("</Ownr>", "</Own Firm>"))
    assert "Firm" not in message


def test_a_message_of_another_kind_is_told_with_its_kind():
    held = f"<Document>\n{pacs(transfer())}</Document>"
    message, line = refused(held)
    assert message == "<FIToFICstmrCdtTrf> is a message of kind pacs008"
    assert line == 2


def test_another_root_is_told_by_its_name():
    assert "its root is <html>" in refused("<html><body/></html>")[0]
    assert "its root is <kml>" in refused("<k:kml xmlns:k='urn:x'/>", kind="pain001")[0]


@pytest.mark.parametrize("version", ["02", "04", "06", "08", "11", "14"])
def test_versions_prefixes_and_envelopes_read_the_same(version):
    plain = camt(entry(), version=version)
    prefixed = plain.replace("<", "<n:").replace("<n:/", "</n:").replace("<n:?", "<?")
    prefixed = prefixed.replace("xmlns=", "xmlns:n=")
    wrapped = f"<Batch><Message><AppHdr/>{plain.partition('?>')[2]}</Message></Batch>"
    assert records("camt", plain) == records("camt", prefixed) == records("camt", wrapped)
    assert len(records("camt", plain)) == 1


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1", "cp1252", "utf-8-sig"])
def test_the_encoding_is_the_one_that_the_xml_names(encoding):
    name = {"utf-8-sig": "UTF-8", "cp1252": "windows-1252", "latin-1": "ISO-8859-1"}.get(
        encoding, encoding
    )
    text = camt(entry(more="<!-- a note -->")).replace("S1", "Größe").replace("UTF-8", name)
    held = text.encode(encoding)
    keys = [record.duplicate_key for record in records("camt", held)]
    assert [key.split("|")[1] for key in keys] == ["Größe"]


def test_comments_and_cdata_do_not_cut_a_text():
    text = camt(entry()).replace("DE0212030", "DE<!-- x -->021<![CDATA[2030]]>")
    assert values("camt", text, "account_id") == ["DE02120300000000202051"]


def test_an_element_longer_than_any_is_refused():
    for junk in ("<X>" + "x" * 3_000_000 + "</X>", "<X><Y/></X>" * 200_000):
        message, _ = refused(camt(entry()).replace("<GrpHdr>", f"{junk}<GrpHdr>"))
        assert "as long" in message


def test_elements_that_were_passed_are_let_go():
    file = io.BytesIO(camt(entry() * 500).encode())
    beside = [
        sum(1 for _ in element.itersiblings(preceding=True))
        for name, element in elements(file, "camt", ("Ntry",))
        if name == "Ntry"
    ]
    assert beside[1:] == [1] * 499

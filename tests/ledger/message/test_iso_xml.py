"""XML that is broken, hostile or of another kind is refused at its place, and a stream stays small."""

import io
import tracemalloc

import pytest

from aml.ledger.message.iso_xml import parts
from aml.ledger.message.record import Unreadable
from tests.ledger.message.iso_texts import camt, entry, fields_of, pacs, transfer
from tests.ledger.message.texts import items, records, values

GOOD = camt(entry(), version="02")
LAUGHS = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 12))
BODY = GOOD.partition("\n")[2]


def refused(held, kind="camt"):
    with pytest.raises(Unreadable) as error:
        items(kind, held)
    return error.value.message, error.value.line


def test_texts_stand_at_their_paths_without_namespaces_and_blanks():
    found = fields_of("<n:a xmlns:n='urn:x'><n:b> <n:c> 1 </n:c><n:c>2</n:c><n:d/></n:b></n:a>")
    assert found == {"b/c": ["1", "2"]}


def test_only_an_amount_has_a_currency():
    assert fields_of("<a><Amt Ccy='EUR'>1</Amt><Nm Ccy='EUR'>x</Nm></a>") == {
        "Amt": ["1"], "Amt@Ccy": ["EUR"], "Nm": ["x"],
    }  # fmt: skip


def test_parts_come_in_the_order_of_their_ends_each_without_those_in_it():
    text = "<BkToCstmrStmt><Stmt><Id>S1</Id><Ntry><A>1</A><Ds><D>2</D></Ds></Ntry></Stmt></BkToCstmrStmt>"
    found = parts(io.BytesIO(text.encode()), "camt", apart=("Stmt", "Ds"))
    assert [(part.name, part.within, part.named()) for part in found] == [
        ("Id", "Stmt", {"Id": ["S1"]}),
        ("D", "Ds", {"D": ["2"]}),
        ("Ds", "Ntry", {}),
        ("Ntry", "Stmt", {"Ntry/A": ["1"]}),
        ("Stmt", "BkToCstmrStmt", {}),
        ("BkToCstmrStmt", "", {}),
    ]


@pytest.mark.parametrize("size", [1, 7, 100])
def test_parts_are_the_same_however_the_bytes_come(size, monkeypatch):
    whole = list(parts(io.BytesIO(GOOD.encode()), "camt", apart=("Stmt",)))
    monkeypatch.setattr("aml.ledger.message.iso_xml._CHUNK", size)
    assert list(parts(io.BytesIO(GOOD.encode()), "camt", apart=("Stmt",))) == whole


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
    for above in ("", "<?xml version='1.0'?>\n<!-- a\nnote -->\n"):
        message, line = refused(above + hostile)
        assert "DOCTYPE" in message
        assert line == 1 + above.count("\n")


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
        ("account_id;amount\n1;2\n", "it is no XML", None),
        (b"\xef\xbb\xbfaccount_id;amount\n1;2\n", "it is no XML", None),
        (b"\x1f\x8b\x08\x00\x00", "it is no XML", None),
        ("<?xml version='1.0'?>\naccount_id", "cannot be read on", 2),
        ("\n", "it is no XML", None),
        ("<?xml version='1.0'?>\n", "ends inside", 2),
        ("<a>" * 1000, "deeper than", 1),
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


@pytest.mark.parametrize(
    ("encoding", "named", "name"),
    [
        ("gb18030", "GB18030", "王小明有限公司"), ("gbk", "GBK", "王小明"), ("gb2312", "gb2312", "王小明"),
        ("big5", "Big5", "許功蓋"), ("big5hkscs", "Big5-HKSCS", "許功蓋"), ("shift_jis", "Shift_JIS", "ソニー表示"),
        ("cp932", "MS932", "ソニー①"), ("euc_jp", "EUC-JP", "日本"), ("euc_kr", "EUC-KR", "김철수"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("size", [101, 1 << 16])
def test_encodings_of_several_bytes_a_character_are_read(encoding, named, name, size, monkeypatch):
    text = camt(entry()).replace("S1", name * 40).replace("UTF-8", named)
    held = io.BytesIO(text.encode(encoding))
    monkeypatch.setattr("aml.ledger.message.iso_xml._CHUNK", size)
    found = [part for part in parts(held, "camt", apart=("Stmt",)) if part.name == "Id"]
    assert name * 40 in [part.fields[""][0] for part in found]


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda held: held.replace("王".encode("gb18030"), b"\xff\xff"), "no text of the encoding"),
        (lambda held: held.partition("明".encode("gb18030"))[0] + b"\xc3", "no text of the encoding"),
        (lambda held: held.replace(b"</Ownr>", b"</Own>"), "cannot be read on"),
        (lambda held: held[: held.index(b"</Ntry>")], "ends inside"),
        (lambda held: held.replace(b"?>", b"?><!DOCTYPE x>"), "DOCTYPE"),
    ],
)  # fmt: skip
def test_broken_text_of_several_bytes_a_character_is_refused_at_its_line(damage, said):
    held = camt(entry()).replace("Own Firm", "王小明").replace("UTF-8", "GB18030")
    message, line = refused(damage(held.encode("gb18030")))
    assert said in message
    assert line is not None


def test_comments_and_cdata_do_not_cut_a_text():
    text = camt(entry()).replace("DE0212030", "DE<!-- x -->021<![CDATA[2030]]>")
    assert values("camt", text, "account_id") == ["DE02120300000000202051"]


def test_an_element_longer_than_any_is_refused():
    for junk in ("x" * 3_000_000, "<Y/>" * 500_000, "<Y a='" + "x" * 3_000_000 + "'/>"):
        message, _ = refused(camt(entry()).replace("<GrpHdr>", f"<X>{junk}</X><GrpHdr>"))
        assert "as long" in message


def test_a_message_of_another_kind_beside_one_of_the_kind_is_not_passed_over():
    held = f"<All>{GOOD.partition('?>')[2]}\n{pacs(transfer())}</All>"
    message, line = refused(held)
    assert message == "<FIToFICstmrCdtTrf> is a message of kind pacs008"
    assert line == held[: held.index("<FIToFI")].count("\n") + 1


def test_what_is_wrong_has_a_column():
    with pytest.raises(Unreadable) as error:
        items("camt", "<a>\n  <b></c>\n</a>")
    assert (error.value.line, error.value.column) == (2, 8)


def test_parts_that_were_passed_are_let_go():
    tracemalloc.start()
    for _ in parts(io.BytesIO(camt(entry() * 5_000).encode()), "camt", apart=("Stmt",)):
        pass
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 8 << 20

"""Archives are unpacked within limits, and nothing that their authors wrote is believed."""

import gzip
import io
import stat
import struct
import zipfile

import polars
import pytest

from aml.ledger import archive as room
from tests.ledger.conftest import entries

A = entries("T1,A1,2026-03-02,credit,1,USD")
B = entries("T2,A1,2026-03-03,debit,2,USD")


def packed(*members, method=zipfile.ZIP_DEFLATED):
    """A zip of (name or ZipInfo, content)."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return made.getvalue()


def refused(desk, content, name="march.zip"):
    desk.inputs.clear()
    (problem,) = desk.give(content, name=name).refuse()
    return problem.code, problem.message


def test_the_files_of_a_zip_are_read_each_under_its_own_name(desk):
    frame = io.BytesIO()
    polars.read_csv(io.StringIO(B), try_parse_dates=True).write_parquet(frame)
    content = packed(("in/a.csv", A), ("b.parquet", frame.getvalue()))
    outcome = desk.give(content, name="march.zip").read()
    assert outcome.problems == ()
    assert [file.path for file in outcome.files] == ["march.zip/b.parquet", "march.zip/in/a.csv"]
    assert desk.column("transaction_id", order=1) == ["bank:T1", "bank:T2"]
    (sha256,) = {file.sha256 for file in outcome.files}
    assert sha256 == room.file_sha256(desk.folder / "march.zip")
    assert list(desk.folder.rglob("unpacked_*")) == []


def test_a_gzip_is_read_under_its_own_name_whatever_it_is_called(desk):
    outcome = desk.give(gzip.compress(A.encode()), name="march.csv").read()
    assert [(file.path, file.records) for file in outcome.files] == [("march.csv", 1)]
    assert outcome.files[0].sha256 == room.file_sha256(desk.folder / "march.csv")


def test_a_packed_copy_of_a_file_is_a_copy(desk):
    desk.give(A, name="march.csv")
    desk.give(packed(("other.csv", A)), name="march.zip")
    outcome = desk.give(gzip.compress(A.encode()), name="packed.csv.gz").read()
    assert [(p.code, str(p.location)) for p in outcome.problems] == [
        ("LDG009", "march.zip/other.csv: record 1"), ("LDG009", "packed.csv.gz: record 1"),
    ]  # fmt: skip
    assert desk.column("transaction_id") == ["bank:T1"]


def test_what_is_not_read_is_named(desk):
    content = packed(("a.csv", A), ("__MACOSX/a.csv", "x"), (".b.csv", "x"), ("read.me", "x"))
    problems = desk.give(content, name="march.zip").read().problems
    assert [(p.code, str(p.location)) for p in problems] == [
        ("LDG073", "march.zip/.b.csv"),
        ("LDG073", "march.zip/__MACOSX/a.csv"),
        ("LDG073", "march.zip/read.me"),
    ]


def test_a_file_alone_needs_no_ending(desk):
    assert desk.give(packed(("extract.001", A)), name="march.zip").read().problems == ()


def test_a_bomb_stops_at_the_limit(desk, monkeypatch):
    monkeypatch.setattr(room, "_FREE", 4 << 20)
    bomb = b"0" * (16 << 20)
    assert refused(desk, packed(("a.csv", bomb))) == (
        "LDG071", "the archive unpacks to more than 5 MB",
    )  # fmt: skip
    assert refused(desk, gzip.compress(bomb), "a.csv.gz")[0] == "LDG071"
    largest = max((path.stat().st_size for path in desk.folder.rglob("unpacked_*")), default=0)
    assert largest <= 5 << 20


def test_all_archives_of_a_run_share_the_limit(desk, monkeypatch):
    monkeypatch.setattr(room, "_MOST", len(A) + len(B) - 1)
    desk.give(packed(("a.csv", A)), name="a.zip").give(packed(("b.csv", B)), name="b.zip")
    assert [(p.code, str(p.location)) for p in desk.refuse()] == [("LDG071", "b.zip")]


@pytest.mark.parametrize("declared", [1, 10 << 30])
def test_a_declared_size_is_not_believed(desk, declared):
    content = bytearray(packed(("a.csv", A)))
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = content.index(mark) + offset
        content[place : place + 4] = struct.pack("<I", min(declared, 0xFFFFFFFE))
    assert refused(desk, bytes(content))[0] == "LDG070"


def link():
    made = zipfile.ZipInfo("a.csv")
    made.external_attr = (stat.S_IFLNK | 0o777) << 16
    return made


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ([("../a.csv", A)], "holds a path that leads out of it"),
        ([("/etc/a.csv", A)], "holds a path that leads out of it"),
        ([("..\\a.csv", A)], "holds a path that leads out of it"),
        ([("C:\\a.csv", A)], "holds a path that leads out of it"),
        ([(link(), "/etc/passwd")], "holds a link"),
        ([("x/b.csv", A), ("x\\b.csv", B)], "holds two files of one name"),
        ([("a.csv", packed(("b.csv", A)))], "holds another archive, which is not unpacked"),
        ([("a.csv", gzip.compress(b"x"))], "holds another archive, which is not unpacked"),
        ([("[Content_Types].xml", "x"), ("xl/sheet.xml", "x")], "is a spreadsheet or document"),
    ],
)
def test_what_no_archive_of_ledgers_needs_is_refused(desk, members, message):
    assert refused(desk, packed(*members)) == ("LDG072", f"the archive {message}")
    assert sorted(path.name for path in desk.folder.glob("*.csv")) == []


def test_an_encrypted_file_is_refused(desk):
    content = bytearray(packed(("a.csv", A)))
    content[content.index(b"PK\x01\x02") + 8] |= 1
    assert refused(desk, bytes(content)) == ("LDG072", "the archive is encrypted")


def test_too_many_files_are_refused(desk, monkeypatch):
    monkeypatch.setattr(room, "_MEMBERS", 1)
    content = packed(("a.csv", A), ("b.csv", B))
    assert refused(desk, content) == ("LDG072", "the archive holds more than 1 files")


@pytest.mark.parametrize("content", [packed(("a.csv", A)), gzip.compress(A.encode() * 50)])
def test_a_damaged_archive_is_refused_wherever_it_is_cut(desk, content):
    for end in (11, len(content) // 2, len(content) - 5):
        assert refused(desk, content[:end])[0] == "LDG070"
    damaged = bytearray(content)
    damaged[len(content) // 3] ^= 0xFF
    assert refused(desk, bytes(damaged))[0] in ("LDG070", "LDG072")


def test_an_archive_of_another_kind_or_of_nothing_is_refused(desk):
    assert refused(desk, b"7z\xbc\xaf\x27\x1c data") == (
        "LDG070", "the archive is packed in a way that is not read",
    )  # fmt: skip
    assert refused(desk, packed()) == ("LDG070", "the archive holds no file that is read")


@pytest.mark.parametrize(
    ("name", "is_read"),
    [
        ("a.csv", True), ("x/a.CSV", True), ("a.csv.gz", True), ("a.zip", True), ("a.xml", True),
        (".a.csv", False), (".x/a.csv", False), ("a.pdf", False), ("a", False), ("a.pdf.gz", False),
    ],
)  # fmt: skip
def test_files_of_a_folder_are_read_by_their_endings(name, is_read):
    assert room.is_ledger(name) is is_read

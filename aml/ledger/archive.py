"""Files inside .gz and .zip archives, unpacked into the run's work folder under names of our own.

An archive comes from outside: sizes that it declares are not believed, names in it never become
paths, and what unpacks to far more than it is stops the run before the disk is full.
"""

from __future__ import annotations

import gzip
import stat
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from aml.core.digest import file_sha256
from aml.core.problem import LedgerError, Location, Problem
from aml.ledger.source import LedgerFile

#: Endings of files that are read out of a folder, or of an archive of several files.
ENDINGS = (
    ".csv", ".tsv", ".txt", ".asc", ".dat", ".parquet", ".pq", ".xml", ".sta", ".mt940", ".mt942",
    ".940", ".942", ".mt103", ".rje", ".fin", ".swi", ".bai", ".bai2", ".ach", ".nacha", ".fed",
)  # fmt: skip
#: Bytes that the archives of one run may come to.
_MOST = 64 << 30
#: An archive that comes to more than _FREE bytes may be this much larger than it is packed.
_RATIO, _FREE = 200, 1 << 30
_MEMBERS = 10_000
_BLOCK = 1 << 20
_GZIP, _ZIP = b"\x1f\x8b", (b"PK\x03\x04", b"PK\x05\x06")
#: How other archives begin.
_OTHERS = (b"7z\xbc\xaf", b"Rar!", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd")
_DAMAGED = (
    zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError, struct.error, OSError,
)  # fmt: skip


@dataclass(slots=True)
class Unpacking:
    """The archives of a run as they are unpacked.

    `work` is where their files go, `notes` say what in them was not read, `size` is what they came
    to so far, in bytes.
    """

    work: Path
    notes: list[Problem]
    size: int = 0
    files: int = 0

    def unpacked(self, file: LedgerFile) -> list[LedgerFile]:
        """The files in an archive, or the file itself where it is none. They keep its file_id.

        Raises:
            LedgerError: it is damaged, encrypted, too large, or holds what is not unpacked.
        """
        try:
            with file.path.open("rb") as opened:
                head = opened.read(10)
        except OSError:
            return [file]  # its reader says why it cannot be opened
        if not (head.startswith((_GZIP, *_ZIP)) or _is_other(head)):
            return [file]
        try:
            if head.startswith(_GZIP):
                return self._gzip(file)
            if _is_other(head):
                raise _refused(file, "LDG070", "is packed in a way that is not read", _REPACK)
            return self._zip(file)
        except _DAMAGED as error:
            reason = getattr(error, "strerror", None) or "it is damaged, cut short or encrypted"
            raise _refused(file, "LDG070", f"cannot be unpacked: {reason}", _REPACK) from None

    def _gzip(self, file: LedgerFile) -> list[LedgerFile]:
        with gzip.open(file.path, "rb") as packed:
            name = file.path.name.removesuffix(".gz")
            path = self._write(file, packed.read, name)
        return [replace(file, path=path, archive_sha256=file_sha256(file.path))]

    def _zip(self, file: LedgerFile) -> list[LedgerFile]:
        sha256 = file_sha256(file.path)
        made = []
        with zipfile.ZipFile(file.path) as archive:
            for member in _members(file, archive, self.notes):
                with archive.open(member) as packed:
                    path = self._write(file, packed.read, member.filename)
                if path.stat().st_size != member.file_size:
                    raise zipfile.BadZipFile
                shown = _shown(file, member.filename)
                made.append(replace(file, path=path, shown=shown, archive_sha256=sha256))
        return made

    def _write(self, file: LedgerFile, read: Callable[[int], bytes], name: str) -> Path:
        """Unpack one file, block by block, for as long as it stays within the limits."""
        self.files += 1
        ending = PurePosixPath(name).suffix.lower()
        # Of the name in the archive only an ending of a closed list is kept.
        ending = ending if ending in ENDINGS else ""
        path = self.work / f"unpacked_{self.files}{ending}"
        is_first = True
        packed_size, before = file.path.stat().st_size, self.size
        with path.open("wb") as target:
            while block := read(_BLOCK):
                if is_first and _is_archive(block):
                    message = "holds another archive, which is not unpacked"
                    raise _refused(file, "LDG072", message, "unpack it before")
                is_first = False
                self.size += len(block)
                size = self.size - before
                if self.size > _MOST or (size > _FREE and size > _RATIO * packed_size):
                    message = f"unpacks to more than {size >> 20:,} MB"
                    hint = f"at most {_MOST >> 30} GB a run, {_RATIO} times what is packed"
                    raise _refused(file, "LDG071", message, hint)
                target.write(block)
        return path


_REPACK = "gzip and zip without a password are read; fetch or pack it again"


def unpack(
    files: Sequence[LedgerFile], work: Path
) -> tuple[list[LedgerFile], list[Problem], list[Problem]]:
    """Files with those inside archives in the place of the archives, numbered from 1.

    Returns:
        The files, the problems of archives that cannot be read, and notes of what in them is left.
    """
    unpacking = Unpacking(work, [])
    made: list[LedgerFile] = []
    problems: list[Problem] = []
    for file in files:
        try:
            made += unpacking.unpacked(file)
        except LedgerError as error:
            problems += error.problems
    numbered = [replace(file, file_id=number) for number, file in enumerate(made, start=1)]
    return numbered, problems, unpacking.notes


def is_ledger(name: str) -> bool:
    """Whether a file of a folder is read unasked: no hidden one, of an ending that is known."""
    path = PurePosixPath(name)
    inner = PurePosixPath(path.stem) if path.suffix.lower() == ".gz" else path
    is_known = inner.suffix.lower() in ENDINGS or path.suffix.lower() == ".zip"
    return is_known and not _is_hidden(name)


def left_out(shown: str) -> Problem:
    """The note of a file that a folder or an archive holds and that is not read."""
    hint = "name it itself if it is a ledger"
    message = "not read: hidden, or its ending is none of those read from folders"
    return Problem("LDG073", message, Location(shown), hint)


def _members(
    file: LedgerFile, archive: zipfile.ZipFile, notes: list[Problem]
) -> Iterator[zipfile.ZipInfo]:
    """The members to read, in order of their names; the others are noted."""
    members = sorted((m for m in archive.infolist() if not m.is_dir()), key=lambda m: m.filename)
    _check(file, members)
    visible = [m for m in members if not _is_hidden(m.filename)]
    chosen = [m for m in visible if len(visible) == 1 or is_ledger(m.filename)]
    notes += [left_out(_shown(file, m.filename)) for m in members if m not in chosen]
    if not chosen:
        raise _refused(file, "LDG070", "holds no file that is read", _REPACK)
    yield from chosen


def _check(file: LedgerFile, members: Sequence[zipfile.ZipInfo]) -> None:
    """Refuse what an archive of ledgers has no reason to hold."""
    names = Counter(member.filename.replace("\\", "/") for member in members)
    if "[Content_Types].xml" in names or "META-INF/manifest.xml" in names:
        message, hint = "is a spreadsheet or document", "save the table as CSV"
        raise _refused(file, "LDG072", message, hint)
    reasons = {
        f"holds more than {_MEMBERS:,} files": len(members) > _MEMBERS,
        "holds two files of one name": max(names.values(), default=0) > 1,
        "holds a path that leads out of it": any(_leads_out(name) for name in names),
        "holds a link": any(stat.S_ISLNK(member.external_attr >> 16) for member in members),
        "is encrypted": any(member.flag_bits & 1 for member in members),
    }
    for message, is_so in reasons.items():
        if is_so:
            raise _refused(file, "LDG072", message, _REPACK)


def _leads_out(name: str) -> bool:
    path = PurePosixPath(name)
    return path.is_absolute() or ".." in path.parts or ":" in name.partition("/")[0]


def _is_hidden(name: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in PurePosixPath(name).parts)


def _shown(file: LedgerFile, name: str) -> str:
    """A member as messages and the manifest name it; no character of it moves a cursor."""
    clean = "".join(letter if letter.isprintable() else "?" for letter in name)
    return f"{file.shown}/{clean}"


def _is_other(head: bytes) -> bool:
    return head.startswith(_OTHERS) or (head.startswith(b"BZh") and head[4:10] == b"1AY&SY")


def _is_archive(block: bytes) -> bool:
    is_tar = block[257:262] == b"ustar"
    return block.startswith((_GZIP, *_ZIP)) or _is_other(block[:10]) or is_tar


def _refused(file: LedgerFile, code: str, message: str, hint: str) -> LedgerError:
    return LedgerError(Problem(code, f"the archive {message}", Location(file.shown), hint))

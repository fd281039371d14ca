"""A file ready to be read in bulk: what it holds, and how DuckDB names it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from aml.core.problem import Location, Problem, did_you_mean
from aml.core.statement import StatementCheck
from aml.ledger.profile import Mapped, Profile, Shape, SplitAmount
from aml.ledger.rules import PAIRS, columns_of, required_columns
from aml.store.schema import KEPT_COLUMNS

#: Columns of the copy of a message file beside the canonical ones: why a record is refused, what is
#: the same where it comes again, which copy of it is kept, and the number of its statement.
HIDDEN = ("_refused", "_duplicate_key", "_rank", "_statement")
#: How a hint begins that names what nearly is the word.
_CLOSE = "did you mean"
#: The table that `aml ledger describe` drafts profiles for.
_DRAFTED = "transactions"


@dataclass(frozen=True, slots=True)
class LedgerFile:
    """One file of an input, with its number in the run.

    `path` is where it is read, `archive_sha256` the hash of the archive that it came out of; such a
    file lies in the run's work folder, and the archive is what stays. `copy_of` shows the file with
    the same bytes that fills the table already.
    """

    file_id: int
    path: Path
    shown: str
    table: str
    ledger_id: str
    profile: Profile
    archive_sha256: str = ""
    copy_of: str = ""

    @property
    def shape(self) -> Shape:
        """What a record of the file is."""
        if self.table == "transactions" and self.profile.shape == "records":
            return "entries"
        return self.profile.shape


@dataclass(frozen=True, slots=True)
class SourceColumn:
    """A column as the file holds it: `sql` names it in the relation, `type` is DuckDB's."""

    sql: str
    type: str


@dataclass(frozen=True, slots=True)
class TextLayout:
    """What a text file is besides its records, for counting lines.

    `path` is what is read: the file, or its clean copy. `skip` lines and then `header_lines` stand
    before the records; `lines` is all of them. `fields` is how many a record has. `trailer` is the
    text of the last line, taken off.
    """

    path: Path
    lines: int
    skip: int
    trailer: str = ""
    header_lines: int = 0
    fields: int = 0


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was opened and understood.

    `relation` is what stands behind FROM: every source column, named c0, c1 … `columns` finds them
    by their names in the file, `mapped` says what each canonical column is made of. `records` is
    the count that a Parquet file states of itself, `statements` what a file of messages does.
    """

    file: LedgerFile
    sha256: str
    relation: str
    columns: Mapping[str, SourceColumn]
    mapped: Mapping[str, Mapped]
    layout: TextLayout | None = None
    records: int | None = None
    statements: tuple[StatementCheck, ...] = ()

    @property
    def is_messages(self) -> bool:
        """Whether a reader of messages made the records."""
        return HIDDEN[0] in self.columns

    @property
    def kept_sha256(self) -> str:
        """The hash that is recorded: of the file that stays, which may be an archive."""
        return self.file.archive_sha256 or self.sha256

    @property
    def has_records(self) -> bool:
        """Whether the file is more than a header."""
        if self.layout is None:
            return bool(self.records)
        return self.layout.lines > self.layout.skip + self.layout.header_lines


def match_columns(
    file: LedgerFile, names: list[str], line: int | None
) -> tuple[Mapping[str, Mapped], list[Problem]]:
    """What each canonical column is made of, and the columns that the file lacks or repeats.

    A profile without columns takes those that are named as the table names them.

    Args:
        file: the file.
        names: its columns.
        line: where they stand, for messages; None in a file that has no lines.
    """
    at = Location(file.shown, line, 1 if line else None)
    if file.profile.columns:
        mapped = file.profile.columns
        wanted = [name for rule in mapped.values() for name in rule.columns]
        wanted += _amount_columns(file.profile)
    else:
        mapped = {name: Mapped((name,)) for name in names if name not in KEPT_COLUMNS}
        wanted = _required_names(file, names)
    known = {*names, *numbered(names)}
    problems = [_missing(name, names, at) for name in dict.fromkeys(wanted) if name not in known]
    if not file.profile.columns and file.table == _DRAFTED:
        problems = _with_draft(problems)
    twice = [name for name in dict.fromkeys(names) if names.count(name) > 1 and name in wanted]
    for name in twice:
        hint = f"a profile tells them apart: '{name}#1', '{name}#2' …"
        problems.append(Problem("LDG005", f"the column '{name}' stands twice", at, hint))
    if not file.profile.columns:
        problems += _unknown(file, mapped, at)
    return mapped, problems


def numbered(names: list[str]) -> list[str]:
    """Names of columns that tell apart those of one name: `Account#1`, `Account#2`."""
    seen: Counter[str] = Counter()
    apart = []
    for name in names:
        seen[name] += 1
        apart.append(f"{name}#{seen[name]}" if names.count(name) > 1 else name)
    return apart


def _amount_columns(profile: Profile) -> list[str]:
    if profile.amount is None:
        return []
    if isinstance(profile.amount, SplitAmount):
        return [profile.amount.debit, profile.amount.credit]
    return [profile.amount.column]


def _required_names(file: LedgerFile, names: list[str]) -> list[str]:
    wanted = list(required_columns(file.table, file.shape))
    for instant, day in PAIRS.get(file.table, ())[:1]:
        if not {instant, day} & set(names):
            wanted.append(instant)
    return [*wanted, *names]


def _missing(name: str, names: list[str], at: Location) -> Problem:
    """The hint names a column of the file only where it nearly is the one that is looked for.

    A file without a header would have a person's record printed otherwise.
    """
    close = did_you_mean(name, names)
    if not close.startswith(_CLOSE):
        close = "the first record after format.skip_lines must hold the names of the columns"
        if at.line is None:
            close = "write a profile that maps the columns of the file"
    return Problem("LDG004", f"the file lacks the column '{name}'", at, close)


def _with_draft(problems: list[Problem]) -> list[Problem]:
    """Where more than misspelt names keep a file from being read, the first says what helps."""
    if all(problem.hint.startswith(_CLOSE) for problem in problems):
        return problems
    first, *others = problems
    mark = "" if first.hint.startswith(_CLOSE) else ";"
    hint = f"{first.hint}{mark} `aml ledger describe FILE` drafts a profile of all columns"
    return [replace(first, hint=hint), *others]


def _unknown(file: LedgerFile, mapped: Mapping[str, Mapped], at: Location) -> list[Problem]:
    known = {column.name for column in columns_of(file.table, file.shape)}
    problems = []
    for name in mapped:
        close = did_you_mean(name, known)
        if name not in known:
            message = f"column {list(mapped).index(name) + 1} is none of {file.table}"
            if close.startswith(_CLOSE):
                message = f"{file.table} has no column '{name}'"
            hint = close if "'" in message else "write a profile that maps the columns of the file"
            problems.append(Problem("LDG006", message, at, hint))
    return problems

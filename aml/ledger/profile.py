"""A profile: how the files of one source name and write what a canonical table holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Literal

from aml.core.problem import LedgerError, Problem, did_you_mean

#: The table of a profile whose columns are named as the table that it is used for names them.
ANY_TABLE = "any"

Shape = Literal["records", "entries", "transfers", "events"]


@dataclass(frozen=True, slots=True)
class Trailer:
    """The last line of a file, where it states totals instead of a record.

    `starts` is what it begins with; `rows` and `sum` number its fields from 1, 0 where it has none.
    """

    starts: str
    rows: int = 0
    sum: int = 0


@dataclass(frozen=True, slots=True)
class Format:
    """The text of a file. `kind` is empty where the file's name tells CSV from Parquet.

    `footer` says how each line below the records (and below the trailer) begins, in their order.
    """

    kind: str = ""
    delimiter: str = ","
    quote: str = '"'
    encoding: str = "utf-8"
    skip_lines: int = 0
    null_values: tuple[str, ...] = ("",)
    trailer: Trailer | None = None
    footer: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dates:
    """How days and instants are written (strptime's marks; empty is ISO 8601), and where."""

    date_format: str = ""
    instant_format: str = ""
    time_zone: str = "UTC"


@dataclass(frozen=True, slots=True)
class Numbers:
    """How numbers are written. Money keeps four decimals; `round_to` allows more to be rounded.

    `negative` and `positive` show the marks of a sign around `#`, such as `(#)` or `# DR`; without
    them a sign stands before the number, and the plus may be left out.
    """

    decimal_mark: str = "."
    thousands_mark: str = ""
    round_to: int | None = None
    negative: str = ""
    positive: str = ""


@dataclass(frozen=True, slots=True)
class Mapped:
    """Where a canonical column comes from: source columns tried in order, or a constant.

    With `values`, the first source column whose text is a key decides; `otherwise` stands for
    every other text. With `joined`, the texts of all that are filled, with this between them.
    """

    columns: tuple[str, ...] = ()
    constant: str | None = None
    values: Mapping[str, str] | None = None
    otherwise: str | None = None
    joined: str | None = None


@dataclass(frozen=True, slots=True)
class SignedAmount:
    """Amounts whose sign gives the direction: below zero is a debit."""

    column: str


@dataclass(frozen=True, slots=True)
class SplitAmount:
    """Amounts in two columns, one a direction; debits may be written below zero."""

    debit: str
    credit: str
    is_debit_below_zero: bool = False


@dataclass(frozen=True, slots=True)
class UnsignedAmount:
    """Amounts beside a column of directions: whatever their sign, it says nothing."""

    column: str


Amount = SignedAmount | SplitAmount | UnsignedAmount


@dataclass(frozen=True, slots=True)
class Expected:
    """What the author knows of the files: records, and the sum of their amounts."""

    rows: int | None = None
    sum: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """A checked profile file. No `columns` at all: they are named as the table names them.

    `external_accounts` and `own_banks` tell which sides of a transfer are the institution's:
    accounts that are not, and how the codes of banks begin that are (`*` is every bank).
    `base_currency` is the institution's, which no profile file sets: exchange rates are read to it.
    """

    name: str
    path: Path
    title: str
    table: str
    shape: Shape
    format: Format = field(default_factory=Format)
    dates: Dates = field(default_factory=Dates)
    numbers: Numbers = field(default_factory=Numbers)
    columns: Mapping[str, Mapped] = field(default_factory=dict)
    amount: Amount | None = None
    external_accounts: tuple[str, ...] = ()
    own_banks: tuple[str, ...] = ()
    expect: Expected = field(default_factory=Expected)
    base_currency: str = ""

    @property
    def is_of_messages(self) -> bool:
        """Whether the files are of a message format, not tables."""
        return self.format.kind not in ("", "csv", "parquet")

    @property
    def is_between_banks(self) -> bool:
        """Whether the files are messages from bank to bank, with a payer and a payee."""
        return self.shape == "transfers" and self.is_of_messages


def find_profile(name: str | Path, folders: Sequence[Path]) -> Path:
    """The file of a profile: the path itself, or `name`.yml in the first folder that has it.

    Raises:
        LedgerError: LDG040, with the closest name there is.
    """
    for folder in folders:
        for path in (folder / name, folder / f"{name}.yml"):
            if path.is_file():
                return path
    if Path(name).is_file():
        return Path(name)
    known = {path.stem for folder in folders for path in folder.glob("*.yml")}
    hint = did_you_mean(str(name), known) or "known: " + ", ".join(sorted(known))
    raise LedgerError(Problem("LDG040", f"no profile '{name}'", None, hint))

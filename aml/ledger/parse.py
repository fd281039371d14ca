"""SQL that turns what a file writes into what a column holds, or NULL where it does not fit."""

from __future__ import annotations

import re
from dataclasses import dataclass

from aml.ledger.currency import CURRENCIES
from aml.ledger.profile import Dates, Numbers
from aml.store import Column
from aml.store.quoting import literal, literals

_CLOCKS = ("%H:%M:%S", "%H:%M:%S.%f", "%H:%M")
_INSTANTS = [f"%Y-%m-%d{between}{clock}" for clock in _CLOCKS for between in " T"]
#: DuckDB's types of whole numbers.
_WHOLE = (
    "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT",
    "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT",
)  # fmt: skip
#: Decimals of a number, after a whole part and without one: any, what money keeps, none.
_ANY, _KEPT, _NONE = (r"\d*", r"\d+"), (r"\d{0,4}0*", r"\d{1,4}0*"), ("0*", "0+")


@dataclass(frozen=True, slots=True)
class Parsed:
    """SQL of a value, NULL where the text does not fit, and SQL of the code that says so."""

    value: str
    code: str


@dataclass(frozen=True, slots=True)
class Reader:
    """How one file writes days, instants and numbers."""

    dates: Dates
    numbers: Numbers

    def parsed(self, column: Column, raw: str, kind: str, words: tuple[str, ...] = ()) -> Parsed:
        """The value of a column.

        Args:
            column: what is wanted.
            raw: SQL of what the file holds.
            kind: DuckDB's type of `raw`; VARCHAR is parsed, other types are converted.
            words: the only values allowed, if the list is closed.
        """
        is_text = kind == "VARCHAR"
        if column.type == "VARCHAR":
            return _text(column, raw if is_text else f"CAST({raw} AS VARCHAR)", words)
        if column.type == "DATE":
            return Parsed(self._day(raw, kind), "'LDG010'")
        if column.type == "TIMESTAMP":
            return Parsed(self._instant(raw, kind), "'LDG010'")
        if column.type == "VARCHAR[]":
            made = _several(raw) if is_text else f"TRY_CAST({raw} AS VARCHAR[])"
            return Parsed(made, "'LDG013'")
        if column.type == "BOOLEAN":
            made = _flag(raw) if is_text else f"TRY_CAST({raw} AS BOOLEAN)"
            return Parsed(made, "'LDG013'")
        return self._exact(column, raw, kind)

    def _exact(self, column: Column, raw: str, kind: str) -> Parsed:
        if kind == "VARCHAR":
            return _number(column, raw, self.numbers)
        if _fits(kind, column) and self.numbers.round_to is None:
            return Parsed(f"TRY_CAST({raw} AS {column.type})", "'LDG017'")
        text = f"CAST({raw} AS VARCHAR)"
        return _number(column, text, Numbers(round_to=self.numbers.round_to))

    def _day(self, raw: str, kind: str) -> str:
        if kind == "DATE":
            return raw
        if kind.startswith("TIMESTAMP WITH"):
            return f"CAST({raw} AT TIME ZONE {literal(self.dates.time_zone)} AS DATE)"
        if kind.startswith("TIMESTAMP"):
            return f"CAST({raw} AS DATE)"
        text = raw if kind == "VARCHAR" else f"CAST({raw} AS VARCHAR)"
        mark = literal(self.dates.date_format or "%Y-%m-%d")
        return f"CAST(try_strptime({text}, {mark}) AS DATE)"

    def _instant(self, held: str, kind: str) -> str:
        raw = held if kind == "VARCHAR" else f"CAST({held} AS VARCHAR)"
        zone = self.dates.time_zone
        if kind.startswith("TIMESTAMP WITH"):
            return universal(held)
        if kind.startswith(("TIMESTAMP", "DATE")):
            return to_utc(f"CAST({held} AS TIMESTAMP)", zone)
        written = self.dates.instant_format
        if not written:
            local = f"try_strptime({raw}, {_listed(_INSTANTS)})"
            zulu = f"try_strptime({raw}, {_listed([mark + 'Z' for mark in _INSTANTS])})"
            zoned = f"try_strptime({raw}, {_listed([mark + '%z' for mark in _INSTANTS])})"
            return f"coalesce({to_utc(local, zone)}, {zulu}, {universal(zoned)})"
        parsed = f"try_strptime({raw}, {literal(written)})"
        return universal(parsed) if re.search("%[zZ]", written) else to_utc(parsed, zone)


def to_utc(local: str, zone: str) -> str:
    """SQL of the UTC instant of a local one."""
    return local if zone == "UTC" else universal(f"{local} AT TIME ZONE {literal(zone)}")


def local_day(instant: str, zone: str) -> str:
    """SQL of the local calendar day of a UTC instant."""
    if zone == "UTC":
        return f"CAST({instant} AS DATE)"
    return f"CAST(timezone({literal(zone)}, timezone('UTC', {instant})) AS DATE)"


def universal(zoned: str) -> str:
    """SQL of an instant with a time zone as a UTC one; twice as fast as a cast."""
    return f"make_timestamp(epoch_us({zoned}))"


def _text(column: Column, text: str, words: tuple[str, ...]) -> Parsed:
    if words:
        return Parsed(_one_of(text, words), "'LDG013'")
    if column.name.endswith("currency"):
        return Parsed(_one_of(f"upper({text})", CURRENCIES), "'LDG014'")
    return Parsed(text, "NULL")


def _one_of(text: str, words: tuple[str, ...]) -> str:
    """The text where it is one of the words, else NULL: as fast as a join, and in order."""
    return f"CAST(TRY_CAST({text} AS ENUM {literals(words)}) AS VARCHAR)"


def _several(text: str) -> str:
    """The values of one cell, apart by semicolons."""
    trimmed = f"list_transform(string_split({text}, ';'), lambda part: trim(part))"
    return f"list_filter({trimmed}, lambda part: part <> '')"


def _flag(text: str) -> str:
    return f"CASE lower({text}) WHEN 'true' THEN true WHEN 'false' THEN false END"


def _fits(kind: str, column: Column) -> bool:
    """Whether numbers of a type have no more decimals than the column keeps."""
    if kind in _WHOLE:
        return True
    scale = re.fullmatch(r"DECIMAL\(\d+,(\d+)\)", kind)
    return column.is_money and scale is not None and int(scale[1]) <= 4


def _number(column: Column, text: str, numbers: Numbers) -> Parsed:
    """Money keeps its four decimals or is refused; rates and coordinates are rounded to theirs."""
    plain = _plainly_signed(text, numbers)
    if numbers.thousands_mark:
        plain = f"replace({plain}, {literal(numbers.thousands_mark)}, '')"
    if numbers.decimal_mark != ".":
        plain = f"replace({plain}, {literal(numbers.decimal_mark)}, '.')"
    is_number = _matches(text, numbers, _ANY)
    fits, value = is_number, f"TRY_CAST({plain} AS {column.type})"
    if column.type in ("INTEGER", "BIGINT"):
        fits = _matches(text, numbers, _NONE)
    elif column.is_money and numbers.round_to is None:
        fits = _matches(text, numbers, _KEPT)
    elif column.is_money:
        exact = f"TRY_CAST({plain} AS DECIMAL(38, 12))"
        value = f"TRY_CAST(round({exact}, {numbers.round_to}) AS {column.type})"
    code = f"CASE WHEN {is_number} THEN 'LDG017' ELSE 'LDG011' END"
    return Parsed(f"CASE WHEN {fits} THEN {value} END", code)


def _matches(text: str, numbers: Numbers, decimals: tuple[str, str]) -> str:
    """SQL: whether a text is a number with its marks and such decimals.

    Thousands stand in groups of three or are not marked at all, so that a mark out of place is
    never taken for the other one.
    """
    whole, point = r"\d+", re.escape(numbers.decimal_mark)
    if numbers.thousands_mark:
        whole = rf"(\d{{1,3}}({re.escape(numbers.thousands_mark)}\d{{3}})+|\d+)"
    after, alone = decimals
    pattern = _with_signs(rf"({whole}({point}{after})?|{point}{alone})", numbers)
    return f"regexp_full_match({text}, {literal(pattern)})"


def _with_signs(number: str, numbers: Numbers) -> str:
    """The pattern of a number with the marks of its sign; letters may be small or capital.

    Where marks of both signs are set, a number without either is none.
    """
    if not (numbers.negative or numbers.positive):
        return rf"[+-]?{number}"
    below = _marked(numbers.negative, number) if numbers.negative else f"-{number}"
    above = _marked(numbers.positive, number) if numbers.positive else number
    return f"(?i)({below}|{above})"


def _marked(sign: str, number: str) -> str:
    before, after = (re.escape(mark.strip()) for mark in sign.split("#"))
    return rf"{before}\s*{number}\s*{after}"


def _plainly_signed(text: str, numbers: Numbers) -> str:
    """SQL of a number with a minus before it where the marks of the profile say so."""
    if not (numbers.negative or numbers.positive):
        return text
    below = literal(f"(?i){_marked(numbers.negative or '-#', '(.*)')}")
    above = literal(f"(?i){_marked(numbers.positive or '#', '(.*)')}")
    return (
        f"CASE WHEN regexp_full_match({text}, {below})"
        f" THEN '-' || trim(regexp_replace({text}, {below}, '\\1'))"
        f" ELSE trim(regexp_replace({text}, {above}, '\\1')) END"
    )


def _listed(marks: list[str]) -> str:
    return "[" + ", ".join(literal(mark) for mark in marks) + "]"

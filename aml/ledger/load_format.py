"""How a profile says that a file is written: its text, its days, its numbers."""

from __future__ import annotations

from functools import cache

from aml.config import Section
from aml.core.problem import did_you_mean
from aml.ledger.message.formats import MESSAGE_KINDS
from aml.ledger.profile import Dates, Format, Numbers, Trailer
from aml.store import Store, StoreError
from aml.store.quoting import literal

_PROBE = "TIMESTAMPTZ '2001-02-03 04:05:06+00'"


def load_format(top: Section) -> Format:
    """The text of the files. Mistakes are reported to the section."""
    section = top.section("format")
    if section is None:
        return Format()
    kind = section.choice("kind", ("csv", "parquet", *MESSAGE_KINDS), "")
    made = Format(
        kind=kind,
        delimiter=_mark(section, "delimiter", ",", least=1),
        quote=_mark(section, "quote", '"', least=0),
        encoding=section.text("encoding", "utf-8"),
        skip_lines=section.integer("skip_lines", 0),
        null_values=("", *section.texts("null_values")),
        trailer=_trailer(section),
        footer=section.texts("footer"),
    )
    if not all(made.footer):
        hint = "how each line below the table begins, in their order"
        section.wrong("footer", "a line of the footer begins with nothing", hint, code="LDG045")
    try:
        "".encode(made.encoding)
    except LookupError:
        hint = "such as utf-8, latin-1, cp1252, utf-16"
        section.wrong("encoding", f"no encoding '{made.encoding}'", hint, code="LDG045")
    section.close()
    return made


def _trailer(section: Section) -> Trailer | None:
    item = section.section("trailer")
    if item is None:
        return None
    made = Trailer(item.text("starts"), item.integer("rows", 0), item.integer("sum", 0))
    item.close()
    return made


def _mark(section: Section, key: str, default: str, least: int) -> str:
    """A mark of one character, or of none where the file may do without."""
    mark = section.text(key, default)
    if not least <= len(mark) <= 1:
        section.wrong(key, f"'{key}' is one character, not '{mark}'", code="LDG045")
    return mark


def load_dates(top: Section) -> Dates:
    """How days and instants are written, and in which time zone."""
    section = top.section("dates")
    if section is None:
        return Dates()
    made = Dates(
        date_format=section.text("date_format", ""),
        instant_format=section.text("instant_format", ""),
        time_zone=section.text("time_zone", "UTC"),
    )
    if made.time_zone not in _time_zones():
        close = did_you_mean(made.time_zone, _time_zones())
        section.wrong("time_zone", f"no time zone '{made.time_zone}'", close, code="LDG045")
    for key, written in (("date_format", "%Y-%m-%d"), ("instant_format", "%Y-%m-%d %H:%M")):
        text = section.text(key, "")
        if text and not _tells(text, written):
            message = f"'{text}' does not tell {'a day' if key == 'date_format' else 'an instant'}"
            hint = "strptime's marks, such as %Y-%m-%d, %d.%m.%Y or %d/%m/%Y %H:%M:%S"
            section.wrong(key, message, hint, code="LDG045")
    section.close()
    return made


@cache
def _time_zones() -> frozenset[str]:
    with Store() as store:
        return frozenset(str(row[0]) for row in store.rows("SELECT name FROM pg_timezone_names()"))


def _tells(text: str, written: str) -> bool:
    """Whether an instant written and read in this format keeps what `written` shows of it."""
    mark = literal(text)
    sql = f"SELECT strftime(strptime(strftime({_PROBE}, {mark}), {mark}), {literal(written)})"
    with Store() as store:
        try:
            kept = store.value(f"{sql} = strftime({_PROBE}, {literal(written)})")
        except StoreError:
            return False
    return bool(kept)


def load_numbers(top: Section) -> Numbers:
    """How numbers are written, and where their sign stands."""
    section = top.section("numbers")
    if section is None:
        return Numbers()
    made = Numbers(
        decimal_mark=_mark(section, "decimal_mark", ".", least=1),
        thousands_mark=_mark(section, "thousands_mark", "", least=0),
        round_to=section.integer("round_to") if "round_to" in section else None,
        negative=_sign(section, "negative"),
        positive=_sign(section, "positive"),
    )
    if made.decimal_mark == made.thousands_mark:
        section.wrong("thousands_mark", "is the decimal mark as well", code="LDG045")
    if made.round_to is not None and not 0 <= made.round_to <= 4:
        section.wrong("round_to", "money is rounded to 0 to 4 decimals", code="LDG045")
    section.close()
    return made


def _sign(section: Section, key: str) -> str:
    """How a number of one sign is written: # for the number, with a mark before or after it."""
    written = section.text(key, "")
    marks = written.partition("#")
    if written and (written.count("#") != 1 or not f"{marks[0]}{marks[2]}".strip()):
        message = f"'{written}' does not show where the mark stands beside a number"
        section.wrong(key, message, 'such as "#-", "(#)" or "# DR"', code="LDG045")
        return ""
    return written

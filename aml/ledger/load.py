"""A profile file, checked: every mistake at its line, with a way out."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import cast

from aml.config import Node, Section, read_yaml
from aml.core.problem import LedgerError, Location, Problem, did_you_mean
from aml.ledger.currency import CURRENCIES
from aml.ledger.message.formats import MESSAGE_KINDS
from aml.ledger.profile import (
    ANY_TABLE,
    Dates,
    Expected,
    Format,
    Mapped,
    Numbers,
    Profile,
    Shape,
    SignedAmount,
    SplitAmount,
    Trailer,
)
from aml.ledger.rules import CLOSED, PAIRS, columns_of, required_columns
from aml.store import Store, StoreError, canonical_tables
from aml.store.quoting import literal

_PROBE = "TIMESTAMPTZ '2001-02-03 04:05:06+00'"


def load_profile(path: Path, shown: str) -> Profile:
    """The profile of a file; `shown` is the path as messages name it.

    Raises:
        LedgerError: every mistake of the file at its line.
    """
    try:
        node, source = read_yaml(path, shown)
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        message = f"the profile cannot be read: {reason}"
        raise LedgerError(Problem("LDG040", message, Location(shown))) from None
    if source.problems:
        raise LedgerError(source.problems)
    top = Section(node, source, "the profile")
    made = _profile(top, path)
    top.close()
    if source.problems:
        raise LedgerError(source.problems)
    return made


def _profile(top: Section, path: Path) -> Profile:
    name = top.text("profile")
    if name and name != path.stem:
        top.wrong("profile", f"'{name}' lies in a file named '{path.stem}'", code="LDG041")
    table = top.choice("table", (*canonical_tables(), ANY_TABLE))
    shape = _shape(top, table)
    amount = _amount(top, shape)
    made = Profile(
        name=name,
        path=path,
        title=top.text("title"),
        table=table,
        shape=shape,
        format=_format(top),
        dates=_dates(top),
        numbers=_numbers(top),
        columns=_columns(top, table, shape, has_amount=amount is not None),
        amount=amount,
        external_accounts=top.texts("external_accounts"),
        own_banks=top.texts("own_banks"),
        expect=_expect(top),
    )
    for key in ("external_accounts", "own_banks"):
        if getattr(made, key) and shape != "transfers":
            message = "only transfers have a side outside the institution"
            top.wrong(key, message, "set shape: transfers", code="LDG044")
    return made


def _shape(top: Section, table: str) -> Shape:
    if table == "transactions":
        return cast("Shape", top.choice("shape", ("entries", "transfers"), "entries"))
    if "shape" in top:
        top.node("shape")
        top.wrong("shape", "only transactions have a shape", code="LDG044")
    return "records"


def _format(top: Section) -> Format:
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
    )
    try:
        codecs.lookup(made.encoding)
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


def _dates(top: Section) -> Dates:
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


def _numbers(top: Section) -> Numbers:
    section = top.section("numbers")
    if section is None:
        return Numbers()
    made = Numbers(
        decimal_mark=_mark(section, "decimal_mark", ".", least=1),
        thousands_mark=_mark(section, "thousands_mark", "", least=0),
        round_to=section.integer("round_to") if "round_to" in section else None,
    )
    if made.decimal_mark == made.thousands_mark:
        section.wrong("thousands_mark", "is the decimal mark as well", code="LDG045")
    if made.round_to is not None and not 0 <= made.round_to <= 4:
        section.wrong("round_to", "money is rounded to 0 to 4 decimals", code="LDG045")
    section.close()
    return made


def _amount(top: Section, shape: Shape) -> SignedAmount | SplitAmount | None:
    section = top.section("amount")
    if section is None:
        return None
    if shape != "entries":
        top.wrong("amount", "only entries have signed or split amounts", code="LDG044")
    made: SignedAmount | SplitAmount
    if "signed" in section:
        made = SignedAmount(section.text("signed"))
    else:
        made = SplitAmount(section.text("debit"), section.text("credit"))
    section.close()
    return made


def _expect(top: Section) -> Expected:
    section = top.section("expect")
    if section is None:
        return Expected()
    made = Expected(
        rows=section.integer("rows") if "rows" in section else None,
        sum=section.number("sum") if "sum" in section else None,
    )
    section.close()
    return made


def _columns(top: Section, table: str, shape: Shape, *, has_amount: bool) -> Mapping[str, Mapped]:
    section = top.section("columns")
    if section is None:
        return {}
    if table == ANY_TABLE:
        top.wrong("columns", "a profile for any table maps no columns", code="LDG044")
        return {}
    known = [column.name for column in columns_of(table, shape)]
    mapped: dict[str, Mapped] = {}
    for name, node in section.entries():
        if name not in known:
            message = f"{table} has no column '{name}' that a file fills"
            close = did_you_mean(name, known)
            section.source.report("LDG042", message, section.place(name), close)
        elif has_amount and name in ("amount", "direction"):
            message = f"'{name}' comes from 'amount:' already"
            section.source.report("LDG044", message, section.place(name), "map it once")
        else:
            words = CURRENCIES if name.endswith("currency") else CLOSED.get((table, name))
            mapped[name] = _mapped(name, node, section, words)
    given = {*mapped, "amount", "direction"} if has_amount else set(mapped)
    _require(section, table, shape, given)
    return mapped


def _require(section: Section, table: str, shape: Shape, given: Iterable[str]) -> None:
    missing = [name for name in required_columns(table, shape) if name not in given]
    for instant, day in PAIRS.get(table, ())[:1]:
        if not {instant, day} & set(given):
            missing.append(f"{instant} or {day}")
    for name in missing:
        message = f"{table} need '{name}', which no source column fills"
        section.source.report("LDG043", message, section.location)


def _mapped(name: str, node: Node, section: Section, closed: tuple[str, ...] | None) -> Mapped:
    if not isinstance(node.value, dict):
        return Mapped(columns=section.texts(name, required=True))
    item = Section(node, section.source, f"'{name}'")
    made = Mapped(
        columns=item.texts("column", required="constant" not in item),
        constant=item.text("constant") if "constant" in item else None,
        values=_values(item),
        otherwise=item.text("otherwise") if "otherwise" in item else None,
    )
    item.close()
    if made.constant is not None and len(item.nodes) > 1:
        item.wrong("constant", "a constant stands alone", code="LDG044")
    words = (made.constant, made.otherwise, *(made.values or {}).values())
    for word in words:
        if closed and word is not None and word not in closed:
            hint = did_you_mean(word, closed)
            section.source.report("LDG046", f"'{word}' is no {name}", node.location, hint)
    return made


def _values(item: Section) -> Mapping[str, str] | None:
    section = item.section("values")
    if section is None:
        return None
    return {key: section.text(key, "") for key, _ in section.entries()}

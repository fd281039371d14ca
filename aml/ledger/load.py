"""A profile file, checked: every mistake at its line, with a way out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import cast

from aml.config import Node, Section, read_yaml
from aml.core.problem import LedgerError, Location, Problem, did_you_mean
from aml.ledger.currency import CURRENCIES
from aml.ledger.load_format import load_dates, load_format, load_numbers
from aml.ledger.message.formats import MESSAGE_KINDS
from aml.ledger.profile import (
    ANY_TABLE,
    Amount,
    Expected,
    Mapped,
    Profile,
    Shape,
    SignedAmount,
    SplitAmount,
    UnsignedAmount,
)
from aml.ledger.rules import CLOSED, columns_of, days_of, required_columns
from aml.store import canonical_tables

#: Keys that say how a text is written, by the part of the profile that they stand in.
_OF_TEXT: Mapping[str, tuple[str, ...]] = {
    "dates": ("date_format", "instant_format"),
    "format": ("delimiter", "quote", "skip_lines", "trailer", "footer"),
}


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
    form = load_format(top)
    made = Profile(
        name=name,
        path=path,
        title=top.text("title"),
        table=table,
        shape=shape,
        format=form,
        dates=load_dates(top),
        numbers=load_numbers(top),
        columns=_columns(top, table, shape, _of_amount(amount), form.kind),
        amount=amount,
        external_accounts=top.texts("external_accounts"),
        own_banks=top.texts("own_banks"),
        expect=_expect(top),
    )
    if form.kind in MESSAGE_KINDS:
        _refuse_text_keys(top, form.kind)
    for key in ("external_accounts", "own_banks"):
        if getattr(made, key) and shape != "transfers":
            message = "only transfers have a side outside the institution"
            top.wrong(key, message, "set shape: transfers", code="LDG044")
    return made


def _refuse_text_keys(top: Section, kind: str) -> None:
    """A message format says itself how its amounts, days and lines are written."""
    hint = "its format says how amounts, days and lines are written: leave it out"
    places = {key: top.keys[key] for key in ("amount", "numbers") if key in top}
    for part, keys in _OF_TEXT.items():
        node = top.node(part)
        places |= {key: node.keys[key] for key in keys if node and key in node.keys}
    for key, place in places.items():
        message = f"'{key}' has no effect on files of kind {kind}"
        top.source.report("LDG044", message, place, hint)


def _shape(top: Section, table: str) -> Shape:
    if table == "transactions":
        return cast("Shape", top.choice("shape", ("entries", "transfers"), "entries"))
    if table == "remittances":
        return cast("Shape", top.choice("shape", ("records", "events"), "records"))
    if "shape" in top:
        top.node("shape")
        message = "only transactions and remittances have a shape"
        top.wrong("shape", message, code="LDG044")
    return "records"


def _amount(top: Section, shape: Shape) -> Amount | None:
    section = top.section("amount")
    if section is None:
        return None
    if shape != "entries":
        top.wrong("amount", "only entries have signed or split amounts", code="LDG044")
    made: Amount
    if "signed" in section:
        made = SignedAmount(section.text("signed"))
    elif "unsigned" in section:
        made = UnsignedAmount(section.text("unsigned"))
    else:
        below = section.flag("debit_below_zero", default=False)
        made = SplitAmount(section.text("debit"), section.text("credit"), below)
    section.close()
    return made


def _of_amount(amount: Amount | None) -> tuple[str, ...]:
    """The columns that `amount:` fills, which nothing else may fill then."""
    if amount is None:
        return ()
    return ("amount",) if isinstance(amount, UnsignedAmount) else ("amount", "direction")


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


def _columns(
    top: Section, table: str, shape: Shape, filled: tuple[str, ...], kind: str
) -> Mapping[str, Mapped]:
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
        elif name in filled:
            message = f"'{name}' comes from 'amount:' already"
            section.source.report("LDG044", message, section.place(name), "map it once")
        else:
            words = CURRENCIES if name.endswith("currency") else CLOSED.get((table, name))
            mapped[name] = _mapped(name, node, section, words)
    # A reader of messages fills the others: what is mapped here stands in their place.
    if kind not in MESSAGE_KINDS:
        _require(section, table, shape, {*mapped, *filled})
    return mapped


def _require(section: Section, table: str, shape: Shape, given: Iterable[str]) -> None:
    missing = [name for name in required_columns(table, shape) if name not in given]
    for instant, day in days_of(table, shape):
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
        joined=item.text("joined", " ") if "joined" in item else None,
    )
    item.close()
    if made.joined is not None and made.values is not None:
        item.wrong("joined", "joined columns are a text, not a word of a list", code="LDG044")
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

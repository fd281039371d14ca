"""The columns of a table as lines of a draft: which is which, and how its cells are written."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from aml.ledger.currency import CURRENCIES
from aml.ledger.describe_writing import Writing, dates_of, numbers_of, quoted
from aml.ledger.guess_values import (
    day_formats,
    instant_formats,
    is_below_zero,
    number_marks,
    usual_days,
)
from aml.ledger.guess_words import (
    DIRECTIONS,
    STATUSES,
    columns_by_header,
    is_of_amounts,
    is_of_booking,
    plain_words,
)
from aml.ledger.source import numbered

_CLOCK = re.compile(r"\d{1,2}:\d{2}(:\d{2})?|\d{6}")
#: Columns that are taken as they are.
_PLAIN = (
    "customer_id", "counterparty_name", "counterparty_account", "counterparty_bank",
    "counterparty_country", "reference", "remittance_text", "branch_id", "merchant_category",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Drafted:
    """Lines of a profile from `dates:` on; `shape` is what a record seems to be."""

    shape: str
    lines: list[str]
    doubts: list[str]


@dataclass(slots=True)
class _Table:
    """What is known of the table, and what is drafted so far."""

    cells: Mapping[str, list[str]]
    found: Mapping[str, list[str]]
    lines: list[str] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    used: set[str] = field(default_factory=set)

    def first(self, name: str) -> str:
        """The first header that may be a column, or nothing."""
        return next(iter(self.found.get(name, ())), "")

    def map(self, name: str, header: str, values: str = "") -> None:
        """Map a column, with a list of words where it has one."""
        self.used.add(header)
        source = f"{{column: {quoted(header)}, values: {values}}}" if values else quoted(header)
        self.columns.append(f"  {name}: {source}")

    def doubt(self, text: str, *proposals: str, lines: list[str] | None = None) -> None:
        """Note what is not sure, with lines that a person may keep."""
        self.doubts.append(text)
        indent = "  " if lines is None else ""
        notes = [f"{indent}# DOUBT {text}", *(f"{indent}# {line}" for line in proposals)]
        (self.columns if lines is None else lines).extend(notes)

    def write(self, writing: Writing) -> None:
        """Take over what was found of days or numbers."""
        self.lines += writing.lines
        self.doubts += writing.doubts


def draft_columns(
    names: Sequence[str], rows: Sequence[Sequence[str]], typed: frozenset[str] = frozenset()
) -> Drafted:
    """Lines of a draft for a table of transactions.

    Args:
        names: the headers.
        rows: records that were looked at, each with as many cells.
        typed: headers whose numbers and days have a type, so that no marks are guessed.
    """
    apart = numbered(list(names))
    columns = {name: [row[i].strip() for row in rows] for i, name in enumerate(apart)}
    cells = {name: [cell for cell in held if cell] for name, held in columns.items()}
    table = _Table(cells, _settled(columns_by_header(apart), cells))
    is_sided = bool(table.first("payer_account") and table.first("payee_account"))
    _days(table)
    _amount(table, typed, is_sided=is_sided)
    if is_sided:
        for name in ("payer_account", "payee_account"):
            table.map(name, table.first(name))
        text = "external_accounts: which accounts are outside the institution? None, as it stands"
        table.doubt(text, "external_accounts: []", lines=table.lines)
    else:
        _account(table)
    amounts = [name for name in apart if name not in table.used and _is_amounts(table, name)]
    _currency(table, amounts)
    _ids(table, len(rows))
    _status(table)
    others = [name for name in _PLAIN if not (is_sided and name.startswith("counterparty"))]
    for name in others:
        if table.first(name):
            table.map(name, table.first(name))
    unused = [name for name in apart if name not in table.used]
    for name in amounts:
        text = f"amount: {quoted(name)} holds amounts too; booked are those that are mapped"
        table.doubt(f"{text}, in the currency that is mapped")
    left = [quoted(name) for name in unused]
    ending = [f"  # Not mapped: {', '.join(left)}"] if left else []
    ending.append("  # channel: how money moved, where a column tells: see docs/profiles.md")
    lines = [*table.lines, "columns:", *table.columns, *ending]
    return Drafted("transfers" if is_sided else "entries", lines, table.doubts)


def _settled(
    found: Mapping[str, list[str]], cells: Mapping[str, list[str]]
) -> Mapping[str, list[str]]:
    """`Valuta` is a currency in one language and a day in another: its cells tell."""
    settled = {name: list(headers) for name, headers in found.items()}
    for header in found.get("value_on", ()):
        if cells[header] and set(cells[header]) <= set(CURRENCIES):
            settled["value_on"].remove(header)
            settled.setdefault("currency", []).append(header)
    return settled


def _days(table: _Table) -> None:
    header, value = _booking_day(table), table.first("value_on")
    if not header:
        return
    writing = dates_of(header, table.cells[header], table.cells.get(value, []))
    table.write(writing)
    table.map(writing.column, header)
    clock = table.first("clock")
    cells = table.cells[clock] if clock else []
    if writing.column == "booked_on" and cells and all(map(_CLOCK.fullmatch, cells)):
        both = f'{{column: [{quoted(header)}, {quoted(clock)}], joined: " "}}'
        table.columns.append(f"  # booked_at: {both}")
        table.columns.append("  # With it delete booked_on, and say instant_format under `dates:`.")
    if value and writing.has_value_days:
        table.map("value_on", value)


def _booking_day(table: _Table) -> str:
    """The header of the booking day. Nothing where none tells it, or several that differ."""
    found = table.found.get("booked_on", [])
    days = [header for header in found if len(found) == 1 or _is_days(table.cells[header])]
    days = [header for header in days if is_of_booking(header)] or days
    # Columns that hold the same are one.
    if len({tuple(table.cells[header]) for header in days}) == 1:
        return days[0]
    if not days:
        table.doubt("booked_on: no header tells the booking day", "booked_on: …")
        return ""
    text = "booked_on: several columns may be the booking day, and windows run over it. Keep one"
    table.doubt(
        f"{text}; say under `dates:` how it is written", *(f"booked_on: {quoted(h)}" for h in days)
    )
    return ""


def _is_days(cells: Sequence[str]) -> bool:
    return bool(day_formats(cells) or instant_formats(cells) or usual_days(cells))


def _is_amounts(table: _Table, header: str) -> bool:
    return is_of_amounts(header) and bool(number_marks(table.cells[header]))


def _amount(table: _Table, typed: frozenset[str], *, is_sided: bool) -> None:
    debit, credit, amount = (table.first(name) for name in ("debit", "credit", "amount"))
    is_split = bool(debit and credit) and not is_sided
    headers = [debit, credit] if is_split else [amount] if amount else []
    if not headers:
        table.doubt("amount: no header tells it", "amount: {signed: …}", lines=table.lines)
        return
    cells = [cell for header in headers for cell in table.cells[header]]
    is_typed = all(header in typed for header in headers)
    writing = numbers_of(cells, is_typed=is_typed)
    table.write(writing)
    below = {h: [c for c in table.cells[h] if is_below_zero(c, writing.marks)] for h in headers}
    table.used |= set(headers)
    if is_sided:
        table.map("amount", amount)
    elif is_split:
        _split(table, debit, credit, is_below=bool(below[debit]))
    elif table.first("direction"):
        _directed(table, table.first("direction"), amount, is_below=bool(below[amount]))
    elif below[amount]:
        table.lines.append(f"amount: {{signed: {quoted(amount)}}}")
    elif _has_directions(table, table.first("type")):
        _directed(table, table.first("type"), amount, is_below=False)
    else:
        text = "amount: none of those seen is below zero, so nothing tells debits from credits"
        table.doubt(text, f"amount: {{signed: {quoted(amount)}}}", lines=table.lines)


def _has_directions(table: _Table, header: str) -> bool:
    words = {cell.upper() for cell in table.cells[header]} if header else set()
    return bool(words) and words <= set(DIRECTIONS)


def _split(table: _Table, debit: str, credit: str, *, is_below: bool) -> None:
    below = ", debit_below_zero: true" if is_below else ""
    line = f"amount: {{debit: {quoted(debit)}, credit: {quoted(credit)}{below}}}"
    table.lines.append(line)


def _directed(table: _Table, header: str, amount: str, *, is_below: bool) -> None:
    _words(table, "direction", header, DIRECTIONS)
    if not is_below:
        table.map("amount", amount)
        return
    table.doubt(
        "amount: a column of directions, and amounts below zero beside it. Keep one line; with the"
        " second one, delete `direction` below",
        f"amount: {{unsigned: {quoted(amount)}}}   # the sign says nothing",
        f"amount: {{signed: {quoted(amount)}}}   # the sign is the direction",
        lines=table.lines,
    )


def _words(table: _Table, name: str, header: str, known: Mapping[str, str]) -> None:
    """Map a column of words; of its cells only known ones are ever written down."""
    counts = Counter(cell for cell in table.cells[header] if cell.upper() in known)
    others = len(table.cells[header]) - counts.total()
    words = ", ".join(f"{quoted(cell)}: {known[cell.upper()]}" for cell in sorted(counts))
    if others or not words:
        text = f"{name}: {others} of the cells seen in {quoted(header)} hold words that are unknown"
        table.used.add(header)
        proposal = f"{name}: {{column: {quoted(header)}, values: {{{words}}}}}"
        table.doubt(text, proposal)
        return
    table.columns.append(f"  # {', '.join(f'{cell} {n:,}' for cell, n in sorted(counts.items()))}")
    table.map(name, header, f"{{{words}}}")


def _account(table: _Table) -> None:
    words = {word for name in table.cells for word in plain_words(name).split()}
    if {"sender", "receiver"} <= words:
        text = "table: senders and receivers make remittances; their profiles are written by hand"
        table.doubt(f"{text}: see remittance_events, which ships", lines=table.lines)
    header = table.first("account_id")
    if header:
        table.map("account_id", header)
    else:
        text = "account_id: no header tells the account; a file of one account may name it here"
        table.doubt(text, 'account_id: {constant: "…"}')


def _currency(table: _Table, amounts: Sequence[str]) -> None:
    """Map the first column of codes, if no amounts but the booked ones can be in its currency."""
    codes = [h for h, held in table.cells.items() if held and not _no_currencies(held)]
    known = [name for name in table.found.get("currency", ()) if table.cells[name]]
    header = next((name for name in known if name in codes), "")
    table.used |= {header or next(iter(known), "")} - {""}
    if header and len(codes) > len(amounts):
        table.map("currency", header)
    elif header:
        text = f"currency: {quoted(header)} may be that of {' or '.join(map(quoted, amounts))}"
        table.doubt(text, f"currency: {quoted(header)}", "currency: {constant: EUR}")
    elif known:
        name, odd = quoted(known[0]), _no_currencies(table.cells[known[0]])
        text = f"currency: {odd} of the cells seen in {name} are no code, and are rejected"
        table.doubt(text, f"currency: {name}", f"currency: {{column: {name}, values: {{…: EUR}}}}")
    else:
        table.doubt("currency: no column holds codes of currencies", "currency: {constant: EUR}")


def _no_currencies(cells: Sequence[str]) -> int:
    known = set(CURRENCIES)
    return sum(cell.upper() not in known for cell in cells)


def _ids(table: _Table, records: int) -> None:
    header = table.first("transaction_id")
    if not header:
        return
    if len(set(table.cells[header])) == records:
        table.map("transaction_id", header)
    else:
        text = f"transaction_id: the cells of {quoted(header)} are not all filled and different"
        table.doubt(text, f"transaction_id: {quoted(header)}")


def _status(table: _Table) -> None:
    header = table.first("status")
    if header and table.cells[header]:
        _words(table, "status", header, STATUSES)

"""The columns of a canonical table as SQL over one file's records.

A record passes three SELECTs: the inner one cleans what the file holds (`raw_…`), the middle one
makes values of it, the outer one (see stage.py) says what is wrong and fills what follows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from aml.ledger.parse import Parsed, Reader
from aml.ledger.profile import (
    Dates,
    Mapped,
    Numbers,
    SignedAmount,
    SplitAmount,
    UnsignedAmount,
)
from aml.ledger.rules import (
    CLOSED,
    KEYS,
    LEDGERS,
    LIMITS,
    OF_EVENTS,
    columns_of,
    required_columns,
)
from aml.ledger.source import HIDDEN, Source
from aml.store import Column
from aml.store.quoting import identifier, literal, literals

_MONEY = "DECIMAL(18,4)"
#: The two accounts of a transfer, and their banks.
PARTIES = ("payer_account", "payee_account")
BANKS = ("payer_bank", "payee_bank")


@dataclass(frozen=True, slots=True)
class Check:
    """A reason to reject a record: SQL of its code, and SQL of when it holds."""

    code: str
    condition: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One canonical column of a record.

    `raw` is SQL by alias over the source columns, `value` SQL over those aliases, `shown` SQL over
    them too: what the file holds there. `checks` read aliases and values.
    """

    name: str
    raw: Mapping[str, str]
    value: str
    shown: str
    checks: tuple[Check, ...] = ()

    @property
    def held(self) -> str:
        """SQL that is NULL where the file holds nothing there; cheaper than `shown`."""
        return next(iter(self.raw), self.shown)


def cells_of(source: Source) -> tuple[Cell, ...]:
    """The cells of every column that the file fills, ids included."""
    known = {column.name: column for column in columns_of(source.file.table, source.file.shape)}
    made = [
        _cell(source, known[name], mapped)
        for name, mapped in source.mapped.items()
        if name in known
    ]
    amount = source.file.profile.amount
    if isinstance(amount, SignedAmount):
        made += _signed(source, amount)
    elif isinstance(amount, UnsignedAmount):
        made += _signed(source, amount)[:1]
    elif isinstance(amount, SplitAmount):
        made += _split(source, amount)
    if source.file.table in LEDGERS and not has_ids(source):
        made.append(_made_id(source))
    if source.is_messages:
        made += _hidden(source)
    return tuple(made)


def has_ids(source: Source) -> bool:
    """Whether the source tells its records apart itself."""
    return KEYS[source.file.table][0] in source.mapped


def is_here(source: Source, name: str) -> str:
    """SQL: whether an account of a transfer is the institution's, by its number or its bank."""
    profile = source.file.profile
    conditions = []
    if profile.external_accounts:
        conditions.append(f"coalesce({name}, '') NOT IN {literals(profile.external_accounts)}")
    if "*" in profile.own_banks:
        conditions.append(f"{name} IS NOT NULL")
    elif profile.own_banks:
        bank = f"upper(coalesce({name.replace('_account', '_bank')}, ''))"
        begins = [f"starts_with({bank}, {literal(own.upper())})" for own in profile.own_banks]
        conditions.append(f"({' OR '.join(begins)})")
    return " AND ".join(conditions) or "true"


def _reader(source: Source) -> Reader:
    return Reader(source.file.profile.dates, source.file.profile.numbers)


def _cell(source: Source, column: Column, mapped: Mapped) -> Cell:
    if mapped.constant is not None:
        return _constant(source, column, mapped.constant)
    alias = f"raw_{column.name}"
    table = source.file.table
    raw, kind = _raw(source, mapped)
    sources = {alias: raw}
    taken, shown = alias, alias if kind == "VARCHAR" else f"CAST({alias} AS VARCHAR)"
    if mapped.values is not None:
        taken, kind = f"word_{column.name}", "VARCHAR"
        sources[taken] = _translated(source, mapped)
    parsed = _reader(source).parsed(column, taken, kind, CLOSED.get((table, column.name), ()))
    if mapped.values is not None and parsed.code == "NULL":
        parsed = Parsed(parsed.value, "'LDG013'")
    value = parsed.value
    if table in LEDGERS and column.name == KEYS[table][0]:
        value = f"{literal(source.file.ledger_id + ':')} || {value}"
    return Cell(column.name, sources, value, shown, _checks(source, column, parsed, alias))


def _checks(source: Source, column: Column, parsed: Parsed, held: str) -> tuple[Check, ...]:
    table, name = source.file.table, identifier(column.name)
    needed = column.name in (*required_columns(table, source.file.shape), *_own_key(table))
    empty = f"{held} IS NULL AND {name} IS NULL"
    if column.name in _sides(source):
        needed = "" not in source.file.profile.external_accounts
        empty += f" AND {is_here(source, column.name)}"
    if source.file.shape == "events" and column.name not in OF_EVENTS:
        empty += " AND event = 'send'"
    checks = []
    if needed:
        checks.append(Check("'LDG012'", empty))
    if parsed.code != "NULL":
        checks.append(Check(parsed.code, f"{held} IS NOT NULL AND {name} IS NULL"))
    limit = LIMITS.get((table, column.name))
    if limit:
        checks.append(Check("'LDG015'", f"NOT ({name} {limit})"))
    return tuple(checks)


def _own_key(table: str) -> tuple[str, ...]:
    return KEYS[table] if table in LEDGERS else ()


def _sides(source: Source) -> tuple[str, ...]:
    return PARTIES if source.file.shape == "transfers" else ()


def _raw(source: Source, mapped: Mapped) -> tuple[str, str]:
    """SQL and type of the first of some columns that is filled, or of all of them joined."""
    columns = [source.columns[name] for name in mapped.columns]
    if len(columns) == 1 and columns[0].type != "VARCHAR":
        return columns[0].sql, columns[0].type
    texts = [_clean(source, name) for name in mapped.columns]
    if mapped.joined is not None:
        return f"nullif(concat_ws({literal(mapped.joined)}, {', '.join(texts)}), '')", "VARCHAR"
    return (texts[0] if len(texts) == 1 else f"coalesce({', '.join(texts)})"), "VARCHAR"


def _clean(source: Source, name: str) -> str:
    """The text of a source column without blanks around it, NULL where it stands for nothing."""
    column = source.columns[name]
    text = column.sql if column.type == "VARCHAR" else f"CAST({column.sql} AS VARCHAR)"
    nulls = source.file.profile.format.null_values
    padded = _may_be_padded(text)
    if set(nulls) == {""}:
        bare = f"nullif(trim({text}), '')"
        return f"CASE WHEN {text} = '' OR {padded} THEN {bare} ELSE {text} END"
    trimmed = f"CASE WHEN {padded} THEN trim({text}) ELSE {text} END"
    return f"CASE WHEN {trimmed} NOT IN {literals(nulls)} THEN {trimmed} END"


def _may_be_padded(text: str) -> str:
    """SQL: whether there can be blanks around a text.

    Looking costs a fifth of taking them off: a text has a plain blank at an end, or it has
    characters of several bytes, as the other blanks have.
    """
    return f"{text} LIKE ' %' OR {text} LIKE '% ' OR strlen({text}) <> length({text})"


def _translated(source: Source, mapped: Mapped) -> str:
    """The canonical word for the first source column whose text is in the profile's list."""
    words = mapped.values or {}
    cases = []
    for name in mapped.columns:
        text = f"coalesce({_clean(source, name)}, '')"
        whens = " ".join(f"WHEN {literal(key)} THEN {literal(to)}" for key, to in words.items())
        cases.append(f"CASE {text} {whens} END" if whens else "NULL")
    if mapped.otherwise is not None:
        cases.append(literal(mapped.otherwise))
    return f"CAST(coalesce({', '.join(cases)}, NULL) AS VARCHAR)"


def _constant(source: Source, column: Column, constant: str) -> Cell:
    words = CLOSED.get((source.file.table, column.name), ())
    parsed = Reader(Dates(), Numbers()).parsed(column, literal(constant), "VARCHAR", words)
    checks = _checks(source, column, parsed, literal(constant))
    return Cell(column.name, {}, parsed.value, literal(constant), checks)


def _made_id(source: Source) -> Cell:
    """The hash of all fields in order of their names: the order of columns does not matter."""
    fields = ", ".join(
        f"coalesce(CAST({source.columns[name].sql} AS VARCHAR), '')"
        for name in sorted(source.columns)
        if name not in HIDDEN
    )
    key = KEYS[source.file.table][0]
    value = f"{literal(source.file.ledger_id + ':')} || left(raw_{key}, 16)"
    return Cell(key, {f"raw_{key}": f"md5(concat_ws(chr(31), {fields}))"}, value, "NULL")


def _hidden(source: Source) -> list[Cell]:
    """What a reader of messages says of a record besides its values."""
    refused, key, rank, statement = (source.columns[name].sql for name in HIDDEN)
    unread = Check("raw_refused", "raw_refused IS NOT NULL")
    return [
        Cell(
            "refused", {"raw_refused": f"nullif({refused}, '')"}, "raw_refused", "NULL", (unread,)
        ),
        Cell("duplicate_key", {"raw_key": f"nullif({key}, '')"}, "raw_key", "NULL"),
        Cell("duplicate_rank", {"raw_rank": rank}, "CAST(raw_rank AS INTEGER)", "NULL"),
        Cell("statement", {"raw_statement": statement}, "CAST(raw_statement AS INTEGER)", "NULL"),
    ]


def _money(source: Source, alias: str, name: str) -> tuple[dict[str, str], str]:
    """A source column as `raw_<alias>`, its amount as `<alias>`, and the code where it is none."""
    raw, kind = _raw(source, Mapped((name,)))
    column = Column("amount", _MONEY, is_required=True)
    parsed = _reader(source).parsed(column, f"raw_{alias}", kind)
    return {f"raw_{alias}": raw, alias: parsed.value}, parsed.code


def _signed(source: Source, amount: SignedAmount | UnsignedAmount) -> list[Cell]:
    raw, code = _money(source, "signed", amount.column)
    checks = (
        Check("'LDG012'", "raw_signed IS NULL"),
        Check(code, "raw_signed IS NOT NULL AND amount IS NULL"),
    )
    direction = "CASE WHEN signed < 0 THEN 'debit' ELSE 'credit' END"
    return [
        Cell("amount", raw, "abs(signed)", "CAST(raw_signed AS VARCHAR)", checks),
        Cell("direction", {}, direction, "NULL"),
    ]


def _split(source: Source, amount: SplitAmount) -> list[Cell]:
    """Of two columns the one that holds an amount; a zero beside it is as good as nothing."""
    debit, debit_code = _money(source, "debit", amount.debit)
    if amount.is_debit_below_zero:
        debit["debit"] = f"-({debit['debit']})"
    credit, credit_code = _money(source, "credit", amount.credit)
    bad_debit = "raw_debit IS NOT NULL AND debit IS NULL"
    bad_credit = "raw_credit IS NOT NULL AND credit IS NULL"
    is_both = "debit <> 0 AND credit <> 0"
    is_clear = f"NOT ({bad_debit}) AND NOT ({bad_credit}) AND NOT coalesce({is_both}, false)"
    value = f"CASE WHEN {is_clear} THEN coalesce(nullif(debit, 0), credit, debit) END"
    is_debit = "coalesce(debit, 0) <> 0 OR credit IS NULL"
    checks = (
        Check("'LDG012'", "raw_debit IS NULL AND raw_credit IS NULL"),
        Check("'LDG023'", is_both),
        Check(debit_code, bad_debit),
        Check(credit_code, bad_credit),
        Check("'LDG015'", "amount < 0"),
    )
    shown = "concat_ws(' / ', raw_debit, raw_credit)"
    return [
        Cell("amount", debit | credit, value, shown, checks),
        Cell("direction", {}, f"CASE WHEN {is_debit} THEN 'debit' ELSE 'credit' END", "NULL"),
    ]

"""Records as typed rows, with the reasons against those that cannot be loaded.

One table a shape holds the rows of all its files, in order of file and record, with the columns
that any of them fills: empty ones would take room all the same. `reasons` is NULL where a record is
good. Rows are numbered by DuckDB's rowid, which follows the order of loading.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from aml.ledger.cell import PARTIES, Cell, cells_of, has_ids, is_here
from aml.ledger.parse import local_day, to_utc
from aml.ledger.profile import Shape
from aml.ledger.rules import DEFAULTS, KEYS, LEDGERS, PAIRS, columns_of, days_of
from aml.ledger.source import Source
from aml.store import Column, Store
from aml.store.quoting import identifier, literal

#: What tells the copies of one entry apart, where files of messages are read.
_OF_MESSAGES = [
    "refused VARCHAR", "duplicate_key VARCHAR", "duplicate_rank INTEGER", "statement INTEGER",
]  # fmt: skip
#: Why a reader of messages refuses a record: the code that it gives, for no column of a file.
_REFUSED = ("raw_refused", "refused", "NULL")
_REASONS = "STRUCT(code VARCHAR, column_name VARCHAR, value VARCHAR)[]"


@dataclass(slots=True)
class Stage:
    """The staged rows of one table and shape.

    `columns` are those that files fill, and the key. `has_made_ids`: files without ids of their own
    are among them. `copies` are the files whose bytes another one holds as well.
    """

    table: str
    shape: Shape
    columns: tuple[Column, ...]
    has_messages: bool = False
    has_made_ids: bool = False
    copies: set[int] = field(default_factory=set)

    @property
    def name(self) -> str:
        """The table of staged rows."""
        return f"staged_{self.table}_{self.shape}"

    @property
    def filled(self) -> tuple[str, ...]:
        """The names of its columns that files fill."""
        return tuple(column.name for column in self.columns)


def create_stage(store: Store, table: str, shape: Shape, sources: Sequence[Source]) -> Stage:
    """An empty stage for the records of these files."""
    filled = {*KEYS[table]}.union(*(_finals(source, cells_of(source)) for source in sources))
    known = columns_of(table, shape)
    if shape == "events":
        known = (Column(KEYS[table][0], "VARCHAR", is_required=True), *known)
    has_messages = any(source.is_messages for source in sources)
    kept = tuple(column for column in known if column.name in filled)
    stage = Stage(table, shape, kept, has_messages, not all(map(has_ids, sources)))
    columns = [f"{identifier(column.name)} {column.type}" for column in stage.columns]
    if table in LEDGERS:
        columns += ["ledger_id VARCHAR", "has_own_id BOOLEAN"]
    if shape == "transfers":
        columns += ["has_payer BOOLEAN", "has_payee BOOLEAN"]
    if has_messages:
        columns += _OF_MESSAGES
    columns += ["file_id INTEGER", "shift BIGINT", f"reasons {_REASONS}"]
    store.run(f"CREATE TEMP TABLE {identifier(stage.name)} ({', '.join(columns)})")
    return stage


def fill_stage(store: Store, stage: Stage, source: Source, relation: str) -> int:
    """Stage the records of a file and give their number. Raises StoreError."""
    before = store.count(stage.name)
    if source.file.copy_of:
        stage.copies.add(source.file.file_id)
    # DuckDB makes a join of IN and a long list, and joins give rows in no order of their own.
    store.run("SET disabled_optimizers = 'in_clause'")
    records = f"SELECT *, {1 - before} AS shift FROM ({_select(source, relation)})"
    store.run(f"INSERT INTO {identifier(stage.name)} BY NAME {records}")
    store.run("RESET disabled_optimizers")
    return store.count(stage.name) - before


def move_on(store: Store, stage: Stage, file_id: int) -> None:
    """Count the malformed records of a file, which no stage holds, before those after them."""
    # The n-th of them, n counted from 0, precedes the good records from its own number less n on.
    gaps = (
        "SELECT source_row - n AS number, max(n) + 1 AS records FROM (SELECT source_row,"
        " row_number() OVER (ORDER BY source_row) - 1 AS n FROM rejected_records"
        " WHERE file_id = $file_id AND code IN ('LDG018', 'LDG019')) GROUP BY ALL"
    )
    staged = identifier(stage.name)
    after = (
        "SELECT good.position, gap.records FROM (SELECT rowid AS position, rowid + shift AS number"
        f" FROM {staged} WHERE file_id = $file_id) AS good"
        f" ASOF JOIN ({gaps}) AS gap ON good.number >= gap.number"
    )
    store.run(
        f"UPDATE {staged} AS staged SET shift = shift + moved.records FROM ({after}) AS moved"
        " WHERE staged.rowid = moved.position",
        {"file_id": file_id},
    )


def values_of(cells: Sequence[Cell], relation: str) -> str:
    """What the file holds, cleaned, and the values made of it."""
    raw = {alias: sql for cell in cells for alias, sql in cell.raw.items()}
    inner = ", ".join(["1 AS one", *(f"{sql} AS {alias}" for alias, sql in raw.items())])
    values = [f"{cell.value} AS {identifier(cell.name)}" for cell in cells]
    return f"(SELECT {', '.join(['one', *raw, *values])} FROM (SELECT {inner} FROM {relation}))"


def _select(source: Source, relation: str) -> str:
    cells = cells_of(source)
    columns = [f"{sql} AS {identifier(name)}" for name, sql in _finals(source, cells).items()]
    found = [
        (check.condition, _reason(check.code, cell.name, cell.shown))
        for cell in cells
        for check in cell.checks
    ]
    found += [
        (condition, _reason(literal(code), column, "NULL"))
        for code, column, condition in _record_checks(source, cells)
    ]
    any_of = " OR ".join(f"({condition})" for condition, _ in found)
    reasons = ", ".join(f"CASE WHEN {condition} THEN {reason} END" for condition, reason in found)
    why = f"list_filter([{reasons}], lambda reason: reason IS NOT NULL)"
    if source.is_messages:
        # What its reader refuses is no record: what else is wrong with it says nothing more.
        why = f"CASE WHEN raw_refused IS NULL THEN {why} ELSE [{_reason(*_REFUSED)}] END"
    columns.append(f"CASE WHEN {any_of} THEN {why} END AS reasons")
    return f"SELECT {', '.join(columns)} FROM {values_of(cells, relation)}"


def _reason(code: str, column: str, value: str) -> str:
    """SQL of a reason: of its code and of its value `code` and `value` are SQL themselves."""
    return f"{{'code': {code}, 'column_name': {literal(column)}, 'value': {value}}}"


def _record_checks(source: Source, cells: Iterable[Cell]) -> list[tuple[str, str, str]]:
    """Reasons that lie in several columns: code, the column to name, SQL of when it holds."""
    checks = []
    shape = source.file.shape
    for event, pair in zip(("send", "pay"), days_of(source.file.table, shape), strict=False):
        given = [cell for cell in cells if cell.name in pair]
        empty = " AND ".join(f"{cell.held} IS NULL" for cell in given)
        empty += f" AND event = '{event}'" if shape == "events" else ""
        checks.append(("LDG012", given[0].name, empty))
    if shape == "transfers":
        nobody = " AND ".join(f"NOT ({is_here(source, name)})" for name in PARTIES)
        checks.append(("LDG022", "payer_account", nobody))
    return checks


def _finals(source: Source, cells: Sequence[Cell]) -> dict[str, str]:
    """SQL of each staged column over the values: what follows from others is filled in."""
    table = source.file.table
    finals = {cell.name: identifier(cell.name) for cell in cells}
    filled = set(finals)
    zone = source.file.profile.dates.time_zone
    for instant, day in PAIRS.get(table, ()):
        if instant in filled:
            follows = local_day(identifier(instant), zone)
            finals[day] = f"coalesce({identifier(day)}, {follows})" if day in filled else follows
        if day in filled:
            follows = to_utc(f"CAST({identifier(day)} AS TIMESTAMP)", zone)
            has_both = instant in filled
            finals[instant] = f"coalesce({identifier(instant)}, {follows})" if has_both else follows
    defaults = {} if source.file.shape == "events" else DEFAULTS.get(table, {})
    for name, word in defaults.items():
        held = f"coalesce({identifier(name)}, {literal(word)})"
        finals[name] = held if name in filled else literal(word)
    if table in LEDGERS:
        finals["ledger_id"] = literal(source.file.ledger_id)
        finals["has_own_id"] = "true" if has_ids(source) else "false"
    if source.file.shape == "transfers":
        finals["has_payer"], finals["has_payee"] = (is_here(source, name) for name in PARTIES)
    finals["file_id"] = str(source.file.file_id)
    return finals


def key_of(table: str) -> str:
    """SQL of what tells the records of a table apart."""
    names = [identifier(name) for name in KEYS[table]]
    return names[0] if len(names) == 1 else f"row({', '.join(names)})"

"""Small ledgers in memory, laid on one bench after another: what the tests of a scenario run on."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from aml.core.problem import Location, Problem, ScenarioError
from aml.core.scenario import Scenario, TestTable
from aml.scenario.prepare import derive, derived_tables, tables_behind, tables_of
from aml.store import Store, StoreError, canonical_columns, canonical_tables
from aml.store.price import PRICED
from aml.store.quoting import identifier
from aml.store.schema import create_schema

#: The base currency of every small ledger.
BASE = "USD"
_DEFAULTS: Mapping[str, Mapping[str, str]] = {
    "transactions": {"currency": BASE, "channel": "other", "status": "posted"},
    "remittances": {
        "currency": BASE, "status": "posted", "sender_name": "Sender", "receiver_name": "Receiver",
    },
    "flagged_parties": {"list_id": "test", "strength": "1", "kind": "organisation"},
    "fx_rates": {"base_currency": BASE},
}  # fmt: skip

_CELLS = "amounts as 100.00, days as 2026-03-02, instants as 2026-03-02 10:30:00, ids apart by ;"

#: The instant and the local day of each ledger table.
_DAYS = {"transactions": ("booked_at", "booked_on"), "remittances": ("sent_at", "sent_on")}

Record = dict[str, str]
#: What a test gives to each of its tables: columns and rows, wherever they stand in a file.
Given = Mapping[str, tuple[tuple[tuple[str, ...], tuple[tuple[str, ...], ...]], ...]]


class Bench:
    """One locked store that holds a small ledger at a time. Use as a context manager.

    Opening a store and its reference tables takes longer than most tests; both are done once.
    A derived table stays from one ledger to the next while what it is made of is the same.

    Args:
        reference: the folder of dated reference tables.
    """

    def __init__(self, reference: Path) -> None:
        self._reference = reference
        self._store = Store(threads=1)  # a small ledger is sooner read by one
        self._made_of: dict[str, Given] = {}
        try:
            fill(self._store, (), reference)
            self._store.lock()
        except BaseException:
            self._store.close()
            raise

    def __enter__(self) -> Bench:
        return self

    def __exit__(self, *_: object) -> None:
        self._store.close()

    @contextmanager
    def laid(self, scenario: Scenario, tables: Sequence[TestTable]) -> Iterator[Store]:
        """A small ledger, with what the scenario reads derived from it; gone at the end.

        Raises:
            ScenarioError: a cell that does not fit its column, at its row.
        """
        with self.derived(tables_of([scenario]), tables) as store:
            yield store

    @contextmanager
    def derived(self, wanted: Iterable[str], tables: Sequence[TestTable]) -> Iterator[Store]:
        """A small ledger with these tables derived from it; gone at the end.

        Raises:
            ScenarioError: a cell that does not fit its column, at its row.
        """
        given = {
            name: tuple((table.columns, table.rows) for table in tables if table.name == name)
            for name in sorted({table.name for table in tables})
        }
        try:
            self._drop_changed(given)
            self._empty(given)
            _lay(self._store, tables)
            derive(self._store, wanted)
            yield self._store
        except BaseException:
            self._made_of.clear()
            raise
        else:
            self._made_of |= {
                name: _made_of(name, given) for name in self._temporary() & derived_tables().keys()
            }
        finally:
            self._clear(given)

    def _drop_changed(self, given: Given) -> None:
        for name, made_of in list(self._made_of.items()):
            if made_of != _made_of(name, given):
                del self._made_of[name]
                self._store.run(f"DROP TABLE temp.{identifier(name)}")

    def _drop_others(self) -> None:
        for name in sorted(self._temporary() - self._made_of.keys()):
            self._store.run(f"DROP TABLE temp.{identifier(name)}")

    def _temporary(self) -> set[str]:
        tables = "SELECT table_name FROM duckdb_tables() WHERE temporary"
        return {name for (name,) in self._store.rows(tables)}

    def _empty(self, names: Iterable[str]) -> None:
        for name in names:
            self._store.run(f"DELETE FROM {identifier(name)}")

    def _clear(self, given: Given) -> None:
        """As it was before: the reference tables that a test replaced, and no table on its own."""
        self._drop_others()
        self._empty(given)
        _fill_references(self._store, self._reference, given)


def _made_of(name: str, given: Given) -> Given:
    """What a test gives to the tables behind a derived table."""
    behind = tables_behind([name])
    if behind & _DAYS.keys():
        behind |= {"fx_rates"}  # amounts are priced as they are laid
    return {table: rows for table, rows in given.items() if table in behind}


def ledger_of(scenario: Scenario, tables: Iterable[TestTable], reference: Path) -> Store:
    """A small ledger in a store of its own, with what the scenario reads, locked.

    Raises:
        ScenarioError: a cell that does not fit its column, at its row.
    """
    store = Store(threads=1)  # a small ledger is sooner read by one
    try:
        fill(store, tables, reference)
        derive(store, tables_of([scenario]))
        store.lock()
    except BaseException:
        store.close()
        raise
    return store


def fill(store: Store, tables: Iterable[TestTable], reference: Path) -> None:
    """The canonical schema, the reference tables, and the rows of a test with their defaults.

    Raises:
        ScenarioError: a cell that does not fit its column, at its row.
    """
    tables = list(tables)
    create_schema(store)
    store.run(
        "INSERT INTO institution VALUES ('Test Bank', 'US', 'bank', $base, NULL)", {"base": BASE}
    )
    _fill_references(store, reference, set(canonical_tables()) - {table.name for table in tables})
    _lay(store, tables)


def _fill_references(store: Store, folder: Path, wanted: Iterable[str]) -> None:
    """The reference tables of these names, each in one statement."""
    names = frozenset(wanted)
    for path in sorted(folder.glob("*.csv")):
        if path.stem in names:
            known = {column.name for column in canonical_columns().get(path.stem, ())}
            rows = [
                {name: cell for name, cell in row.items() if name in known and cell}
                for row in _reference_rows(path, path.stat().st_mtime_ns)
            ]
            _append(store, path.stem, rows)


@lru_cache(maxsize=64)
def _reference_rows(path: Path, _changed: int) -> tuple[Record, ...]:
    """The rows of a reference table; read again once the file has changed."""
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(
            {**record, "file_id": "0", "source_row": str(number)}
            for number, record in enumerate(csv.DictReader(file), start=1)
        )


def _lay(store: Store, tables: Sequence[TestTable]) -> None:
    """The rows of a test with their defaults, priced."""
    for table in tables:
        records = [
            _complete(table.name, _given(table.columns, row), number)
            for number, row in enumerate(table.rows, start=1)
        ]
        try:
            _append(store, table.name, records)
        except StoreError:
            _append_each(store, table, records)
    for table in tables:
        if table.name in _DAYS and "currency" in table.columns:
            _price(store, table.name)


def _given(columns: Sequence[str], row: Sequence[str]) -> Record:
    return {name: cell for name, cell in zip(columns, row, strict=True) if cell}


def _complete(table: str, given: Record, number: int) -> Record:
    """What a test may leave out because it follows: days from instants, customer, base amount."""
    record = {**_DEFAULTS.get(table, {}), **given, "file_id": "1", "source_row": str(number)}
    if table in _DAYS:
        record["ledger_id"] = "test"
        instant, day = _DAYS[table]
        if instant not in record and day in record:
            record[instant] = f"{record[day]} 12:00:00"
        if day not in record and instant in record:
            record[day] = record[instant][:10]
        if record["currency"] == BASE and "amount" in record:
            record.setdefault("amount_base", record["amount"])
    if table == "transactions":
        record.setdefault("customer_id", record.get("account_id", ""))
    if table == "flagged_parties":
        record.setdefault("flagged_from", "2000-01-01")
    return record


def _append(store: Store, table: str, records: Sequence[Record]) -> None:
    """Rows in one statement: one each would take longer than what the test is about."""
    kinds = {column.name: column.type for column in canonical_columns()[table]}
    columns: dict[str, list[object]] = {name: [] for record in records for name in record}
    for record in records:
        for name, cells in columns.items():
            cell = record.get(name)
            cells.append(cell.split(";") if cell and kinds[name] == "VARCHAR[]" else cell)
    if columns:
        texts = {name: f"VARCHAR[]{'[]' if kinds[name] == 'VARCHAR[]' else ''}" for name in columns}
        values = ", ".join(f"unnest(CAST(${name} AS {texts[name]}))" for name in columns)
        names = ", ".join(identifier(name) for name in columns)
        store.run(f"INSERT INTO {identifier(table)} ({names}) SELECT {values}", columns)


def _append_each(store: Store, table: TestTable, records: Sequence[Record]) -> None:
    """One by one, which finds the row that does not fit."""
    for record, line in zip(records, table.lines, strict=True):
        try:
            _append(store, table.name, [record])
        except StoreError as error:
            at = Location(table.location.path, line, table.location.column)
            message = f"the row does not fit {table.name}: {str(error).splitlines()[0]}"
            raise ScenarioError(Problem("TST004", message, at, _CELLS)) from None


def _price(store: Store, table: str) -> None:
    """amount_base where a test gives none of an amount in another currency: at the day's rate."""
    derive(store, ["fx_days"])
    store.run(
        f"UPDATE {table} SET amount_base = (SELECT CAST({PRICED} AS DECIMAL(18, 4))"
        f" FROM fx_days AS rate WHERE rate.currency = {table}.currency"
        f" AND rate_on = {_DAYS[table][1]}) WHERE amount_base IS NULL"
    )

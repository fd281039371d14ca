"""A DuckDB connection that loads first, then locks itself for good."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from aml.store.quoting import identifier, literal

if TYPE_CHECKING:
    import polars

Row = tuple[Any, ...]
Bindings = Mapping[str, object]


class StoreError(Exception):
    """DuckDB refused a statement. `offset` is the byte offset into it, where DuckDB names one."""

    def __init__(self, kind: str, message: str, offset: int | None = None, word: str = "") -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message
        self.offset = offset
        self.word = word


@dataclass(frozen=True, slots=True)
class Query:
    """What DuckDB says of a text before it runs: number of statements, type, parameters."""

    statements: int
    kind: str
    parameters: frozenset[str]


class Store:
    """The tables of one run. Use as a context manager; `path` None keeps it in memory.

    Args:
        path: the database file, inside the run's work folder.
        threads: None lets DuckDB take the machine's cores.
        memory: a limit such as `4GB`; beyond it DuckDB spills to `work`.
        work: the folder for spilled and handed-over data; None keeps everything in memory.
    """

    def __init__(
        self,
        path: Path | None = None,
        *,
        threads: int | None = None,
        memory: str | None = None,
        work: Path | None = None,
    ) -> None:
        self._work = work
        self._connection = duckdb.connect(str(path) if path else ":memory:")
        self._handed = 0
        self.is_locked = False
        self.run("SET errors_as_json = true")
        # The file goes with its run; who wants a copy of it says CHECKPOINT before.
        self.run("PRAGMA disable_checkpoint_on_shutdown")
        self.run("SET TimeZone = 'UTC'")
        self.run(f"SET temp_directory = {literal(str(work / 'spill') if work else '')}")
        if threads:
            self.run(f"SET threads = {int(threads)}")
        if memory:
            self.run(f"SET memory_limit = {literal(memory)}")

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database file."""
        self._connection.close()

    @property
    def work(self) -> Path | None:
        """The folder for data that is handed over through files, if there is one."""
        return self._work

    def run(self, sql: str, values: Bindings | None = None) -> None:
        """Run one statement for its effect.

        Raises:
            StoreError: with DuckDB's reason and, where it names one, the place in the statement.
        """
        with _translated():
            self._connection.execute(sql, dict(values) if values else None)

    def rows(self, sql: str, values: Bindings | None = None) -> list[Row]:
        """All rows of a query, in its order. Raises StoreError."""
        with _translated():
            return self._connection.execute(sql, dict(values) if values else None).fetchall()

    def records(self, sql: str, values: Bindings | None = None) -> list[dict[str, Any]]:
        """All rows of a query by the names of its columns. Raises StoreError."""
        with _translated():
            result = self._connection.execute(sql, dict(values) if values else None)
            names = [str(column[0]) for column in result.description or ()]
            return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

    def value(self, sql: str, values: Bindings | None = None) -> Any:
        """The first column of the first row, or None when there is no row. Raises StoreError."""
        rows = self.rows(sql, values)
        return rows[0][0] if rows else None

    def frame(self, sql: str, values: Bindings | None = None) -> polars.DataFrame:
        """A query's result as a polars frame. Raises StoreError."""
        import polars

        with _translated():
            bound = dict(values) if values else None
            return polars.DataFrame(self._connection.sql(sql, params=bound))

    def describe(self, sql: str, values: Bindings | None = None) -> list[tuple[str, str]]:
        """Name and type of each column that a query returns, without running it."""
        head = "DESCRIBE "
        try:
            return [(str(row[0]), str(row[1])) for row in self.rows(head + sql, values)]
        except StoreError as error:
            offset = None if error.offset is None else error.offset - len(head)
            raise StoreError(error.kind, error.message, offset, error.word) from None

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        """Append rows that Python made, a few thousand at most; `insert_frame` takes more.

        Each column is handed over as one list: a statement a row takes a hundred times as long.
        """
        if not rows:
            return
        names = ", ".join(identifier(column) for column in columns)
        lists = ", ".join("unnest(?)" for _ in columns)
        with _translated():
            self._connection.execute(
                f"INSERT INTO {identifier(table)} ({names}) SELECT {lists}",
                [list(values) for values in zip(*rows, strict=True)],
            )

    def insert_frame(self, table: str, frame: polars.DataFrame) -> None:
        """Append a polars frame by column name, before the lock.

        It goes through a Parquet file in the work folder, the one way that needs no more packages.
        """
        if self._work is None:
            self.insert(table, frame.columns, frame.rows())
            return
        self._handed += 1
        path = self._work / f"handed_{self._handed}.parquet"
        frame.write_parquet(path)
        self.run(
            f"INSERT INTO {identifier(table)} BY NAME SELECT * FROM read_parquet($path)",
            {"path": str(path)},
        )
        path.unlink()

    def table_names(self) -> set[str]:
        """The names of all tables and views."""
        return {name for (name,) in self.rows("SELECT table_name FROM information_schema.tables")}

    def has_table(self, table: str) -> bool:
        """Whether a table or view of this name exists."""
        return table in self.table_names()

    def count(self, table: str) -> int:
        """Rows of a table; 0 when there is none."""
        if not self.has_table(table):
            return 0
        return int(self.value(f"SELECT count(*) FROM {identifier(table)}"))

    def lock(self) -> None:
        """Close every door: no files, no extensions, no Python variables, no further settings."""
        self.run("SET python_enable_replacements = false")
        self.run("SET allowed_paths = []")
        self.run("SET allowed_directories = []")
        self.run("SET enable_external_access = false")
        self.run("SET lock_configuration = true")
        self.is_locked = True

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Inside, DuckDB refuses every write, also one hidden in the WITH clause of a SELECT."""
        self.run("BEGIN TRANSACTION READ ONLY")
        try:
            yield
        finally:
            self.run("ROLLBACK")

    @contextmanager
    def time_limit(self, seconds: float) -> Iterator[None]:
        """Interrupt whatever query runs longer; it then raises StoreError of kind INTERRUPT."""
        timer = threading.Timer(seconds, self._connection.interrupt)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()


@lru_cache(maxsize=1024)
def inspect_sql(sql: str) -> Query:
    """Parse a text without running it: no table needs to be there.

    Raises:
        StoreError: it does not parse.
    """
    with _translated():
        statements = _parser().extract_statements(sql)
    if len(statements) != 1:
        return Query(len(statements), "", frozenset())
    first = statements[0]
    return Query(1, first.type.name, frozenset(first.named_parameters))


@cache
def _parser() -> duckdb.DuckDBPyConnection:
    """A connection that holds nothing: opening one takes longer than parsing with it."""
    connection = duckdb.connect(":memory:")
    connection.execute("SET errors_as_json = true")
    return connection


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except duckdb.Error as error:
        raise _store_error(error) from None


def _store_error(error: duckdb.Error) -> StoreError:
    text = str(error)
    kind = type(error).__name__.removesuffix("Exception")
    start = text.find("{")
    try:
        shape = json.loads(text[start:]) if start >= 0 else {}
    except json.JSONDecodeError:
        shape = {}
    message = str(shape.get("exception_message", text)).strip()
    position = shape.get("position")
    offset = int(position) if position is not None else None
    return StoreError(kind, message, offset, str(shape.get("name", "")))

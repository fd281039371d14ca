"""Derived tables: built once a run, before the lock, and shared by every scenario that reads them.

Most are one SELECT in a file of derived/, headed by a line `-- reads: a, b`. Some are made by code
of the rooms above. Both are a `Derived`, so that a run builds what its scenarios need, in order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from aml.store.connection import Store
from aml.store.price import create_line_price
from aml.store.quoting import identifier

_FOLDER = Path(__file__).parent / "derived"


@dataclass(frozen=True, slots=True)
class Derived:
    """A derived table: the tables it is built from (`reads`; `uses` may be absent) and how.

    `sql` is its text, where it is one SELECT; empty where code builds it.
    """

    name: str
    reads: tuple[str, ...]
    uses: tuple[str, ...]
    build: Callable[[Store], None]
    sql: str = ""


@cache
def sql_tables() -> tuple[Derived, ...]:
    """The derived tables that are one SELECT each."""
    tables = (sql_table(path) for path in sorted(_FOLDER.glob("*.sql")))
    return tuple(prepared(table, create_line_price) for table in tables)


def build_order(wanted: Iterable[str], known: Mapping[str, Derived]) -> list[Derived]:
    """The derived tables behind the wanted names, each after those it is built from."""
    ordered: dict[str, Derived] = {}

    def add(name: str) -> None:
        if name in known and name not in ordered:
            table = known[name]
            for source in (*table.reads, *table.uses):
                add(source)
            ordered[name] = table

    for name in wanted:
        add(name)
    return list(ordered.values())


def sql_table(path: Path) -> Derived:
    """The derived table of a .sql file: its name, one SELECT headed by what it reads and uses."""
    sql = path.read_text(encoding="utf-8")

    def build(store: Store) -> None:
        # Temporary: a third of the time of a table in the file, and it spills like one.
        store.run(f"CREATE TEMP TABLE {identifier(path.stem)} AS {sql}")

    return Derived(path.stem, _named(sql, "reads"), _named(sql, "uses"), build, sql)


def prepared(table: Derived, prepare: Callable[[Store], None]) -> Derived:
    """The table, built after what its SQL needs to be there, such as a macro that it calls."""

    def build(store: Store) -> None:
        prepare(store)
        table.build(store)

    return replace(table, build=build)


def _named(sql: str, word: str) -> tuple[str, ...]:
    head = f"-- {word}:"
    line = next((line for line in sql.splitlines() if line.startswith(head)), head)
    names = line.removeprefix(head).split(",")
    return tuple(name.strip() for name in names if name.strip())

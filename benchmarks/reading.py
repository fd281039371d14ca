"""How fast a CSV file is read through a profile, beside DuckDB's bare CSV-to-Parquet of the file.

    python benchmarks/reading.py                      # a million rows
    python benchmarks/reading.py --rows 10000000

The file is a core-banking extract of a dialect: semicolons, German dates, decimal commas, debit and
credit apart, ids of its own; one row in a thousand is rejected, one in five thousand is a
duplicate. Reading checks encoding, hashes, numbers records, sums both ends, prices, sorts by time.
Each part is timed where it is called. CPU is the processor's own time on all threads, which other
users of the machine disturb less than seconds.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from aml.core.progress import Silent
from aml.core.workspace import Input, Institution
from aml.ledger import load_profile, read
from aml.store import Store
from aml.store.quoting import literal

_TARGET = 35
_PROFILE = """\
profile: bench
title: An extract for a benchmark
table: transactions
format: {delimiter: ";"}
dates: {date_format: "%d.%m.%Y", time_zone: Europe/Berlin}
numbers: {decimal_mark: ",", thousands_mark: "."}
amount: {debit: Soll, credit: Haben}
columns:
  transaction_id: Referenz
  account_id: Konto
  booked_on: Buchungstag
  value_on: Valuta
  currency: Waehrung
  channel: {column: Art, values: {BAR: cash_teller, UEB: sepa, KRT: card}, otherwise: other}
  counterparty_name: Name
  counterparty_account: IBAN
  remittance_text: Zweck
"""
_ROWS = """
    SELECT 'R' || (n - CASE WHEN n % 5000 = 4999 THEN 1 ELSE 0 END) AS "Referenz",
        'DE' || lpad(CAST(hash(m) % 50000 AS VARCHAR), 10, '0') AS "Konto",
        CASE WHEN n % 1000 = 7 THEN '31.02.2026'
            ELSE strftime(DATE '2025-01-01' + CAST(m * 400 // {rows} AS INTEGER), '%d.%m.%Y')
        END AS "Buchungstag",
        strftime(DATE '2025-01-02' + CAST(m * 400 // {rows} AS INTEGER), '%d.%m.%Y') AS "Valuta",
        CASE WHEN m % 2 = 0 THEN '1.' || (100 + m % 800) || ',' || (10 + m % 90) ELSE '' END
            AS "Soll",
        CASE WHEN m % 2 = 1 THEN (1 + m % 900) || ',' || (10 + m % 90) ELSE '' END AS "Haben",
        'EUR' AS "Waehrung", ['BAR', 'UEB', 'KRT', 'XYZ'][1 + m % 4] AS "Art",
        'Name of person ' || hash(m) % 100000 AS "Name",
        'DE' || lpad(CAST(hash(m + 1) % 100000000 AS VARCHAR), 20, '0') AS "IBAN",
        'Invoice ' || m || ', thank you' AS "Zweck"
    FROM (SELECT n, n - CASE WHEN n % 5000 = 4999 THEN 1 ELSE 0 END AS m
        FROM range({rows}) AS r(n))"""
#: What is timed: the part, and the function where the reader calls it.
_PARTS = (
    ("survey: text, lines, hash", "aml.ledger.text_file", "survey"),
    ("header", "aml.ledger.text_file", "_header"),
    ("stage: CSV to typed rows", "aml.ledger.bulk", "fill_stage"),
    ("control: sums of the raw text", "aml.ledger.bulk", "count_source"),
    ("control: malformed records", "aml.ledger.bulk", "_keep_dropped"),
    ("settle: rejects, rates, duplicates", "aml.ledger.read", "set_aside"),
    ("control: sums of what is set aside", "aml.ledger.read", "count_staged"),
    ("load: numbered, in order of time", "aml.ledger.read", "load_table"),
    ("control: sums of the table", "aml.ledger.read", "reconcile"),
    ("rejections in words", "aml.ledger.read", "rejections_of"),
    ("fill of columns", "aml.ledger.read", "_fills"),
)


class Clock:
    """Seconds on the wall and of the processor, by part."""

    def __init__(self) -> None:
        self.wall: dict[str, float] = {}
        self.processor: dict[str, float] = {}

    @contextmanager
    def timing(self, part: str) -> Iterator[None]:
        """Time what is done inside."""
        wall, processor = time.perf_counter(), time.process_time()
        yield
        self.wall[part] = self.wall.get(part, 0) + time.perf_counter() - wall
        self.processor[part] = self.processor.get(part, 0) + time.process_time() - processor

    def wrapped(self, part: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, timed as often as it is called."""

        def timed(*arguments: Any, **named: Any) -> Any:
            with self.timing(part):
                return function(*arguments, **named)

        return timed


def main() -> None:
    """Print seconds a part, and the share of the bare speed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--threads", type=int)
    parser.add_argument("--memory")
    parser.add_argument("--folder", type=Path, help="where the files go (default: a temporary one)")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=asked.folder) as folder:
        work = Path(folder)
        path = made(work, asked.rows)
        clock = Clock()
        with clock.timing("bare"):
            bare(path, work, asked.threads)
        for part, module, name in _PARTS:
            room = import_module(module)
            setattr(room, name, clock.wrapped(part, getattr(room, name)))
        with clock.timing("all"):
            rejected, duplicates = through_profile(path, work, asked.threads, asked.memory)
        shown(clock, asked.rows, path.stat().st_size, rejected, duplicates)


def made(work: Path, rows: int) -> Path:
    """The extract."""
    path = work / "extract.csv"
    with Store() as store:
        sql = _ROWS.format(rows=rows)
        store.run(f"COPY ({sql}) TO {literal(str(path))} (HEADER, DELIMITER ';')")
    return path


def bare(path: Path, work: Path, threads: int | None) -> None:
    """DuckDB's own reader, types and all, straight to Parquet."""
    with Store(threads=threads, work=work) as store:
        source = f"read_csv({literal(str(path))}, delim = ';', header = true)"
        store.run(f"COPY (FROM {source}) TO {literal(str(work / 'bare.parquet'))}")


def through_profile(
    path: Path, work: Path, threads: int | None, memory: str | None
) -> tuple[int, int]:
    """The same file as a scan reads it; gives its rejected records and duplicates."""
    profile = work / "bench.yml"
    profile.write_text(_PROFILE, encoding="utf-8")
    item = Input("transactions", "bench", (path,), (path.name,), "bench")
    institution = Institution("Bench", "DE", "bank", "EUR")
    with Store(work / "run.duckdb", threads=threads, memory=memory, work=work) as store:
        known = {"bench": load_profile(profile, profile.name)}
        reading = read(store, institution, [item], known, Silent())
    return reading.rejected, reading.duplicates


def shown(clock: Clock, rows: int, size: int, rejected: int, duplicates: int) -> None:
    """The table."""
    table = Table(title=f"{rows:,} rows, {size / 1e6:,.0f} MB")
    for name in ("Part", "Wall s", "CPU s", "Of all"):
        table.add_column(name, justify="left" if name == "Part" else "right")
    whole = clock.wall["all"]
    for part, wall in clock.wall.items():
        if part not in ("all", "bare"):
            table.add_row(
                part, f"{wall:.2f}", f"{clock.processor[part]:.2f}", f"{100 * wall / whole:.0f} %"
            )
    table.add_section()
    rest = whole - sum(wall for part, wall in clock.wall.items() if part not in ("all", "bare"))
    table.add_row("everything else", f"{rest:.2f}", "", f"{100 * rest / whole:.0f} %")
    table.add_row("all", f"{whole:.2f}", f"{clock.processor['all']:.2f}", "100 %")
    table.add_row(
        "bare CSV to Parquet", f"{clock.wall['bare']:.2f}", f"{clock.processor['bare']:.2f}"
    )
    Console().print(table)
    by_wall = 100 * clock.wall["bare"] / whole
    by_processor = 100 * clock.processor["bare"] / clock.processor["all"]
    print(f"{rejected:,} rejected, {duplicates:,} duplicates")
    print(f"{by_wall:.0f} % of the bare speed by the wall, {by_processor:.0f} % by the processor")
    print(f"target: {_TARGET} % at 10,000,000 rows")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()

"""Where the time of a scan goes, as multiples of scanning the columns that each rule names.

    python benchmarks/scan.py --transactions 10000000            # makes a sample ledger first
    python benchmarks/scan.py --config some/aml.toml --threads 2 --memory 6GB

One run, one table. A floor is one pass over the columns that a scenario's SQL names, on the same
store in the same run, so that ratios carry over to other machines and seconds need not.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import sqlglot
from rich.console import Console
from rich.table import Table
from sqlglot import exp

from aml.core.progress import Silent
from aml.core.scenario import Scenario
from aml.detector import outlier
from aml.ledger import read
from aml.pipeline.as_of import settle_as_of
from aml.pipeline.basis import gather
from aml.pipeline.library import Active
from aml.pipeline.workspace import Workspace, read_workspace
from aml.sample import generate_to
from aml.scenario.fire import fire
from aml.scenario.prepare import derive, derived_tables, tables_of, tables_read
from aml.screening import TABLES as SCREENING
from aml.shipping import TABLES as SHIPPING
from aml.store import Store
from aml.store.derived import build_order
from aml.store.evidence import fetch_rows
from aml.store.quoting import identifier


@dataclass
class Timed:
    """One line of the table: what was done, its seconds, and the floor it is compared with."""

    part: str
    name: str
    seconds: float
    floor: float | None = None
    note: str = ""


@dataclass
class Clock:
    """The lines so far."""

    lines: list[Timed] = field(default_factory=list)

    @contextmanager
    def timed(self, part: str, name: str) -> Iterator[Timed]:
        """Time a block as one line of the table."""
        line = Timed(part, name, 0.0)
        started = time.perf_counter()
        yield line
        line.seconds = time.perf_counter() - started
        self.lines.append(line)

    def total(self, *parts: str) -> float:
        """Seconds of all lines of these parts."""
        return sum(line.seconds for line in self.lines if line.part in parts)


def floor_of(store: Store, scenario: Scenario) -> float:
    """Seconds of one pass over every column that the scenario's SQL names, table by table."""
    tree = sqlglot.parse_one(scenario.sql.text, dialect="duckdb")
    named = {column.name for column in tree.find_all(exp.Column)}
    started = time.perf_counter()
    for table in sorted(tables_read(scenario)):
        columns = [name for name, _ in store.describe(f"SELECT * FROM {identifier(table)}")]
        counted = ", ".join(f"max({identifier(c)})" for c in columns if c in named) or "count(*)"
        store.rows(f"SELECT {counted} FROM {identifier(table)}")
    return time.perf_counter() - started


def derive_all(store: Store, active: Sequence[Active], clock: Clock) -> None:
    rooms = {table.name for table in (*SCREENING, *SHIPPING)}
    wanted = [*tables_of(item.scenario for item in active), "party_members", "parties"]
    for table in build_order([*wanted, *outlier.READS], derived_tables()):
        part = "screening" if table.name in rooms else "derived"
        with clock.timed(part, table.name) as line:
            derive(store, [table.name])
        line.note = f"{store.count(table.name):,} rows"


def scan(workspace: Workspace, store: Store, clock: Clock) -> None:
    basis = gather(workspace)
    active = basis.active
    with clock.timed("convert", "read files") as line:
        reading = read(store, workspace.institution, basis.inputs, basis.profiles, Silent())
    line.note = f"{sum(file.records for file in reading.files):,} records"
    as_of, _ = settle_as_of(store, workspace, reading)
    derive_all(store, active, clock)
    store.lock()
    fired = []
    for item in active:
        floor = floor_of(store, item.scenario)
        with clock.timed("scenario", item.scenario.scenario_id) as line:
            found = fire(store, item.scenario, item.parameters)
        line.floor, line.note = floor, f"{len(found):,} episodes"
        fired += found
    with clock.timed("evidence", "cited records") as line:
        rows = fetch_rows(
            store,
            {record for item in fired for record in item.transaction_ids},
            {record for item in fired for record in item.linked_ids},
        )
    line.note = f"{len(rows):,} records"
    with clock.timed("detector", "peer_outlier") as line:
        detection = outlier.detect(store, as_of, workspace.institution.base_currency)
    line.note = f"{len(detection.alerts):,} alerts {detection.applicability.reason}"


def show(clock: Clock) -> None:
    table = Table("Part", "What", "Seconds", "× its columns", "Note")
    for line in clock.lines:
        ratio = f"{line.seconds / line.floor:.1f}" if line.floor else ""
        table.add_row(line.part, line.name, f"{line.seconds:.2f}", ratio, line.note)
    console = Console(width=110)
    console.print(table)
    bar = clock.total("derived", "scenario", "evidence")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 / 1024
    console.print(
        f"derived tables, scenarios and evidence: {bar:.1f} s; peak memory {peak:.2f} GiB"
    )
    console.print(f"links to flagged parties: {clock.total('screening'):.1f} s, beside it")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--transactions", type=int, default=10_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--config", type=Path, help="a workspace instead of a sample ledger")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--memory", default="6GB")
    chosen = parser.parse_args()
    clock = Clock()
    with tempfile.TemporaryDirectory(prefix="aml-bench-") as folder:
        config = chosen.config
        if config is None:
            config = Path(folder) / "sample" / "aml.toml"
            with clock.timed("sample", f"{chosen.transactions:,} transactions"):
                generate_to(
                    config.parent, chosen.transactions, chosen.seed, planted=True,
                    file_format="parquet",
                )  # fmt: skip
        with Store(
            Path(folder) / "run.duckdb",
            threads=chosen.threads,
            memory=chosen.memory,
            work=Path(folder),
        ) as store:
            scan(read_workspace(config), store, clock)
    show(clock)


if __name__ == "__main__":
    main()

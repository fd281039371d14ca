"""Where the time of a scan goes, as multiples of scanning the columns that each rule names.

    python benchmarks/scan.py --transactions 10000000            # makes a sample ledger first
    python benchmarks/scan.py --transactions 10000000 --folder kept   # and keeps it for next time
    python benchmarks/scan.py --config some/aml.toml --threads 2 --memory 6GB

One run, one table. A floor is one pass over the columns that a scenario's SQL names, on the same
store in the same run, so that ratios carry over to other machines and seconds need not. CPU is the
processor's own time on all threads: on a machine that others use too, it says more than seconds.
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
from aml.sample import Shipping, generate_to
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
    processor: float = 0.0
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
        started, busy = time.perf_counter(), time.process_time()
        yield line
        line.seconds = time.perf_counter() - started
        line.processor = time.process_time() - busy
        self.lines.append(line)

    def total(self, *parts: str) -> tuple[float, float]:
        """Seconds and processor seconds of all lines of these parts."""
        chosen = [line for line in self.lines if line.part in parts]
        return sum(line.seconds for line in chosen), sum(line.processor for line in chosen)


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
    wanted = [
        *tables_of(item.scenario for item in active),
        "party_members",
        "parties",
        "identity_ties",
    ]
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
    table = Table("Part", "What", "Seconds", "CPU", "× its columns", "Note")
    for line in clock.lines:
        ratio = f"{line.seconds / line.floor:.1f}" if line.floor else ""
        seconds, processor = f"{line.seconds:.2f}", f"{line.processor:.2f}"
        table.add_row(line.part, line.name, seconds, processor, ratio, line.note)
    console = Console(width=110)
    console.print(table)
    bar, busy = clock.total("derived", "scenario", "evidence")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 / 1024
    console.print(
        f"derived tables, scenarios and evidence: {bar:.1f} s, {busy:.1f} s CPU;"
        f" peak memory {peak:.2f} GiB"
    )
    links, busy = clock.total("screening")
    console.print(
        f"links to flagged parties and voyages: {links:.1f} s, {busy:.1f} s CPU, beside it"
    )


def sampled(chosen: argparse.Namespace, clock: Clock, folder: Path) -> Path:
    """The workspace of a sample ledger in a folder, which is written unless it is there."""
    config = folder / "sample" / "aml.toml"
    if not config.exists():
        with clock.timed("sample", f"{chosen.transactions:,} transactions"):
            generate_to(
                config.parent, chosen.transactions, chosen.seed, planted=True,
                file_format="parquet", shipping=Shipping(chosen.voyages, chosen.bills),
            )  # fmt: skip
    return config


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--transactions", type=int, default=10_000_000)
    parser.add_argument("--voyages", type=int, default=20_000, help="of the sample, at least")
    parser.add_argument("--bills", type=int, default=200_000, help="of the sample, at least")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="keep the sample here, or take it from here")
    parser.add_argument("--config", type=Path, help="a workspace instead of a sample ledger")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--memory", default="5GB", help="the database's; the process has its own")
    chosen = parser.parse_args()
    clock = Clock()
    if chosen.folder:
        chosen.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="aml-bench-", dir=chosen.folder) as folder:
        config = chosen.config or sampled(chosen, clock, chosen.folder or Path(folder))
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

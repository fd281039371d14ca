"""What the scenarios find of the schemes that a sample ledger plants, and whom they alert wrongly.

    python benchmarks/recall.py --transactions 20000 --seeds 11 12 13

A scheme is found by its own rule when an alert of its typology cites at least half of its records,
by its rules together when all alerts of its typology do so (a scheme over several accounts raises
one alert at each), and found at all when any alert of at least medium severity cites one. A
look-alike is alerted when an alert of at least medium severity cites one of its records or has its
focus.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from rich.console import Console
from rich.table import Table

from aml.core.progress import Silent
from aml.core.run import Run
from aml.pipeline.basis import gather
from aml.pipeline.folder import building
from aml.pipeline.scan import scan
from aml.pipeline.workspace import read_workspace
from aml.sample import generate_to


@dataclass
class Scheme:
    """One scheme of answers.csv, over all the tables that it left records in."""

    scheme_id: str
    typology: str
    kind: str
    variant: str
    foci: set[str]
    records: set[str]


def read_schemes(path: Path) -> list[Scheme]:
    """The schemes of an answers file; only what a person did counts as a record of theirs."""
    schemes: dict[str, Scheme] = {}
    for row in pl.read_csv(path, infer_schema=False).iter_rows(named=True):
        scheme = schemes.setdefault(
            row["scheme_id"],
            Scheme(row["scheme_id"], row["typology"], row["kind"], row["variant"], set(), set()),
        )
        scheme.foci |= set((row["focus_ids"] or "").split())
        if row["table"] in ("transactions", "remittances"):
            scheme.records |= set((row["record_ids"] or "").split())
    return list(schemes.values())


def scan_sample(folder: Path, transactions: int, seed: int) -> tuple[Run, list[Scheme]]:
    """Write a sample ledger, scan it, and give what was found beside what was planted."""
    generate_to(folder, transactions, seed, planted=True, file_format="parquet")
    basis = gather(read_workspace(folder / "aml.toml"))
    with building(folder / "out") as build:
        run = scan(basis, build, Silent()).run
    return run, read_schemes(folder / "answers.csv")


def own_id(record_id: str) -> str:
    """The source's id of a canonical record."""
    return record_id.rpartition(":")[2]


def judge(run: Run, schemes: list[Scheme], counts: dict[tuple[str, str], Counter[str]]) -> None:
    """Add what was found of each scheme, by kind and typology (or look-alike and its kind)."""
    alerts = [
        (alert, {own_id(record) for record in (*alert.transaction_ids, *alert.linked_ids)})
        for alert in run.alerts
    ]
    for scheme in schemes:
        name = scheme.variant if scheme.kind == "look_alike" else scheme.typology
        count = counts[scheme.kind, name]
        count["all"] += 1
        touching = [
            alert
            for alert, records in alerts
            if alert.severity != "low"
            and (records & scheme.records or own_id(alert.focus_id) in scheme.foci)
        ]
        count["found"] += bool(touching)
        count["alerts"] += len(touching)
        cited = [r & scheme.records for alert, r in alerts if alert.typology == scheme.typology]
        half = len(scheme.records) / 2
        count["own"] += any(len(part) >= half for part in cited)
        count["together"] += bool(cited) and len(frozenset().union(*cited)) >= half
        for source in {alert.source for alert in touching}:
            count[f"by {source}"] += 1


def strangers(run: Run, schemes: list[Scheme]) -> Counter[str]:
    """Alerts from medium severity on that touch no scheme and no look-alike, by source."""
    records = {record for scheme in schemes for record in scheme.records}
    foci = {focus for scheme in schemes for focus in scheme.foci}
    return Counter(
        alert.source
        for alert in run.alerts
        if alert.severity != "low"
        and own_id(alert.focus_id) not in foci
        and not records & {own_id(r) for r in (*alert.transaction_ids, *alert.linked_ids)}
    )


def show(counts: dict[tuple[str, str], Counter[str]], runs: list[Run]) -> None:
    """One table a kind, and the whole."""
    console = Console(width=120)
    for kind in ("planted", "hard", "look_alike"):
        table = Table(
            kind, "schemes", "by its own rule", "its rules together", "by any, medium up",
            "alerts", "raised by",
        )  # fmt: skip
        for (of, name), count in sorted(counts.items()):
            if of == kind:
                sources = ", ".join(
                    f"{key.removeprefix('by ')} {n}"
                    for key, n in sorted(count.items())
                    if key.startswith("by ")
                )
                cells = [str(count[key]) for key in ("all", "own", "together", "found", "alerts")]
                table.add_row(name, *cells, sources)
        console.print(table)
    severities = Counter(alert.severity for run in runs for alert in run.alerts)
    months = sum(span_months(run) * accounts(run) for run in runs)
    rate = 1000 * (sum(severities.values()) - severities["low"]) / months
    console.print(
        f"{len(runs)} ledgers, {dict(severities)}, {sum(len(r.cases) for r in runs)} cases"
    )
    console.print(f"{rate:.2f} alerts of at least medium severity in 1,000 account-months")


def span_months(run: Run) -> float:
    """Months that the ledgers of a run span."""
    reading = run.reading
    if reading.first_on is None or reading.last_on is None:
        return 0.0
    return ((reading.last_on - reading.first_on).days + 1) / 30.44


def accounts(run: Run) -> int:
    """Accounts that the institution has."""
    return sum(file.records for file in run.reading.files if file.table == "accounts")


def main() -> None:
    """Read the command line, scan each seed, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--transactions", type=int, default=20_000)
    parser.add_argument("--seeds", type=int, nargs="+", default=[11, 12, 13])
    chosen = parser.parse_args()
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    runs: list[Run] = []
    others: Counter[str] = Counter()
    for seed in chosen.seeds:
        with tempfile.TemporaryDirectory(prefix="aml-recall-") as folder:
            run, schemes = scan_sample(Path(folder), chosen.transactions, seed)
        judge(run, schemes, counts)
        runs.append(run)
        others += strangers(run, schemes)
    show(counts, runs)
    Console(width=120).print(
        f"touching no scheme and no look-alike: {dict(sorted(others.items()))}"
    )


if __name__ == "__main__":
    main()

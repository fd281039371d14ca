"""What the runs of a workspace raised on a ledger that nobody here wrote, by what raised it.

    python benchmarks/real_ledgers.py berka/aml.toml
    python benchmarks/real_ledgers.py amlsim/aml.toml --truth DIR

All runs of the workspace's output folder count together, an alert of several runs once. DIR holds
labels.parquet, and then an alert is right when its account took part in a labelled payment within
its window; a pattern is found when an alert cites one of its payments.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import polars as pl
from rich.console import Console
from rich.table import Table

from aml.core.progress import Silent
from aml.ledger import read
from aml.pipeline.inputs import load_profiles, reference_inputs
from aml.pipeline.workspace import Workspace, read_workspace
from aml.store import Store

ENTRIES = "SELECT transaction_id, account_id, customer_id, booked_on FROM transactions"
console = Console()


def entries_of(workspace: Workspace) -> pl.DataFrame:
    """Every entry of the ledgers, as a scan reads them."""
    inputs = (*workspace.inputs, *reference_inputs(workspace))
    profiles = load_profiles(workspace, inputs)
    with tempfile.TemporaryDirectory() as work, Store(work=Path(work)) as store:
        read(store, workspace.institution, inputs, profiles, Silent())
        entries = store.frame(ENTRIES)
    return entries.with_columns(tx_id=pl.col("transaction_id").str.split(":").list.get(1))


def alerts_of(workspace: Workspace) -> pl.DataFrame:
    """The alerts of all runs, each once."""
    paths = sorted(workspace.out.glob("*/alerts.parquet"))
    return pl.concat([pl.read_parquet(path) for path in paths]).unique("alert_id")


def show(title: str, frame: pl.DataFrame) -> None:
    """A table of results."""
    table = Table(*frame.columns, title=title, title_justify="left")
    for row in frame.iter_rows():
        table.add_row(*(f"{cell:.3f}" if isinstance(cell, float) else str(cell) for cell in row))
    console.print(table)


def rates(alerts: pl.DataFrame, entries: pl.DataFrame) -> None:
    """Alerts by what raised them, and in 1,000 account-months with an entry."""
    months = entries.select("account_id", pl.col("booked_on").dt.truncate("1mo")).n_unique()
    console.print(f"{entries.height:,} entries, {months:,} account-months with an entry")
    per_thousand = (1000 * pl.len() / months).alias("in 1,000 account-months")
    show(
        "Alerts",
        alerts.group_by("source").agg(pl.len().alias("alerts"), per_thousand).sort("source"),
    )


def judge(alerts: pl.DataFrame, entries: pl.DataFrame, truth: Path) -> None:
    """Alerts and patterns against the labels."""
    labels = pl.read_parquet(truth / "labels.parquet").with_columns(pl.col("tx_id").cast(pl.String))
    marked = entries.join(labels, on="tx_id")
    is_bad = pl.col("is_laundering") == 1
    bad = marked.filter(is_bad)
    quarters = ["account_id", pl.col("booked_on").dt.truncate("1q")]
    share = bad.select(quarters).n_unique() / entries.select(quarters).n_unique()
    console.print(f"{share:.1%} of the account-quarters hold a labelled payment")
    held = alerts.join(bad, left_on="focus_id", right_on="account_id")
    within = pl.col("booked_on").is_between(pl.col("window_start"), pl.col("window_end"))
    right = pl.col("alert_id").is_in(held.filter(within)["alert_id"].to_list())
    cited = (
        alerts.select("alert_id", "source", "transaction_ids")
        .explode("transaction_ids")
        .join(marked, left_on="transaction_ids", right_on="transaction_id")
    )
    innocent = cited.filter((pl.col("in_alert_pattern") == 1) & ~is_bad)["alert_id"].to_list()
    judged = alerts.group_by("source").agg(
        pl.len().alias("alerts"),
        right.sum().alias("right"),
        (~right & pl.col("alert_id").is_in(innocent)).sum().alias("wrong, on a look-alike"),
        right.mean().alias("precision"),
    )
    show("Right and wrong", judged.sort("source"))
    whole = by_typology(labels.filter(is_bad), "patterns", "payments")
    for source in sorted(alerts["source"].unique()):
        found = by_typology(cited.filter(is_bad, pl.col("source") == source), "found", "cited")
        recall = whole.join(found, on="typology", how="left").fill_null(0).with_columns(
            (pl.col("found") / pl.col("patterns")).alias("recall of patterns"),
            (pl.col("cited") / pl.col("payments")).alias("recall of payments"),
        )  # fmt: skip
        show(source, recall)


def by_typology(payments: pl.DataFrame, patterns: str, number: str) -> pl.DataFrame:
    """Patterns and payments of each typology, and of all."""
    counts = (
        pl.col("pattern_id").n_unique().alias(patterns),
        pl.col("tx_id").n_unique().alias(number),
    )
    each = payments.group_by("typology").agg(counts).sort("typology")
    return pl.concat([each, payments.select(pl.lit("all").alias("typology"), *counts)])


def main() -> None:
    """Print what the runs raised."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("workspace", type=Path, help="the aml.toml whose runs are looked at")
    parser.add_argument("--truth", type=Path, help="a folder with labels.parquet")
    chosen = parser.parse_args()
    workspace = read_workspace(chosen.workspace)
    entries, alerts = entries_of(workspace), alerts_of(workspace)
    rates(alerts, entries)
    if chosen.truth:
        judge(alerts, entries, chosen.truth)


if __name__ == "__main__":
    main()

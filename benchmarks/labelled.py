"""What the scenarios find on ledgers labelled elsewhere, at a fixed number of alerted accounts.

    python benchmarks/labelled.py --data DIR            # writes its part of docs/evaluation.md
    python benchmarks/labelled.py --data DIR --blind    # without channel, bank, time of day
    python benchmarks/labelled.py --data DIR --ledger NAME   # one of them; writes nothing

Default parameters, all shipped scenarios. Accounts are ranked by their highest alert; the first 1 %
and 5 % are alerted. A pattern is found when an alert of the right family on one of these accounts
cites one of its payments, and names its hub or at least half of its accounts. Nothing is fitted.
"""

from __future__ import annotations

import argparse
import hashlib
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import polars as pl
from labelled_ledgers import NAMES, OUTSIDE, Labelled, Pattern, labelled_ledgers
from labelled_paper import Column, Measured, Quiet, differences, tables, write_section

from aml.core.alert import Alert
from aml.core.progress import Silent
from aml.detector import outlier
from aml.ledger import read
from aml.pipeline.alerts import Given, find_alerts
from aml.pipeline.basis import gather
from aml.pipeline.workspace import Workspace, read_workspace
from aml.scenario.prepare import derive, tables_of
from aml.store import Store

#: Shares of accounts that may be alerted.
BUDGETS = (0.01, 0.05)
ACCOUNT_MONTHS = "SELECT DISTINCT account_id, date_trunc('month', booked_on) FROM transactions"
#: An alert that names half a town finds nothing: the least part of it that is the pattern.
FEWEST_RIGHT = 0.25
#: Families whose alerts are right for a typology; the graph family alone where none is named.
FAMILIES = {"FrontBusinessActivity": "SFG", "RepeatedOverseasTransfers": "SFG"}
PROFILE = """\
profile: labelled
title: A labelled ledger, payer and payee in one row
table: transactions
shape: transfers
columns:
  transaction_id: tx_id
  booked_at: booked_at
  payer_account: payer
  payer_bank: payer_bank
  payee_account: payee
  payee_bank: payee_bank
  amount: amount
  currency: {constant: USD}
  channel: channel
"""
WORKSPACE = """\
[institution]
name = "Labelled"
country = "US"
sector = "bank"
base_currency = "USD"

[[input]]
table = "transactions"
profile = "labelled"
paths = ["transfers.parquet"]

[[input]]
table = "accounts"
paths = ["accounts.parquet"]
"""
BERKA = """\
[institution]
name = "Berka"
country = "CZ"
sector = "bank"
base_currency = "CZK"

[[input]]
table = "transactions"
profile = "berka_transactions"
paths = ["DIR/trans.asc"]

[[input]]
table = "accounts"
profile = "berka_accounts"
paths = ["DIR/account.asc"]

[[input]]
table = "branches"
profile = "berka_districts"
paths = ["DIR/district.asc"]
"""


@dataclass(frozen=True, slots=True)
class Named:
    """One alert, however it was raised: its account, all accounts that it names, what it cites."""

    focus: str
    score: float
    family: str
    source: str
    accounts: frozenset[str]
    payments: frozenset[str]


def measure(ledger: Labelled) -> Measured:
    """Scan a ledger as `aml scan` does, the detector once a quarter, and apply the naive rule."""
    with tempfile.TemporaryDirectory(prefix="aml-labelled-") as folder:
        workspace = _workspace(Path(folder), ledger)
        raised, detected, months = _alerts(Path(folder), workspace)
    sides = {
        row[0]: (row[1], row[2])
        for row in ledger.transfers.select("tx_id", "payer", "payee").iter_rows()
    }
    rules, outliers = _named(raised, sides), _named(detected, sides)
    ways = (rules, [*rules, *outliers], list(_naive(ledger.transfers)))
    columns = (_column(ledger, alerts, months) for alerts in ways)
    accounts = len(ledger.accounts())
    return Measured(ledger.name, accounts, Counter(p.typology for p in ledger.patterns), *columns)


def _column(ledger: Labelled, alerts: Sequence[Named], months: int) -> Column:
    """What these alerts find when the first accounts of their ranking are alerted."""
    counts = {}
    for budget in BUDGETS:
        seen = found(ledger.patterns, alerts, int(len(ledger.accounts()) * budget))
        counts[budget] = Counter(ledger.patterns[position].typology for position in seen)
    return Column(counts, 1000 * len(alerts) / months)


def _workspace(folder: Path, ledger: Labelled) -> Workspace:
    ledger.transfers.write_parquet(folder / "transfers.parquet")
    pl.DataFrame({"account_id": ledger.accounts()}).write_parquet(folder / "accounts.parquet")
    outside = f"external_accounts: [{', '.join(OUTSIDE)}]\n"
    (folder / "labelled.yml").write_text(PROFILE + outside, encoding="utf-8")
    (folder / "aml.toml").write_text(WORKSPACE, encoding="utf-8")
    return read_workspace(folder / "aml.toml")


def _alerts(folder: Path, workspace: Workspace) -> tuple[list[Alert], list[Alert], int]:
    basis = gather(workspace)
    with Store(folder / "run.duckdb", work=folder) as store:
        read(store, workspace.institution, basis.inputs, basis.profiles, Silent())
        last = store.value("SELECT max(booked_on) FROM transactions")
        store.run("UPDATE institution SET as_of_on = $day", {"day": last})
        scenarios = [item.scenario for item in basis.active]
        derive(
            store,
            [*tables_of(scenarios), "party_members", "parties", "identity_ties", *outlier.READS],
        )
        store.lock()
        given = Given(frozenset(item.table for item in basis.inputs), blocked={})
        rules_only = replace(workspace, use_detector=False)
        raised = find_alerts(store, rules_only, basis.active, given, last, Silent())
        for state in raised.applicability:
            if state.state == "incomplete":
                print(f"  {state.scenario_id}: {state.reason}")
        detected: dict[str, Alert] = {}
        for day in _quarter_ends(store):
            for alert in outlier.detect(store, day, "USD").alerts:
                detected.setdefault(alert.alert_id, alert)
        months = int(store.value(f"SELECT count(*) FROM ({ACCOUNT_MONTHS})"))
    return raised.alerts, list(detected.values()), months


def _quarter_ends(store: Store) -> list[date]:
    """The last day with entries of each quarter."""
    rows = store.rows(
        "SELECT max(booked_on) FROM transactions"
        " GROUP BY date_trunc('quarter', booked_on) ORDER BY 1"
    )
    return [row[0] for row in rows]


def _named(alerts: Iterable[Alert], sides: Mapping[str, tuple[str, str]]) -> list[Named]:
    named = []
    for alert in alerts:
        payments = frozenset(record.split(":")[1] for record in alert.transaction_ids)
        accounts = {account for payment in payments for account in sides[payment]}
        named.append(
            Named(
                alert.focus_id, float(alert.score), alert.typology[0], alert.source,
                frozenset(accounts | {alert.focus_id}) - set(OUTSIDE), payments,
            )
        )  # fmt: skip
    return named


def _naive(transfers: pl.DataFrame) -> Iterable[Named]:
    """Accounts with four counterparties of one direction in six days, ranked by their number."""
    for own, other in (("payee", "payer"), ("payer", "payee")):
        rows = transfers.select(
            pl.col(own).alias("own"), pl.col(other).alias("other"), "tx_id",
            pl.col("booked_at").dt.date().alias("day"),
        )  # fmt: skip
        is_inside = ~pl.col("own").is_in(OUTSIDE) & ~pl.col("other").is_in(OUTSIDE)
        rows = rows.filter(is_inside).sort("day", "tx_id")
        counted = rows.rolling(index_column="day", period="6d", group_by="own").agg(
            pl.col("other").n_unique().alias("others"), "tx_id", pl.col("other").alias("met")
        )
        best = counted.filter(pl.col("others") >= 4).sort("others", "day", descending=[True, False])
        for row in best.unique("own", keep="first", maintain_order=True).iter_rows(named=True):
            accounts = frozenset([row["own"], *row["met"]])
            yield Named(row["own"], row["others"], "G", "naive", accounts, frozenset(row["tx_id"]))


def ranked(alerts: Iterable[Named]) -> list[str]:
    """Accounts by their highest alert; equal ones by the hash of their id, which is chance."""
    highest: dict[str, float] = {}
    for alert in alerts:
        highest[alert.focus] = max(alert.score, highest.get(alert.focus, 0.0))
    order = {account: hashlib.sha256(account.encode()).hexdigest() for account in highest}
    return sorted(highest, key=lambda account: (-highest[account], order[account]))


def found(patterns: Sequence[Pattern], alerts: Sequence[Named], budget: int) -> set[int]:
    """The patterns (by position) that alerts on the first accounts of the ranking find."""
    alerted = set(ranked(alerts)[:budget])
    by_payment: dict[str, list[int]] = defaultdict(list)
    for position, pattern in enumerate(patterns):
        for payment in pattern.payments:
            by_payment[payment].append(position)
    seen = set()
    for alert in alerts:
        if alert.focus in alerted:
            touched = {position for payment in alert.payments for position in by_payment[payment]}
            seen |= {position for position in touched if _names(alert, patterns[position])}
    return seen


def _names(alert: Named, pattern: Pattern) -> bool:
    if alert.family not in FAMILIES.get(pattern.typology, "G") and alert.source != "peer_outlier":
        return False
    if alert.focus in pattern.hubs:
        return True
    named = alert.accounts & pattern.accounts
    if FEWEST_RIGHT * len(alert.accounts) > len(named):
        return False
    return bool(named & pattern.hubs) or 2 * len(named) >= len(pattern.accounts)


def quiet(folder: Path) -> Quiet | None:
    """The real Berka ledger: whatever is alerted there is taken for a false alarm."""
    if not (folder / "trans.asc").is_file():
        return None
    with tempfile.TemporaryDirectory(prefix="aml-labelled-") as work:
        config = Path(work) / "aml.toml"
        config.write_text(BERKA.replace("DIR", str(folder.resolve())), encoding="utf-8")
        raised, detected, months = _alerts(Path(work), read_workspace(config))
    sources = Counter(alert.source for alert in (*raised, *detected))
    return Quiet("Berka", months, sources)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="the folder of labelled ledgers")
    parser.add_argument("--blind", action="store_true", help="print what blinding changes")
    parser.add_argument("--ledger", choices=NAMES, help="scan this one only and print its tables")
    return parser.parse_args()


def main() -> None:
    """Read the command line, scan each ledger, write or print what was found."""
    chosen = _arguments()
    seen, blind = [], []
    for ledger in labelled_ledgers(chosen.data, chosen.ledger):
        print(ledger.name)
        seen.append(measure(ledger))
        if chosen.blind:
            blind.append(measure(ledger.blind()))
    if chosen.blind:
        for name, moved in differences(seen, blind):
            print(f"{moved:+.3f} {name}" + (" more than 0.05" if abs(moved) > 0.05 else ""))
    elif chosen.ledger:
        print(tables(seen, None))
    else:
        write_section(seen, quiet(chosen.data / "berka-1993-94"))


if __name__ == "__main__":
    main()

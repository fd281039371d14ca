"""Ledgers labelled elsewhere: two-sided transfers, and the patterns that some of them belong to.

Each folder of the shared data has its own columns (SOURCES.md there); here all become one shape, so
that `aml scan` reads them through one profile. Amounts are taken as they stand, in one currency.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

#: Accounts that stand for the outside world.
OUTSIDE = ("EXT1", "EXT2", "EXT_CASH")
_CASH = "EXT_CASH"


@dataclass(frozen=True, slots=True)
class Pattern:
    """One labelled pattern: the payments that it consists of and who takes part.

    `hubs` are the accounts with the most counterparties in it: one or two, each with three or
    more, else none. Outside accounts do not count.
    """

    typology: str
    payments: frozenset[str]
    accounts: frozenset[str]
    hubs: frozenset[str]


@dataclass(frozen=True, slots=True)
class Labelled:
    """One ledger: `transfers` has tx_id, booked_at, payer, payee, bank columns, amount, channel."""

    name: str
    transfers: pl.DataFrame
    patterns: tuple[Pattern, ...]

    def accounts(self) -> list[str]:
        """Every account of the institution."""
        sides = pl.concat([self.transfers["payer"], self.transfers["payee"]])
        return sorted(set(sides.unique()) - set(OUTSIDE))

    def blind(self) -> Labelled:
        """The same without channel, bank and time of day; cash stays cash, by its account."""
        seen = self.transfers.with_columns(
            pl.col("booked_at").dt.truncate("1d"), _channel("payer", "payee", "other"),
            pl.lit(None, pl.String).alias("payer_bank"),
            pl.lit(None, pl.String).alias("payee_bank"),
        )  # fmt: skip
        return Labelled(self.name, seen, self.patterns)


def labelled_ledgers(folder: Path, only: str | None = None) -> Iterator[Labelled]:
    """Every labelled ledger of the folder that is large enough to rank its accounts, or one."""
    for name in [only] if only else NAMES:
        transfers, labels = _READERS[name](folder / name)
        yield Labelled(name, transfers, tuple(_patterns(transfers, labels)))


def _generated(folder: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    ledger = pl.read_parquet(folder / "ledger.parquet").filter(pl.col("amount") > 0)
    bank = {side: f"{side}_bank" for side in ("src", "dst")}
    banks = [
        (pl.col(column) if column in ledger.columns else pl.lit(None, pl.String)).alias(name)
        for column, name in ((bank["src"], "payer_bank"), (bank["dst"], "payee_bank"))
    ]
    transfers = ledger.select(
        pl.col("tx_id").cast(pl.String), pl.col("ts").dt.truncate("1s").alias("booked_at"),
        pl.col("src_account").alias("payer"), pl.col("dst_account").alias("payee"), *banks,
        pl.col("amount").cast(pl.Decimal(18, 4)),
        _channel("src_account", "dst_account", "wire"),
    )  # fmt: skip
    labels = pl.read_parquet(folder / "labels.parquet").filter(pl.col("is_laundering") == 1)
    return transfers, labels.select(
        pl.col("tx_id").cast(pl.String), "typology", pl.col("pattern_id").cast(pl.String)
    )


def _amlworld(folder: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Attempts of AMLworld, and a thousand ordinary rows; accounts are bank and number together."""
    tries = pl.read_csv(folder / "hi_small_pattern_transactions.csv", infer_schema=False)
    plain = pl.read_csv(folder / "hi_small_first1000_sample.csv", infer_schema=False).select(
        "timestamp", pl.col("from_bank_id").alias("from_bank"),
        pl.col("from_account_id").alias("from_account"), pl.col("to_bank_id").alias("to_bank"),
        pl.col("to_account_id").alias("to_account"), "amount_paid",
    )  # fmt: skip
    whole = pl.concat([tries, plain], how="diagonal").with_row_index("row").select(
        (pl.lit("P") + pl.col("row").cast(pl.String)).alias("tx_id"),
        pl.col("timestamp").str.to_datetime("%Y/%m/%d %H:%M").alias("booked_at"),
        _numbered("from").alias("payer"), _numbered("to").alias("payee"),
        pl.col("from_bank").alias("payer_bank"), pl.col("to_bank").alias("payee_bank"),
        pl.col("amount_paid").cast(pl.Decimal(18, 4)).alias("amount"),
        pl.lit("ach").alias("channel"), "pattern_id",
        pl.col("typology").str.to_lowercase().str.replace("-", "_"),
    )  # fmt: skip
    transfers = whole.filter(pl.col("amount") > 0, pl.col("payer") != pl.col("payee"))
    labels = transfers.filter(pl.col("pattern_id").is_not_null())
    return transfers.drop("pattern_id", "typology"), labels.select(
        "tx_id", "typology", "pattern_id"
    )


def _channel(payer: str, payee: str, otherwise: str) -> pl.Expr:
    """Cash is what comes from, or goes to, the account that stands for cash."""
    is_cash = (pl.col(payer) == _CASH) | (pl.col(payee) == _CASH)
    return (
        pl.when(is_cash).then(pl.lit("cash_teller")).otherwise(pl.lit(otherwise)).alias("channel")
    )


def _numbered(side: str) -> pl.Expr:
    bank = pl.col(f"{side}_bank").str.strip_chars_start("0")
    return bank + ":" + pl.col(f"{side}_account")


def _patterns(transfers: pl.DataFrame, labels: pl.DataFrame) -> Iterator[Pattern]:
    rows = transfers.join(labels, on="tx_id")
    named = rows.filter(pl.col("pattern_id").is_not_null())
    for (typology, _), part in sorted(named.group_by("typology", "pattern_id"), key=lambda p: p[0]):
        yield _pattern(str(typology), part)
    unnamed = rows.filter(pl.col("pattern_id").is_null())
    for group in _connected(unnamed):
        yield _pattern(str(group["typology"][0]), group)


def _pattern(typology: str, rows: pl.DataFrame) -> Pattern:
    others: dict[str, set[str]] = defaultdict(set)
    for payer, payee in rows.select("payer", "payee").iter_rows():
        others[payer].add(payee)
        others[payee].add(payer)
    inside = {account: len(met) for account, met in others.items() if account not in OUTSIDE}
    most = max(inside.values(), default=0)
    hubs = {account for account, met in inside.items() if met == most}
    is_hub = most >= 3 and len(hubs) <= 2
    return Pattern(
        typology, frozenset(rows["tx_id"]), frozenset(inside), frozenset(hubs if is_hub else ())
    )


def _connected(rows: pl.DataFrame) -> list[pl.DataFrame]:
    """Payments without a pattern of their own: those that share accounts are one pattern."""
    leader: dict[str, str] = {}

    def find(account: str) -> str:
        while leader.setdefault(account, account) != account:
            account = leader[account]
        return account

    for payer, payee in rows.select("payer", "payee").iter_rows():
        first, second = sorted((find(payer), find(payee)))
        leader[second] = first
    group = pl.Series("group", [find(payer) for payer in rows["payer"]], dtype=pl.String)
    return rows.with_columns(group).partition_by("group", maintain_order=True)


_READERS: dict[str, Callable[[Path], tuple[pl.DataFrame, pl.DataFrame]]] = {
    "amlsim-mbank-s21": _generated,
    "amlsim-stock10k-s1": _generated,
    "tide-multi-s101": _generated,
    "synthfin-s7": _generated,
    "ibm-hismall-patterns": _amlworld,
}

#: The ledgers by the names of their folders.
NAMES = tuple(_READERS)

"""The ledger's rows in full: every number becomes the id, name or place that it stands for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import polars as pl

from aml.sample.chance import codes
from aml.sample.world.corridors import Corridors
from aml.sample.world.town import Town, numbering
from aml.sample.write.sessions import Sessions, sessions

#: The bank keeps local time six hours behind UTC all year.
UTC_OFFSET = 6 * 3600
_SLICE = 1_000_000
_MICRO = 1_000_000


@dataclass(slots=True)
class Writer:
    """Writes tables into a folder, long ones in parts; the same frame gives the same bytes."""

    folder: Path
    form: str
    parts: dict[str, int] = field(default_factory=dict)

    def table(self, name: str, frame: pl.DataFrame) -> None:
        """A table of its own file."""
        self._write(frame, f"{name}.{self.form}")

    def part(self, name: str, frame: pl.DataFrame) -> None:
        """The next part of a long table."""
        number = self.parts[name] = self.parts.get(name, 0) + 1
        self._write(frame, f"{name}_{number:02}.{self.form}")

    def _write(self, frame: pl.DataFrame, name: str) -> None:
        if self.form == "parquet":
            frame.write_parquet(self.folder / name, row_group_size=250_000)
        else:
            texts = [name for name, kind in frame.schema.items() if kind == pl.List]
            flat = frame.with_columns(pl.col(texts).list.join(";")) if texts else frame
            flat.write_csv(self.folder / name, datetime_format="%Y-%m-%d %H:%M:%S", null_value="")


@dataclass(slots=True)
class Directory:
    """The columns that numbers of the directory and of the visitors stand for."""

    parties: pl.DataFrame
    visitors: pl.DataFrame
    branch_ids: pl.Series
    agent_ids: pl.Series
    customer_ids: pl.Series
    accounts: pl.DataFrame
    sessions: Sessions


def directory(town: Town) -> Directory:
    """Accounts of the bank, then outsiders; customers, then walk-ins."""
    owner = town.accounts["owner"]
    customer_ids = town.customers["customer_id"]
    own = town.accounts.select(
        id=customer_ids.gather(owner), name=town.customers["name"].gather(owner),
        account="account_id", bank=pl.lit("HVBKUS44"), country=pl.lit("US"),
        category=pl.lit(None, pl.String),
    )  # fmt: skip
    others = town.outsiders.select(
        id=pl.lit(None, pl.String), name="name",
        account=pl.when(pl.col("category").is_null()).then("account"),
        bank=pl.when(pl.col("category").is_null()).then("bank"), country="country",
        category="category",
    )  # fmt: skip
    strangers = codes("W", np.arange(town.walk_ins.height), numbering(town.plan))
    visitors = pl.concat(
        [
            town.customers.select(id="customer_id", name="name"),
            town.walk_ins.select(id=pl.Series(strangers), name="name"),
        ]
    )
    return Directory(
        pl.concat([own, others]), visitors, town.places.all_branches()["branch_id"],
        town.places.agents["agent_id"], customer_ids,
        town.accounts.with_columns(customer_id=customer_ids.gather(owner)), sessions(town),
    )  # fmt: skip


def ledger_rows(town: Town, book: Directory, frame: pl.DataFrame, start: int) -> pl.DataFrame:
    """Entries as `transactions` has them; `start` entries were written before."""
    number = np.arange(start, start + frame.height)
    other, visitor = _numbered(frame, "other"), _numbered(frame, "conductor")
    branch_ids = book.branch_ids.gather(_numbered(frame, "branch"))
    session = book.sessions.noted(frame, start)
    party, account = book.parties, frame["account"]
    desk = pl.concat_str([branch_ids, pl.lit("-"), pl.col("desk").cast(pl.String)])
    return frame.select(
        transaction_id=codes("T", number, numbering(town.plan), bits=32),
        account_id=book.accounts["account_id"].gather(account),
        customer_id=book.accounts["customer_id"].gather(account),
        booked_at=instant(pl.col("at")),
        booked_on=local_day(pl.col("at")),
        direction=pl.when("is_credit").then(pl.lit("credit")).otherwise(pl.lit("debit")),
        amount=amount(pl.col("cents")),
        currency=book.accounts["currency"].gather(account),
        channel="channel",
        status="status",
        counterparty_id=party["id"].gather(other),
        counterparty_name=party["name"].gather(other),
        counterparty_account=party["account"].gather(other),
        counterparty_bank=party["bank"].gather(other),
        counterparty_country=party["country"].gather(other),
        conductor_id=book.visitors["id"].gather(visitor),
        conductor_name=book.visitors["name"].gather(visitor),
        branch_id=branch_ids,
        agent_id=book.agent_ids.gather(_numbered(frame, "agent")),
        teller_id=pl.when((pl.col("channel") == "cash_teller") & (pl.col("desk") >= 0)).then(desk),
        terminal_id=pl.when((pl.col("channel") == "cash_atm") & (pl.col("desk") >= 0)).then(desk),
        instrument_number="instrument",
        remittance_text=pl.when(pl.col("text") != "").then("text"),
        invoice_reference="invoice",
        bill_of_lading="bill",
        merchant_category=party["category"].gather(other),
        ip_address=session["ip_address"],
        device_id=session["device_id"],
    )


def _numbered(frame: pl.DataFrame, name: str) -> pl.Series:
    """A column of numbers, null where there is none."""
    return frame.select(pl.when(pl.col(name) >= 0).then(name)).to_series()


def slices(frame: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Pieces small enough to be written out in full at once."""
    for start in range(0, frame.height, _SLICE):
        yield frame[start : start + _SLICE]


def transfer_ids(town: Town, count: int) -> pl.Series:
    """Identifiers of the remittances, in the order of time."""
    return codes("R", np.arange(count), numbering(town.plan), bits=32)


def remittance_rows(town: Town, corridors: Corridors, frame: pl.DataFrame) -> pl.DataFrame:
    """Transfers as `remittances` has them."""
    sender, receiver = frame["sender"], frame["receiver"]
    who, whom = corridors.senders, corridors.receivers
    agents, desk = town.places.agents["agent_id"], frame["agent"]
    fee = (pl.col("cents") * 15 // 1000).clip(lower_bound=299)
    is_paid = pl.col("status") == "posted"
    return frame.select(
        remittance_id=transfer_ids(town, frame.height),
        sent_at=instant(pl.col("at")),
        sent_on=local_day(pl.col("at")),
        paid_at=pl.when(is_paid).then(instant(pl.col("paid_at"))),
        paid_on=pl.when(is_paid).then(local_day(pl.col("paid_at"))),
        status="status",
        amount=amount(pl.col("cents")),
        currency=pl.lit("USD"),
        fee=amount(fee),
        funding="funding",
        purpose=pl.when(pl.col("purpose") != "").then("purpose"),
        sender_id=who["sender_id"].gather(sender),
        sender_name=who["name"].gather(sender),
        sender_document=pl.coalesce("sender_document", who["document"].gather(sender)),
        sender_phone=pl.coalesce("sender_phone", who["phone"].gather(sender)),
        sender_address=pl.coalesce("sender_address", who["address"].gather(sender)),
        sender_city=who["city"].gather(sender),
        sender_region=who["region"].gather(sender),
        sender_country=who["country"].gather(sender),
        sender_since_on=who["since"].gather(sender).cast(pl.Int32).cast(pl.Date),
        receiver_id=whom["receiver_id"].gather(receiver),
        receiver_name=whom["name"].gather(receiver),
        receiver_document=pl.coalesce("receiver_document", whom["document"].gather(receiver)),
        receiver_phone=pl.coalesce("receiver_phone", whom["phone"].gather(receiver)),
        receiver_address=pl.coalesce("receiver_address", whom["address"].gather(receiver)),
        payout_city=whom["city"].gather(receiver),
        payout_region=whom["region"].gather(receiver),
        payout_country=whom["country"].gather(receiver),
        send_agent_id=agents.gather(desk.set(desk < 0, None)),
        pay_agent_id=pl.when(is_paid).then(agents.gather(_paying_desks(town, whom, receiver))),
    )


def _paying_desks(town: Town, receivers: pl.DataFrame, receiver: pl.Series) -> pl.Series:
    """The desk that each receiver in this country goes to; null for a partner's desk abroad."""
    place = receivers["place"].gather(receiver).to_numpy()
    desks = town.places.agents["place"].to_numpy()
    first, last = np.searchsorted(desks, place), np.searchsorted(desks, place, side="right")
    desk = pl.Series(first + receiver.to_numpy() % np.maximum(last - first, 1))
    return desk.set(pl.Series(place < 0), None)


def amount(cents: pl.Expr) -> pl.Expr:
    """Whole cents as money with two decimals."""
    return (cents.cast(pl.Decimal(18, 2)) / 100).cast(pl.Decimal(18, 2))


def instant(at: pl.Expr) -> pl.Expr:
    """Local seconds as an instant in UTC."""
    return ((at + UTC_OFFSET) * _MICRO).cast(pl.Datetime("us"))


def local_day(at: pl.Expr) -> pl.Expr:
    """The local day of local seconds."""
    return (at // 86_400).cast(pl.Int32).cast(pl.Date)

"""A month of ordinary firms: takings banked, cards settled, invoices in and out, wages, rent."""

from __future__ import annotations

import numpy as np
import polars as pl

from aml.sample.chance import Chance, Ints, business_day, money, moment, rounded, weekday
from aml.sample.life.counter import cash, flags, usual_branch
from aml.sample.life.entry import entries, together
from aml.sample.life.orders import FORTNIGHTLY, MONTHLY, QUARTERLY, order
from aml.sample.world.businesses import TRADES
from aml.sample.world.town import Town

_FRIDAY = 4
FAMILIES = tuple(trade.family for trade in TRADES)


def firms(town: Town, rng: Chance, first: int, last: int) -> pl.DataFrame:
    """One month of all ordinary trades."""
    return together([takings(town, rng, first, last), _invoices(town, rng, first, last)])


def firm_orders(town: Town) -> pl.DataFrame:
    """Rent, power, payroll and taxes of the ordinary trades, and the acquirer's weekly pay-out."""
    rng = town.stream("firm orders")
    firm = town.family(*FAMILIES)
    turnover = town.customers["expected_turnover"].to_numpy()[firm]
    place, count = town.column("place")[firm], len(firm)
    landlords = np.array([rng.choice(town.outsider("landlord", int(city))) for city in place])
    cards = np.array([trade.cards for trade in TRADES])[town.column("work")[firm]] > 0
    weekly = np.array([trade.cards for trade in TRADES])[town.column("work")[firm]]
    weekly = np.rint(weekly * 100 * town.customers["vigour"].to_numpy()[firm]).astype(np.int64)
    staff = town.outsider("person")
    return pl.concat(
        [
            order(account=firm, other=landlords, is_credit=False, channel="ach", spread=0,
                  cents=rounded(turnover * 100 // 240, 50), every=MONTHLY,
                  anchor=rng.integers(1, 6, count), text="Rent"),
            order(account=firm, other=rng.choice(town.outsider("utility"), count), is_credit=False,
                  channel="ach", spread=20, cents=np.maximum(9000, turnover // 12 * 2), every=MONTHLY,
                  anchor=rng.integers(8, 26, count), text="Electricity and water"),
            order(account=firm, other=rng.choice(staff, count), is_credit=False, channel="ach", spread=5,
                  cents=np.clip(turnover * 100 // 26 // 6, 70_000, 9_000_000), every=FORTNIGHTLY,
                  anchor=rng.integers(0, 14, count), text="Payroll"),
            order(account=firm, other=rng.choice(town.outsider("lender"), count), is_credit=False,
                  channel="ach", spread=10, cents=turnover * 100 // 90, every=QUARTERLY,
                  anchor=rng.integers(0, 91, count), text="Tax payment"),
            order(account=firm[cards], other=rng.choice(town.outsider("acquirer"), int(cards.sum())),
                  is_credit=True, channel="ach", spread=18, cents=weekly[cards], every=7,
                  anchor=rng.integers(0, 7, int(cards.sum())), text="Card settlement"),
        ]
    )  # fmt: skip


def takings(town: Town, rng: Chance, first: int, last: int) -> pl.DataFrame:
    """Cash of the till, banked once to three times a week by the owner or by staff."""
    days, firm_rows = [], []
    firm = town.family(*FAMILIES)
    work = town.column("work")[firm]
    bankings = np.array([trade.bankings for trade in TRADES])[work]
    usual = np.array([trade.cash for trade in TRADES])[work]
    for day in range(first, last + 1):
        for often, on in ((1, (_FRIDAY,)), (2, (0, 3)), (3, (0, 2, _FRIDAY))):
            shifted = (day + 3 - firm % 3 * (often > 1)) % 7
            hit = np.flatnonzero((bankings == often) & np.isin(shifted, on) & (usual > 0))
            firm_rows.append(hit)
            days.append(np.full(len(hit), day))
    row, day = np.concatenate(firm_rows), np.concatenate(days)
    if not len(row):
        return together([])
    count = len(row)
    median = usual[row] / bankings[row] * town.customers["vigour"].to_numpy()[firm[row]]
    cents = np.where(flags(rng, 0.5, count), 1, 5)
    cents = money(rng, median, 0.16, count) // (cents * 100) * cents * 100
    at_night = flags(rng, 0.5, count)
    banked = cash(
        rng, firm[row], day, cents, usual_branch(town, rng, firm[row], 0.03),
        conductor=_staff(town, rng, firm[row]),
    )  # fmt: skip
    dropped = (weekday(day) * 0 + day) * 86_400 + rng.integers(20 * 3600, 23 * 3600, count)
    night = pl.Series(at_night)
    return banked.with_columns(
        channel=pl.when(night).then(pl.lit("night_drop")).otherwise("channel"),
        at=pl.when(night).then(pl.Series(dropped)).otherwise("at"),
        desk=pl.when(night).then(pl.lit(-1)).otherwise("desk"),
    )


def _staff(town: Town, rng: Chance, firm: Ints) -> Ints:
    """The owner in person, or one of two trusted employees."""
    helpers = (
        town.customers.height + (firm * 2 + rng.integers(0, 2, len(firm))) % town.walk_ins.height
    )
    return np.where(flags(rng, 0.4, len(firm)), firm, helpers)


def _invoices(town: Town, rng: Chance, first: int, last: int) -> pl.DataFrame:
    """Clients pay, suppliers are paid; some of both bank here too."""
    firm = town.family(*FAMILIES)
    work = town.column("work")[firm]
    mean = np.array([trade.invoices for trade in TRADES])[work]
    usual = (
        np.array([trade.invoice for trade in TRADES])[work]
        * town.customers["vigour"].to_numpy()[firm]
    )
    # What a shop takes in cash and cards, it spends on goods.
    buys = mean * 0.7 + np.array([trade.bankings > 0 for trade in TRADES])[work] * 1.5
    cost = np.array([(trade.cash + trade.cards) * 0.9 for trade in TRADES])[work]
    cost = np.maximum(usual * 0.7, cost)
    parts = []
    for often, median, credit in ((mean, usual, True), (buys, cost, False)):
        row = np.repeat(np.arange(len(firm)), rng.poisson(often))
        if len(row):
            parts.append(_settled(town, rng, firm[row], median[row], (first, last), credit))
    return together(parts)


def _settled(
    town: Town, rng: Chance, firm: Ints, median: np.ndarray, span: tuple[int, int], credit: bool
) -> pl.DataFrame:
    count = len(firm)
    pool = town.outsider("client" if credit else "domestic supplier")
    partner = pool[(firm * 3 + rng.integers(0, 4, count)) % len(pool)]
    neighbours = town.family(*FAMILIES)
    inside = neighbours[
        (np.searchsorted(neighbours, firm) + 1 + rng.integers(0, 2, count)) % len(neighbours)
    ]
    partner = np.where(flags(rng, 0.12, count) & (inside != firm), inside, partner)
    channel = np.array(["ach", "wire", "cheque"])[rng.choice(3, count, p=[0.6, 0.2, 0.2])]
    channel = np.where(town.is_own(partner), "internal", channel)
    number = pl.Series(rng.integers(1000, 99_999, count)).cast(pl.String)
    invoice = pl.select(pl.concat_str([pl.lit("INV-"), number])).to_series()
    instrument = pl.Series(rng.integers(1000, 9_999_999, count)).cast(pl.String)
    day = np.clip(business_day(rng.integers(span[0], span[1] + 1, count)), *span)
    return entries(
        moment(rng, day),
        account=firm,
        other=partner,
        is_credit=credit,
        cents=money(rng, median, 0.55, count),
        channel=pl.Series(channel),
        invoice=invoice,
        text=pl.select(pl.concat_str([pl.lit("Invoice "), number])).to_series(),
        instrument=pl.select(pl.when(pl.Series(channel) == "cheque").then(instrument)).to_series(),
    )

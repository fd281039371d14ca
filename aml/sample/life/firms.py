"""A month of ordinary firms: takings banked, cards settled, invoices in and out, wages, rent."""

from __future__ import annotations

import numpy as np
import polars as pl

from aml.sample.chance import (
    DAY_SECONDS,
    HOUR_SECONDS,
    Chance,
    Floats,
    Ints,
    Span,
    business_day,
    moment,
    money,
    rounded,
    weekday,
    words,
)
from aml.sample.life.counter import Visits, flags, usual_branch
from aml.sample.life.entry import entries, together
from aml.sample.life.orders import FORTNIGHTLY, MONTHLY, QUARTERLY, WEEKLY, order
from aml.sample.life.texts import cheque_numbers, invoice_numbers, invoice_texts
from aml.sample.world.businesses import TRADES
from aml.sample.world.town import Town

FAMILIES = tuple(trade.family for trade in TRADES)
#: Trades where a customer brings notes for one dear thing, and the invoice is on the slip.
DEALERS = ("car dealer", "jeweller")
#: Above such weekly takings a van fetches them.
_WORTH_A_VAN = 12_000
#: Cents of a sale that is below the cap on cash wherever a shop stands.
_SMALL_SALE = 400_000


def firms(town: Town, rng: Chance, span: Span) -> pl.DataFrame:
    """One month of all ordinary trades."""
    return together(
        [_takings(town, rng, span), _cash_sales(town, rng, span), _invoices(town, rng, span)]
    )


def firm_orders(town: Town) -> pl.DataFrame:
    """Rent, power, payroll and taxes of the ordinary trades, and the acquirer's weekly pay-out."""
    rng = town.stream("firm orders")
    firm, trade = _trades(town)
    count, turnover = len(firm), town.customers["expected_turnover"].to_numpy()[firm]
    weekly = trade["cards"].to_numpy() * 100 * town.customers["vigour"].to_numpy()[firm]
    by_card = np.flatnonzero(weekly > 0)
    return pl.concat(
        [
            order(account=firm, other=town.landlords(rng, firm), is_credit=False, channel="ach",
                  spread=0, cents=rounded(turnover * 100 // 240, 50), every=MONTHLY,
                  anchor=rng.integers(1, 6, count), text="Rent"),
            order(account=firm, other=rng.choice(town.outsider("utility"), count), is_credit=False,
                  channel="ach", spread=20, cents=np.maximum(9000, turnover // 12 * 2),
                  every=MONTHLY, anchor=rng.integers(8, 26, count), text="Electricity and water"),
            order(account=firm, other=rng.choice(town.outsider("person"), count), is_credit=False,
                  channel="ach", spread=5, every=FORTNIGHTLY, anchor=rng.integers(0, 14, count),
                  cents=np.clip(turnover * 100 // 26 // 6, 70_000, 9_000_000), text="Payroll"),
            order(account=firm, other=rng.choice(town.outsider("lender"), count), is_credit=False,
                  channel="ach", spread=10, cents=turnover * 100 // 90, every=QUARTERLY,
                  anchor=rng.integers(0, 91, count), text="Tax payment"),
            order(account=firm[by_card], other=rng.choice(town.outsider("acquirer"), len(by_card)),
                  is_credit=True, channel="ach", spread=18, every=WEEKLY,
                  cents=np.rint(weekly[by_card]).astype(np.int64),
                  anchor=rng.integers(0, 7, len(by_card)), text="Card settlement"),
        ]
    )  # fmt: skip


def foreign_orders(town: Town) -> pl.DataFrame:
    """What firms have made abroad month by month, and the fuel of petrol stations."""
    rng = town.stream("foreign orders")
    sellers, stations = town.family("importer", "wholesaler"), town.family("petrol station")
    makers = town.family("workshop", "contractor", "haulier")
    parts = []
    for firm, kind, dollars, text in (
        (sellers, "chemist abroad", 1900, "Materials"),
        (makers, "plant abroad", 2300, "Contract work"),
        (stations, "oil dealer", 9400, "Fuel delivery"),
        (stations, "oil firm abroad", 3100, "Fuel delivery"),
    ):
        count = len(firm)
        parts.append(
            order(account=firm, other=rng.choice(town.outsider(kind), count), is_credit=False,
                  channel="wire", spread=25, every=MONTHLY, anchor=rng.integers(1, 29, count),
                  cents=money(rng, dollars, 0.4, count), text=text)
        )  # fmt: skip
    return pl.concat(parts)


def _takings(town: Town, rng: Chance, span: Span) -> pl.DataFrame:
    """Cash of the till, banked once or twice a week by owner or staff, a third of it at night.

    Where there is too much to carry, a van fetches the week's cash.
    """
    firm, trade = _trades(town)
    weekly = trade["cash"].to_numpy() * town.customers["vigour"].to_numpy()[firm]
    by_van = weekly > _WORTH_A_VAN
    bankings = np.where(by_van, 1, trade["bankings"].to_numpy())
    day = np.arange(span[0], span[1] + 1)[:, None]
    since = (weekday(day) - firm % 5) % 7
    when, row = np.nonzero(((since == 0) & (bankings >= 1)) | ((since == 3) & (bankings == 2)))
    count, day = len(row), span[0] + when
    median = (weekly / np.maximum(bankings, 1))[row]
    unit = np.where(flags(rng, 0.5, count), 100, 500)
    banked = Visits(
        firm[row],
        day,
        money(rng, median, 0.16, count) // unit * unit,
        usual_branch(town, rng, firm[row], 0.03),
        conductor=_staff(town, rng, firm[row]),
    ).booked(rng)
    dropped = day * DAY_SECONDS + rng.integers(20 * HOUR_SECONDS, 23 * HOUR_SECONDS, count)
    is_van = by_van[row]
    is_night = flags(rng, 0.33, count) & ~is_van
    channel = np.select([is_van, is_night], ["armoured_cash", "night_drop"], "cash_teller")
    at_a_window = pl.Series(~is_van & ~is_night)
    return banked.with_columns(
        channel=pl.Series(channel, dtype=pl.String),
        at=pl.when(pl.Series(is_night)).then(pl.Series(dropped)).otherwise("at"),
        desk=pl.when(at_a_window).then("desk").otherwise(-1),
        conductor=pl.when(pl.Series(is_van)).then(-1).otherwise("conductor"),
    )


def _cash_sales(town: Town, rng: Chance, span: Span) -> pl.DataFrame:
    """Buyers pay a dealer in notes at its branch; some leave a deposit first, on the same invoice.

    What a buyer brings stays well below ten thousand dollars: more comes by draft or transfer.
    Every third sale of little is made in the shop abroad, where the cap on cash is lower.
    """
    dealer = town.family(*DEALERS)
    dealer = np.repeat(dealer, rng.poisson(1.6, len(dealer)))
    in_two = flags(rng, 0.2, len(dealer))
    sale = np.repeat(np.arange(len(dealer)), 1 + in_two)
    second = np.concatenate([[False], sale[1:] == sale[:-1]])
    price = np.minimum(rounded(money(rng, 1700, 0.6, len(dealer)), 50), 780_000)
    whole, is_part = price[sale], in_two[sale]
    first_part = rounded(whole * 3 // 10, 50)
    day = rng.integers(span[0], span[1] + 1, len(dealer))[sale]
    later = np.minimum(day + rng.integers(2, 12, len(sale)), span[1])
    persons, visitors = town.outsider("person"), town.walk_in(rng, len(dealer))
    is_abroad = (sale % 3 == 1) & (whole <= _SMALL_SALE)
    shop = np.where(is_abroad, town.places.branches.height, town.column("branch")[dealer][sale])
    reference = invoice_numbers(rng, len(dealer)).gather(sale)
    banked = Visits(
        dealer[sale],
        np.where(second, later, day),
        np.where(is_part, np.where(second, whole - first_part, first_part), whole),
        shop,
        conductor=visitors[sale],
    ).booked(rng)
    return banked.with_columns(
        other=pl.Series(rng.choice(persons, len(dealer))[sale]),
        invoice=reference,
        text=invoice_texts(reference),
    )


def _staff(town: Town, rng: Chance, firm: Ints) -> Ints:
    """The owner in person, or one of two trusted employees."""
    employee = town.staff(firm, rng.integers(0, 2, len(firm)))
    return np.where(flags(rng, 0.4, len(firm)), firm, employee)


def _invoices(town: Town, rng: Chance, span: Span) -> pl.DataFrame:
    """Clients pay, suppliers are paid; some of both bank here too."""
    firm, trade = _trades(town)
    vigour = town.customers["vigour"].to_numpy()[firm]
    usual = trade["invoice"].to_numpy() * vigour
    has_till = (trade["bankings"] > 0).to_numpy()
    # What a shop takes in cash and cards, it spends on goods.
    taken = (trade["cash"] + trade["cards"]).to_numpy() * 0.9 * vigour
    sales = trade["invoices"].to_numpy()
    sold = np.repeat(np.arange(len(firm)), rng.poisson(sales))
    bought = np.repeat(np.arange(len(firm)), rng.poisson(sales * 0.7 + has_till * 1.5))
    cost = np.maximum(usual * 0.7, taken)
    return together(
        [
            _settled(town, rng, firm[sold], usual[sold], span).with_columns(is_credit=True),
            _settled(town, rng, firm[bought], cost[bought], span),
        ]
    )


def _settled(town: Town, rng: Chance, firm: Ints, median: Floats, span: Span) -> pl.DataFrame:
    """Invoices paid to partners that a firm keeps to; a neighbour is paid within the bank."""
    count = len(firm)
    kinds = ("client", "domestic supplier", "haulage", "broker", "new haulier")
    pool = np.concatenate([town.outsider(kind) for kind in kinds])
    partner = pool[(firm * 3 + rng.integers(0, 5, count) * 7) % len(pool)]
    neighbours = town.family(*FAMILIES)
    step = 1 + rng.integers(0, 2, count)
    inside = neighbours[(np.searchsorted(neighbours, firm) + step) % len(neighbours)]
    partner = np.where(flags(rng, 0.12, count) & (inside != firm), inside, partner)
    channel = words(rng, ["ach", "ach", "ach", "wire", "cheque"], count)
    channel = channel.set(pl.Series(town.is_own(partner)), "internal")
    reference = invoice_numbers(rng, count)
    return entries(
        moment(rng, np.clip(business_day(rng.integers(span[0], span[1] + 1, count)), *span)),
        account=firm,
        other=partner,
        is_credit=False,
        cents=money(rng, median, 0.55, count),
        channel=channel,
        invoice=reference,
        text=invoice_texts(reference),
        instrument=cheque_numbers(rng, count).set(channel != "cheque", None),
    )


def _trades(town: Town) -> tuple[Ints, pl.DataFrame]:
    """The ordinary firms, and the line of business of each."""
    firm = town.family(*FAMILIES)
    return firm, pl.DataFrame(TRADES)[town.column("work")[firm]]

"""Standing orders: what comes back every week, fortnight or month, in one table for the town."""

from __future__ import annotations

import numpy as np
import polars as pl

from aml.sample.chance import Chance, Flags, Ints, Span, business_day, moment, money, rounded
from aml.sample.life.entry import HOLDER, NOBODY, Column, entries
from aml.sample.world.people import WORKS
from aml.sample.world.ties import ON_PUBLIC_PAY, employers
from aml.sample.world.town import Town

#: Rough units of a currency for one dollar, to size amounts; the dated rates stand in fx_rates.
UNITS = {"USD": 1.0, "EUR": 0.9, "MXN": 18.0, "CAD": 1.38, "GBP": 0.78}
_PUBLIC_PAY = dict(zip(ON_PUBLIC_PAY, ("Pension", "Benefit"), strict=True))
WEEKLY, FORTNIGHTLY, MONTHLY, QUARTERLY = 7, 14, 30, 91


def order(**columns: Column) -> pl.DataFrame:
    """Orders from columns, or from single values that all share.

    Their columns are account, other, is_credit, channel, cents, spread (how far an amount moves,
    in percent), every (days), anchor (day of the month, or a day of the rhythm) and text.
    """
    long = {
        name: value for name, value in columns.items() if isinstance(value, np.ndarray | pl.Series)
    }
    short = {name: pl.lit(value) for name, value in columns.items() if name not in long}
    return pl.DataFrame(long).with_columns(**short).select(
        pl.col("account", "other", "cents", "spread", "every", "anchor").cast(pl.Int64),
        "is_credit", "channel", "text",
    )  # fmt: skip


def standing_orders(town: Town) -> pl.DataFrame:
    """Everything that private customers have arranged."""
    rng = town.stream("orders")
    people = town.family("person")
    income = town.customers["declared_income"].to_numpy()[people]
    return pl.concat(
        [
            _pay(town, rng, people, income),
            _homes(town, rng, people, income),
            _bills(town, rng, people),
            _savings(town, rng),
            _abroad(town, rng),
            _from_relatives(town, rng, people),
            _to_relatives(town, town.stream("orders abroad"), people),
            _fees(town, rng),
            _on_paper(town, town.stream("paper companies' orders")),
        ]
    )


def due(orders: pl.DataFrame, rng: Chance, span: Span) -> pl.DataFrame:
    """The entries of the orders that fall due from the first to the last day of a month."""
    first, last = span
    every, anchor = orders["every"].to_numpy(), orders["anchor"].to_numpy()
    rows = [np.flatnonzero(every == MONTHLY)]
    days = [first + np.minimum(anchor[rows[0]] - 1, last - first)]
    for rhythm in (WEEKLY, FORTNIGHTLY, QUARTERLY):
        chosen = np.flatnonzero(every == rhythm)
        for on in range(first, last + 1):
            rows.append(chosen[(on - anchor[chosen]) % rhythm == 0])
            days.append(np.full(len(rows[-1]), on))
    row, day = np.concatenate(rows), np.concatenate(days)
    picked = orders[row]
    is_bank_day = picked["channel"].is_in(["ach", "wire", "internal", "cheque"]).to_numpy()
    day = np.clip(np.where(is_bank_day, business_day(day), day), first, last)
    swing = 1 + picked["spread"].to_numpy() / 100 * rng.uniform(-1, 1, len(row))
    return entries(
        moment(rng, day, 6, 20),
        account=picked["account"],
        other=picked["other"],
        is_credit=picked["is_credit"],
        channel=picked["channel"],
        cents=np.rint(picked["cents"].to_numpy() * swing).astype(np.int64),
        text=picked["text"],
        # Half of them run by themselves; the others are given by hand each time.
        device=np.where(row % 2 == 0, NOBODY, HOLDER),
    )


def _pay(town: Town, rng: Chance, people: Ints, income: Ints) -> pl.DataFrame:
    """Wages from local employers, some of whom bank here too; pensions and grants for others."""
    work = town.column("work")[people]
    rhythm = np.array(
        [{"weekly": 7, "biweekly": 14, "monthly": 30, "none": 0}[w.pay] for w in WORKS]
    )
    every = rhythm[work]
    paid = np.flatnonzero(every > 0)
    occupation = town.customers["occupation"].gather(people[paid])
    employer = employers(town)[people[paid]]
    said = occupation.replace_strict(_PUBLIC_PAY, default="Payroll", return_dtype=pl.String)
    net = income[paid] * 0.78 * 100 * every[paid] / 365
    inside = town.is_own(employer)
    return order(
        account=np.where(inside, employer, people[paid]),
        other=np.where(inside, people[paid], employer),
        is_credit=pl.Series(~inside),
        channel=pl.Series(np.where(inside, "internal", "ach")),
        cents=np.rint(net).astype(np.int64),
        spread=np.where(rng.random(len(paid)) < 0.5, 0, 6),
        every=every[paid],
        anchor=rng.integers(1, 29, len(paid)),
        text=said,
    )


def _homes(town: Town, rng: Chance, people: Ints, income: Ints) -> pl.DataFrame:
    """One member of a household pays the rent or the mortgage, some to the landlords' agent."""
    household = town.column("household")[people]
    payer = people[np.concatenate([[True], household[1:] != household[:-1]])]
    count = len(payer)
    lenders, agents = town.outsider("lender"), town.family("landlord agent")
    owns = rng.random(count) < 0.4
    landlord = np.where(owns, rng.choice(lenders, count), town.landlords(rng, payer))
    # Each agent looks after a few homes, of people who bank here too.
    tenants = np.flatnonzero(~owns)[: 6 * len(agents)]
    landlord[tenants] = agents[np.arange(len(tenants)) % len(agents)]
    share = rng.uniform(0.2, 0.34, count)
    rent = rounded((income[np.searchsorted(people, payer)] * share / 12 * 100).astype(np.int64), 5)
    return order(
        account=payer,
        other=landlord,
        is_credit=False,
        channel=pl.Series(_rent_channels(rng, town.is_own(landlord))),
        cents=np.maximum(rent, 30_000),
        spread=0,
        every=MONTHLY,
        anchor=rng.integers(1, 6, count),
        text=pl.Series(np.where(owns, "Mortgage", "Rent")),
    )


def _rent_channels(rng: Chance, inside: Flags) -> list[str]:
    outside = np.where(rng.random(len(inside)) < 0.3, "cheque", "ach")
    return [str(channel) for channel in np.where(inside, "internal", outside)]


def _bills(town: Town, rng: Chance, people: Ints) -> pl.DataFrame:
    """Power, phone, insurance, streaming, a loan: each customer has some of them."""
    place = town.column("place")
    bills = []
    for kind, share, median, spread, channel, text in (
        ("utility", 0.55, 120, 25, "ach", "Electricity and water"),
        ("telecom", 0.5, 62, 4, "ach", "Telephone"),
        ("insurer", 0.35, 140, 0, "ach", "Insurance premium"),
        ("lender", 0.25, 320, 0, "ach", "Car loan"),
        ("card issuer", 0.35, 380, 30, "ach", "Card payment"),
        ("streaming", 0.5, 15, 0, "card", "Subscription"),
    ):
        payer = people[rng.random(len(people)) < share]
        pool = town.outsider(kind)
        other = rng.choice(pool, len(payer))
        if kind == "utility":
            other = pool[place[payer] % len(pool)]
        bills.append(
            order(
                account=payer, other=other, is_credit=False, channel=channel,
                cents=money(rng, median, 0.35, len(payer)), spread=spread, every=MONTHLY,
                anchor=rng.integers(1, 29, len(payer)), text=text,
            )
        )  # fmt: skip
    return pl.concat(bills)


def _savings(town: Town, rng: Chance) -> pl.DataFrame:
    """A monthly amount put aside."""
    saving = town.accounts.with_row_index("number").filter(pl.col("account_type") == "savings")
    owner = saving["owner"].to_numpy()
    income = town.customers["declared_income"].to_numpy()[owner]
    cents = rounded(
        np.rint(income * 100 / 12 * rng.uniform(0.03, 0.12, len(owner))).astype(np.int64), 25
    )
    return order(
        account=owner, other=saving["number"].cast(pl.Int64), is_credit=False, channel="internal",
        cents=cents, spread=0, every=MONTHLY, anchor=rng.integers(1, 29, len(owner)),
        text="Savings",
    )  # fmt: skip


def _abroad(town: Town, rng: Chance) -> pl.DataFrame:
    """Accounts in another currency live on a rent or a fee from abroad, and pay a cost there."""
    account = town.abroad[town.abroad >= 0]
    currency = town.accounts["currency"].gather(account)
    units = currency.replace_strict(UNITS, return_dtype=pl.Float64).to_numpy()
    partner = rng.choice(town.outsider("partner abroad"), len(account))
    cents = np.rint(money(rng, 1400, 0.5, len(account)) * units).astype(np.int64)
    shared: dict[str, Column] = {
        "account": account, "other": partner, "channel": "wire", "spread": 10, "every": MONTHLY,
        "text": "Invoice",
    }  # fmt: skip
    return pl.concat(
        [
            order(**shared, is_credit=True, cents=cents, anchor=rng.integers(1, 29, len(account))),
            order(**shared, is_credit=False, cents=cents * 6 // 10,
                  anchor=rng.integers(1, 29, len(account))),
        ]
    )  # fmt: skip


def _from_relatives(town: Town, rng: Chance, people: Ints) -> pl.DataFrame:
    """Some people get the same sum from abroad month by month: a pension, rent, a parent's help."""
    payee = people[rng.random(len(people)) < 0.06]
    return order(
        account=payee, other=rng.choice(town.outsider("partner abroad"), len(payee)),
        is_credit=True, channel="wire", spread=3, every=MONTHLY,
        cents=rounded(money(rng, 780, 0.4, len(payee)), 10),
        anchor=rng.integers(1, 29, len(payee)), text="Support",
    )  # fmt: skip


def _to_relatives(town: Town, rng: Chance, people: Ints) -> pl.DataFrame:
    """Some send a part of their wage to family abroad by wire, month by month."""
    payer = people[rng.random(len(people)) < 0.1]
    return order(
        account=payer, other=rng.choice(town.outsider("relative abroad"), len(payer)),
        is_credit=False, channel="wire", spread=4, every=MONTHLY,
        cents=rounded(money(rng, 310, 0.5, len(payer)), 10),
        anchor=rng.integers(1, 29, len(payer)), text="Support",
    )  # fmt: skip


def _fees(town: Town, rng: Chance) -> pl.DataFrame:
    """The bank's own charge, every quarter, to some accounts; nobody orders it."""
    payer = np.flatnonzero(rng.random(town.customers.height) < 0.2)
    payer = np.union1d(payer, town.family("sleeper"))
    return order(
        account=payer, other=-1, is_credit=False, channel="fee", spread=0, every=QUARTERLY,
        cents=np.full(len(payer), 1500), anchor=rng.integers(0, 91, len(payer)),
        text="Account fee",
    )  # fmt: skip


def _on_paper(town: Town, rng: Chance) -> pl.DataFrame:
    """Paper companies send a client one bill a quarter and pay whoever keeps their books."""
    firm = town.family("paper company")
    count = len(firm)
    shared: dict[str, Column] = {"account": firm, "channel": "ach", "every": QUARTERLY}
    return pl.concat(
        [
            order(**shared, other=rng.choice(town.outsider("client"), count), is_credit=True,
                  cents=rounded(money(rng, 1500, 0.5, count), 50), spread=4, text="Invoice",
                  anchor=rng.integers(0, 91, count)),
            order(**shared, other=rng.choice(town.outsider("broker"), count), is_credit=False,
                  cents=rounded(money(rng, 160, 0.3, count), 10), spread=0, text="Bookkeeping",
                  anchor=rng.integers(0, 91, count)),
        ]
    )  # fmt: skip

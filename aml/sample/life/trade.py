"""Importers: bills of lading, and the suppliers, forwarders, brokers and hauliers they pay."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from aml.sample.chance import Chance, Floats, Ints, business_day, moment, money, rounded
from aml.sample.life.counter import flags
from aml.sample.life.entry import entries, together
from aml.sample.life.orders import UNITS
from aml.sample.life.texts import invoice_numbers, shipping_texts
from aml.sample.world.businesses import IMPORTING
from aml.sample.world.ships import (
    FRUITS,
    GOODS,
    HOME_PORTS,
    PORTS,
    build_vessels,
    container_numbers,
)
from aml.sample.world.town import Town

_CURRENCY_OF = {"MX": "MXN", "ES": "EUR", "NL": "EUR", "CA": "CAD"}


@dataclass(frozen=True, slots=True)
class Trade:
    """Bills of lading with the numbers of the parties behind the names, and the ships.

    Args:
        bills: shipments of the bank's own importers.
        elsewhere: shipments to importers who bank elsewhere, on the same ships.
        vessels: the ships; some of them carry nothing to this town in the ordinary course.
    """

    bills: pl.DataFrame
    elsewhere: pl.DataFrame
    vessels: pl.DataFrame


def build_trade(town: Town) -> Trade:
    """The year's shipments of all importers."""
    rng, plan = town.stream("trade"), town.plan
    calling = max(12, plan.companies // 25)
    vessels = build_vessels(rng, calling + 4 + calling // 8)
    importer = town.family(*IMPORTING)
    family = town.customers["family"].gather(importer)
    vigour = town.customers["vigour"].to_numpy()[importer]
    mean = np.minimum(30, 0.9 * vigour * plan.months + 1)
    buyer = np.repeat(importer, rng.poisson(mean))
    issued = rng.integers(plan.first_day - 20, plan.last_day - 5, len(buyer))
    # The seasonal importer ships from March to May only; the newcomer from when it joined.
    seasonal = np.isin(buyer, importer[(family == "seasonal importer").to_numpy()])
    issued = np.where(seasonal, plan.first_day + 60 + issued % 80, issued)
    issued = np.maximum(issued, town.opened[buyer] + 15)
    bills = make_bills(town, rng, vessels[:calling], buyer, issued)
    on = rng.integers(plan.first_day - 20, plan.last_day - 5, len(buyer) // 2)
    other = make_bills(town, rng, vessels[:calling], rng.choice(importer, len(on)), on)
    whose = pl.Series(rng.choice(town.outsider("importer elsewhere"), len(on)))
    return Trade(bills, other.with_columns(buyer=whose), vessels)


def make_bills(
    town: Town,
    rng: Chance,
    vessels: pl.DataFrame,
    buyer: Ints,
    issued: Ints,
    shipper: Ints | None = None,
) -> pl.DataFrame:
    """Bills of lading of the given buyers and days; each buyer keeps to a few partners."""
    count = len(buyer)
    shippers, carriers = town.outsider("shipper"), town.outsider("carrier")
    if shipper is None:
        shipper = shippers[(buyer * 7 + rng.integers(0, 3, count) * 5) % len(shippers)]
    cargo = _cargo(town, rng, buyer)
    ship = rng.integers(0, vessels.height, count)
    papers = pl.DataFrame(
        {
            "bl_no": _bill_numbers(rng, count),
            "issued": issued,
            "arrival": issued + rng.integers(6, 32, count),
            "buyer": buyer,
            "shipper": shipper,
            "forwarder": forwarder_of(town, rng, buyer),
            "carrier": carriers[(buyer + rng.integers(0, 2, count)) % len(carriers)],
            "imo_number": vessels["imo_number"].gather(ship),
            "vessel_name": vessels["name"].gather(ship),
            "container_number": container_numbers(rng, count),
            "booking_number": pl.Series(rng.integers(10**7, 10**8, count)).cast(pl.String),
            "load_port": _load_ports(town, shipper, ship),
            "discharge_port": [
                HOME_PORTS[region] for region in town.customers["region"].gather(buyer)
            ],
            "packages": rng.integers(200, 1400, count),
        }
    )
    return pl.concat([papers, cargo], how="horizontal")


def forwarder_of(town: Town, rng: Chance, buyer: Ints) -> Ints:
    """Half goes through the hubs that serve everybody, half through the buyer's own forwarder."""
    hubs = town.family("freight hub", "nvocc")
    small = town.outsider("forwarder")
    own = small[(buyer * 5) % len(small)]
    return np.where(flags(rng, 0.5, len(buyer)), rng.choice(hubs, len(buyer)), own)


def pay_for(town: Town, rng: Chance, bills: pl.DataFrame) -> pl.DataFrame:
    """What each bill costs its buyer: goods in two parts, freight, duties, the truck."""
    issued, arrival = bills["issued"].to_numpy(), bills["arrival"].to_numpy()
    value = bills["cents"].to_numpy()
    count = bills.height
    brokers, trucks = town.outsider("broker"), town.outsider("haulage")
    buyer = bills["buyer"].to_numpy()
    freight, haulage = money(rng, 3400, 0.35, count), money(rng, 1100, 0.3, count)
    by_forwarder = flags(rng, 0.75, count)
    carried = np.where(by_forwarder, bills["forwarder"].to_numpy(), bills["carrier"].to_numpy())
    shipper = bills["shipper"].to_numpy()
    due = (
        (issued - rng.integers(5, 25, count), value * 3 // 10, shipper),
        (issued + rng.integers(3, 35, count), value * 7 // 10, shipper),
        (arrival - rng.integers(-6, 14, count), freight, carried),
        (arrival + rng.integers(0, 5, count), value // 25, brokers[(buyer + 1) % len(brokers)]),
        (arrival + rng.integers(1, 11, count), haulage, trucks[(buyer * 3) % len(trucks)]),
    )
    parts = [payment(town, rng, bills, day, cents, payee) for day, cents, payee in due]
    return _within(town, together(parts))


def payment(
    town: Town, rng: Chance, bills: pl.DataFrame, day: Ints, cents: Ints, payee: Ints
) -> pl.DataFrame:
    """One payment a bill; what is said of the bill in the text differs from clerk to clerk."""
    count, buyer = bills.height, bills["buyer"].to_numpy()
    account, units = _paying_accounts(town, buyer, payee)
    channel = np.where(
        town.is_own(payee), "internal", np.where(units != 1.0, "wire", _ways(town, rng, payee))
    )
    has_bill = pl.Series(flags(rng, 0.3, count))
    return entries(
        moment(rng, business_day(day)),
        account=account,
        other=payee,
        is_credit=False,
        cents=np.maximum(100, np.rint(cents * units).astype(np.int64)),
        channel=pl.Series(channel),
        text=shipping_texts(rng, bills),
        invoice=invoice_numbers(rng, count),
        bill=pl.select(pl.when(has_bill).then(bills["bl_no"])).to_series(),
    )


def _cargo(town: Town, rng: Chance, buyer: Ints) -> pl.DataFrame:
    """A container of fruit for those who deal in it, of electronics for all others."""
    count = len(buyer)
    is_fruit = (town.customers["industry_code"].gather(buyer) == "424480").to_numpy()
    good = np.where(
        is_fruit, rng.integers(0, FRUITS, count), rng.integers(FRUITS, len(GOODS), count)
    )
    hs_code, goods, price, weight = (np.array(column)[good] for column in zip(*GOODS, strict=True))
    kilos = np.rint(weight * rng.uniform(0.85, 1.1, count)).astype(np.int64)
    value = np.rint(kilos * price * rng.uniform(0.88, 1.12, count) * 100).astype(np.int64)
    return pl.DataFrame(
        {"hs_code": hs_code, "goods": goods, "kilos": kilos, "cents": rounded(value, 10)}
    )


def _load_ports(town: Town, shipper: Ints, ship: Ints) -> list[str]:
    """A port of each shipper's country; a ship keeps to one in each."""
    country = town.outsiders["country"].gather(shipper - town.accounts.height).to_list()
    calls = zip((PORTS[code] for code in country), ship.tolist(), strict=True)
    return [ports[turn % len(ports)] for ports, turn in calls]


def _paying_accounts(town: Town, buyer: Ints, payee: Ints) -> tuple[Ints, Floats]:
    """The account in the payee's currency where the buyer has one, else the current account."""
    abroad = town.abroad[buyer]
    held = town.accounts["currency"].gather(np.maximum(abroad, 0))
    wanted = _countries(town, payee).replace_strict(_CURRENCY_OF, default="USD")
    fits = (abroad >= 0) & (held == wanted).to_numpy() & ~town.is_own(payee)
    units = held.replace_strict(UNITS, return_dtype=pl.Float64).to_numpy()
    return np.where(fits, abroad, buyer), np.where(fits, units, 1.0)


def _countries(town: Town, payee: Ints) -> pl.Series:
    """Where the payees are; the bank's own customers are at home."""
    row = payee - town.accounts.height
    country = town.outsiders["country"].gather(np.maximum(row, 0))
    return country.set(pl.Series(row < 0), "US")


def _ways(town: Town, rng: Chance, payee: Ints) -> list[str]:
    abroad = _countries(town, payee) != "US"
    at_home = np.array(["ach", "wire", "cheque"])[rng.choice(3, len(payee), p=[0.6, 0.3, 0.1])]
    return [str(way) for way in np.where(abroad.to_numpy(), "wire", at_home)]


def _bill_numbers(rng: Chance, count: int) -> pl.Series:
    """Four letters and nine digits, as carriers number them."""
    letters = pl.Series(["HBLU", "CORM", "NSSH", "ALBO", "TRVK"]).gather(rng.integers(0, 5, count))
    serial = pl.Series(10**8 + rng.choice(9 * 10**8, count, replace=False))
    return pl.select(pl.concat_str([letters, serial.cast(pl.String)])).to_series()


def _within(town: Town, frame: pl.DataFrame) -> pl.DataFrame:
    day = pl.col("at") // 86_400
    return frame.filter((day >= town.plan.first_day) & (day <= town.plan.last_day))

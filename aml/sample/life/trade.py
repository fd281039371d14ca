"""Importers: bills of lading, and the suppliers, forwarders, brokers and hauliers they pay."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from aml.sample.chance import Chance, Floats, Ints, business_day, moment, money, rounded
from aml.sample.life.counter import flags
from aml.sample.life.entry import entries, together
from aml.sample.life.exports import turned_round
from aml.sample.life.orders import UNITS
from aml.sample.life.sailings import Sailings, build_sailings, ships_for
from aml.sample.life.texts import invoice_numbers, shipping_texts
from aml.sample.world.businesses import IMPORTING
from aml.sample.world.loops import LOOPS, loop_between
from aml.sample.world.ships import (
    FRUITS,
    GOODS,
    HOME_PORTS,
    build_vessels,
    container_numbers,
)
from aml.sample.world.town import Town

#: Of a hundred containers so many go to another port of the same loop.
_ASTRAY = 12
_CURRENCY_OF = {"MX": "MXN", "ES": "EUR", "NL": "EUR", "CA": "CAD"}


@dataclass(frozen=True, slots=True)
class Trade:
    """Bills of lading with the numbers of the parties behind the names, and the ships.

    Args:
        bills: shipments of the bank's own importers.
        elsewhere: shipments to importers who bank elsewhere, on the same ships.
        sold: what the importers send to buyers abroad.
        vessels: the ships; the last carry nothing to this town in the ordinary course.
        sailings: the voyages of all others.
    """

    bills: pl.DataFrame
    elsewhere: pl.DataFrame
    sold: pl.DataFrame
    vessels: pl.DataFrame
    sailings: Sailings

    @property
    def idle(self) -> Ints:
        """Rows of the ships that sail in no service."""
        sails = self.sailings.voyages["ship"].unique().to_numpy()
        return np.setdiff1d(np.arange(self.vessels.height), sails)

    def named(self, ship: int) -> dict[str, str]:
        """Number and name of a ship."""
        known = self.vessels.row(ship, named=True)
        return {name: known[name] for name in ("imo_number", "name")}


def build_trade(town: Town) -> Trade:
    """The shipments of all importers, of three springs to the end of the ledger."""
    rng, plan = town.stream("trade"), town.plan
    calling = max(2 * len(LOOPS), plan.companies // 25, ships_for(plan))
    vessels = build_vessels(rng, calling + 10 + calling // 8)
    sailings = build_sailings(plan, town.stream("sailings"), calling)
    yard = Yard(town, vessels, sailings)
    importer = town.family(*IMPORTING)
    family = town.customers["family"].gather(importer)
    vigour = town.customers["vigour"].to_numpy()[importer]
    mean = np.minimum(60, 0.9 * vigour * (plan.last_day - plan.first_shipment) / 30 + 1)
    buyer = np.repeat(importer, rng.poisson(mean))
    issued = rng.integers(plan.first_shipment, plan.last_day - 25, len(buyer))
    # The seasonal importer ships from March to May of each year; the newcomer from when it joined.
    seasonal = np.isin(buyer, importer[(family == "seasonal importer").to_numpy()])
    year = rng.integers(0, 3, len(buyer))
    in_season = plan.first_day + 60 + issued % 80 - 365 * year
    issued = np.where(seasonal, in_season, issued)
    newcomer = np.isin(buyer, importer[(family == "start-up importer").to_numpy()])
    issued = np.where(newcomer, town.opened[buyer] + 15 + issued % 60, issued)
    bills = make_bills(yard, rng, buyer, issued)
    beside = max(len(buyer) // 2, plan.shipping.bills - len(buyer) - len(buyer) // 2)
    on = rng.integers(plan.first_shipment, plan.last_day - 25, beside)
    other = make_bills(yard, rng, rng.choice(importer, len(on)), on)
    whose = pl.Series(rng.choice(town.outsider("importer elsewhere"), len(on)))
    out = rng.integers(plan.first_shipment, plan.last_day - 25, len(buyer) // 2)
    sold = make_bills(yard, rng, rng.choice(importer, len(out)), out)
    customers = rng.choice(town.outsider("buyer abroad"), len(out))
    sold = turned_round(sold, customers)
    return Trade(bills, other.with_columns(buyer=whose), sold, vessels, sailings)


@dataclass(frozen=True, slots=True)
class Yard:
    """What it takes to ship something: the town, the ships and their voyages."""

    town: Town
    vessels: pl.DataFrame
    sailings: Sailings


def make_bills(
    yard: Yard,
    rng: Chance,
    buyer: Ints,
    issued: Ints,
    shipper: Ints | None = None,
    port: str | None = None,
) -> pl.DataFrame:
    """Bills of lading of the given buyers; each buyer keeps to a few partners.

    A bill is issued when the next ship leaves from a day on: `issued` is the first day it can.
    All goods go to `port` where one is given, else to the ports of the buyers' regions.
    """
    town, count = yard.town, len(buyer)
    shippers, carriers = town.outsider("shipper"), town.outsider("carrier")
    if shipper is None:
        shipper = shippers[(buyer * 7 + rng.integers(0, 3, count) * 5) % len(shippers)]
    cargo = _cargo(town, rng, buyer)
    home = [HOME_PORTS[region] for region in town.customers["region"].gather(buyer)]
    roll = rng.integers(0, 100 if port is None else 1, count) + (0 if port is None else _ASTRAY)
    route = _routes(yard, [port or one for one in home], roll, shipper, issued)
    ship = yard.sailings.voyages["ship"].gather(route["voyage"])
    papers = pl.DataFrame(
        {
            "bl_no": _bill_numbers(rng, count),
            "issued": route["issued"],
            "arrival": route["arrival"],
            "buyer": buyer,
            "shipper": shipper,
            "forwarder": forwarder_of(town, rng, buyer),
            "carrier": carriers[(buyer + rng.integers(0, 2, count)) % len(carriers)],
            # A tenth of the bills does not say the voyage.
            "voyage": np.where(flags(rng, 0.1, count), -1, route["voyage"].to_numpy()),
            "imo_number": yard.vessels["imo_number"].gather(ship),
            "vessel_name": yard.vessels["name"].gather(ship),
            "container_number": container_numbers(rng, count),
            "booking_number": pl.Series(rng.integers(10**7, 10**8, count)).cast(pl.String),
            "load_port": route["load_port"],
            "discharge_port": route["discharge_port"],
            "packages": rng.integers(200, 1400, count),
            "freight": money(rng, 3400, 0.35, count),
            # A third is sold with the carriage paid by whoever ships it.
            "freighter": np.where(flags(rng, 0.3, count), shipper, buyer),
        }
    )
    return pl.concat([papers, cargo], how="horizontal")


def _routes(yard: Yard, home: list[str], roll: Ints, shipper: Ints, issued: Ints) -> pl.DataFrame:
    """Ports, voyage and days of each shipment: to the port wanted, now and then another."""
    town = yard.town
    country = _countries(town, shipper).to_list()
    loop = [loop_between(*ends) for ends in zip(country, home, strict=True)]
    astray = [
        LOOPS[number].ports_of("US")[turn % len(LOOPS[number].ports_of("US"))]
        if turn < _ASTRAY
        else port
        for number, port, turn in zip(loop, home, roll.tolist(), strict=True)
    ]
    quays = [LOOPS[number].ports_of(code) for number, code in zip(loop, country, strict=True)]
    load = [ports[turn % len(ports)] for ports, turn in zip(quays, shipper.tolist(), strict=True)]
    numbers = np.array(loop, dtype=np.int64)
    voyage, leaves = yard.sailings.next_from(numbers, load, issued)
    return pl.DataFrame(
        {
            "voyage": voyage, "issued": leaves, "load_port": load, "discharge_port": astray,
            "arrival": yard.sailings.arrival(numbers, astray, voyage),
        },
        schema_overrides={"load_port": pl.String, "discharge_port": pl.String},
    )  # fmt: skip


def forwarder_of(town: Town, rng: Chance, buyer: Ints) -> Ints:
    """Half goes through the hubs that serve everybody, half through the buyer's own forwarder."""
    hubs = town.family("freight hub", "nvocc")
    small = town.outsider("forwarder")
    own = small[(buyer * 5) % len(small)]
    return np.where(flags(rng, 0.5, len(buyer)), rng.choice(hubs, len(buyer)), own)


def haulier_of(town: Town, buyer: Ints) -> Ints:
    """The haulier that each buyer keeps to."""
    trucks = town.outsider("haulage")
    kept: Ints = trucks[(buyer * 3) % len(trucks)]
    return kept


def founded(town: Town, shipper: Ints) -> Ints:
    """The day each young shipper was founded: some weeks before or after the ledger begins."""
    day: Ints = town.plan.first_day - 60 + shipper * 37 % 75
    return day


def pay_for(town: Town, rng: Chance, bills: pl.DataFrame) -> pl.DataFrame:
    """What each bill costs its buyer: goods in two parts, freight, duties, the truck."""
    issued, arrival = bills["issued"].to_numpy(), bills["arrival"].to_numpy()
    value = bills["cents"].to_numpy()
    count = bills.height
    brokers = town.outsider("broker")
    buyer = bills["buyer"].to_numpy()
    # Where the shipper has paid the carriage, the buyer still pays the charges of the port.
    prepaid = (bills["freighter"] != bills["buyer"]).to_numpy()
    freight = np.where(prepaid, bills["freight"].to_numpy() // 4, bills["freight"].to_numpy())
    haulage = money(rng, 1100, 0.3, count)
    by_forwarder = flags(rng, 0.75, count)
    carried = np.where(by_forwarder, bills["forwarder"].to_numpy(), bills["carrier"].to_numpy())
    shipper = bills["shipper"].to_numpy()
    due = (
        (issued - rng.integers(5, 25, count), value * 3 // 10, shipper),
        (issued + rng.integers(3, 35, count), value * 7 // 10, shipper),
        (arrival - rng.integers(-6, 14, count), freight, carried),
        (arrival + rng.integers(0, 5, count), value // 25, brokers[(buyer + 1) % len(brokers)]),
        (arrival + rng.integers(1, 11, count), haulage, haulier_of(town, buyer)),
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
    # Each deals in two goods of its trade.
    turn = buyer * 3 + rng.integers(0, 2, count)
    good = np.where(is_fruit, turn % FRUITS, FRUITS + turn % (len(GOODS) - FRUITS))
    hs_code, goods, price, weight = (np.array(column)[good] for column in zip(*GOODS, strict=True))
    kilos = np.rint(weight * rng.uniform(0.85, 1.1, count)).astype(np.int64)
    value = np.rint(kilos * price * rng.uniform(0.88, 1.12, count) * 100).astype(np.int64)
    return pl.DataFrame(
        {"hs_code": hs_code, "goods": goods, "kilos": kilos, "cents": rounded(value, 10)}
    )


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

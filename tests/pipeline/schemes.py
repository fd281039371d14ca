"""One small scheme for each family of scenarios that needs a ledger of its own, on one street."""

from pathlib import Path
from shutil import copy

from aml.core.shipped import shipped
from tests.pipeline import ledgers

#: The scenario that each family is shown by, as it ships.
SCENARIOS = {
    "front": "shell_company",
    "ports": "worker_income",
    "precursors": "precursor_payment",
    "crypto": "on_ramp",
    "profile": "income_mismatch",
    "professional": "cash_to_drafts",
}
#: The tables that these scenarios read.
_REFERENCE = ("basket_terms.csv", "country_risk.csv", "precursors.csv")
#: What the institution recorded of each customer of a scheme, by account.
_CUSTOMERS = {
    "ACC-FRONT": {"name": "Brightwater Trading LLC", "customer_type": "organisation", "born_on": "2025-07-12",
                  "industry_code": "423690", "address": "1 Main Street", "city": "Wilmington", "region": "DE"},
    "ACC-PORTS": {"name": "Marten Kuiper", "occupation": "crane planner", "employer": "Quay Terminals"},
    "ACC-PRECURSORS": {"name": "Sweet Crumb Bakery LLC", "customer_type": "organisation", "industry_code": "311811"},
    "ACC-CRYPTO": {"name": "Dario Lentz", "occupation": "driver", "declared_income": "31000"},
    "ACC-PROFILE": {"name": "Nadia Brook", "occupation": "barista", "employer": "Bean House", "declared_income": "24000"},
    "ACC-PROFESSIONAL": {"name": "Lena Ostrow", "occupation": "student", "declared_income": "6000"},
}  # fmt: skip


def _paid(number, account, day, amount, other, direction="credit", channel="wire", **more):
    """A payment from or to a name."""
    return ledgers.entry(number, account, day, amount, direction, channel, counterparty_name=other, **more)  # fmt: skip


def _at(day, hour):
    return ledgers.entry(0, "", day, "0")["booked_at"].replace(" 10:", f" {hour:02}:")


def front():
    """Money from two firms abroad goes on the next day to two others; nothing is spent."""
    sides = (("Pearl Gate Ltd", "Norhaven BV"), ("Jade Harbour Ltd", "Vela Sur SA"))
    for n, day in enumerate((10, 17, 31, 45, 59)):
        payer, payee = sides[n % 2]
        abroad = {"counterparty_country": "HK", "remittance_text": "goods"}
        yield _paid(2000 + n, "ACC-FRONT", day, "200000.00", payer, **abroad)
        yield _paid(2100 + n, "ACC-FRONT", day + 1, "199500.00", payee, "debit")


def ports():
    """Wages, and cash within days of each ship from Guayaquil."""
    for n in range(7):
        yield _paid(2200 + n, "ACC-PORTS", 30 * n - 66, "2800.00", "Quay Terminals", channel="ach")
    for n, (day, amount) in enumerate(((8, 6000), (37, 9000), (71, 7000), (103, 8000))):
        yield ledgers.cash(2300 + n, day, f"{amount}.00", "ACC-PORTS")


def precursors():
    """A bakery buys samples by number in Hubei, and pays a forwarder in Singapore."""
    sample = {"counterparty_country": "CN", "remittance_text": "79099-07-3 sample"}
    for n in range(4):
        day = 60 + 7 * n
        yield _paid(2400 + n, "ACC-PRECURSORS", day, "700.00", "Hubei Yongan Biotech", "debit", **sample)  # fmt: skip
    carriage = {"counterparty_country": "SG", "remittance_text": "carriage"}
    yield _paid(2410, "ACC-PRECURSORS", 63, "340.00", "Straits Freight Pte", "debit", **carriage)


def crypto():
    """Six people and a cash deposit pay in, a provider of virtual assets is paid the same day."""
    for week in range(3):
        day, number = 60 + 7 * week, 2500 + 10 * week
        for n in range(6):
            yield _paid(number + n, "ACC-CRYPTO", day, f"{1400 + 50 * n}.00", f"Payer {n + 1}", channel="p2p")  # fmt: skip
        yield ledgers.cash(number + 8, day, "2000.00", "ACC-CRYPTO")
        late = {"booked_at": _at(day, 15)}
        yield _paid(number + 9, "ACC-CRYPTO", day, "10900.00", "Coin Desk", "debit", "vasp", **late)


def profile():
    """A barista's wages and a relative's help, then twelve payments of strangers in a quarter."""
    for n in range(4):
        yield _paid(2600 + n, "ACC-PROFILE", 1 + 30 * n, "1800.00", "Bean House", channel="ach")
    for n, day in enumerate((-60, -45)):
        yield _paid(2610 + n, "ACC-PROFILE", day, "400.00", "Ada Brook")
    for n in range(12):
        day, amount = 30 + 7 * n, f"{6000 + 1000 * (n % 4)}.00"
        yield _paid(2620 + n, "ACC-PROFILE", day, amount, f"Sender {n + 1}", channel="p2p")


def professional():
    """A student's cash at a teller, and cashier's cheques to a title office."""
    for n in range(12):
        yield ledgers.cash(2700 + n, 5 + 7 * n, "8750.00", "ACC-PROFESSIONAL")
    for n in range(6):
        day = 20 + 14 * n
        yield _paid(2720 + n, "ACC-PROFESSIONAL", day, "16500.00", "Bayside Title Office", "debit", "draft")  # fmt: skip


def tables():
    """The street with every scheme on it, and the ships that the port worker's cash follows."""
    schemes = (front, ports, precursors, crypto, profile, professional)
    held = ledgers.tables([*ledgers.street(), *(entry for scheme in schemes for entry in scheme())])
    for account, customer in zip(held["accounts"], held["customers"], strict=True):
        customer.update(_CUSTOMERS.get(account["account_id"], {}))
    arrivals = (6, 35, 68, 100)
    return held | {
        "port_employers": [{"name": "Quay Terminals", "port": "USPHL"}],
        "voyages": [{"voyage_id": f"V{day}", "origin_port": "ECGYE"} for day in arrivals],
        "port_calls": [
            {"port_call_id": f"P{day}", "voyage_id": f"V{day}", "port": "USPHL", "arrived_at": _at(day, 6)}
            for day in arrivals
        ],
    }  # fmt: skip


def cases(folder: Path):
    """The case of each family, as one run over all of them finds it."""
    rules = {
        name: (shipped("scenarios") / family / f"{name}.yml").read_text(encoding="utf-8")
        for family, name in SCENARIOS.items()
    }
    (folder / "rules" / "reference").mkdir(parents=True)
    for name in _REFERENCE:
        copy(shipped("scenarios") / "reference" / name, folder / "rules" / "reference")
    run, _ = ledgers.run(folder, scenarios=rules, records=[], **tables())
    assert run.is_complete, run.applicability
    # Each focus is called after its family, as in CUS-FRONT.
    found = {alert.focus_id[4:].lower(): case for case in run.cases for alert in case.alerts}
    return {family: found[family] for family in SCENARIOS}

"""Records whose day has no rate, and what is said of the rates that there are."""

from decimal import Decimal

from tests.ledger.conftest import entries, told

RATES = "currency,base_currency,rate_on,rate\n"
HISTORY = "Date,USD,JPY,\n2026-03-03,1.25,160,\n2026-03-02,1.20,N/A,\n"


def ecb(desk, text=HISTORY, name="hist.csv"):
    desk.profiles["ecb_csv"] = desk.shipped_profile("ecb_csv")
    return desk.give(text, table="fx_rates", profile="ecb_csv", name=name)


def test_a_missing_rate_is_told_with_the_days_that_are_known(desk):
    desk.give(RATES + "EUR,USD,2026-03-01,1.1\nEUR,USD,2026-03-03,1.2\n", table="fx_rates")
    records = ("T1,A1,2026-03-10,credit,10,EUR", "T2,A1,2026-03-02,credit,1,CHF")
    (problem,) = desk.give(entries(*records)).read().problems
    assert problem.message == (
        "currency has no exchange rate to the base currency on the day of the record:"
        " fx_rates has no CHF, EUR from 2026-03-01 to 2026-03-03 (2 records, this one first)"
    )


def test_rates_of_the_central_bank_price_a_ledger_of_another_base_currency(desk):
    ecb(desk).give(
        entries(
            "T1,A1,2026-03-02,credit,10,EUR",
            "T2,A1,2026-03-04,credit,1600,JPY",
            "T3,A1,2026-03-02,credit,1600,JPY",
        )
    )
    outcome = desk.read()
    assert desk.column("amount_base") == [Decimal(12), Decimal("12.50")]
    assert told(outcome) == [("LDG016", "currency", (3,))]
    assert desk.column("DISTINCT source", "fx_rates", "1") == ["ECB reference rate"]


def test_files_of_rates_may_overlap_and_a_day_of_two_rates_is_rejected(desk):
    ecb(desk)
    ecb(desk, "Date,USD,\n2026-03-03,1.25,\n", name="more.csv")
    outcome = ecb(desk, "Date,USD,\n2026-03-02,1.21,\n", name="other.csv").read()
    assert [(r.path, r.code) for r in outcome.rejections] == [
        ("hist.csv", "LDG021"), ("more.csv", "LDG020"), ("other.csv", "LDG021"),
    ]  # fmt: skip


def test_a_base_currency_without_rates_refuses_the_file(desk):
    desk.institution = type(desk.institution)("Bank", "AE", "bank", "AED")
    (problem,) = ecb(desk).refuse()
    assert (problem.code, problem.message) == (
        "LDG062", "the file has no rate of the base currency AED",
    )  # fmt: skip


def test_without_a_base_currency_rates_are_those_to_the_euro(desk):
    desk.institution = type(desk.institution)("", "", "bank", "")
    ecb(desk).read()
    assert desk.column("DISTINCT base_currency", "fx_rates", "1") == ["EUR"]

from datetime import date
from decimal import Decimal

import pytest

from tests.pipeline import ledgers


def sources(run):
    return {alert.source for alert in run.alerts}


def test_the_day_of_a_run_is_the_last_booked_one(tmp_path):
    run, place = ledgers.run(tmp_path)
    assert run.as_of == date(2026, 4, 30)
    assert place.name.startswith("2026-04-30-")


@pytest.mark.parametrize(("as_of", "found"), [("2026-03-04", 1), ("2026-03-03", 0)])
def test_later_records_are_set_aside_and_counted(tmp_path, as_of, found):
    run, _ = ledgers.run(tmp_path, scan=f'as_of = "{as_of}"')
    assert len(run.alerts) == found
    assert run.is_reconciled
    (note,) = (problem for problem in run.problems if problem.code == "RUN011")
    assert f"of transactions are later than {as_of}" in note.message


def test_a_day_long_after_the_ledgers_is_named(tmp_path):
    said = []
    for as_of in ("2026-05-31", "2026-06-01"):
        run, _ = ledgers.run(tmp_path / as_of, scan=f'as_of = "{as_of}"')
        said += [problem.message for problem in run.problems if problem.code == "RUN013"]
    assert said == ["the day of the run, 2026-06-01, comes 32 days after the last of the ledgers"]


@pytest.mark.parametrize(
    ("entry", "found"),
    [
        ({}, True),
        ({"flagged_from": "2026-03-05"}, True),
        ({"flagged_from": "2026-03-06"}, False),
        ({"flagged_to": "2026-03-05"}, True),
        ({"flagged_to": "2026-03-04"}, False),
    ],
)
def test_a_list_holds_on_its_own_days(tmp_path, entry, found):
    run, _ = ledgers.run(tmp_path, flagged_parties=[ledgers.flagged(**entry)])
    assert ("listed_test" in sources(run)) is found


def test_january_knows_nothing_of_what_was_listed_in_february(tmp_path):
    records = [
        *ledgers.street(),
        ledgers.entry(4, "ACC-Q1", 10, "28000.00", "debit", counterparty_account="X-9"),
    ]
    listed = [ledgers.flagged(), ledgers.flagged(entry_id="F2", flagged_from="2026-02-01")]
    run, _ = ledgers.run(
        tmp_path, records=records, flagged_parties=listed, scan='as_of = "2026-01-31"'
    )
    assert [alert.linked_ids for alert in run.alerts] == [("flagged_parties:F1",)]
    assert {p.message.split(" later")[0] for p in run.problems} >= {
        "1 record of flagged_parties is"
    }


def test_a_customer_of_later_is_not_known_yet(tmp_path):
    held = ledgers.tables(ledgers.ledger())["customers"]
    later = [record | {"onboarded_on": "2026-04-01"} for record in held]
    run, _ = ledgers.run(tmp_path, customers=later, scan='as_of = "2026-03-31"')
    (case,) = run.cases
    assert case.subjects[0].name == "CUS-Q1"
    now, _ = ledgers.run(tmp_path, customers=later)
    assert now.cases[0].subjects[0].name == "Zebulon Quixley"


@pytest.mark.parametrize(("day", "rate"), [("2026-04-24", "1.10"), ("2026-04-25", "2.00")])
def test_a_rate_holds_from_its_day(tmp_path, day, rate):
    rates = [
        {"currency": "EUR", "base_currency": "USD", "rate_on": "2026-04-20", "rate": "1.10"},
        {"currency": "EUR", "base_currency": "USD", "rate_on": "2026-04-25", "rate": "2.00"},
    ]
    euros = [
        ledgers.cash(n, (date.fromisoformat(day) - ledgers.FIRST).days, "100.00") | {"currency": "EUR"}
        for n in (1, 2, 3)
    ]  # fmt: skip
    run, _ = ledgers.run(tmp_path, records=[*ledgers.street(), *euros], fx_rates=rates)
    assert run.alerts[0].amount_base == 300 * Decimal(rate)


@pytest.mark.parametrize(("valid_from", "found"), [("2026-03-03", True), ("2026-03-05", False)])
def test_a_reporting_line_holds_from_its_day(tmp_path, valid_from, found):
    line = {
        "line_id": "US-CTR", "jurisdiction": "US", "sector": "any", "kind": "cash_report",
        "amount": "10000", "currency": "USD", "operator": ">", "aggregation": "business_day",
        "has_reporting_duty": "true", "valid_from": valid_from, "valid_to": "", "source": "x",
        "seen": "primary",
    }  # fmt: skip
    text = ledgers.CASH.replace("FROM transactions AS entry", "FROM cash_lines AS entry")
    text = text.replace("requires: [transactions]", "requires: [cash_lines]")
    run, _ = ledgers.run(
        tmp_path, thresholds=[line], scenarios={"cash_test": text}, parameters="[parameters.cash_test]\nleast = 2"
    )  # fmt: skip
    assert bool(run.alerts) is found


def test_a_last_day_far_from_all_others_is_named(tmp_path):
    far = ledgers.entry(5000, "ACC-N0", 0, "5.00", "debit", booked_at="2036-04-30 10:00:00")
    run, _ = ledgers.run(tmp_path, records=[*ledgers.ledger(), far])
    assert run.as_of == date(2036, 4, 30)
    (note,) = [problem for problem in run.problems if problem.code == "RUN013"]
    assert "2036-04-30" in note.message
    assert "--as-of 2026-04-30" in note.hint


@pytest.mark.parametrize(("status", "rejected"), [("prohibited", 0), ("banned", 1)])
def test_a_measure_of_later_days_is_known_and_has_a_status_of_the_list(tmp_path, status, rejected):
    measure = {
        "measure_id": "M1", "name": "Banco Falso", "status": status, "effective_from": "2027-01-01",
    }  # fmt: skip
    run, _ = ledgers.run(tmp_path, special_measures=[measure])
    assert not [problem for problem in run.problems if problem.code == "RUN011"]
    assert run.reading.rejected == rejected

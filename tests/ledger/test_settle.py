"""Repeated ids and exchange rates: what is loaded once, what is not loaded, and why."""

from decimal import Decimal

import pytest

from tests.ledger.conftest import entries, told

RATES = "currency,base_currency,rate_on,rate\n"


def test_an_identical_record_is_loaded_once_and_counted(desk):
    line = "T1,A1,2026-03-02,credit,1,USD"
    outcome = desk.give(entries(line, "T2,A1,2026-03-02,credit,2,USD", line, line)).read()
    assert desk.column("source_row") == [1, 2]
    assert told(outcome) == [("LDG020", "transaction_id", (3, 4))]
    assert (outcome.duplicates, outcome.rejected) == (2, 0)


def test_an_identical_record_in_another_file_is_a_duplicate_too(desk):
    line = "T1,A1,2026-03-02,credit,1,USD"
    desk.give(entries(line), name="a.csv")
    desk.give(entries("T2,A1,2026-03-02,credit,2,USD", line), name="b.csv")
    outcome = desk.read()
    assert [(r.path, r.code, r.first) for r in outcome.rejections] == [("b.csv", "LDG020", (2,))]
    assert [t.records_duplicate for f in outcome.files for t in f.totals] == [0, 1]


def test_records_that_share_an_id_and_differ_are_all_rejected(desk):
    outcome = desk.give(
        entries(
            "T1,A1,2026-03-02,credit,1,USD",
            "T1,A1,2026-03-02,credit,1.01,USD",
            "T1,A1,2026-03-02,credit,1,USD",
            "T2,A1,2026-03-02,credit,1,USD",
        )
    ).read()
    assert desk.column("transaction_id") == ["bank:T2"]
    assert told(outcome) == [("LDG021", "transaction_id", (1, 2, 3))]
    assert (outcome.duplicates, outcome.rejected) == (0, 3)
    assert outcome.files[0].totals[0].is_reconciled
    assert "none of them was loaded" in outcome.problems[0].message


def test_a_record_with_a_mistake_does_not_make_its_namesake_a_duplicate(desk):
    outcome = desk.give(
        entries("T1,A1,2026-03-02,credit,one,USD", "T1,A1,2026-03-02,credit,1,USD")
    ).read()
    assert desk.column("source_row") == [2]
    assert told(outcome) == [("LDG011", "amount", (1,))]


def test_equal_records_without_ids_are_all_loaded(desk):
    head = "account_id,booked_on,direction,amount,currency"
    outcome = desk.give(entries(*["A1,2026-03-02,debit,5,USD"] * 3, head=head)).read()
    assert len(set(desk.column("transaction_id"))) == 3
    assert told(outcome) == []


def test_a_repeated_account_is_a_duplicate_or_a_clash(desk):
    text = "account_id,customer_id\nA1,C1\nA1,C1\nA2,C1\nA2,C2\n"
    outcome = desk.give(text, table="accounts").read()
    assert desk.column("account_id", "accounts") == ["A1"]
    assert told(outcome) == [("LDG020", "account_id", (2,)), ("LDG021", "account_id", (3, 4))]


def test_a_bill_of_lading_may_name_several_containers(desk):
    text = "bl_no,issued_on,container_number\nB1,2026-01-01,X\nB1,2026-01-01,Y\nB1,2026-01-01,X\n"
    outcome = desk.give(text, table="bills_of_lading").read()
    assert desk.column("container_number", "bills_of_lading") == ["X", "Y"]
    assert told(outcome) == [("LDG020", "bl_no", (3,))]


def test_other_currencies_are_priced_at_the_last_rate_of_seven_days(desk):
    desk.give(RATES + "EUR,USD,2026-03-01,1.1\nEUR,USD,2026-03-03,1.2\n", table="fx_rates")
    days = ("2026-03-01", "2026-03-02", "2026-03-03", "2026-03-09")
    desk.give(entries(*(f"T{n},A1,{day},credit,10,EUR" for n, day in enumerate(days))))
    outcome = desk.read()
    assert desk.column("amount_base") == [Decimal(11), Decimal(11), Decimal(12), Decimal(12)]
    assert told(outcome) == []


@pytest.mark.parametrize("day", ["2026-02-28", "2026-03-10"])
def test_a_missing_rate_is_a_problem_and_never_a_zero(desk, day):
    desk.give(RATES + "EUR,USD,2026-03-01,1.1\nEUR,USD,2026-03-03,1.2\n", table="fx_rates")
    outcome = desk.give(
        entries(f"T1,A1,{day},credit,10,EUR", "T2,A1,2026-03-02,credit,1,USD")
    ).read()
    assert desk.column("transaction_id") == ["bank:T2"]
    assert told(outcome) == [("LDG016", "currency", (1,))]
    assert outcome.problems[0].hint == "add the rate to fx_rates; one holds for seven days at most"
    assert {t.currency: t.is_reconciled for t in outcome.files[1].totals} == {
        "EUR": True,
        "USD": True,
    }


def test_without_any_rates_only_the_base_currency_is_loaded(desk):
    outcome = desk.give(entries("T1,A1,2026-03-02,credit,10,EUR")).read()
    assert told(outcome) == [("LDG016", "currency", (1,))]


def test_a_rate_to_another_base_currency_is_none(desk):
    desk.give(RATES + "EUR,CZK,2026-03-02,25\n", table="fx_rates")
    outcome = desk.give(entries("T1,A1,2026-03-02,credit,10,EUR")).read()
    assert told(outcome) == [("LDG016", "currency", (1,))]


def test_prices_are_exact_and_do_not_overflow(desk):
    desk.give(RATES + "EUR,USD,2026-03-02,1.23456789\nKWD,USD,2026-03-02,3.25\n", table="fx_rates")
    desk.give(
        entries(
            "T1,A1,2026-03-02,credit,99999999999.00,EUR",
            "T2,A1,2026-03-02,credit,99999999999999.99,KWD",
            "T3,A1,2026-03-02,credit,0.01,EUR",
        )
    )
    outcome = desk.read()
    assert desk.column("amount_base") == [Decimal("123456788998.77"), Decimal("0.01")]
    assert told(outcome) == [("LDG017", "amount", (2,))]


def test_remittances_are_priced_on_the_day_they_were_sent(desk):
    desk.give(RATES + "MXN,USD,2026-03-02,0.05\n", table="fx_rates")
    head = "remittance_id,sent_on,amount,currency,sender_name,receiver_name"
    desk.give(f"{head}\nR1,2026-03-02,200,MXN,Ann,Bob\n", table="remittances").read()
    assert desk.column("amount_base", "remittances") == [Decimal(10)]

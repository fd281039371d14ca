"""Money from a flagged party by way of others: the formula, the hubs, the paths."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.screening.ledgers import rows_of

COLUMNS = "transaction_id, payer_id, payee_id, hop, share, path_ids"
FLAG = {"account_number": "FLAGGED01", "flagged_from": "2020-01-01"}
START = datetime(2026, 1, 1, 12)  # noqa: DTZ001 - as the ledger has it


def pays(payer, payee, amount, day=0):
    """Both legs of a payment within the bank; a payer outside has a credit leg alone."""
    at = (START + timedelta(days=day)).isoformat(sep=" ")
    legs = {"booked_at": at, "booked_on": at[:10], "amount": amount, "channel": "wire"}
    credit = {**legs, "account_id": payee, "direction": "credit", "counterparty_account": payer}
    debit = {**legs, "account_id": payer, "direction": "debit", "counterparty_account": payee}
    return [credit] if payer == "FLAGGED01" else [debit, credit]


def exposures(*payments, columns=COLUMNS, **tables):
    entries = [leg for payment in payments for leg in payment]
    ledger = [
        {"booked_at": "", "counterparty_account": "", **entry, "transaction_id": f"T{n:03d}"}
        for n, entry in enumerate(entries)
    ]
    return rows_of("exposures", columns, flagged_parties=[FLAG], transactions=ledger, **tables)


def test_a_share_shrinks_by_what_mixes_in_and_by_a_fifth_a_hop():
    found = exposures(
        pays("FLAGGED01", "A", 4000, 0), pays("S", "A", 2000, 1), pays("A", "B", 3000, 2),
        pays("B", "C", 1000, 3), pays("C", "D", 1000, 4),
    )  # fmt: skip
    assert [(row[2], row[3], row[4]) for row in found] == [
        ("A", 1, Decimal(1)),
        ("B", 2, Decimal("0.533333")),  # 0.8 x 4000 / 6000
        ("C", 3, Decimal("0.426666")),  # 0.8 x 0.533333 x 3000 / 3000
    ]
    assert [len(row[5]) for row in found] == [1, 2, 3]


def test_money_that_was_there_before_is_not_the_flagged_partys():
    assert [
        row[3] for row in exposures(pays("A", "B", 100, 0), pays("FLAGGED01", "A", 100, 1))
    ] == [1]


@pytest.mark.parametrize(("day", "hops"), [(90, [1, 2]), (91, [1])])
def test_after_ninety_days_nothing_is_handed_on(day, hops):
    found = exposures(pays("FLAGGED01", "A", 100, 0), pays("A", "B", 100, day))
    assert [row[3] for row in found] == hops


def test_the_path_goes_by_the_payment_that_brought_most():
    found = exposures(
        pays("FLAGGED01", "A", 10, 0), pays("FLAGGED01", "A", 90, 1), pays("A", "B", 50, 2),
        columns="hop, path_ids",
    )  # fmt: skip
    assert next(path for hop, path in found if hop == 2) == ["T001", "T002"]


def test_cash_counts_as_money_of_others():
    cash = [{"account_id": "A", "direction": "credit", "channel": "cash_teller", "amount": 300,
             "booked_at": "2026-01-01 13:00:00", "booked_on": "2026-01-01"}]  # fmt: skip
    found = exposures(pays("FLAGGED01", "A", 100, 0), cash, pays("A", "B", 100, 2))
    assert found[1][4] == Decimal("0.2")


@pytest.mark.parametrize("industry", ["522110", "221122", "921130"])
def test_who_passes_money_on_for_a_living_hands_no_taint_on(industry):
    ends = {"accounts": [{"account_id": "A", "customer_id": "C1"}],
            "customers": [{"customer_id": "C1", "industry_code": industry}]}  # fmt: skip
    payments = (pays("FLAGGED01", "A", 100, 0), pays("A", "B", 100, 1))
    owned = [[{**leg, "customer_id": "C1" if leg["account_id"] == "A" else leg["account_id"]}
              for leg in payment] for payment in payments]  # fmt: skip
    assert [row[3] for row in exposures(*owned, **ends)] == [1]
    assert exposures(*owned, columns="hop, to_hub", **ends) == [(1, True)]


def test_a_payment_to_who_hands_nothing_on_is_marked():
    ends = {"accounts": [{"account_id": "B", "customer_id": "C1"}],
            "customers": [{"customer_id": "C1", "industry_code": "221122"}]}  # fmt: skip
    payments = (pays("FLAGGED01", "A", 100, 0), pays("A", "B", 100, 1))
    owned = [[{**leg, "customer_id": "C1" if leg["account_id"] == "B" else leg["account_id"]}
              for leg in payment] for payment in payments]  # fmt: skip
    found = exposures(*owned, columns="hop, to_hub", **ends)
    assert found == [(1, False), (2, True)]


@pytest.mark.parametrize(("since", "hops"), [("2026-01-02", [1, 2]), ("2026-01-03", [])])
def test_a_firm_is_followed_from_the_day_its_owner_has_it(since, hops):
    tables = {
        "flagged_parties": [{"document_number": "ROPI800131ABC", "flagged_from": "2020-01-01"}],
        "customers": [{"customer_id": "C1", "document_number": "ROPI800131ABC"},
                      {"customer_id": "C2", "document_number": "D2"}],
        "relationships": [{"relationship_id": "L1", "from_customer_id": "C1", "share": "0.6",
                           "to_customer_id": "C2", "role": "owner", "valid_from": since}],
        "transactions": [
            {**leg, "transaction_id": f"T{n}", "customer_id": owner}
            for n, (leg, owner) in enumerate(
                zip([*pays("F", "A", 100, 1), *pays("A", "B", 100, 2)],
                    ["C2", "A", "A", "B"], strict=True))
        ],
    }  # fmt: skip
    assert [row[0] for row in rows_of("exposures", "hop", **tables)] == hops


def test_the_steps_of_a_path_have_their_payments_and_shares():
    payments = (pays("FLAGGED01", "A", 400, 0), pays("S", "A", 200, 1), pays("A", "B", 300, 2))
    entries = [leg for payment in payments for leg in payment]
    ledger = [
        {"counterparty_account": "", **entry, "transaction_id": f"T{n}"}
        for n, entry in enumerate(entries)
    ]
    columns = "step, step_id, debit_id, credit_id, payer_id, payee_id, amount_base, share"
    found = rows_of("exposure_steps", columns, flagged_parties=[FLAG], transactions=ledger)
    assert found == [
        (1, "T0", None, "T0", "account:FLAGGED01", "A", Decimal(400), Decimal(1)),
        (2, "T3", "T3", "T4", "A", "B", Decimal(300), Decimal("0.533333")),
    ]


def test_nor_does_who_deals_with_more_than_five_hundred():
    crowd = [pays("A", f"X{n}", 1, 1 + n % 3) for n in range(501)]
    few = [row[3] for row in exposures(pays("FLAGGED01", "A", 100, 0), *crowd[:20])]
    assert max(few) == 2
    assert [row[3] for row in exposures(pays("FLAGGED01", "A", 100, 0), *crowd)] == [1]


def by_hand(payments):
    """The formula in plain Python: (payment, hop) to share."""
    shares = {(n, 1): Decimal(1) for n, (payer, *_) in enumerate(payments) if payer == "FLAGGED01"}
    for hop in (2, 3):
        for n, (payer, _, _, day) in enumerate(payments):
            share = (
                Decimal(0) if payer == "FLAGGED01" else passed_on(payments, payer, day, shares, hop)
            )
            if share:
                shares[n, hop] = share
    return shares


def passed_on(payments, payer, day, shares, hop):
    """0.8 x tainted / all inflow of a payer in the 90 days before a day, at most 1."""
    inflow = [
        (k, amount)
        for k, (_, payee, amount, when) in enumerate(payments)
        if payee == payer and 0 < day - when <= 90
    ]
    tainted = sum(round(amount * shares.get((k, hop - 1), Decimal(0)), 4) for k, amount in inflow)
    if not tainted:
        return Decimal(0)
    whole = sum(amount for _, amount in inflow)
    return round(min(Decimal("0.8"), Decimal("0.8") * tainted / whole), 6)


NODES = st.sampled_from(["A", "B", "C", "D"])
PAYMENT = st.tuples(
    st.one_of(st.just("FLAGGED01"), NODES), NODES, st.integers(1, 900), st.integers(0, 200)
).filter(lambda payment: payment[0] != payment[1])


@settings(max_examples=15, deadline=None)
@given(st.lists(PAYMENT, min_size=1, max_size=14, unique=True))
def test_it_equals_the_formula_in_plain_python(payments):
    entries = [pays(*payment) for payment in payments]
    first = [sum(map(len, entries[:n])) for n in range(len(entries))]
    found = {
        (first.index(int(row[0][1:])), row[3]): row[4] for row in exposures(*entries)
    }  # fmt: skip
    wanted = by_hand(payments)
    assert found.keys() == wanted.keys()
    assert all(abs(found[key] - wanted[key]) <= Decimal("0.000003") for key in wanted)

"""Remittances from one record an event: what becomes of each record of a reference."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ledger.conftest import Desk, reading, told

PROFILE = """\
table: remittances
shape: events
columns:
  event: {column: what, values: {SENT: send, PAID: pay, REFUNDED: refund, CANCELLED: cancel, CHANGED: change}}
  reference: ref
  sent_on: day
  paid_on: day
  amount: amount
  currency: currency
  payout_amount: amount
  payout_currency: currency
  sender_name: sender
  receiver_name: receiver
  receiver_document: document
  send_agent_id: agent
  pay_agent_id: agent
"""
HEAD = "what,ref,day,amount,currency,sender,receiver,document,agent\n"
SENT = "SENT,R1,2026-03-02,200,USD,Ann Lee,Bob Ray,,A1\n"
PAID = "PAID,R1,2026-03-05,,,,Bob Ray,P77,B9\n"
CHANGED = "CHANGED,R1,2026-03-03,,,,Eve Fox,,A1\n"


def give(desk, *lines, name="a.csv"):
    if "own" not in desk.profiles:
        desk.profile(PROFILE)
    return desk.give(HEAD + "".join(lines), table="remittances", profile="own", name=name)


def held(desk, columns, order="remittance_id"):
    return desk.store.rows(f"SELECT {columns} FROM remittances ORDER BY {order}")


def is_whole(outcome):
    return all(total.is_reconciled for file in outcome.files for total in file.totals)


def test_what_is_sent_and_paid_is_one_remittance(desk):
    outcome = give(desk, SENT, PAID).read()
    assert outcome.problems == ()
    columns = (
        "remittance_id, status, sent_on, paid_on, amount, amount_base, payout_amount,"
        " send_agent_id, pay_agent_id, receiver_document, source_row"
    )
    assert held(desk, columns) == [
        (
            "bank:R1", "posted", date(2026, 3, 2), date(2026, 3, 5), Decimal(200), Decimal(200),
            None, "A1", "B9", "P77", 1,
        )
    ]  # fmt: skip
    (file,) = outcome.files
    assert {t.currency: (t.records_in, t.records_loaded, t.amount_in) for t in file.totals} == {
        "USD": (1, 1, Decimal(200)),
        "XXX": (1, 1, Decimal(0)),
    }


def test_the_payout_may_stand_in_another_file_and_before_its_sending(desk):
    give(desk, PAID.replace(",,,,", ",3400,MXN,,"), name="a.csv")
    outcome = give(desk, SENT, name="b.csv").read()
    assert outcome.problems == ()
    assert held(desk, "payout_amount, payout_currency, file_id") == [(Decimal(3400), "MXN", 2)]
    assert [file.records for file in outcome.files] == [1, 1]
    assert is_whole(outcome)


def test_what_was_not_paid_has_no_payout(desk):
    give(desk, SENT).read()
    columns = "paid_at, paid_on, payout_amount, payout_currency, pay_agent_id"
    assert held(desk, columns) == [(None,) * 5]


@pytest.mark.parametrize(
    ("events", "status"),
    [
        (["REFUNDED"], "reversed"),
        (["CANCELLED"], "cancelled"),
        (["CANCELLED", "REFUNDED"], "reversed"),
    ],
)
def test_what_is_undone_says_how(desk, events, status):
    lines = [f"{event},R1,2026-03-03,200,USD,,,,A1\n" for event in events]
    outcome = give(desk, SENT, *lines).read()
    assert outcome.problems == ()
    assert held(desk, "status, amount") == [(status, Decimal(200))]


def test_a_change_keeps_what_was_keyed_in_first_as_altered(desk):
    again = CHANGED.replace("03-03", "03-04").replace("Eve Fox", "Max Poe")
    outcome = give(desk, SENT, CHANGED, again, PAID.replace("Bob Ray", "")).read()
    assert outcome.problems == ()
    columns = (
        "remittance_id, status, receiver_name, sender_name, sent_on, amount, paid_on, source_row"
    )
    sent, ann = date(2026, 3, 2), "Ann Lee"
    assert held(desk, columns) == [
        ("bank:R1", "posted", "Max Poe", ann, sent, Decimal(200), date(2026, 3, 5), 3),
        ("bank:R1:1", "altered", "Bob Ray", ann, sent, Decimal(200), None, 1),
        ("bank:R1:2", "altered", "Eve Fox", ann, sent, Decimal(200), None, 2),
    ]


def test_an_event_whose_sending_is_not_there_is_rejected(desk):
    outcome = give(desk, SENT, PAID, PAID.replace("R1", "R2"), CHANGED.replace("R1", "R3")).read()
    assert told(outcome) == [("LDG025", "reference", (3, 4))]
    assert is_whole(outcome)


def test_a_rejected_sending_takes_its_payout_along(desk):
    outcome = give(desk, SENT.replace("200", "two"), PAID).read()
    assert told(outcome) == [("LDG011", "amount", (1,)), ("LDG011", "payout_amount", (1,)), ("LDG025", "reference", (2,))]  # fmt: skip
    assert held(desk, "count(*)", "1") == [(0,)]


def test_a_sending_without_a_rate_takes_its_payout_along(desk):
    outcome = give(desk, SENT.replace("USD", "EUR"), PAID).read()
    assert told(outcome) == [("LDG016", "currency", (1,)), ("LDG025", "reference", (2,))]
    assert is_whole(outcome)


@pytest.mark.parametrize(
    "line", [SENT.replace("A1", "A2"), PAID.replace("B9", "B8"), SENT.replace("200", "300")]
)
def test_one_event_told_twice_and_differently_rejects_the_reference(desk, line):
    other = SENT.replace("R1", "R2")
    outcome = give(desk, SENT, PAID, line, other).read()
    assert told(outcome) == [("LDG026", "reference", (1, 2, 3))]
    assert held(desk, "reference") == [("R2",)]
    assert is_whole(outcome)


def test_an_equal_record_is_a_duplicate_wherever_it_stands(desk):
    give(desk, SENT, PAID, SENT, name="a.csv")
    outcome = give(desk, PAID, name="b.csv").read()
    assert [(r.path, r.code, r.first) for r in outcome.rejections] == [
        ("a.csv", "LDG020", (3,)),
        ("b.csv", "LDG020", (1,)),
    ]
    assert held(desk, "status, paid_on") == [("posted", date(2026, 3, 5))]
    assert is_whole(outcome)


@pytest.mark.parametrize(
    "line", [PAID.replace(",,,,", ",199.99,USD,,"), "REFUNDED,R1,2026-03-03,150,USD,,,,A1\n"]
)
def test_two_amounts_of_one_currency_reject_the_reference(desk, line):
    outcome = give(desk, SENT, line).read()
    assert told(outcome) == [("LDG027", "reference", (1, 2))]


def test_each_event_needs_its_own_day_and_the_sending_its_names(desk):
    outcome = give(
        desk,
        "SENT,R1,,200,USD,Ann,Bob,,A1\n",
        "SENT,R2,2026-03-02,,USD,,Bob,,A1\n",
        SENT.replace("R1", "R3"),
        "PAID,R3,,,,,,P1,B9\n",
        "LOST,R4,2026-03-02,,,,,,\n",
        "SENT,,2026-03-02,5,USD,Ann,Bob,,A1\n",
    ).read()
    assert told(outcome) == [
        ("LDG012", "amount", (2,)),
        ("LDG012", "paid_on", (4,)),
        ("LDG012", "reference", (6,)),
        ("LDG012", "sender_name", (2,)),
        ("LDG012", "sent_on", (1,)),
        ("LDG013", "event", (5,)),
    ]
    assert held(desk, "reference, paid_on") == [("R3", None)]
    assert is_whole(outcome)


def test_references_of_two_ledgers_are_apart(desk):
    give(desk, SENT)
    desk.give(HEAD + PAID, table="remittances", profile="own", name="b.csv", ledger="other")
    assert told(desk.read()) == [("LDG025", "reference", (1,))]


def test_a_remittance_that_is_lost_between_is_missed(desk):
    loaded = give(desk, SENT, PAID).load()
    desk.store.run("UPDATE remittances SET paid_at = NULL")
    problems = reading.conclude(desk.store, loaded).problems
    assert [problem.code for problem in problems] == ["LDG030"]


LINE = st.tuples(
    st.sampled_from(["SENT", "SENT", "PAID", "PAID", "CHANGED", "REFUNDED", "CANCELLED", "LOST"]),
    st.sampled_from(["R1", "R2", "R3", ""]),
    st.sampled_from(["2026-03-02", "2026-03-03", "2026-03-99", ""]),
    st.sampled_from(["", "200", "200", "300", "x"]),
    st.sampled_from(["USD", "USD", "EUR", ""]),
    st.sampled_from(["Ann", ""]),
    st.sampled_from(["Bob", "Eve", "Bob"]),
    st.just(""),
    st.sampled_from(["A1", "A2"]),
).map(lambda cells: ",".join(cells) + "\n")


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(LINE, max_size=8), min_size=1, max_size=3))
def test_every_record_is_loaded_rejected_or_a_duplicate(tmp_path_factory, files):
    desk = Desk(tmp_path_factory.mktemp("events"))
    try:
        for number, lines in enumerate(files):
            give(desk, *lines, name=f"{number}.csv")
        outcome = desk.read()
        assert "LDG030" not in {problem.code for problem in outcome.problems}
        assert is_whole(outcome)
        assert [file.records for file in outcome.files] == [len(lines) for lines in files]
        ids = [row[0] for row in held(desk, "remittance_id")]
        assert len(ids) == len(set(ids))
    finally:
        desk.close()

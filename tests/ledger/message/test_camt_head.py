"""Which balances enclose the entries of a message."""

import pytest

from tests.ledger.message.iso_texts import balance, camt, entry
from tests.ledger.message.texts import failures, items

PENDING = entry("5.00", status="<Sts>PDNG</Sts>")


def ends(kind, head, entries=""):
    stated = items("camt", camt(entries or entry("10.00"), kind=kind, head=head))[-1]
    return tuple(None if end is None else str(end) for end in (stated.opening, stated.closing))


@pytest.mark.parametrize(
    ("kind", "balances", "expected"),
    [
        ("053", ("OPBD 1.00", "CLBD 11.00"), ("1.00", "11.00")),
        ("053", ("PRCD 1.00", "CLBD 11.00", "CLAV 5.00", "FWAV 6.00"), ("1.00", "11.00")),
        ("053", ("PRCD 0.00", "OPBD 1.00", "CLBD 11.00"), ("1.00", "11.00")),
        ("053", ("OPBD 1.00", "ITBD 11.00"), ("1.00", "11.00")),
        ("053", ("ITBD 1.00", "ITBD 11.00"), ("1.00", "11.00")),
        ("053", ("ITBD 1.00", "CLBD 11.00"), ("1.00", "11.00")),
        ("053", ("ITBD 1.00",), ("1.00", None)),
        ("052", ("OPBD 1.00", "ITBD 99.00"), ("1.00", None)),
        ("054", (), (None, None)),
    ],
)
def test_booked_balances_enclose_the_entries(kind, balances, expected):
    assert ends(kind, "".join(balance(*told.split()) for told in balances)) == expected


def test_a_balance_below_zero_is_one_of_debit():
    head = balance("OPBD", "4.00", "DBIT") + balance("CLBD", "6.00")
    assert ends("053", head) == ("-4.00", "6.00")
    assert failures("camt", camt(entry("10.00"), head=head)) == []


def test_balances_after_the_entries_count_too():
    text = camt(entry("10.00"), head=balance("OPBD", "1.00"), tail=balance("CLBD", "11.01"))
    assert failures("camt", text) == [("statement", 1, "closing balance")]


def test_no_balance_holds_what_is_not_booked():
    head = balance("OPBD", "1.00") + balance("CLBD", "11.00")
    assert ends("052", head, entry("10.00") + PENDING) == (None, None)

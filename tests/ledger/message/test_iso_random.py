"""Messages with random damage: refused with a Problem, or read with every record counted."""

from contextlib import suppress
from xml.parsers import expat

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from aml.core.problem import LedgerError
from aml.ledger.message.record import Unreadable
from tests.ledger.conftest import Desk
from tests.ledger.message.iso_texts import balance, camt, code, entry, pacs, payment, transfer
from tests.ledger.message.test_pain001 import message, order, pay
from tests.ledger.message.texts import records

BATCH = "<Btch><NbOfTxs>2</NbOfTxs></Btch>" + payment("6.00") + payment("4.00", e2e="E2", old=True)
#: A whole text of each kind, and the element of a record.
TEXTS = {
    "camt": (
        camt(
            entry("10.00", details=BATCH, ref="B1")
            + entry(
                "5.00", "DBIT", details=payment(role="Cdtr"), code=code("PMNT", "ICDT", "ESCT")
            ),
            head=balance("OPBD", "1.00") + balance("CLBD", "6.00"),
        ),
        "Ntry",
    ),
    "pacs008": (f"<All><D>{pacs(transfer(1), transfer(2))}</D></All>", "CdtTrfTxInf"),
    "pain001": (message(order(pay(1), pay(2)), order(pay(3))), "CdtTrfTxInf"),
}
PIECES = [
    b"", b"\0", b"<", b">", b"&", b"&amp;", b"&x;", b"&#0;", b"\xff\xfe", b"\xef\xbb\xbf", b"]]>",
    b"<![CDATA[", b"<!--", b"-->", b"<!DOCTYPE a>", b"<?xml version='1.0'?>", b"\xe9", b"\n", b"/>",
    b"<Ntry/>", b"<TxDtls/>", b"<CdtTrfTxInf/>", b"</Ntry>", b"<Stmt>", b"1e999999999", b"NaN", b",",
]  # fmt: skip
VALUES = [
    "", " ", "-1", "1e999999999", "NaN", "9" * 40, "1,5", "2026-02-30", "CRDT", "DBIT", "EUR", "x\ny",
    'quo"te', "é" * 5, "true", "OPBD", "0.00001",
]  # fmt: skip
CHANGE = st.tuples(st.integers(0, 10**4), st.integers(0, 80), st.sampled_from(PIECES))
TURN = st.tuples(
    st.integers(0, 10**4),
    st.sampled_from(("drop", "double", "empty", "move", "text")),
    st.integers(0, 10**4),
    st.sampled_from(VALUES),
)
KINDS = st.sampled_from(sorted(TEXTS))
CHANGES = st.lists(CHANGE, max_size=2)
TURNS = st.lists(TURN, max_size=6)
SLOW = {"deadline": None, "suppress_health_check": list(HealthCheck)}


def turned(text, turns):
    """The XML with elements dropped, doubled, emptied, moved or given another text."""
    root = etree.fromstring(text.encode())
    for at, what, to, value in turns:
        parts = list(root.iter())
        part, other = parts[at % len(parts)], parts[to % len(parts)]
        if what == "text":
            part.text = value
        elif part is root or part in [other, *other.iterancestors()]:
            continue
        elif what == "move":
            other.append(part)
        elif what == "double":
            part.addnext(etree.fromstring(etree.tostring(part, with_tail=False)))
        elif what == "empty":
            part.clear()
        else:
            part.getparent().remove(part)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def damaged(kind, turns, changes):
    held = turned(TEXTS[kind][0], turns)
    for at, length, piece in changes:
        start = at % (len(held) + 1)
        held = held[:start] + piece + held[start + length :]
    return held


def present(kind, held):
    """How many records a text holds, counted by its tags alone: none where it is no XML."""
    names = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda tag, _: names.append(tag.rpartition(":")[2])
    try:
        parser.Parse(held, True)
    except (expat.ExpatError, LookupError, ValueError):
        return None
    return names.count(TEXTS[kind][1])


def holds(kind, held):
    expected = present(kind, held)
    try:
        read = len(records(kind, held))
    except Unreadable:
        return
    assert expected is not None
    assert read >= expected if kind == "camt" else read == expected


def is_loaded_whole(folder, kind, held):
    desk = Desk(folder)
    desk.institution = type(desk.institution)("Bank", "DE", "bank", "EUR")
    shape = "entries" if kind == "camt" else "transfers\nown_banks: ['*']"
    desk.profile(f"table: transactions\nshape: {shape}\nformat: {{kind: {kind}}}\n")
    desk.give(held, profile="own", name="damaged.xml")
    try:
        with suppress(LedgerError):
            totals = [total for file in desk.read().files for total in file.totals]
            assert all(total.is_reconciled for total in totals)
            assert sum(total.records_in for total in totals) == len(records(kind, held))
    finally:
        desk.close()


@settings(max_examples=150, **SLOW)
@given(KINDS, TURNS, CHANGES)
def test_no_record_of_a_damaged_message_is_lost(kind, turns, changes):
    holds(kind, damaged(kind, turns, changes))


@settings(max_examples=15, **SLOW)
@given(KINDS, TURNS)
def test_a_damaged_message_is_loaded_whole_or_refused(tmp_path_factory, kind, turns):
    is_loaded_whole(tmp_path_factory.mktemp("damaged"), kind, damaged(kind, turns, ()))


@pytest.mark.nightly
@settings(max_examples=20_000, **SLOW)
@given(KINDS, TURNS, CHANGES)
def test_no_record_of_a_damaged_message_is_lost_all_night(kind, turns, changes):
    holds(kind, damaged(kind, turns, changes))


@pytest.mark.nightly
@settings(max_examples=500, **SLOW)
@given(KINDS, TURNS)
def test_a_damaged_message_is_loaded_whole_or_refused_all_night(tmp_path_factory, kind, turns):
    is_loaded_whole(tmp_path_factory.mktemp("damaged"), kind, damaged(kind, turns, ()))

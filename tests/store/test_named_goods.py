"""named_goods: which debits name goods of a basket or a precursor, and how surely."""

import pytest

from aml.store import NAMED_GOODS, Store
from aml.store.schema import create_schema

TERMS = [
    ("lab", "press", "word", "Pill press", False),
    ("lab", "chemicals", "word", "acetone", True),
    ("boat", "berth", "merchant", "4468", False),
    ("precursor", "PMK", "word", "3,4-mdp-2-p", True),
]
PRECURSORS = [
    ("BOC", "1-boc-4-Piperidone", "79099-07-3", "2933.39", "UN Table I, since 2024", None, None),
    ("KMNO", "Potassium permanganate", "7722-64-7", None, "UN Table I, since 2001", True, None),
    ("ACE", "Acetone", "67-64-1", None, "UN Table II, since 1988", None, ["propan-2-one"]),
]


def named(text, other="", merchant="", direction="debit", status="posted", terms=TERMS):
    """What one entry names: (category, kind, is_ambiguous), sorted."""
    with Store(threads=1) as store:
        create_schema(store)
        for term in terms:
            store.insert(
                "basket_terms",
                ["file_id", "source_row", "basket", "category", "kind", "term", "is_ambiguous"],
                [(0, 1, *term)],
            )
        names = ["precursor_id", "name", "cas_number", "hs_code", "schedule", "is_common"]
        for row in PRECURSORS if terms else ():
            store.insert(
                "precursors", ["file_id", "source_row", *names, "keywords"], [(0, 1, *row)]
            )
        record = {
            "transaction_id": "T1", "ledger_id": "test", "file_id": 1, "source_row": 1,
            "account_id": "A1", "customer_id": "C1", "booked_at": "2026-03-02 12:00:00",
            "booked_on": "2026-03-02", "direction": direction, "amount": "10.00",
            "currency": "USD", "amount_base": "10.00", "channel": "card", "status": status,
            "remittance_text": text or None, "counterparty_name": other or None,
            "merchant_category": merchant or None,
        }  # fmt: skip
        store.insert("transactions", list(record), [list(record.values())])
        NAMED_GOODS.build(store)
        return sorted(store.rows("SELECT category, kind, is_ambiguous FROM named_goods"))


def test_a_term_is_found_as_a_word_in_any_case_and_as_a_plural():
    assert named("2 PILL  PRESSES, used") == [("press", "word", False)]
    assert named("pill press") == [("press", "word", False)]
    assert named("spill pressing, xacetone") == []


def test_terms_that_touch_are_all_found():
    found = named("pill press acetone,pill press")
    assert found == [
        ("ACE", "name", True), ("chemicals", "word", True), ("press", "word", False),
    ]  # fmt: skip


def test_a_term_with_signs_of_its_own_is_found():
    assert named("order 3,4-MDP-2-P") == [("PMK", "word", True)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("for 79099-07-3", [("BOC", "cas", False)]),
        ("1-BOC-4-piperidone (50 g)", [("BOC", "name", False)]),
        ("account 1-79099-07-3", []),
        ("Potassium Permanganate", [("KMNO", "name", True)]),
        ("propan-2-one", [("ACE", "keyword", True)]),
        ("hs code 2933.39", [("BOC", "hs", True)]),
        ("HS 29333990", [("BOC", "hs", True)]),
        ("invoice 293339", []),
    ],
)
def test_a_precursor_is_named_by_name_number_code_or_keyword(text, expected):
    assert named(text) == expected


def test_the_other_sides_name_and_the_merchants_code_count_too():
    assert named("", other="Pill Press Direct") == [("press", "word", False)]
    assert named("", merchant="4468") == [("berth", "merchant", False)]


def test_only_posted_debits_name_goods():
    assert named("pill press", merchant="4468", direction="credit") == []
    assert named("pill press", merchant="4468", status="reversed") == []


def test_without_terms_nothing_is_named():
    assert named("pill press hs 2933.39", merchant="4468", terms=[]) == []

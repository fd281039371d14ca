"""Which records are one person or firm, on a few of them written out, and what people say over it."""

import pytest

from aml.store import sql_tables
from aml.store.derived import build_order

KNOWN = {item.name: item for item in sql_tables()}


class Records:
    """Customers and remittances, and the parties that come of them."""

    def __init__(self, store):
        self.store = store
        self.rows = 0

    def add(self, table, record):
        self.rows += 1
        full = {"file_id": 1, "source_row": self.rows, **record}
        self.store.insert(table, list(full), [list(full.values())])

    def customer(self, number, **values):
        self.add("customers", {"customer_id": f"C{number}", **values})
        self.add("accounts", {"account_id": f"A{number}", "customer_id": f"C{number}"})

    def sent(self, number, name="Ana Alder", **values):
        fixed = {
            "remittance_id": f"R{number}", "ledger_id": "core", "sent_at": "2026-03-02 10:00:00",
            "sent_on": "2026-03-02", "status": "posted", "amount": 10, "currency": "USD",
            "sender_name": name, "receiver_name": f"To {number}",
        }  # fmt: skip
        self.add("remittances", {**fixed, **{f"sender_{key}": v for key, v in values.items()}})

    def verdict(self, verdict, one, other, valid_from="2026-01-01"):
        kinds = {"C": "customer", "R": "sender"}
        self.add(
            "identity_overrides",
            {
                "member_kind": kinds[one[0]], "member_id": one, "other_kind": kinds[other[0]],
                "other_id": other, "verdict": verdict, "reason": "seen", "decided_by": "AB",
                "valid_from": valid_from,
            },
        )  # fmt: skip

    def parties(self):
        """Customers and senders by party, receivers left out."""
        for item in build_order(["party_members"], KNOWN):
            item.build(self.store)
        found = {}
        for party, member in self.store.rows(
            "SELECT party_id, member_id FROM party_members WHERE member_kind <> 'receiver'"
            " ORDER BY member_id"
        ):
            found.setdefault(party, []).append(member)
        return found


@pytest.fixture
def records(store):
    return Records(store)


BORN = "1980-05-06"


@pytest.mark.parametrize(
    ("one", "other", "party"),
    [
        ({"document_number": "D-1"}, {"document_number": "d1", "name": "A. Alder"}, "doc:D1"),
        ({"tax_number": "T 1"}, {"tax_number": "t1", "name": "A. Alder"}, "acc:C1"),
        ({"phone": "+1 55"}, {"phone": "155", "name": "ALDER, Ána"}, "tel:155:alder ana"),
        ({"email": "A@x.org"}, {"email": "a@x.org "}, "acc:C1"),
        ({"born_on": BORN}, {"born_on": BORN, "name": "Alder Ana"}, "acc:C1"),
    ],
)
def test_customers_are_one_by_a_number_or_by_the_name_and_something_else(
    records, one, other, party
):
    records.customer(1, **{"name": "Ana Alder", **one})
    records.customer(2, **{"name": "Ana Alder", **other})
    assert records.parties() == {party: ["C1", "C2"]}


@pytest.mark.parametrize(
    "shared",
    [{"phone": "155"}, {"email": "a@x.org"}, {"born_on": BORN}, {"address": "Elm St. 4"}, {}],
)
def test_neither_a_name_alone_nor_a_telephone_alone_makes_one_of_two(records, shared):
    records.customer(1, name="Ana Alder", **shared)
    other = "Ana Alder" if "address" in shared or not shared else "Bea Alder"
    records.customer(2, name=other, **shared)
    assert len(records.parties()) == 2


def test_what_one_record_has_of_two_others_makes_one_of_all_and_the_strongest_key_names_it(records):
    records.customer(1, name="Ana Alder", born_on=BORN, phone="155")
    records.customer(2, name="Ana Alder", born_on=BORN)
    records.sent(1, phone="155", document="D9")
    records.sent(2, phone="155")
    records.sent(3, document="D9", phone="777")
    records.sent(4, phone="777")
    records.sent(5, phone="888")
    assert records.parties() == {
        "doc:D9": ["C1", "C2", "R1", "R2", "R3", "R4"],
        "tel:888:ana alder": ["R5"],
    }


def test_an_account_is_its_customer_s_and_no_link_between_those_who_pay_from_it(records):
    records.customer(1, name="Ana Alder")
    records.sent(1, account="A1", document="D1")
    records.sent(2, account="A1")
    records.sent(3, "Bo Birch", account="A1", document="D2")
    records.sent(4, "Bo Birch", account="A1")
    assert records.parties() == {"doc:D1": ["C1", "R1", "R2", "R4"], "doc:D2": ["R3"]}


def test_a_ledger_s_own_number_ties_a_name_with_and_without_a_document(records):
    records.sent(1, id="S1", document="D1")
    records.sent(2, id="S1")
    records.sent(3, "Bo Birch", id="S1", document="D3")
    assert records.parties() == {"doc:D1": ["R1", "R2"], "doc:D3": ["R3"]}


@pytest.mark.parametrize("names", [3, 4])
def test_a_document_lent_to_four_names_is_no_link_between_them(records, names):
    for number, name in enumerate(["Ana Alder", "Bo Birch", "Cleo Cedar", "Dov Dogwood"][:names]):
        records.sent(number, name, document="D0", phone=f"15{number}")
        records.sent(number + 5, name, phone=f"15{number}")
    lent = ["R0", "R1", "R2", "R3"]
    expected = ["R0", "R1", "R2", "R5", "R6", "R7"] if names == 3 else lent
    found = records.parties()
    assert found["doc:D0"] == expected
    assert len(found) == (1 if names == 3 else 5)


@pytest.mark.parametrize("number", ["000000", "9999", "12345678", "n/a", "Unknown"])
def test_a_placeholder_is_nobody_s_document(records, number):
    records.sent(1, document=number)
    records.sent(2, "Bo Birch", document=number)
    assert records.parties() == {"own:R1:sender": ["R1"], "own:R2:sender": ["R2"]}


@pytest.mark.parametrize(("names", "parties"), [(50, 50), (51, 52)])
def test_the_telephone_of_more_than_fifty_names_says_nothing_of_any(records, names, parties):
    for number in range(names):
        records.sent(number, f"Name{number} Alder", phone="155")
    records.sent(99, "Name0 Alder", phone="155")
    assert len(records.parties()) == parties


@pytest.mark.parametrize(("names", "parties"), [(50, 1), (51, 51)])
def test_a_document_of_more_than_fifty_names_is_nobody_s(records, names, parties):
    for number in range(names):
        records.sent(number, f"Name{number} Alder", document="X7")
    assert len(records.parties()) == parties


def test_a_birth_date_that_the_system_fills_in_ties_nobody(records):
    for number in range(51):
        records.customer(number, name=f"Name{number} Alder", born_on="1970-01-01")
    records.customer(99, name="Name0 Alder", born_on="1970-01-01")
    assert len(records.parties()) == 52


def test_father_and_son_of_one_name_and_telephone_are_two(records):
    records.customer(1, name="Ana Alder", phone="155", born_on=BORN)
    records.customer(2, name="Ana Alder", phone="155", born_on="2001-01-02")
    records.sent(1, phone="155")
    records.sent(2, phone="155")
    assert records.parties() == {
        "acc:C1": ["C1"],
        "acc:C2": ["C2"],
        "tel:155:ana alder": ["R1", "R2"],
    }


def test_a_party_with_two_birth_dates_falls_apart_into_its_strongest_keys(records):
    records.customer(1, name="Ana Alder", document_number="D1", tax_number="T1", born_on=BORN)
    records.customer(
        2, name="Ana Alder", document_number="D2", tax_number="T1", born_on="2001-01-02"
    )
    records.sent(1, document="D2")
    assert records.parties() == {"doc:D1": ["C1"], "doc:D2": ["C2", "R1"]}


@pytest.mark.parametrize(("documents", "parties"), [(1, 1), (2, 3), (3, 4)])
def test_a_name_and_telephone_with_several_documents_is_more_than_one_person(
    records, documents, parties
):
    for number in range(documents):
        records.sent(number, phone="155", document=f"D{number}")
    records.sent(7, phone="155", document="N/A")
    records.sent(8, phone="155")
    found = records.parties()
    assert len(found) == parties
    assert ["R7", "R8"] in [members[-2:] for members in found.values()]


def test_a_verdict_makes_one_of_two_from_its_day_on(records):
    records.store.run("UPDATE institution SET as_of_on = '2026-03-31'")
    for number in range(1, 4):
        records.customer(number, name="Ana Alder", document_number=f"D{number}")
    records.verdict("same", "C1", "C2", valid_from="2026-03-31")
    records.verdict("same", "C2", "C3", valid_from="2026-04-01")
    assert records.parties() == {"doc:D1": ["C1", "C2"], "doc:D3": ["C3"]}


def test_a_verdict_speaks_of_its_record_and_not_of_all_that_are_written_like_it(records):
    records.sent(1)
    records.sent(2)
    records.customer(1, name="Ana Alder")
    records.verdict("same", "C1", "R1")
    assert records.parties() == {"acc:C1": ["C1", "R1"], "own:R2:sender": ["R2"]}


def test_records_said_to_be_different_keep_what_has_their_strongest_key(records):
    for number in (1, 2):
        records.customer(number, name="Ana Alder", document_number=f"D{number}", phone="155")
        records.sent(number, document=f"D{number}")
    records.sent(3, phone="155")
    records.verdict("different", "C1", "C2")
    records.verdict("same", "C2", "R3")
    assert records.parties() == {"doc:D1": ["C1", "R1"], "doc:D2": ["C2", "R2", "R3"]}


def test_of_two_with_the_same_strongest_key_the_second_stands_alone(records):
    records.customer(1, name="Ana Alder", document_number="D1")
    records.customer(2, name="Ana Alder", document_number="D1")
    records.sent(1, document="D1")
    records.verdict("different", "C1", "C2")
    assert records.parties() == {"doc:D1": ["C1", "R1"], "own:C2:customer": ["C2"]}


def test_what_ties_records_of_one_party_is_said_and_what_a_verdict_cut_is_not(records):
    records.customer(1, name="Ana Alder", born_on=BORN, phone="155")
    records.customer(2, name="Ana Alder", born_on=BORN, phone="155")
    records.sent(1, phone="155")
    records.customer(3, name="Bo Birch", document_number="D1")
    records.customer(4, name="Bo Birch", document_number="D1")
    records.verdict("different", "C3", "C4")
    for item in build_order(["identity_ties"], KNOWN):
        item.build(records.store)
    ties = records.store.rows("SELECT * FROM identity_ties ORDER BY ALL")
    party = "tel:155:ana alder"
    assert ties == [
        (party, "customer", "C2", "customer", "C1", "name and birth date"),
        (party, "customer", "C2", "customer", "C1", "name and telephone"),
        (party, "sender", "R1", "customer", "C1", "name and telephone"),
    ]

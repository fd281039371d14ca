"""party_groups on a few remittances, written out: who belongs with whom, and who does not."""

import pytest

from aml.identity import PARTY_GROUPS
from aml.store import Store, sql_tables
from aml.store.derived import build_order
from aml.store.schema import create_schema

KNOWN = {item.name: item for item in sql_tables()}


def sent(number, **sender):
    """A remittance of one sender to a receiver who shares nothing."""
    return {
        "remittance_id": f"R{number}", "sender_name": f"Name{number} Last{number}",
        "receiver_name": f"To{number}", "receiver_document": f"E{number}", **sender,
    }  # fmt: skip


@pytest.fixture
def grouped():
    with Store(threads=1) as store:
        create_schema(store)
        store.run("INSERT INTO institution VALUES ('Bank', 'US', 'bank', 'USD', NULL)")

        def build(*remittances):
            for row, record in enumerate(remittances, start=1):
                full = {
                    "file_id": 1, "source_row": row, "ledger_id": "core", "status": "posted", "amount": 10,
                    "currency": "USD", "sent_at": "2026-03-02 10:00:00", "sent_on": "2026-03-02", **record,
                }  # fmt: skip
                store.insert("remittances", list(full), [list(full.values())])
            for item in build_order(["party_members"], KNOWN):
                item.build(store)
            PARTY_GROUPS.build(store)
            rows = store.rows("SELECT group_id, role, person FROM party_groups ORDER BY ALL")
            groups = {}
            for group, role, person in rows:
                groups.setdefault(group, set()).add((role, person))
            return groups

        yield build


def senders(*persons):
    return {("sender", person) for person in persons}


def test_a_telephone_an_address_and_a_document_join_their_owners(grouped):
    found = grouped(
        sent(1, sender_document="D1", sender_phone="+1 555-01"),
        sent(2, sender_document="D2", sender_phone="155501", sender_address="Elm St. 4", sender_city="York"),
        sent(3, sender_document="D3", sender_address="ELM ST 4", sender_city="york"),
        sent(4, sender_document="D3"),
        sent(5, sender_document="D5", sender_address="Elm St 4", sender_city="Leeds"),
        sent(6, sender_document="D6"),
    )  # fmt: skip
    assert found == {"doc:D1": senders("doc:D1", "doc:D2", "doc:D3", "doc:D3 as name4 last4")}


def test_a_sender_and_a_receiver_of_one_telephone_belong_together(grouped):
    found = grouped(
        sent(1, sender_document="D1", sender_phone="5551"), sent(2, receiver_phone="5551")
    )
    assert found == {"doc:D1": {("sender", "doc:D1"), ("receiver", "doc:E2")}}


def test_a_long_chain_is_one_group_under_its_smallest_party(grouped):
    """Each shares with the next alone, and the smallest name stands at the far end."""
    count = 40
    found = grouped(
        *(
            sent(
                n, sender_document=f"D{10 + (n + 7) % count}", sender_phone=f"77{n // 2:03d}",
                sender_address=f"Way {(n + 1) // 2}", sender_city="York",
            )
            for n in range(count)
        )
    )  # fmt: skip
    assert {group: len(persons) for group, persons in found.items()} == {"doc:D10": count}


def test_a_value_of_more_than_fifty_joins_nobody(grouped):
    def crowd(count, phone):
        return [
            sent(f"{phone}{n}", sender_document=f"{phone}D{n}", sender_phone=phone)
            for n in range(count)
        ]

    found = grouped(*crowd(50, "111"), *crowd(51, "222"))
    assert [len(persons) for persons in found.values()] == [50]


def test_a_misspelt_name_is_the_same_person(grouped):
    spelt = ["Ana Alder", "Ana Alder", "Anna Alder Roe"]
    found = grouped(
        *(sent(n, sender_name=name, sender_document="D1", sender_phone="1") for n, name in enumerate(spelt)),
        sent(8, sender_document="D8", sender_phone="1"),
    )  # fmt: skip
    assert found == {"doc:D1": senders("doc:D1", "doc:D8")}


def test_who_has_no_number_is_known_by_name_and_address(grouped):
    home = {"sender_address": "Elm St 4", "sender_city": "York"}
    found = grouped(
        sent(1, sender_name="Ana Alder", **home),
        sent(2, sender_name="ANA ALDER", **home),
        sent(3, sender_name="Ben Birch", **home),
        sent(4, sender_name="Ana Alder"),
    )
    assert list(found.values()) == [
        senders("ana alder of elm st 4, york", "ben birch of elm st 4, york")
    ]


def test_what_was_not_sent_joins_nobody(grouped):
    first = sent(1, sender_document="D1", sender_phone="1")
    assert grouped(first, sent(2, sender_document="D2", sender_phone="1", status="cancelled")) == {}

"""party_groups on a few remittances, written out: who belongs with whom, and who does not."""

import pytest

from aml.identity import PARTY_GROUPS
from aml.store import Store, sql_tables
from aml.store.derived import build_order
from aml.store.schema import create_schema

KNOWN = {item.name: item for item in sql_tables()}
#: Words that are not alike, so that no two names of them are.
GIVEN = ["Ana", "Bo", "Cleo", "Dov", "Eve", "Fay", "Gus", "Hal", "Ida", "Jon", "Kit", "Leo"]
FAMILY = [
    "Quill",
    "Rowe",
    "Stone",
    "Tull",
    "Underhill",
    "Vance",
    "West",
    "Yorke",
    "Zell",
    "Mott",
    "Nash",
    "Pike",
]
HOME = {"sender_address": "Elm St. 4", "sender_city": "York"}


def called(number):
    return f"{GIVEN[number % 12]} {FAMILY[(number // 12 + number) % 12]}"


def sent(number, **sender):
    """A remittance of a sender with a document, to a receiver who shares nothing."""
    paid = sender.get("receiver_document", f"E{number}")
    return {
        "remittance_id": f"R{number}", "sender_name": called(number), "sender_document": f"D{number}",
        "receiver_name": f"To {paid}", "receiver_document": paid, **sender,
    }  # fmt: skip


def senders(*numbers):
    return {("sender", called(number).lower()) for number in numbers}


class Groups:
    """Remittances, and the groups that come of them."""

    def __init__(self, store):
        self.store = store

    def of(self, *remittances):
        for row, record in enumerate(remittances, start=1):
            full = {
                "file_id": 1, "source_row": row, "ledger_id": "core", "status": "posted", "amount": 10,
                "currency": "USD", "sent_at": "2026-03-02 10:00:00", "sent_on": "2026-03-02", **record,
            }  # fmt: skip
            self.store.insert("remittances", list(full), [list(full.values())])
        for item in build_order(PARTY_GROUPS.reads, KNOWN):
            item.build(self.store)
        PARTY_GROUPS.build(self.store)
        groups = {}
        for group, role, person in self.store.rows(
            "SELECT group_id, role, person FROM party_groups"
        ):
            groups.setdefault(group, set()).add((role, person))
        return groups


@pytest.fixture
def groups():
    with Store(threads=1) as store:
        create_schema(store)
        store.run("INSERT INTO institution VALUES ('Bank', 'US', 'bank', 'USD', NULL)")
        yield Groups(store)


def test_telephones_and_documents_join_their_owners(groups):
    found = groups.of(
        sent(1, sender_phone="+1 555-01"),
        sent(2, sender_phone="155501"),
        sent(3, sender_document="D2"),
        sent(4, sender_phone="155502"),
    )
    assert found == {"doc:D1": senders(1, 2, 3)}


def test_an_address_joins_those_who_deal_with_one_person(groups):
    found = groups.of(
        sent(1, receiver_document="E1", **HOME),
        sent(2, receiver_document="E1", sender_address="ELM ST 4", sender_city="york"),
        sent(3, receiver_document="E2", **HOME),
        sent(4, receiver_document="E2", **HOME, sender_document="D1", sender_name=called(1)),
        sent(5, receiver_document="E1", **{**HOME, "sender_city": "Leeds"}),
        sent(6, **HOME),
    )
    assert found == {"doc:D1": senders(1, 2, 3)}


def test_receivers_of_one_address_are_joined_by_who_pays_them(groups):
    home = {"receiver_address": "Calle 1", "payout_city": "X"}
    paid = [
        {**sent(n, sender_document=payer, **home), "sender_name": f"P {payer}"}
        for n, payer in enumerate(["D1", "D1", "D1", "D2"])
    ]
    assert groups.of(*paid) == {"doc:E0": {("receiver", f"to e{n}") for n in range(3)}}


def test_a_sender_and_a_receiver_of_one_telephone_belong_together(groups):
    found = groups.of(
        sent(1, sender_phone="5551"), sent(2, receiver_phone="5551"), sent(3, receiver_phone="5551")
    )
    assert found == {"doc:D1": senders(1) | {("receiver", "to e2"), ("receiver", "to e3")}}


def test_two_are_no_group(groups):
    assert groups.of(*(sent(n, sender_phone="1") for n in range(2))) == {}


def test_a_long_chain_is_one_group_under_its_smallest_party(groups):
    """Each shares with the next alone, and the smallest name stands at the far end."""
    count = 40
    links = [(n, (n + 7) % count) for n in range(count)]
    found = groups.of(
        *(sent(n, sender_document=f"D{10 + at}", sender_phone=f"77{n // 2}") for n, at in links),
        *(sent(n + 500, sender_name=called(n), sender_document=f"D{10 + at}", sender_phone=f"88{(n + 1) // 2}")
          for n, at in links),
    )  # fmt: skip
    assert {group: len(persons) for group, persons in found.items()} == {"doc:D10": count}


def test_a_value_of_more_than_fifty_joins_nobody(groups):
    found = groups.of(
        *(sent(n, sender_phone="111") for n in range(50)),
        *(sent(n + 60, sender_phone="222") for n in range(51)),
    )
    assert [len(persons) for persons in found.values()] == [50]


def test_a_value_that_one_desk_alone_was_given_joins_nobody(groups):
    def at(desks, first):
        return [
            sent(first + n, sender_phone=str(first), send_agent_id=desk)
            for n, desk in enumerate(desks)
        ]

    found = groups.of(
        *at(["G1", "G1", "G1"], 10), *at(["G1", "G2", "G1"], 20), *at([None, None, None], 30)
    )
    assert sorted(found) == ["doc:D20", "doc:D30"]


def test_a_misspelt_name_is_the_same_person(groups):
    spelt = ["Ana Alder", "Ana Alder", "Anna Alder", "Roe Alder, Ana"]
    found = groups.of(
        *(
            sent(n, sender_name=name, sender_document="D1", sender_phone="1")
            for n, name in enumerate(spelt)
        ),
        sent(7, sender_phone="1"),
        sent(8, sender_phone="1"),
    )
    assert found == {"doc:D1": senders(7, 8) | {("sender", "ana alder")}}


def test_one_word_in_common_makes_no_person_of_two(groups):
    spelt = ["Ana Alder", "Ana Alder", "Ana Birch", "Cy Alder"]
    found = groups.of(
        *(sent(n, sender_name=name, sender_document="D1") for n, name in enumerate(spelt))
    )
    assert found == {"doc:D1": {("sender", name.lower()) for name in spelt}}


def test_who_has_no_number_is_known_by_name_and_address(groups):
    names = ["Ana Alder", "ANA ALDER", "Ben Birch", "Cy Cedar"]
    found = groups.of(
        *(
            sent(n, sender_name=name, sender_document=None, receiver_document="E", **HOME)
            for n, name in enumerate(names)
        ),
        sent(9, sender_name="Ana Alder", sender_document=None, receiver_document="E"),
    )
    assert list(found.values()) == [{("sender", name.lower()) for name in names}]
    assert groups.store.count("party_groups") == len(names)


def test_equal_names_of_one_group_are_one_person(groups):
    """A clerk who uses one document for all adds no persons to those who sent under their own."""
    found = groups.of(
        *(sent(n, sender_phone="1") for n in range(3)),
        *(
            sent(n + 5, sender_name=called(n), sender_document="X", sender_phone="1")
            for n in range(3)
        ),
    )
    assert found == {"doc:D0": senders(0, 1, 2)}


def test_what_joins_a_group_is_counted(groups):
    """An address counts once, though its people deal with two persons."""
    groups.of(
        sent(1, receiver_document="E", sender_phone="1", **HOME),
        sent(2, receiver_document="E", sender_phone="1", **HOME),
        sent(3, receiver_document="F", sender_document="D1", sender_name=called(1), **HOME),
        sent(4, receiver_document="F", sender_document="D2", sender_name=called(2), **HOME),
        sent(5, sender_document="D2", sender_phone="2"),
        sent(6, sender_phone="2"),
    )
    counted = "shared_phones, shared_homes, shared_documents"
    assert groups.store.rows(f"SELECT DISTINCT {counted} FROM party_groups") == [(2, 1, 1)]


def test_a_surname_is_the_last_word_of_the_usual_name_and_a_home_one_spelling(groups):
    groups.of(
        *(sent(n, sender_phone="1", receiver_document="E", **HOME) for n in (1, 2, 3)),
        sent(4, sender_document="D1", sender_name=f"{called(1)} Extra", sender_phone="1"),
    )
    rows = groups.store.rows("SELECT surname, home FROM party_groups WHERE group_id = 'doc:D1'")
    last = [called(n).lower().split()[1] for n in (1, 2, 3)]
    assert sorted(rows, key=str) == sorted(
        [*((name, "elm st 4, york") for name in last), (last[0], None)], key=str
    )


def test_what_was_not_sent_joins_nobody(groups):
    two = [sent(n, sender_phone="1") for n in range(2)]
    assert groups.of(*two, sent(2, sender_phone="1", status="cancelled")) == {}

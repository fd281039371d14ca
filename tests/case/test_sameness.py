"""What the facts of a subject say of the records that were taken for it."""

from aml.case.sameness import why_one
from aml.store import Store


def said(*ties):
    with Store(threads=1) as store:
        store.run(
            "CREATE TABLE identity_ties (party_id VARCHAR, member_kind VARCHAR, member_id VARCHAR,"
            " other_kind VARCHAR, other_id VARCHAR, mark VARCHAR)"
        )
        names = ["party_id", "member_kind", "member_id", "other_kind", "other_id", "mark"]
        store.insert("identity_ties", names, ties)
        return why_one(store, ["p"])


def test_a_pair_is_one_fact_with_all_that_it_shares():
    found = said(
        ("p", "customer", "C2", "customer", "C1", "name and birth date"),
        ("p", "customer", "C2", "customer", "C1", "document"),
        ("p", "sender", "R1", "customer", "C1", "verdict"),
        ("q", "customer", "C8", "customer", "C9", "document"),
    )
    assert found == {
        "p": (
            (
                "Records taken for one",
                "Customer C1 and customer C2: same document, same name and birth date",
            ),
            (
                "Records taken for one",
                "Customer C1 and the sender of remittance R1: a decision of the institution",
            ),
        )
    }


def test_pairs_beyond_five_are_counted():
    ties = [("p", "receiver", f"R{number:02}", "customer", "C1", "document") for number in range(7)]
    facts = said(*ties)["p"]
    assert len(facts) == 6
    assert facts[-1][1] == "2 more pairs of records"
    assert facts[4][1] == "Customer C1 and the receiver of remittance R04: same document"

import polars
import pytest

from aml.detector.peers import peer_groups


def frame_of(*groups):
    """A frame from (kind, sector, size, how many)."""
    rows = [(kind, sector, size) for kind, sector, size, many in groups for _ in range(many)]
    frame = polars.DataFrame(rows, schema=["kind", "sector", "size"], orient="row")
    keys = [("kind", "sector", "size"), ("kind", "size"), ("kind",)]
    counts = [polars.len().over(key).alias(f"peers_{at}") for at, key in enumerate(keys, 1)]
    return frame.with_columns(*counts, polars.lit(len(frame)).alias("peers_4"))


def scored(frame):
    """Name, members and scored customers of each group."""
    return [
        (group.name, len(group.members), int(group.is_scored.sum()))
        for group in peer_groups(frame, "USD")
    ]


def test_a_sector_of_enough_customers_stands_alone():
    frame = frame_of(("person", "occupation clerk", 4, 200), ("person", "occupation cook", 4, 199))
    assert scored(frame) == [
        ("type person, occupation clerk, turnover of USD 1,000 to 9,999 a month before", 200, 200),
        ("type person, turnover of USD 1,000 to 9,999 a month before", 399, 199),
    ]


def test_size_is_kept_while_thirty_share_it():
    frame = frame_of(("person", "", 4, 30), ("person", "", 8, 29))
    assert scored(frame) == [
        ("type person, turnover of USD 1,000 to 9,999 a month before", 30, 30),
        ("type person", 59, 29),
    ]


def test_the_last_peers_are_everybody():
    frame = frame_of(("person", "", 4, 30), ("", "", 0, 3))
    assert scored(frame)[-1] == ("all customers", 33, 3)


def test_each_customer_is_scored_once_and_members_stand_in_order():
    frame = frame_of(("a", "x", 4, 210), ("a", "y", 4, 40), ("a", "x", 2, 12), ("b", "", 0, 5))
    frame = frame.sample(fraction=1, shuffle=True, seed=7)
    rows = [row for g in peer_groups(frame, "USD") for row in g.members[g.is_scored].tolist()]
    assert sorted(rows) == list(range(len(frame)))
    for group in peer_groups(frame, "USD"):
        assert group.members.tolist() == sorted(group.members.tolist())


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "first seen in this window"),
        (2, "turnover below USD 100 a month before"),
        (8, "turnover of USD 10,000,000 or more a month before"),
    ],
)
def test_size_is_told_in_money(size, words):
    assert scored(frame_of(("person", "", size, 40)))[0][0] == f"type person, {words}"

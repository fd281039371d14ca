from datetime import date

from aml.scenario.fire import Firing
from aml.scenario.tune_compare import Episodes


def firing(focus, *ids, linked=()):
    return Firing(focus, date(2026, 3, 2), date(2026, 3, 4), ids, linked, {})


def test_an_alert_that_shares_a_payment_is_the_same_and_another_is_below():
    episodes = Episodes(in_force=0)
    episodes.take(0, [firing("A", "T1", "T2")])
    episodes.take(1, [firing("A", "T2", "T3"), firing("A", "T8"), firing("B", "T2")])
    episodes.take(2, [])
    loose, none = episodes.tally(1), episodes.tally(2)
    assert (loose.foci, loose.below, loose.lost) == (("A", "A", "B"), 2, 0)
    assert (none.foci, none.below, none.lost) == ((), 0, 1)
    assert [(f.focus_id, f.transaction_ids) for f, _ in episodes.below()] == [
        ("A", ("T8",)),
        ("B", ("T2",)),
    ]
    assert episodes.foci() == {"A", "B"}
    assert episodes.above == [firing("A", "T1", "T2")]


def test_the_order_in_which_points_come_decides_on_nothing():
    loose, force = [firing("A", "T1", "T2", "T3")], [firing("A", "T1"), firing("A", "T3")]
    first, second = Episodes(0), Episodes(0)
    first.take(0, force)
    first.take(1, loose)
    second.take(1, loose)
    second.take(0, force)
    assert first.tally(1) == second.tally(1)
    assert first.tally(0).below == second.tally(0).below == 0
    assert first.below() == second.below() == []


def test_an_episode_below_is_told_once_by_its_widest_firing_and_the_first_point():
    episodes = Episodes(in_force=0)
    episodes.take(0, [])
    episodes.take(1, [firing("A", "T1"), firing("A", "T2")])
    episodes.take(2, [firing("A", "T1", "T2")])
    episodes.take(3, [firing("A", "T1", "T2")])
    assert episodes.below() == [(firing("A", "T1", "T2"), 2)]
    assert episodes.tally(1).below == 2


def test_a_list_entry_joins_episodes_only_where_no_payment_is_cited():
    entry = "flagged_parties:F1"
    episodes = Episodes(in_force=0)
    episodes.take(0, [firing("A", "T1", linked=(entry,)), firing("B", linked=(entry,))])
    episodes.take(1, [firing("A", "T2", linked=(entry,)), firing("B", linked=(entry,))])
    episodes.take(2, [firing("A", linked=("remittances:R1", entry))])
    assert (episodes.tally(1).below, episodes.tally(1).lost) == (1, 1)
    assert episodes.tally(2).below == 1

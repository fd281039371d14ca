from aml.case.group import MOST_SUBJECTS, group
from aml.core.case import Tie
from tests.case.alerts import alert


def groups_of(alerts, ties=()):
    party_of = {item.alert_id: item.focus_id for item in alerts}
    return group(alerts, party_of, [Tie(*pair, "tied") for pair in ties])


def test_subjects_stand_alone_until_something_ties_them():
    alerts = [alert("a", "C1"), alert("b", "C2"), alert("c", "C3")]
    assert [g.parties for g in groups_of(alerts)] == [("C1",), ("C2",), ("C3",)]
    assert [g.parties for g in groups_of(alerts, [("C1", "C3")])] == [("C1", "C3"), ("C2",)]


def test_a_low_alert_opens_no_case_and_ties_nobody():
    alerts = [alert("a", "C1"), alert("b", "C2", score=39), alert("c", "C3")]
    found = groups_of(alerts, [("C1", "C2"), ("C2", "C3")])
    assert [g.parties for g in found] == [("C1",), ("C3",)]


def test_a_low_alert_stands_in_the_case_of_its_own_subject():
    alerts = [alert("a", "C1"), alert("b", "C1", score=39)]
    assert [item.alert_id for item in groups_of(alerts)[0].alerts] == ["a", "b"]


def test_a_tie_to_somebody_without_an_alert_is_none():
    assert [g.parties for g in groups_of([alert("a", "C1")], [("C1", "C9")])] == [("C1",)]


def test_a_group_too_large_to_read_is_split_by_typology_and_says_so():
    many = MOST_SUBJECTS + 1
    alerts = [alert(f"a{n}", f"C{n:02}", typology="S01" if n % 2 else "F01") for n in range(many)]
    chain = [(f"C{n:02}", f"C{n + 2:02}") for n in range(many - 2)] + [("C00", "C01")]
    found = groups_of(alerts, chain)
    assert {len(g.parties) for g in found} == {many // 2}
    assert all(f"group of {many} tied subjects" in g.notes[0] for g in found)
    assert sorted(i.alert_id for g in found for i in g.alerts) == sorted(a.alert_id for a in alerts)


def test_one_typology_of_too_many_stands_subject_by_subject():
    many = MOST_SUBJECTS + 1
    alerts = [alert(f"a{n}", f"C{n:02}") for n in range(many)]
    found = groups_of(alerts, [(f"C{n:02}", f"C{n + 1:02}") for n in range(many - 1)])
    assert [len(g.parties) for g in found] == [1] * many


def test_the_ties_of_a_group_stand_in_it_and_nowhere_else():
    alerts = [alert(name, focus) for name, focus in (("a", "C1"), ("b", "C2"), ("c", "C3"))]
    first, second = groups_of(alerts, [("C1", "C2"), ("C2", "C9")])
    assert [(tie.from_party_id, tie.to_party_id) for tie in first.ties] == [("C1", "C2")]
    assert second.ties == ()


def test_a_group_of_as_many_as_can_be_read_is_not_split():
    alerts = [alert(f"a{n}", f"C{n:02}") for n in range(MOST_SUBJECTS)]
    (found,) = groups_of(alerts, [(f"C{n:02}", f"C{n + 1:02}") for n in range(MOST_SUBJECTS - 1)])
    assert len(found.parties) == MOST_SUBJECTS
    assert found.notes == ()

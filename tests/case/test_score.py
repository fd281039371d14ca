from decimal import Decimal

from aml.case.score import contributions, leading
from tests.case.alerts import alert


def total(lines):
    return sum(line.points for line in lines)


def test_the_highest_alert_and_five_for_each_further_typology():
    alerts = [alert("a", score=60), alert("b", score=50, typology="F01"), alert("c", score=45)]
    lines = contributions(alerts)
    assert [(line.name, line.points) for line in lines] == [("S01", 60), ("F01", 5)]
    assert total(lines) == 65


def test_a_low_alert_adds_nothing():
    alerts = [alert("a", score=60), alert("b", score=39, typology="F01")]
    assert total(contributions(alerts)) == 60


def test_the_lines_still_add_up_when_the_score_ends_at_100():
    alerts = [alert("a", score=95)] + [
        alert(f"b{n}", score=50, typology=f"F0{n}") for n in range(1, 4)
    ]
    lines = contributions(alerts)
    assert total(lines) == 100
    assert lines[-1].points == Decimal(-10)


def test_the_earliest_of_equals_leads():
    assert leading([alert("b", start=5), alert("a", start=2)]).alert_id == "a"

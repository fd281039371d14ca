from aml.report.severity import by_gravity, gravest, grown, severity_and_title, severity_of_case
from tests.report.test_narrative import graded


def test_a_case_as_grave_as_one_of_its_alerts_needs_no_further_word():
    case = graded(("high", 70), ("medium", 55))
    assert severity_of_case(case) == "high"
    assert severity_and_title(case) == "high: Sign 1"


def test_the_gravest_alert_is_that_of_the_highest_severity_then_of_the_highest_score():
    assert gravest(graded(("medium", 90), ("high", 62), ("high", 66))).title == "Sign 3"


def test_a_case_graver_than_all_its_alerts_names_the_gravest_with_its_own_severity():
    case = graded(("medium", 78), ("high", 62))
    assert severity_of_case(case) == "critical, by several alerts together"
    assert severity_and_title(case) == (
        "critical, by several alerts together; the gravest, of severity high: Sign 2"
    )


def test_the_order_of_gravity_is_severity_then_score():
    case = graded(("medium", 90), ("high", 62), ("high", 66))
    assert [alert.title for alert in by_gravity(case.alerts)] == ["Sign 3", "Sign 2", "Sign 1"]


def test_a_case_has_grown_where_no_alert_alone_is_so_grave():
    assert grown(graded(("medium", 78), ("high", 62))) == "by several alerts together"
    assert (
        grown(
            graded(
                ("high", 70),
            )
        )
        == ""
    )

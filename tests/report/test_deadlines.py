"""By when a case is decided: dates from the day of the run, as the law or aml.toml has the days."""

from dataclasses import replace
from datetime import date

from aml.core.disposition import Disposition
from aml.core.filing import Deadlines, Filer
from aml.report.deadlines import deadlines
from tests.report import cases


def rows(run):
    (section,) = deadlines(run)
    return [row[1:] for row in section.blocks[-1].rows]


def with_alerts(case, **changes):
    return replace(case, alerts=tuple(replace(alert, **changes) for alert in case.alerts))


def test_thirty_sixty_and_a_hundred_and_twenty_days_from_the_day_of_the_run():
    run = cases.run_of((cases.small(),))
    assert run.as_of == date(2026, 3, 31)
    assert rows(run) == [
        ("Critical", "Open; new", "2026-03-31", "2026-04-30",
         "a subject is known", "2026-05-30", "2026-07-29")
    ]  # fmt: skip
    (section,) = deadlines(run)
    assert "31 CFR 1020.320(b)(3)" in section.blocks[0].text


def test_who_is_nothing_but_an_account_is_not_known():
    case = cases.remittances_only()
    nobody = replace(case.subjects[0], name="X-77", focus_ids=("X-77",))
    run = cases.run_of((replace(case, subjects=(nobody,)), cases.small()))
    assert [(row[3], row[4]) for row in rows(run)] == [
        ("2026-04-30", "a subject is known"), ("2026-05-30", "nobody is named")
    ]  # fmt: skip
    named = cases.run_of((case,))
    assert rows(named)[0][3] == "2026-04-30"


def test_a_money_services_business_has_no_longer_time_for_the_unknown():
    case = cases.remittances_only()
    nobody = replace(case, subjects=(replace(case.subjects[0], name=""),))
    run = replace(cases.run_of((nobody,)), sector="msb")
    assert rows(run)[0][3] == "2026-04-30"
    (section,) = deadlines(run)
    assert "31 CFR 1022.320(b)(3)" in section.blocks[0].text


def test_a_case_of_an_earlier_run_counts_from_that_run():
    known = with_alerts(cases.small(), seen="known")
    run = cases.run_of((known,))
    run = replace(run, settings={**run.settings, "previous": "2026-03-01-9f9f9f9f"})
    (row,) = rows(run)
    assert row[1:4] == (
        "Open; known before",
        "2026-03-01 or before",
        "2026-03-31",
    )


def test_what_goes_on_after_a_closed_case_says_which_day_may_count():
    case = with_alerts(cases.small(), continues="A-00000000dead")
    (row,) = rows(cases.run_of((case,)))
    assert row[3] == "2026-04-30"
    assert "it continues what was closed" in row[4]


def test_the_workspace_sets_its_own_days_and_other_countries_have_to():
    case = replace(cases.small(), filer=Filer(deadlines=Deadlines(5, 10, 90)))
    run = replace(cases.run_of((case,)), country="DE")
    assert rows(run)[0][3:6:2] == ("2026-04-05", "2026-04-10")
    (section,) = deadlines(run)
    assert "[filing.deadlines]" in section.blocks[0].text
    (section,) = deadlines(replace(cases.run_of(), country="DE"))
    assert section.blocks[0].text.startswith("Set them as [filing.deadlines]")


def test_a_run_without_cases_has_no_deadline():
    assert list(deadlines(cases.run_of(()))) == []


def test_a_case_that_was_closed_is_left_out_and_counted():
    first, second = cases.small(), replace(cases.remittances_only(), case_id="C-2")
    second = with_alerts(second, alert_id="A-22")
    made = Disposition("C-2", "close", "A", date(2026, 3, 1), "seen and known", "run", ("A-22",))
    run = replace(cases.run_of((first, second)), decided={"A-22": made})
    assert [row[1] for row in rows(run)] == ["Open; new"]
    (section,) = deadlines(run)
    assert section.blocks[0].text.endswith("Not in it: 1 case filed or closed.")
    (section,) = deadlines(replace(run, cases=(second,)))
    assert len(section.blocks) == 1, "no empty table"

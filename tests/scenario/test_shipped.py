"""What every shipped scenario owes its readers, beyond passing its own check."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest

from aml.case.group import group
from aml.config.node import to_decimal
from aml.core.shipped import shipped
from aml.scenario.check import check
from aml.scenario.load import load_folder
from aml.scenario.lock import read_lock
from tests.scenario.files import alerts, shipped_scenario, table

FOLDER = shipped("scenarios")
LOADED = {item.path.stem: item for item in load_folder(FOLDER)}
LARGEST = Decimal("99999999999.00")


@pytest.mark.parametrize("name", LOADED)
def test_it_passes_its_check_at_its_locked_version(name):
    checked = check(LOADED[name], read_lock(FOLDER))
    assert [str(problem) for problem in checked.problems] == []


@pytest.mark.parametrize("name", LOADED)
def test_it_is_tested_with_an_enormous_amount(name):
    cells = {
        to_decimal(cell)
        for test in LOADED[name].scenario.tests
        for table in test.tables
        for row in table.rows
        for cell in row
    }
    assert LARGEST in cells


@pytest.mark.parametrize("name", LOADED)
def test_it_accuses_nobody(name):
    scenario = LOADED[name].scenario
    said = " ".join(
        [scenario.title, scenario.narrative, *(line.label for line in scenario.evidence)]
    ).lower()
    for word in ("launder", "criminal", "guilty", "illegal", "fraud"):
        assert word not in said
    assert "appear" in said or "consistent with" in said


@pytest.mark.parametrize("name", LOADED)
def test_its_labels_stand_as_a_report_prints_them(name):
    scenario = LOADED[name].scenario
    labels = [line.label for line in (*scenario.evidence, *scenario.score.add)]
    assert [label for label in labels if "{" in label] == []


def test_the_lock_holds_the_shipped_scenarios_and_no_other():
    assert sorted(read_lock(FOLDER)) == sorted(
        item.scenario.scenario_id for item in LOADED.values()
    )


def near_line(days):
    """A deposit of 9,900 a day, after half a year of 28,000 a month in pieces of 7,000."""
    months = [(2025, month) for month in range(8, 13)] + [(2026, 1), (2026, 2)]
    usual = [(date(*month, day), 7000) for month in months for day in (1, 8, 15, 22)]
    near = [(date(2026, 3, 2) + timedelta(days=day), 9900) for day in range(days)]
    return [
        {
            "transaction_id": f"T{number:03}", "account_id": "A1", "booked_at": f"{day} 12:00:00",
            "amount": amount, "channel": "cash_teller", "direction": "credit", "branch_id": "B1",
            "conductor_id": "P1",
        }
        for number, (day, amount) in enumerate([*usual, *near])
    ]  # fmt: skip


@pytest.mark.parametrize("days", [3, 5, 7])
def test_amounts_near_the_line_alone_are_low_and_open_no_case(days):
    """One branch, one person, one deposit a day, the money stays, the month is nearly usual."""
    cash = ("cash_band", "cash_same_day", "cash_micro")
    found = [
        alert
        for scenario_id in cash
        for alert in alerts(shipped_scenario(scenario_id), [table("transactions", near_line(days))])
    ]
    assert [alert.source for alert in found] == ["cash_band"], "it is logged"
    assert found[0].severity == "low"
    assert group(found, {found[0].alert_id: "party"}, []) == []


def test_the_same_amounts_with_a_corroborator_open_a_case_that_names_it():
    rows = near_line(3)
    rows[-1] |= {"branch_id": "B2", "conductor_id": "P2"}
    (alert,) = alerts(shipped_scenario("cash_band"), [table("transactions", rows)])
    assert {"C1", "C2"} <= {line.name for line in alert.contributions}
    assert len(group([alert], {alert.alert_id: "party"}, [])) == 1


@pytest.mark.parametrize("name", LOADED)
def test_a_sum_of_several_is_never_read_as_the_amount_of_each(name):
    """`5 payments of USD 900` says either; `5 payments totalling USD 900` says one thing."""
    narrative = " ".join(LOADED[name].scenario.narrative.split())
    assert not re.search(r"plural\([^)]*\) }} of {{ \w+ \| money", narrative)

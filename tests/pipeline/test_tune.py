"""A tuning from files to counts: what is above the line, below it, and who was never alerted."""

from datetime import timedelta
from decimal import Decimal

import pytest

from aml.core.problem import ScenarioError, UsageError
from aml.core.tuning import Plan
from aml.pipeline.scan import Engine
from tests.pipeline import ledgers, tuned


def counts(tuning):
    return {p.values[0]: (p.alerts, p.foci, p.below, p.lost) for p in tuning.points}


@pytest.fixture(scope="module")
def tuning():
    return tuned.default()


def test_alerts_are_counted_above_and_below_the_line(tuning):
    assert counts(tuning) == {
        "1": (3, 3, 2, 0),
        "2": (2, 2, 1, 0),
        "3": (1, 1, 0, 0),
        "4": (0, 0, 0, 1),
    }
    assert tuning.in_force.values == ("3",)
    assert not tuning.method.is_fallback


def test_a_scan_with_a_points_parameters_raises_as_many_alerts(tuning, tmp_path):
    for point in tuning.points:
        run, _ = ledgers.run(
            tmp_path / point.values[0],
            records=tuned.records(),
            scenarios={"cash_test": ledgers.CASH},
            parameters=f"[parameters.cash_test]\nleast = {point.values[0]}\n",
        )
        assert len(run.alerts) == point.alerts


def test_the_line_is_that_of_the_workspace(tmp_path):
    parameters = "[parameters.cash_test]\nleast = 2\n"
    tuning = tuned.tuned(tmp_path, parameters=parameters)
    assert tuning.in_force.values == ("2",)
    assert counts(tuning)["3"] == (1, 1, 0, 1)


def test_strata_hold_everybody_once(tuning):
    strata = {s.band: (s.population, s.size) for s in tuning.strata}
    assert strata == {"above": (1, 1), "below": (2, 2), "unalerted": (4, 4)}
    assert len({item.sample_id for item in tuning.samples}) == len(tuning.samples) == 7
    quiet = {item.focus_id for item in tuning.samples if item.band == "unalerted"}
    assert quiet == {f"CUS-N{n}" for n in range(4)}


def test_segments_add_up(tmp_path):
    records = tuned.records()
    customers = ledgers.tables(records)["customers"]
    for customer in customers:
        if customer["customer_id"] == "CUS-P2":
            customer["customer_type"] = "company"
        if customer["customer_id"] == "CUS-P3":
            customer["customer_type"] = ""
    plan = Plan("cash_test", tuned.GRID, segment_by="customers.customer_type")
    tuning = tuned.tuned(tmp_path, plan=plan, customers=customers)
    loosest = tuning.points[0]
    found = {part.segment: part.alerts for part in loosest.segments}
    assert found == {"company": 1, "person": 1, "unknown": 1}
    assert [(s.band, s.segment, s.population) for s in tuning.strata] == [
        ("above", "person", 1),
        ("below", "company", 1),
        ("below", "unknown", 1),
        ("unalerted", "person", 4),
    ]


def test_threads_decide_on_nothing(tuning, tmp_path):
    basis = tuned.basis_of(tmp_path)
    work = tmp_path / "work"
    work.mkdir()
    again = tuned.tune(
        basis, Plan("cash_test", tuned.GRID), work, tuned.Silent(), Engine(threads=1)
    )
    assert again == tuning


def test_what_decides_stands_in_it(tuning):
    assert tuning.scenario == "cash_test@1"
    assert len(tuning.sha256) == 64
    assert {file.table for file in tuning.files} >= {"transactions", "customers"}
    assert all(len(file.sha256) == 64 for file in tuning.files)
    assert tuning.as_of == ledgers.FIRST + timedelta(days=ledgers.DAYS - 1)
    assert ("least", "3", "as a test needs it") in {
        (p.name, p.value, p.why) for p in tuning.parameters
    }


def test_a_scenario_that_a_scan_would_not_run_is_not_tuned(tmp_path):
    plan = Plan("sent_test", ("least=1,2",))
    with pytest.raises(ScenarioError) as caught:
        tuned.tuned(tmp_path, plan=plan)
    assert caught.value.problems[0].code == "TUN001"
    assert "no remittances were given" in str(caught.value)


def test_a_rule_that_fails_at_one_point_fails_the_tuning(tmp_path):
    broken = ledgers.CASH.replace(
        "HAVING count(*) >= $least",
        "HAVING max(CASE WHEN $least = 2 THEN CAST(entry.customer_id AS INTEGER) ELSE 1 END) = 1"
        " AND count(*) >= $least",
    )
    with pytest.raises(ScenarioError) as caught:
        tuned.tuned(tmp_path, scenarios={"cash_test": broken})
    assert caught.value.problems[0].code == "SQL001"
    assert "CUS-" not in str(caught.value)


def test_an_alert_that_does_not_recompute_fails_the_tuning(tmp_path):
    loose = ledgers.CASH.replace("count(*) AS items", "count(*) + 1 AS items")
    with pytest.raises(ScenarioError) as caught:
        tuned.tuned(tmp_path, scenarios={"cash_test": loose})
    assert caught.value.problems[0].code == "SCN040"


@pytest.mark.parametrize(
    ("plan", "code", "words"),
    [
        (Plan("cash_tset", tuned.GRID), "RUN002", "did you mean 'cash_test'"),
        (Plan("cash_test", ("lest=1,2",)), "RUN002", "did you mean 'least'"),
        (Plan("cash_test", tuned.GRID, "customers.county"), "RUN004", "did you mean"),
    ],
)
def test_a_wrong_name_is_told_before_anything_is_read(tmp_path, plan, code, words):
    with pytest.raises(UsageError) as caught:
        tuned.tuned(tmp_path, plan=plan)
    assert caught.value.problems[0].code == code
    assert words in str(caught.value)


def test_a_share_and_a_most_decide_on_the_sizes(tmp_path):
    plan = Plan("cash_test", tuned.GRID, most=2, share=Decimal("0.5"))
    sizes = {s.band: s.size for s in tuned.tuned(tmp_path, plan=plan).strata}
    assert sizes == {"above": 1, "below": 2, "unalerted": 2}

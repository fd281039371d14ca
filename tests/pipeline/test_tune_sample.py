from decimal import Decimal

from aml.core.tuning import Plan
from tests.pipeline import ledgers, tuned


def of_band(tuning, band):
    return [item for item in tuning.samples if item.band == band]


def test_a_line_shows_what_a_reviewer_needs():
    (item,) = of_band(tuned.default(), "above")
    assert (item.focus_kind, item.focus_id, item.segment) == ("customer", "CUS-Q1", "all")
    assert item.amount == Decimal("28621.89")
    assert item.measures["Cash items"] == "3"
    assert item.values == ("3",)
    assert (item.answer, item.reviewer) == ("", "")


def test_an_alert_has_the_id_that_a_scan_gives_it(tmp_path):
    run, _ = ledgers.run(tmp_path, records=tuned.records(), scenarios={"cash_test": ledgers.CASH})
    (item,) = of_band(tuned.default(), "above")
    assert [item.alert_id] == [alert.alert_id for alert in run.alerts]


def test_what_was_decided_answers_for_alerts_above_the_line(tmp_path):
    raised = [item for item in tuned.default().samples if item.alert_id]
    words = dict(zip(("file", "escalate", "close"), raised, strict=True))
    decided = [tuned.decision(item.alert_id, word) for word, item in words.items()]
    loosest = "[parameters.cash_test]\nleast = 1\n"
    tuning = tuned.tuned(tmp_path, decided=decided, parameters=loosest)
    answers = {item.focus_id: item.answer for item in of_band(tuning, "above")}
    wanted = {"file": "yes", "escalate": "yes", "close": "no"}
    assert answers == {words[word].focus_id: answer for word, answer in wanted.items()}
    assert {item.reviewer for item in of_band(tuning, "above")} == {"A. Officer"}
    above = next(s for s in tuning.strata if s.band == "above")
    assert (above.decided, above.decided_suspicious) == (3, 2)
    bound = next(b for b in tuning.bounds if b.band == "above")
    assert (bound.reviewed, bound.suspicious) == (3, 2)
    assert (bound.low, bound.high) == (Decimal("0.666666"), Decimal("0.666667"))


def test_a_seed_draws_the_same_and_another_draws_others(tmp_path):
    def drawn(seed):
        plan = Plan("cash_test", tuned.GRID, most=1, seed=seed)
        return [item.focus_id for item in tuned.tuned(tmp_path, plan=plan).samples]

    first = drawn(1)
    assert drawn(1) == first
    assert drawn(2) != first

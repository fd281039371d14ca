from decimal import Decimal

from aml.core.tuning import Plan
from tests.pipeline import ledgers, tuned


def of_band(tuning, band):
    return [item for item in tuning.samples if item.band == band]


def test_a_line_shows_what_a_reviewer_needs(tmp_path):
    (item,) = of_band(tuned.tuned(tmp_path), "above")
    assert (item.focus_kind, item.focus_id, item.segment) == ("customer", "CUS-Q1", "all")
    assert item.amount == Decimal("28621.89")
    assert item.measures["Cash items"] == "3"
    assert item.values == ("3",)
    assert (item.answer, item.reviewer) == ("", "")


def test_an_alert_has_the_id_that_a_scan_gives_it(tmp_path):
    run, _ = ledgers.run(
        tmp_path / "scan", records=tuned.records(), scenarios={"cash_test": ledgers.CASH}
    )
    (item,) = of_band(tuned.tuned(tmp_path / "tune"), "above")
    assert [item.alert_id] == [alert.alert_id for alert in run.alerts]


def test_what_was_decided_answers_for_alerts_above_the_line(tmp_path):
    (item,) = of_band(tuned.tuned(tmp_path), "above")
    for word, answer, share in (("file", "yes", 1), ("escalate", "yes", 1), ("close", "no", 0)):
        tuning = tuned.tuned(tmp_path, decided=[tuned.decision(item.alert_id, word)])
        (again,) = of_band(tuning, "above")
        assert (again.answer, again.reviewer) == (answer, "A. Officer")
        above = next(s for s in tuning.strata if s.band == "above")
        assert (above.decided, above.decided_suspicious) == (1, share)
        bound = next(b for b in tuning.bounds if b.band == "above")
        assert (bound.reviewed, bound.low, bound.high) == (1, share, share)


def test_a_seed_draws_the_same_and_another_draws_others(tmp_path):
    def drawn(seed):
        plan = Plan("cash_test", tuned.GRID, most=1, seed=seed)
        return [item.focus_id for item in tuned.tuned(tmp_path, plan=plan).samples]

    assert drawn(1) == drawn(1)
    assert len({tuple(drawn(seed)) for seed in range(1, 6)}) > 1

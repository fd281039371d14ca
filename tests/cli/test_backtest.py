"""`aml scenario backtest`: two rules in, counts on the screen, whom it concerns in the folder."""

import json

import pytest

from tests.pipeline import backtested, ledgers, tuned

CALL = ("scenario", "backtest", "cash_test", backtested.LOOSE)


@pytest.fixture(scope="module")
def config(tmp_path_factory):
    return ledgers.write_workspace(tmp_path_factory.mktemp("backtest"), records=tuned.records())


def test_two_rules_give_counts_and_a_page(aml, config, tmp_path):
    schedule = ("--from", "2026-02-28", "--to", "2026-04-30", "--every", "month")
    told = aml(*CALL, *schedule, "--config", config, "--out", tmp_path)
    assert told.code == 0
    assert "2026-03-31" in told.out
    for name in (*ledgers.SECRETS, "CUS-P2"):
        assert name not in told.out + told.err
    assert "CUS-P2" in (tmp_path / "backtest.html").read_text()
    assert len(json.loads((tmp_path / "backtest.json").read_text())["dates"]) == 3


def test_figures_come_as_json(aml, config, tmp_path):
    labels = tmp_path / "labels.csv"
    labels.write_text("focus_kind,focus_id,label\ncustomer,CUS-P2,yes\n", encoding="utf-8")
    told = aml(*CALL, "--labels", labels, "--config", config, "--format", "json")
    found = json.loads(told.out)
    assert found["episodes"] == {"added": 1, "removed": 0, "kept": 1}
    assert [rule["found"] for rule in found["accuracy"]] == [0, 1]
    shown = aml(*CALL, "--labels", labels, "--config", config, "--out", tmp_path / "out").out
    assert "None" not in shown  # nobody could tell a precision of A: that is no word for a table
    assert "100 %" in shown


def test_decisions_of_the_workspace_are_its_labels(aml, tmp_path):
    config = ledgers.write_workspace(tmp_path, records=tuned.records())
    aml("scan", "--config", config)
    (run,) = (path for path in (tmp_path / "out").iterdir() if path.is_dir())
    (case,) = (path.name for path in (run / "cases").iterdir())
    decision = ("--decision", "file", "--by", "A. Officer", "--reason", "cash below the line")
    written = ("--dispositions", tmp_path / "dispositions.csv")
    decided = aml("case", "decide", run, case, *decision, *written)
    assert decided.code == 0, decided.err
    found = json.loads(aml(*CALL, "--config", config, "--format", "json").out)
    assert [(rule["yes"], rule["unlabelled"]) for rule in found["accuracy"]] == [(1, 0), (1, 1)]


def test_a_rule_that_cannot_run_is_exit_1_and_leaves_nothing(aml, config, tmp_path):
    schedule = ("--from", "2026-01-02", "--to", "2026-01-02", "--every", "day")
    told = aml(*CALL, *schedule, "--config", config, "--out", tmp_path / "new" / "out")
    assert told.code == 1
    assert "BKT003" in told.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("cash_test", "cash_tset"), "did you mean 'cash_test'"),
        (("cash_test", "cash_test:lest=3"), "cash_test has no parameter 'lest'"),
        (("cash_test", "cash_test:least=0"), "cash_test.least cannot be '0'"),
        (("cash_test", "cash_test", "--from", "2026-01-31"), "--from, --to and --every"),
        (("cash_test", "sent_test"), "cannot be compared"),
    ],
)
def test_what_cannot_be_compared_is_a_mistake_of_usage(aml, config, tmp_path, arguments, words):
    told = aml("scenario", "backtest", *arguments, "--config", config, "--out", tmp_path / "out")
    assert told.code == 2
    assert words in told.err
    assert list(tmp_path.iterdir()) == []

"""The detector in a run: its page, its cap, and its alerts decided like those of rules."""

from dataclasses import replace
from datetime import date

import pytest

from aml.core.problem import UsageError
from aml.core.progress import Silent
from aml.detector.outlier import Detection, detect
from aml.pipeline.decide import disposition
from aml.pipeline.dispositions import append_disposition
from aml.pipeline.previous import read_previous
from aml.pipeline.verify import verify
from aml.pipeline.workspace import read_workspace
from tests.pipeline import ledgers

#: A customer of no rule: cash in series, each time at another branch, in a street of sixty.
RECORDS = [
    *ledgers.street(60),
    *(ledgers.cash(500 + n, 40 + n * 5, f"{900 + n * 7}.11", branch=f"B{1 + n % 3}")
      for n in range(12)),
]  # fmt: skip
QUIET = {"listed_test": ledgers.LISTED}


def written(folder, **more):
    given = {"records": RECORDS, "scenarios": QUIET, "detector": True} | more
    return read_workspace(ledgers.write_workspace(folder, **given))


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    folder = tmp_path_factory.mktemp("detector")
    workspace = written(folder, inputs="[detector]\nmonthly_cap = 7\n")
    return workspace, *ledgers.run_workspace(workspace)


def test_the_run_has_a_page_of_its_peers_and_is_proved_with_it(published):
    workspace, run, place = published
    assert run.peers.customers == 61
    text = (place / "detector.html").read_text(encoding="utf-8")
    assert "7 alerts for each month" in text
    assert "type person" in text.lower()
    assert list(verify(place, workspace.root, Silent()).problems) == []


def test_the_cap_in_force_is_told_with_the_alert_and_kept(published):
    _, run, place = published
    (use,) = [use for use in run.scenarios if use.reference.startswith("peer_outlier")]
    assert {p.name: p.value for p in use.parameters}["most_a_month"] == "7"
    kept = (place / "inputs" / "aml.toml").read_text(encoding="utf-8")
    assert "[detector]\nmonthly_cap = 7" in kept


def test_an_alert_of_the_detector_is_decided_and_stays_decided(published):
    workspace, run, place = published
    (alert,) = [alert for alert in run.alerts if alert.kind == "model"]
    made = disposition(place, alert.alert_id, "close", by="A. Officer", on=date(2026, 5, 4),
                       reason="weekly market, permit seen")  # fmt: skip
    append_disposition(workspace.dispositions, made)
    again, _ = ledgers.run_workspace(workspace, previous=read_previous(place))
    (known,) = [alert for alert in again.alerts if alert.kind == "model"]
    assert (known.alert_id, known.seen) == (alert.alert_id, "known")
    assert again.decided[alert.alert_id].decision == "close"


def test_what_the_cap_cuts_off_is_never_silent(tmp_path, monkeypatch):
    def capped(*given):
        found = detect(*given)
        peers = replace(found.peers, cut_off=14)
        return Detection(found.alerts, found.use, found.applicability, peers)

    monkeypatch.setattr("aml.detector.outlier.detect", capped)
    run, place = ledgers.run_workspace(written(tmp_path))
    (problem,) = [problem for problem in run.problems if problem.code == "DET002"]
    assert "left 14 customers out of line without an alert" in problem.message
    assert "DET002" in (place / "index.html").read_text(encoding="utf-8")


def test_a_cap_that_leaves_no_alert_is_refused_at_its_line(tmp_path):
    with pytest.raises(UsageError, match=r"aml.toml:\d+:\d+: .*leaves no alert"):
        written(tmp_path, inputs="[detector]\nmonthly_cap = 0\n")

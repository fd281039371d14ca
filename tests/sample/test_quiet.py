"""The quiet ledger raises only the alerts that its own list explains."""

import csv

from aml.core.progress import Silent
from aml.core.shipped import shipped
from aml.pipeline.basis import gather
from aml.pipeline.folder import building
from aml.pipeline.scan import scan
from aml.pipeline.workspace import read_workspace

QUIET = shipped("sample_ledgers") / "quiet"


def test_every_alert_of_the_quiet_ledger_is_known_and_every_known_one_is_raised(tmp_path):
    basis = gather(read_workspace(QUIET / "aml.toml"))
    with building(tmp_path / "out") as build:
        alerts = scan(basis, build, Silent()).run.alerts
    with (QUIET / "known_alerts.csv").open(encoding="utf-8", newline="") as lines:
        known = list(csv.DictReader(lines))
    raised = sorted((alert.source, alert.focus_id.rpartition(":")[2]) for alert in alerts)
    assert raised == sorted((row["scenario"], row["focus_id"]) for row in known)
    assert all(row["reason"] for row in known)

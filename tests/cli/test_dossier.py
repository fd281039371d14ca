"""`aml dossier`: one folder for a period, its exit code, and no name on the screen."""

import json
import shutil

import pytest

from tests.pipeline import ledgers

PERIOD = ("--from", "2026-04-01", "--to", "2026-06-30")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    folder = tmp_path_factory.mktemp("dossier")
    _, place = ledgers.run(folder, records=ledgers.ledger(), documents='"html"')
    return folder, place


@pytest.mark.parametrize("proof", [(), ("--verify",)])
def test_a_period_becomes_a_folder(aml, workspace, tmp_path, proof):
    out = tmp_path / "q2"
    config = workspace[0] / "aml.toml"
    called = aml("dossier", *PERIOD, "--config", config, "--out", out, *proof)
    assert (called.code, "1 run, 1 alert, 1 case, 0 decisions" in called.out) == (0, True)
    for name in ledgers.SECRETS:
        assert name not in called.out + called.err
    assert ("made again: equal" in (out / "runs.csv").read_text(encoding="utf-8")) == bool(proof)
    again = aml("dossier", *PERIOD, "--config", config, "--out", out)
    assert (again.code, "RUN006" in again.err) == (2, True)


def test_what_is_missing_is_exit_1_and_is_named(aml, workspace, tmp_path):
    folder, place = workspace
    shutil.copytree(place, tmp_path / "runs" / place.name)
    (tmp_path / "runs" / place.name / "index.html").unlink()
    out = tmp_path / "q2"
    call = ("dossier", *PERIOD, "--config", folder / "aml.toml", "--runs", tmp_path / "runs")
    told = json.loads(aml(*call, "--out", tmp_path / "told", "--format", "json").out)
    assert (told["runs"], told["missing"]) == (1, 1)
    called = aml(*call, "--out", out)
    assert (called.code, "1 thing missing or changed" in called.out) == (1, True)
    assert "index.html,RUN040" in (out / "missing.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize("days", [("2020-01-01", "2020-03-31"), ("2026-06-30", "2026-04-01")])
def test_a_refused_call_leaves_nothing(aml, workspace, tmp_path, days):
    config = workspace[0] / "aml.toml"
    out = tmp_path / "deep" / "q2"
    called = aml("dossier", "--from", days[0], "--to", days[1], "--config", config, "--out", out)
    assert (called.code, "RUN004" in called.err) == (2, True)
    assert list(tmp_path.iterdir()) == []

"""What tells of people stays inside the run directory."""

import json
import subprocess
import sys

import pytest

from tests.pipeline import ledgers

# Everything that can go wrong with records goes wrong with those of the customer.
WRONG = [
    ledgers.entry(81, "ACC-Q1", 70, "9523.17", counterparty_name="Zebulon Quixley", currency="XQX"),
    ledgers.entry(82, "ACC-Q1", 70, "9417,29", counterparty_name="Zebulon Quixley"),
    ledgers.entry(83, "ACC-Q1", 70, "9681.43", direction="sideways", remittance_text="=Quixley"),
    ledgers.entry(84, "ACC-Q1", 70, "9681.43") | {"booked_at": "Zebulon"},
    ledgers.entry(85, "ACC-Q1", 71, "1.00"),
    ledgers.entry(85, "ACC-Q1", 72, "2.00"),
]
BROKEN = ledgers.CASH.replace("cash_test", "broken_test").replace(
    "count(*) AS items", "sum(CAST(account_id AS INTEGER)) AS items"
)
LOOSE = ledgers.CASH.replace("cash_test", "loose_test").replace(
    "sum(amount_base) AS total_base", "sum(amount_base) + 1 AS total_base"
)


@pytest.fixture(scope="module")
def scanned(tmp_path_factory):
    folder = tmp_path_factory.mktemp("private")
    path = ledgers.write_workspace(
        folder,
        records=[*ledgers.ledger(), *WRONG],
        scenarios=ledgers.SCENARIOS | {"broken_test": BROKEN, "loose_test": LOOSE},
        suppressions=[ledgers.suppression(scenario_id="listed_test")],
        flagged_parties=[ledgers.flagged()],
        scan='allow = ["DQ505"]',
    )
    done = subprocess.run(
        [sys.executable, "-m", "aml", "scan", "--config", str(path)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 3, done.stderr
    (place,) = (folder / "out").glob("2026-*")
    return done, place


def secrets_in(text):
    return [secret for secret in ledgers.SECRETS if secret in text]


def test_progress_and_problems_name_no_one(scanned):
    done, _ = scanned
    for code in ("LDG010", "LDG011", "LDG013", "LDG014", "LDG021", "SQL001", "SCN040"):
        assert code in done.stderr
    assert secrets_in(done.stderr) == []


def test_the_log_and_the_problems_of_the_manifest_name_no_one(scanned):
    _, place = scanned
    assert secrets_in((place / "run.log").read_text(encoding="utf-8")) == []
    manifest = json.loads((place / "manifest.json").read_text(encoding="utf-8"))
    assert len(manifest["problems"]) >= 7
    assert secrets_in(json.dumps(manifest["problems"])) == []


def test_rejected_csv_holds_places_and_codes_alone(scanned):
    _, place = scanned
    text = (place / "rejected.csv").read_text(encoding="utf-8")
    assert "tables/transactions.csv," in text
    assert secrets_in(text) == []


def test_verify_and_replay_name_no_one(scanned):
    _, place = scanned
    path = next(place.glob("cases/*/case.json"))
    path.write_text(path.read_text(encoding="utf-8").replace("Zebulon", "Abel"), encoding="utf-8")
    for command in ("verify", "replay"):
        done = subprocess.run(
            [sys.executable, "-m", "aml", command, str(place)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert secrets_in(done.stdout + done.stderr) == []


def test_what_is_written_is_for_its_owner_alone(scanned):
    _, place = scanned
    for path in [place.parent, *place.parent.rglob("*")]:
        assert path.stat().st_mode & 0o077 == 0, path

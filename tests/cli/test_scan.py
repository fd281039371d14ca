import json
import re

import pytest

from aml.cli import run
from aml.cli import scan as command
from aml.pipeline.library import active_scenarios
from aml.pipeline.workspace import read_workspace
from aml.scenario.lock import write_lock
from aml.store import StoreError
from tests.pipeline import ledgers

BROKEN = ledgers.LISTED.replace("listed_test", "broken_test").replace(
    "count(*) AS items", "sum(CAST(flagged.name AS INTEGER)) AS items"
)


def result(said):
    return json.loads(said.out)


def test_a_scan_says_what_it_found_and_where_to_start(aml, tmp_path):
    said = aml("scan", "--config", ledgers.write_workspace(tmp_path, documents='"html"'))
    assert said.code == 0
    (place,) = (tmp_path / "out").glob("2026-*")
    lines = said.out.splitlines()
    assert lines[0] == f"Run {place.name}  complete  as of 2026-04-30"
    assert lines[1] == (
        "37 records and 45 rows of other tables read, 0 rejected, 0 duplicates; 1 alert, 1 case"
    )
    assert lines[-1] == f"Start here: {place / 'index.html'}"
    assert "sar.html" in lines[-2]
    assert "not applicable: sent_test (no remittances were given)" in said.err
    stages = [line.split("  ")[-1] for line in said.err.splitlines() if " s  " in line]
    assert stages[:2] == ["Checking files", "Reading files"]
    assert stages[-2:] == ["Cases", "Reports"]
    assert "\x1b" not in said.out + said.err


def test_a_rule_that_changed_under_its_version_is_told_of(aml, tmp_path):
    config = ledgers.write_workspace(tmp_path)
    scenarios = [item.scenario for item in active_scenarios(read_workspace(config))]
    write_lock(tmp_path / "rules", scenarios)
    assert "SCN05" not in aml("scan", "--config", config).err
    rule = tmp_path / "rules" / "own" / "cash_test.yml"
    rule.write_text(rule.read_text().replace("default: 3", "default: 4"))
    said = aml("scan", "--config", config)
    assert said.code == 0
    assert "SCN051 the logic changed and the version is still 1" in said.err


def test_the_result_for_programs_is_json_alone_on_stdout(aml, tmp_path):
    said = aml("scan", "--config", ledgers.write_workspace(tmp_path), "--format", "json")
    found = result(said)
    assert found["is_complete"]
    assert found["alerts"] == {"high": 1}
    assert len(found["cases"]) == 1
    assert (tmp_path / "out" / found["run_id"]).is_dir()
    assert found["was_there"] is False
    again = aml("scan", "--config", tmp_path / "aml.toml")
    assert "was there already" in again.out


def test_the_log_holds_threads_memory_and_durations_and_no_hash_knows_it(aml, tmp_path):
    path = ledgers.write_workspace(tmp_path)
    found = result(
        aml("scan", "--config", path, "--threads", "1", "--memory", "500MB", "--format", "json")
    )
    log = (tmp_path / "out" / found["run_id"] / "run.log").read_text()
    assert "threads 1, memory 500MB" in log
    assert "cash_test: 0." in log


@pytest.mark.parametrize(
    ("arguments", "records", "code"),
    [
        (["--fail-on", "high"], [], 1),
        (["--fail-on", "critical"], [], 0),
        ([], [ledgers.entry(9, "ACC-N1", 2, "1,5")], 1),
        (["--max-rejected", "1"], [ledgers.entry(9, "ACC-N1", 2, "1,5")], 0),
        (["--max-rejected", "0"], [ledgers.entry(9, "ACC-N1", 2, "1,5")], 1),
    ],
)
def test_exit_codes_of_a_complete_run(aml, tmp_path, arguments, records, code):
    path = ledgers.write_workspace(tmp_path, records=[*ledgers.ledger(), *records])
    assert aml("scan", "--config", path, *arguments).code == code
    assert len(list((tmp_path / "out").glob("2026-*"))) == 1


def test_a_suppressed_alert_does_not_meet_fail_on(aml, tmp_path):
    path = ledgers.write_workspace(tmp_path, suppressions=[ledgers.suppression()])
    said = aml("scan", "--config", path, "--fail-on", "low")
    assert said.code == 0
    assert "0 alerts (1 more suppressed), 0 cases" in said.out


def test_an_incomplete_run_is_published_and_its_exit_code_says_so(aml, tmp_path):
    path = ledgers.write_workspace(
        tmp_path,
        scenarios=ledgers.SCENARIOS | {"broken_test": BROKEN},
        flagged_parties=[ledgers.flagged()],
    )
    said = aml("scan", "--config", path, "--fail-on", "low")
    assert said.code == 3
    assert "INCOMPLETE" in said.out.splitlines()[0]
    assert "INCOMPLETE: broken_test (a value of the tables does not fit here" in said.err
    assert re.search(r"^own/broken_test\.yml:\d+:\d+: SQL001 ", said.err, re.MULTILINE)
    assert len(list((tmp_path / "out").glob("2026-*"))) == 1


def test_a_file_that_holds_less_than_it_states_is_a_problem_found(aml, tmp_path):
    profile = "profile: mine\ntitle: Mine\ntable: transactions\nexpect: {rows: 99}\n"
    (tmp_path / "mine.yml").write_text(profile)
    path = ledgers.write_workspace(tmp_path)
    path.write_text(
        path.read_text().replace('"transactions"\n', '"transactions"\nprofile = "mine"\n', 1)
    )
    said = aml("scan", "--config", path)
    assert said.code == 1
    assert "LDG031" in said.err


@pytest.mark.parametrize("name", ["aml.toml", "tables/transactions.csv"])
def test_an_input_that_cannot_be_read_publishes_nothing(aml, tmp_path, name):
    path = ledgers.write_workspace(tmp_path)
    (tmp_path / name).write_text("\x00\x01 nothing of use")
    said = aml("scan", "--config", path)
    assert said.code == 2
    assert not list(tmp_path.glob("out/2026-*"))


def test_without_a_workspace_the_way_out_is_named(aml, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    said = aml("scan")
    assert said.code == 2
    assert said.err.startswith("aml.toml: RUN001 no such file\n    hint: run `aml init`")


@pytest.fixture
def bare(tmp_path, monkeypatch):
    """A folder with a ledger and a profile, and no workspace."""
    monkeypatch.chdir(tmp_path)
    ledgers.write_scenarios(tmp_path / "rules", {"cash_test": ledgers.CASH})
    ledgers.write_csv(
        tmp_path / "entries.csv", [r for r in ledgers.ledger() if r["currency"] == "USD"]
    )
    (tmp_path / "profiles").mkdir()
    text = "profile: core_bank\ntitle: Core\ntable: transactions\ndates: {time_zone: UTC}\n"
    (tmp_path / "profiles" / "core_bank.yml").write_text(text)
    return tmp_path


def test_ledgers_on_the_command_line_need_no_workspace(aml, bare):
    said = aml(
        "scan", "entries.csv", "--profile", "core_bank", "--base-currency", "USD", "--country", "US",
        "--scenarios", "rules", "--format", "json",
    )  # fmt: skip
    assert said.code == 0, said.err
    place = bare / "out" / result(said)["run_id"]
    manifest = json.loads((place / "manifest.json").read_text())
    assert manifest["inputs"][0]["path"] == "entries.csv"
    assert manifest["inputs"][0]["ledger_id"] == "core_bank"
    assert result(said)["alerts"] == {"high": 1}
    assert aml("replay", place).code == 0


def test_ledgers_whose_columns_are_canonical_need_no_profile(aml, bare):
    said = aml("scan", "entries.csv", "--base-currency", "USD", "--scenarios", "rules")
    assert said.code == 0, said.err


def test_ledgers_take_the_place_of_the_workspace_s_own(aml, tmp_path):
    path = ledgers.write_workspace(tmp_path, flagged_parties=[ledgers.flagged()])
    ledgers.write_csv(tmp_path / "march.csv", list(ledgers.street()))
    said = aml("scan", tmp_path / "march.csv", "--config", path, "--format", "json")
    assert result(said)["alerts"] == {}
    manifest = json.loads((tmp_path / "out" / result(said)["run_id"] / "manifest.json").read_text())
    assert {file["path"] for file in manifest["inputs"]} >= {"march.csv", "tables/customers.csv"}
    assert "tables/transactions.csv" not in {file["path"] for file in manifest["inputs"]}


def test_ledgers_beside_a_workspace_are_read_with_what_it_says(aml, tmp_path, monkeypatch):
    ledgers.write_workspace(tmp_path)
    ledgers.write_csv(tmp_path / "march.csv", list(ledgers.street()))
    monkeypatch.chdir(tmp_path)
    said = aml("scan", "march.csv", "--format", "json")
    assert said.code == 0, said.err
    manifest = json.loads((tmp_path / "out" / result(said)["run_id"] / "manifest.json").read_text())
    assert {file["path"] for file in manifest["inputs"]} >= {"march.csv", "tables/customers.csv"}


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["entries.csv", "--base-currency", "USD", "--country", "USA"], "RUN004", "ISO 3166"),
        (["entries.csv", "--profile", "core_bank"], "RUN004", "need --base-currency"),
        (["missing.csv", "--base-currency", "USD"], "RUN001", "no such file: missing.csv"),
        (["--profile", "core_bank"], "RUN004", "--profile goes with ledgers"),
        (["entries.csv", "--base-currency", "USD", "--profile", "core_bnak"], "LDG040", "core_bank"),
        (["entries.csv", "--base-currency", "USD", "--set", "x"], "RUN004", "not ID.PARAM=VALUE"),
        (["entries.csv", "--base-currency", "USD", "--previous", "x"], "RUN003", "no complete run"),
    ],
)  # fmt: skip
def test_what_the_command_line_lacks_is_named(aml, bare, arguments, code, message):
    said = aml("scan", *arguments)
    assert said.code == 2
    assert code in said.err
    assert message in said.err


def test_what_is_set_on_the_command_line_wins(aml, tmp_path):
    path = ledgers.write_workspace(tmp_path, parameters="[parameters.cash_test]\nleast = 2")
    said = aml(
        "scan", "--config", path, "--set", "cash_test.least=4", "--as-of", "2026-03-31",
        "--out", tmp_path / "elsewhere", "--threshold-set", "strict", "--show-rows",
        "--format", "json",
    )  # fmt: skip
    found = result(said)
    assert found["alerts"] == {}
    assert found["as_of"] == "2026-03-31"
    kept = (tmp_path / "elsewhere" / found["run_id"] / "inputs" / "aml.toml").read_text()
    assert 'least = "4"' in kept
    assert 'threshold_set = "strict"' in kept


def test_beside_an_earlier_run_the_result_says_what_is_new(aml, tmp_path):
    path = ledgers.write_workspace(tmp_path)
    first = result(aml("scan", "--config", path, "--format", "json"))
    said = aml("scan", "--config", path, "--previous", first["place"])
    assert f"Beside {first['run_id']}: 0 new, 0 extended, 1 known, 0 gone" in said.out


def test_the_demo_scans_the_sample_ledgers_and_its_run_can_be_proved(aml, tmp_path, monkeypatch):
    ledgers.write_workspace(tmp_path / "sample_ledgers", documents='"html"')
    monkeypatch.setattr(command, "shipped", tmp_path.joinpath)
    monkeypatch.setattr(run, "shipped", tmp_path.joinpath)
    monkeypatch.chdir(tmp_path)
    said = aml("demo", "--format", "json")
    assert said.code == 0
    assert result(said)["alerts"] == {"high": 1}
    assert result(said)["place"].startswith("demo_out/")
    assert aml("verify", result(said)["place"]).code == 0
    assert aml("replay", result(said)["place"]).code == 0


@pytest.mark.parametrize(
    ("error", "code", "message"),
    [
        (("IO", "Could not write"), 2, "RUN020 the output cannot be written: the database has no"),
        (("Transaction", "commit: No space left on device"), 2, "RUN020"),
        (("OutOfMemory", "of Zebulon"), 2, "RUN022"),
        (("Binder", "of Zebulon"), 4, "StoreError"),
    ],
)
def test_a_database_without_room_is_no_mistake_of_ours(
    aml, tmp_path, monkeypatch, error, code, message
):
    def fail(*_):
        raise StoreError(*error)

    monkeypatch.setattr("aml.pipeline.scan.derive", fail)
    said = aml("scan", "--config", ledgers.write_workspace(tmp_path))
    assert said.code == code
    assert message in said.err
    assert "Zebulon" not in said.err
    assert not (tmp_path / "out").exists()


def test_an_output_folder_that_cannot_be_made_is_named(aml, tmp_path):
    (tmp_path / "file").write_text("")
    path = ledgers.write_workspace(tmp_path)
    said = aml("scan", "--config", path, "--out", tmp_path / "file" / "out")
    assert said.code == 2
    assert "RUN020" in said.err


def test_failed_checks_of_quality_are_counted_in_the_result(aml, tmp_path):
    config = ledgers.write_workspace(tmp_path, records=ledgers.ledger())
    said = aml("scan", "--config", config)
    assert "Quality of the data: " in said.out
    assert "see quality.html" in said.out
    found = json.loads(aml("scan", "--config", config, "--format", "json").out)["quality"]
    assert found["DQ102"] == "warning"


def test_an_error_of_quality_stops_scoring_until_it_is_allowed(aml, tmp_path):
    records = [
        entry | {"booked_on": f"2026-01-{1 + number % 20:02}"}
        for number, entry in enumerate(ledgers.ledger())
    ]
    config = ledgers.write_workspace(tmp_path, records=records)
    stopped = aml("scan", "--config", config)
    assert (stopped.code, "RUN014 DQ205" in stopped.err) == (3, True)
    assert aml("scan", "--config", config, "--allow", "DQ205").code == 0
    unknown = aml("scan", "--config", config, "--allow", "DQ20")
    assert (unknown.code, "no check of quality 'DQ20'" in unknown.err) == (2, True)

import json
import shutil
import zipfile

import pytest

from aml.core.digest import file_sha256
from aml.core.problem import RunError
from aml.core.progress import Silent
from aml.pipeline.previous import read_previous
from aml.pipeline.replay import replay
from aml.pipeline.scan import Engine
from aml.pipeline.workspace import read_workspace
from tests.pipeline import ledgers

GIVEN = {
    "flagged_parties": [ledgers.flagged()],
    "suppressions": [ledgers.suppression(focus_id="nobody")],
    "identity_overrides": [
        {
            "member_kind": "customer", "member_id": "X1", "other_kind": "customer",
            "other_id": "X2", "verdict": "same", "reason": "seen", "decided_by": "AB",
            "valid_from": "2026-01-01",
        }
    ],
    "documents": '"html", "pdf"',
}  # fmt: skip


@pytest.fixture
def published(tmp_path):
    return ledgers.run(tmp_path, **GIVEN)[1]


def again(place, engine=None):
    return replay(place, place.parent.parent, Silent(), engine)


def change(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_replay_gives_the_same_bytes(published):
    found = again(published, Engine(threads=1, memory="200MB"))
    assert found.different == ()
    assert found.outputs == len(json.loads((published / "manifest.json").read_text())["outputs"])
    assert sorted(path.name for path in published.parent.iterdir()) == [
        ".lock", published.name, "archive",
    ]  # fmt: skip
    kept = (path.read_text(encoding="utf-8") for path in (published / "inputs/tables").iterdir())
    assert any("decided_by" in text for text in kept)


def test_the_working_copies_decide_on_nothing(published):
    root = published.parent.parent
    change(root / "rules" / "own" / "cash_test.yml", "default: 3", "default: 9")
    change(root / "tables" / "flagged_parties.csv", "X-9", "X-8")
    change(root / "tables" / "fx_rates.csv", "1.10", "1.99")
    change(root / "tables" / "suppressions.csv", "nobody", "CUS-Q1")
    (root / "aml.toml").unlink()
    assert again(published).different == ()


def test_a_list_that_is_gone_is_taken_from_the_archive(published):
    (published.parent.parent / "tables" / "flagged_parties.csv").unlink()
    assert again(published).different == ()


def test_a_changed_ledger_is_named_with_both_hashes(published):
    path = published.parent.parent / "tables" / "transactions.csv"
    before = file_sha256(path)
    change(path, "9523.17", "9523.18")
    with pytest.raises(RunError) as caught:
        again(published)
    (problem,) = caught.value.problems
    assert problem.code == "RUN031"
    assert str(problem.location) == "tables/transactions.csv"
    assert before in problem.message
    assert file_sha256(path) in problem.message


def test_a_missing_ledger_is_named(published):
    (published.parent.parent / "tables" / "transactions.csv").unlink()
    (published.parent.parent / "tables" / "accounts.csv").unlink()
    with pytest.raises(RunError) as caught:
        again(published)
    assert [p.code for p in caught.value.problems] == ["RUN030", "RUN030"]
    assert "--workspace" in caught.value.problems[0].hint


def test_what_is_no_run_cannot_be_replayed(tmp_path):
    with pytest.raises(RunError, match="RUN003"):
        again(tmp_path / "nothing")
    (tmp_path / "manifest.json").write_text("[]")
    with pytest.raises(RunError, match="RUN003"):
        again(tmp_path)


def test_kept_inputs_that_were_changed_show(published):
    change(published / "inputs" / "scenarios" / "own" / "cash_test.yml", "default: 3", "default: 4")
    found = again(published)
    assert "inputs/scenarios/own/cash_test.yml" in found.different
    assert "manifest.json: findings_sha256" in found.different


def test_a_run_beside_an_earlier_one_replays_without_it(tmp_path):
    _, first = ledgers.run(tmp_path, **GIVEN)
    records = [*ledgers.ledger(), ledgers.cash(50, 64, "9000.00")]
    run, second = ledgers.run(tmp_path, records=records, previous=read_previous(first), **GIVEN)
    assert {alert.seen for alert in run.alerts} == {"extended", "known"}
    shutil.rmtree(first)
    assert again(second).different == ()


def test_settings_of_the_run_are_its_own(tmp_path):
    _, place = ledgers.run(
        tmp_path,
        parameters="[parameters.cash_test]\nleast = 4",
        scan='as_of = "2026-03-31"\nmax_rejected = 2\nshow_rows = true\ntime_limit_seconds = 9',
        records=[*ledgers.ledger(), ledgers.entry(9, "ACC-N1", 2, "1,5")],
    )
    assert "value" in (place / "rejected.csv").read_text().splitlines()[0]
    assert again(place).different == ()


def test_profiles_of_one_name_stay_apart(tmp_path):
    profile = "profile: mine\ntitle: Mine\ntable: {}\n"
    for folder, table in (("a", "transactions"), ("b", "customers")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "mine.yml").write_text(profile.format(table))
    path = ledgers.write_workspace(tmp_path)
    for folder, table in (("a", "transactions"), ("b", "customers")):
        change(path, f'table = "{table}"', f'table = "{table}"\nprofile = "{folder}/mine.yml"')
    run, place = ledgers.run_workspace(ledgers.read_workspace(path))
    assert {file.ledger_id for file in run.reading.files} >= {"mine"}
    shutil.rmtree(tmp_path / "a")
    shutil.rmtree(tmp_path / "b")
    assert again(place).different == ()


def test_a_run_with_a_problem_in_a_rule_replays(tmp_path):
    broken = ledgers.LISTED.replace("listed_test", "broken_test").replace(
        "count(*) AS items", "sum(CAST(flagged.name AS INTEGER)) AS items"
    )
    run, place = ledgers.run(tmp_path, scenarios={"broken_test": broken}, **GIVEN)
    assert not run.is_complete
    assert again(place).different == ()


def test_another_version_of_a_package_is_named(published, monkeypatch):
    monkeypatch.setattr("aml.pipeline.manifest.metadata.version", lambda name: "99")
    assert any(text.startswith("duckdb ") and "-> 99" in text for text in again(published).packages)


def test_a_folder_and_an_archive_are_replayed_with_what_they_left_out(tmp_path):
    path = ledgers.write_workspace(tmp_path, **GIVEN)
    tables = tmp_path / "tables"
    (tmp_path / "in").mkdir()
    for name, into in (("transactions", "in/all.zip"), ("flagged_parties", "in/list.zip")):
        with zipfile.ZipFile(tmp_path / into, "w") as archive:
            archive.write(tables / f"{name}.csv", f"{name}.csv")
            archive.writestr("read.me", "not a ledger")
            archive.writestr("more.pdf", "not a ledger")
    (tmp_path / "in" / "notes.pdf").write_text("not a ledger")
    change(path, "tables/transactions.csv", "in/[an]*")
    change(path, "tables/flagged_parties.csv", "in/list.zip")
    run, place = ledgers.run_workspace(read_workspace(path))
    left = [str(p.location) for p in run.problems if p.code == "LDG073"]
    assert left == [
        "in/notes.pdf", "in/all.zip/more.pdf", "in/all.zip/read.me", "in/list.zip/more.pdf",
        "in/list.zip/read.me",
    ]  # fmt: skip
    assert "in/all.zip/transactions.csv" in [file.path for file in run.reading.files]
    (tmp_path / "in" / "list.zip").unlink()
    assert again(place).different == ()
    (tmp_path / "in" / "all.zip").write_bytes(b"PK\x03\x04")
    with pytest.raises(RunError) as caught:
        again(place)
    assert [p.code for p in caught.value.problems] == ["RUN031"]

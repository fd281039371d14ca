import json
import shutil
import stat
import subprocess

import polars
import pytest

from aml.core.digest import file_sha256
from aml.core.problem import RunError
from aml.core.progress import Silent
from aml.pipeline import write
from aml.pipeline.basis import gather
from aml.pipeline.folder import building
from aml.pipeline.scan import scan
from aml.pipeline.tables import alerts_csv, rejected_csv
from aml.pipeline.workspace import read_workspace
from tests.pipeline import ledgers

# The contract of whoever works downstream: names, order and types.
ALERTS = {
    "alert_id": "String", "kind": "String", "source": "String", "source_version": "String",
    "typology": "String", "focus_kind": "String", "focus_id": "String", "window_start": "Date",
    "window_end": "Date", "severity": "String", "score": "Decimal(precision=9, scale=1)",
    "amount_base": "Decimal(precision=38, scale=4)", "transaction_ids": "List(String)",
    "linked_ids": "List(String)", "measures": "String", "explanation": "String",
    "status": "String", "seen": "String", "continues": "String", "case_id": "String",
    "suppressed_by": "String", "threshold_set": "String",
    "first_seen_on": "Date",
}  # fmt: skip


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """A run with everything: a list, documents, suppressions nobody needs."""
    folder = tmp_path_factory.mktemp("workspace")
    return ledgers.run(
        folder,
        flagged_parties=[ledgers.flagged()],
        suppressions=[ledgers.suppression(focus_id="nobody")],
        documents='"html", "pdf"',
    )


@pytest.fixture(scope="module")
def plain_run(tmp_path_factory):
    """The name of the run of a workspace as it is written without further words."""
    return ledgers.run(tmp_path_factory.mktemp("plain"))[0].run_id


def files_of(place):
    return {path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file()}


def test_the_run_directory_holds_what_the_contract_lists(published):
    run, place = published
    (case,) = run.cases
    found = files_of(place)
    kept = {name for name in found if name.startswith("inputs/")}
    assert found - kept == {
        "manifest.json", "quality.html", "quality.json", "rejected.csv", "coverage.html",
        "coverage.json", "alerts.parquet", "alerts.csv", "index.html", "run.log", "suppressions.csv",
        f"cases/{case.case_id}/case.json", f"cases/{case.case_id}/evidence.csv",
        f"cases/{case.case_id}/sar.html", f"cases/{case.case_id}/sar.pdf",
    }  # fmt: skip
    assert {"inputs/aml.toml", "inputs/profiles/canonical.yml"} <= kept
    assert "inputs/scenarios/own/cash_test.yml" in kept
    assert sum(name.startswith("inputs/tables/") for name in kept) == 2
    assert (place / f"cases/{case.case_id}/sar.pdf").read_bytes().startswith(b"%PDF")


def test_lists_lie_by_hash_in_the_archive_of_all_runs(published):
    _, place = published
    (path,) = (place.parent / "archive").iterdir()
    assert path.stem == file_sha256(path)
    assert path.read_text().startswith("entry_id")


def test_nothing_of_a_run_is_public(published):
    _, place = published
    for path in [place, *place.rglob("*"), *(place.parent / "archive").rglob("*")]:
        mode = stat.S_IMODE(path.stat().st_mode)
        assert mode == (0o700 if path.is_dir() else 0o600), path


def test_the_manifest_says_what_decided_and_what_came_out(published):
    run, place = published
    manifest = json.loads((place / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["run_id"] == place.name
    assert place.name.startswith("2026-04-30-")
    assert manifest["as_of"] == "2026-04-30"
    (given,) = [f for f in manifest["inputs"] if f["table"] == "transactions"]
    assert given["path"] == "tables/transactions.csv"
    assert given["sha256"] == file_sha256(place.parent.parent / given["path"])
    by_currency = {total["currency"]: total for total in given["totals"]}
    assert by_currency["EUR"]["records_loaded"] == 1
    assert by_currency["EUR"]["amount_in"] == "12.5000"
    assert manifest["lists"][0]["path"] == "tables/flagged_parties.csv"
    used = {use["reference"]: use for use in manifest["scenarios"]}
    assert {p["name"]: p["value"] for p in used["cash_test@1"]["parameters"]}["least"] == "3"
    assert len(used["cash_test@1"]["sha256"]) == 64
    assert manifest["counts"]["hits"] == manifest["counts"]["alerts"] == len(run.alerts) == 2
    assert manifest["packages"]["duckdb"]
    assert manifest["seeds"] == {}
    assert manifest["is_reconciled"]


def test_the_manifest_hashes_every_output_but_itself_and_the_log(published):
    _, place = published
    manifest = json.loads((place / "manifest.json").read_text(encoding="utf-8"))
    assert files_of(place) - set(manifest["outputs"]) == {"manifest.json", "run.log"}
    for name, sha256 in manifest["outputs"].items():
        assert file_sha256(place / name) == sha256


def test_alerts_parquet_is_a_contract(published):
    run, place = published
    frame = polars.read_parquet(place / "alerts.parquet")
    assert {name: str(kind) for name, kind in frame.schema.items()} == ALERTS
    assert frame["alert_id"].to_list() == [alert.alert_id for alert in run.alerts]
    order = [(-row["score"], row["alert_id"]) for row in frame.iter_rows(named=True)]
    assert order == sorted(order)
    (row,) = frame.filter(source="cash_test").iter_rows(named=True)
    assert row["transaction_ids"] == ["transactions:T1", "transactions:T2", "transactions:T3"]
    assert json.loads(row["measures"])["total_base"] == "28621.8900"
    assert row["case_id"] == run.cases[0].case_id


def test_a_run_without_an_alert_is_whole_too(tmp_path):
    run, place = ledgers.run(tmp_path, records=list(ledgers.street()))
    assert run.alerts == ()
    assert polars.read_parquet(place / "alerts.parquet").schema.names() == list(ALERTS)
    assert "No alert" in (place / "index.html").read_text(encoding="utf-8")


def test_cells_that_a_spreadsheet_would_run_are_text():
    frame = polars.DataFrame({"focus_id": ["=1+1", "C1", "@x", "＋1"], "ids": [["a", "b"]] * 4})
    lines = alerts_csv(frame).splitlines()
    assert lines[1:] == ["'=1+1,a b", "C1,a b", "'@x,a b", "'＋1,a b"]


def test_rejected_values_are_shown_only_when_asked_for():
    frame = polars.DataFrame({"record": [7], "code": ["LDG010"], "value": ["Zebulon"]})
    assert "Zebulon" not in rejected_csv(frame, show_rows=False)
    assert "7,LDG010,Zebulon" in rejected_csv(frame, show_rows=True)


def test_an_equal_run_is_verified_and_kept(tmp_path):
    _, place = ledgers.run(tmp_path)
    before = {path: path.stat().st_mtime_ns for path in place.rglob("*")}
    _, again = ledgers.run(tmp_path)
    assert again == place
    assert {path: path.stat().st_mtime_ns for path in place.rglob("*")} == before
    assert sorted(path.name for path in place.parent.iterdir()) == [".lock", place.name]


def test_a_damaged_run_of_the_same_name_is_refused_and_not_touched(tmp_path):
    _, place = ledgers.run(tmp_path)
    (place / "index.html").write_text("changed")
    with pytest.raises(RunError) as caught:
        ledgers.run(tmp_path)
    assert [p.code for p in caught.value.problems] == ["RUN021", "RUN040"]
    assert str(caught.value.problems[1].location).endswith("/index.html")
    assert (place / "index.html").read_text() == "changed"


def test_other_package_versions_keep_a_run_of_the_same_findings(tmp_path, monkeypatch):
    _, place = ledgers.run(tmp_path)
    monkeypatch.setattr("aml.pipeline.manifest.metadata.version", lambda name: "99")
    monkeypatch.setattr(write, "render_index", lambda run: "another layout")
    assert ledgers.run(tmp_path)[1] == place
    monkeypatch.setattr("aml.pipeline.run.digest", lambda shape: "other findings")
    with pytest.raises(RunError, match="RUN021"):
        ledgers.run(tmp_path)


@pytest.mark.parametrize(
    "change",
    [
        {"scan": "max_rejected = 3"},
        {"parameters": "[parameters.cash_test]\nleast = 2"},
        {"scan": 'threshold_set = "strict"'},
        {"records": [*ledgers.ledger(), ledgers.entry(5, "ACC-N1", 7, "1.00")]},
        {"documents": '"html"'},
    ],
)
def test_the_name_of_a_run_is_everything_that_decided(tmp_path, plain_run, change):
    run, _ = ledgers.run(tmp_path, **change)
    assert run.run_id != plain_run


def test_the_folder_that_a_workspace_lies_in_decides_on_nothing(tmp_path, plain_run):
    assert ledgers.run(tmp_path)[0].run_id == plain_run


def test_a_profile_that_changed_makes_another_run(tmp_path):
    profile = "profile: mine\ntitle: Mine\ntable: transactions\n"
    (tmp_path / "mine.yml").write_text(profile)
    path = ledgers.write_workspace(tmp_path)
    text = path.read_text().replace(
        'table = "transactions"\n', 'table = "transactions"\nprofile = "mine"\nledger = "core"\n'
    )
    path.write_text(text)
    first, place = ledgers.run_workspace(read_workspace(path))
    assert (place / "inputs" / "profiles" / "mine.yml").read_text() == profile
    (tmp_path / "mine.yml").write_text(profile + "dates: {time_zone: America/Chicago}\n")
    second, _ = ledgers.run_workspace(read_workspace(path))
    assert first.run_id != second.run_id


def test_an_output_that_cannot_be_written_publishes_nothing(tmp_path, monkeypatch):
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("aml.pipeline.folder.Path.replace", full)
    with pytest.raises(RunError, match="No space left on device") as caught:
        ledgers.run(tmp_path)
    assert caught.value.problems[0].code == "RUN020"
    assert not (tmp_path / "out").exists()


def test_a_full_disk_publishes_nothing(tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    mount, umount = shutil.which("mount"), shutil.which("umount")
    command = [mount, "-t", "tmpfs", "-o", "size=40k", "tmpfs", str(out)]
    if (
        not (mount and umount)
        or subprocess.run(command, check=False, capture_output=True).returncode
    ):
        pytest.skip("no small file system can be mounted here")
    try:
        with building(tmp_path / "elsewhere") as build:
            workspace = read_workspace(ledgers.write_workspace(tmp_path))
            scanned = scan(gather(workspace), build, Silent())
            small = out / ".scan-small"
            with pytest.raises(RunError, match="No space left"):
                write.write(scanned, out, small, Silent())
        assert not [path for path in out.iterdir() if path.name.startswith("2026")]
    finally:
        subprocess.run([umount, str(out)], check=True)


def test_a_table_that_changed_while_it_was_scanned_is_refused(tmp_path):
    workspace = read_workspace(ledgers.write_workspace(tmp_path))
    with building(workspace.out) as build:
        scanned = scan(gather(workspace), build, Silent())
        rates = tmp_path / "tables" / "fx_rates.csv"
        rates.write_text(rates.read_text().replace("1.10", "1.20"))
        with pytest.raises(RunError, match="RUN031"):
            write.write(scanned, workspace.out, build, Silent())


def test_what_the_machine_is_like_decides_on_nothing(published):
    run, place = published
    assert not {"threads", "memory"} & set(run.settings)
    assert "run.log" not in json.loads((place / "manifest.json").read_text())["outputs"]

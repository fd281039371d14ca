import json
import shutil

import pytest

from tests.pipeline import ledgers


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    folder = tmp_path_factory.mktemp("workspace")
    return ledgers.run(folder, documents='"html"')[1]


@pytest.fixture
def place(published, tmp_path):
    shutil.copytree(published.parent.parent, tmp_path / "copy")
    return tmp_path / "copy" / "out" / published.name


def test_verify_counts_what_holds(aml, place):
    said = aml("verify", place)
    assert said.code == 0
    assert said.out.strip().endswith("3 cited and 1 context figures; 0 problems")
    found = json.loads(aml("verify", place, "--format", "json").out)
    assert (found["cited"], found["context"], found["problems"]) == (3, 1, [])


def test_verify_names_what_does_not(aml, place):
    (place / "index.html").write_text("changed")
    said = aml("verify", place)
    assert said.code == 1
    assert f"{place.name}/index.html: RUN040 the output was changed after the run" in said.err
    assert said.out.strip().endswith(" context figures; 1 problem")
    found = json.loads(aml("verify", place, "--format", "json").out)
    assert len(found["problems"]) == 1


def test_verify_proves_documents_that_were_made_on_request(aml, place, tmp_path):
    out = tmp_path / "again"
    assert aml("report", place, "--format", "html,pack", "--out", out).code == 0
    said = aml("verify", place, "--documents", out, "--filed-on", "2026-05-20")
    assert said.code == 0
    assert " outputs and 3 documents, 3 cited " in said.out
    (pack,) = out.glob("cases/*/sharing_pack.csv")
    pack.write_text(pack.read_text().replace("9523.17", "9523.18"))
    said = aml("verify", place, "--documents", out)
    assert said.code == 1
    assert "/sharing_pack.csv: RUN044 its bytes are not those" in said.err
    assert "9523" not in said.err


def test_verify_names_versions_that_it_could_not_compare_with(aml, place, monkeypatch):
    monkeypatch.setattr("aml.pipeline.write.render_index", lambda _: "another page")
    monkeypatch.setattr("aml.pipeline.manifest.metadata.version", lambda _: "99")
    said = aml("verify", place)
    assert said.code == 1
    assert "index.html: RUN045 not compared: made by other versions: " in said.err
    assert "another version: duckdb" in said.out


def test_replay_says_that_nothing_differs(aml, place):
    said = aml("replay", place, "--threads", "1")
    assert said.code == 0
    assert " outputs repeated, 0 differ from the manifest" in said.out
    assert json.loads(aml("replay", place, "--format", "json").out)["different"] == []


def test_replay_names_what_differs(aml, place, monkeypatch):
    monkeypatch.setattr("aml.pipeline.write.render_index", lambda _: "another page")
    monkeypatch.setattr("aml.pipeline.manifest.metadata.version", lambda _: "99")
    said = aml("replay", place)
    assert said.code == 1
    assert "differs: index.html\n" in said.out
    assert "another version: duckdb" in said.out


def test_a_ledger_elsewhere_is_found_by_its_workspace(aml, place, tmp_path):
    moved = tmp_path / "moved"
    shutil.move(place.parent.parent / "tables", moved / "tables")
    said = aml("replay", place)
    assert said.code == 2
    assert "tables/transactions.csv: RUN030" in said.err
    assert "--workspace DIR" in said.err
    assert aml("replay", place, "--workspace", moved).code == 0
    assert aml("verify", place, "--workspace", moved).code == 0


def test_a_changed_ledger_is_an_input_that_cannot_be_used(aml, place):
    path = place.parent.parent / "tables" / "transactions.csv"
    path.write_text(path.read_text().replace("9523.17", "9523.18"))
    for command in ("replay", "verify"):
        said = aml(command, place)
        assert said.code == 2
        assert "RUN031 the file has changed: the run read " in said.err


@pytest.mark.parametrize("command", ["verify", "replay", "report"])
def test_what_is_no_run_is_refused(aml, tmp_path, command):
    said = aml(command, tmp_path)
    assert said.code == 2
    assert "RUN003" in said.err


def test_report_renders_again_what_the_run_rendered(aml, place, tmp_path):
    (case,) = (place / "cases").iterdir()
    out = tmp_path / "again"
    said = aml("report", place, case.name, "--format", "html, json", "--out", out)
    assert said.code == 0
    assert said.out == f"{out / 'cases' / case.name}\n"
    for name in ("sar.html", "case.json", "evidence.csv"):
        assert (out / "cases" / case.name / name).read_bytes() == (case / name).read_bytes()
    assert not (out / "cases" / case.name / "sar.pdf").exists()


def test_a_pack_for_others_is_made_when_asked_for_and_progress_names_cases_alone(
    aml, place, tmp_path
):
    (case,) = (place / "cases").iterdir()
    out = tmp_path / "shared"
    said = aml("report", place, "--format", "pack", "--out", out)
    assert said.code == 0
    assert sorted(path.name for path in (out / "cases" / case.name).iterdir()) == [
        "sharing_pack.csv", "sharing_pack.html"
    ]  # fmt: skip
    assert "Documents" in said.err


def test_report_needs_no_ledger(aml, place, tmp_path):
    shutil.rmtree(place.parent.parent / "tables")
    assert aml("report", place, "--format", "html", "--out", tmp_path / "again").code == 0


@pytest.mark.parametrize("inside", ["", "cases", "again"])
def test_report_writes_nothing_into_the_run(aml, place, inside):
    before = sorted(place.rglob("*"))
    said = aml("report", place, "--format", "html,pack", "--out", place / inside)
    assert (said.code, "RUN004" in said.err) == (2, True)
    assert sorted(place.rglob("*")) == before


def test_report_writes_nothing_into_the_run_by_another_name_of_it(aml, place, tmp_path):
    (tmp_path / "link").symlink_to(place)
    said = aml("report", place, "--format", "pack", "--out", tmp_path / "link")
    assert (said.code, "RUN004" in said.err) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["C-none"], "RUN005", "the run has no case 'C-none'"),
        (["--format", "html,word"], "RUN004", "no document 'word'"),
    ],
)
def test_report_names_what_there_is_none_of(aml, place, tmp_path, arguments, code, message):
    said = aml("report", place, *arguments, "--out", tmp_path / "again")
    assert said.code == 2
    assert f"{code} {message}" in said.err

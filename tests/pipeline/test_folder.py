import fcntl
import stat

import pytest

from aml.core.problem import RunError
from aml.pipeline.folder import Folder, building


def test_files_and_folders_are_private_and_hashed(tmp_path):
    folder = Folder(tmp_path / "run")
    folder.write("cases/C-1/case.json", "{}")
    folder.write("run.log", "x", is_hashed=False)
    assert list(folder.hashes) == ["cases/C-1/case.json"]
    assert folder.hashes["cases/C-1/case.json"].startswith("44136fa355b3678a")
    for path in (tmp_path / "run").rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600)


def test_a_file_is_whole_or_as_it_was(tmp_path, monkeypatch):
    folder = Folder(tmp_path)
    folder.write("a", "before")

    def killed(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("aml.pipeline.folder.Path.replace", killed)
    with pytest.raises(KeyboardInterrupt):
        folder.write("a", "after")
    assert (tmp_path / "a").read_text() == "before"


def fail(out):
    def scan():
        with building(out) as build:
            assert stat.S_IMODE(build.stat().st_mode) == 0o700
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        scan()


def test_the_folder_of_a_scan_goes_with_it(tmp_path):
    fail(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [".lock"]


def test_folders_that_a_scan_made_and_left_empty_go_with_it(tmp_path):
    fail(tmp_path / "deep" / "out")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_into_which_something_came_stays(tmp_path):
    with building(tmp_path / "out"):
        (tmp_path / "out" / "run").mkdir()
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [".lock", "run"]


def test_what_a_killed_scan_left_is_cleared_and_what_a_living_one_holds_is_not(tmp_path):
    for name in ("dead", "living", "unborn"):
        (tmp_path / f".scan-{name}" / "run").mkdir(parents=True)
        if name != "unborn":
            (tmp_path / f".scan-{name}" / ".lock").touch()
    with (tmp_path / ".scan-living" / ".lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with building(tmp_path) as build:
            found = {path.name for path in tmp_path.iterdir()}
    assert found == {".lock", ".scan-living", build.name}


def test_two_scans_into_one_folder_leave_each_other_alone(tmp_path):
    with building(tmp_path) as first, building(tmp_path) as second:
        assert first.is_dir()
        assert first != second
    assert [path.name for path in tmp_path.iterdir()] == [".lock"]


def test_a_place_that_cannot_be_written_is_a_problem_with_a_way_out(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(RunError) as caught, building(tmp_path / "file" / "out"):
        pass
    (problem,) = caught.value.problems
    assert problem.code == "RUN020"
    assert "--out" in problem.hint

"""docs/operations.md: what it tells an operator to type is there, and does what it says."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from aml.cli.main import aml
from tests.pipeline import ledgers

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")


def commands(group):
    """Every command below a group."""
    for name in group.list_commands(None):
        command = group.get_command(None, name)
        if hasattr(command, "list_commands"):
            yield from commands(command)
        else:
            yield command


def typed():
    """Each call of the page that is typed as code: its words and its options."""
    code = re.findall(r"`(aml [^`]+)`", PAGE)
    code += re.findall(r"^(?:\s*)(aml [a-z].*?)(?:\s+#.*)?$", PAGE, re.MULTILINE)
    return sorted({line for line in code if not line.startswith("aml:")})


def test_the_page_names_calls_at_all():
    names = {" ".join(line.split()[1:2]) for line in typed()}
    assert {"scan", "verify", "replay", "report", "case", "list", "scenario"} <= names


@pytest.mark.parametrize("line", typed())
def test_every_command_and_option_that_is_named_exists(line):
    first, *rest = line.split()[1:]
    command = aml.get_command(None, first)
    assert command is not None, line
    if hasattr(command, "get_command"):
        command = command.get_command(None, rest[0])
        assert command is not None, line
    known = {name for option in command.params for name in option.opts}
    assert set(re.findall(r"--[a-z-]+", line)) <= known, line


def test_every_option_of_the_text_belongs_to_some_command():
    known = {name for command in commands(aml) for option in command.params for name in option.opts}
    assert set(re.findall(r"`(--[a-z-]+)", PAGE)) <= known


def test_the_exit_codes_are_those_of_the_command():
    listed = re.findall(r"^\| (\d+) \|", PAGE, re.MULTILINE)
    assert listed == ["0", "1", "2", "3", "4", "137"]


def test_every_code_of_a_message_is_in_the_list():
    codes = set(re.findall(r"\b[A-Z]{3}\d{3}\b", PAGE))
    problems = (ROOT / "docs" / "problems.md").read_text(encoding="utf-8")
    assert codes
    assert {code for code in codes if f"| {code} |" not in problems} == set()


def test_the_nightly_script_knows_the_night_before(tmp_path, monkeypatch):
    ledgers.write_workspace(tmp_path, records=ledgers.ledger(), flagged_parties=[ledgers.flagged()])
    script = tmp_path / "nightly.sh"
    script.write_text(re.search(r"```sh\n(#!.*?)```", PAGE, re.DOTALL)[1], encoding="utf-8")
    monkeypatch.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)
    for _ in range(2):
        done = subprocess.run(["/bin/sh", script], check=False)
        assert done.returncode == 0, (tmp_path / "last_scan.err").read_text(encoding="utf-8")
    runs = sorted((tmp_path / "out").glob("*/manifest.json"))
    assert len(runs) == 2
    place = (tmp_path / "last_run").read_text(encoding="utf-8").strip()
    text = (tmp_path / place / "index.html").read_text(encoding="utf-8")
    assert "Since the previous run" in text


def test_the_list_of_runs_that_may_go_leaves_out_what_was_filed_and_the_latest(tmp_path):
    script = re.search(r"```sh\n(# Runs that.*?)```", PAGE, re.DOTALL)[1]
    names = [f"2026-01-{day:02}-1a2b3c4d" for day in range(1, 15)]
    for age, name in enumerate(reversed(names)):
        path = tmp_path / "out" / name / "manifest.json"
        path.parent.mkdir(parents=True)
        path.touch()
        os.utime(path, (10**9 - age, 10**9 - age))

    def listed():
        done = subprocess.run(
            ["/bin/sh", "-c", script], cwd=tmp_path, check=False, capture_output=True, text=True
        )
        return done.stdout.split()

    assert listed() == [], "without decisions nothing is said to be free"
    line = f"C-1,file,A,2026-02-01,seen,2026-02-01,31,{names[1]},A-1,0\n"
    (tmp_path / "dispositions.csv").write_text(line, encoding="utf-8")
    assert sorted(listed()) == [f"out/{names[0]}", f"out/{names[2]}"]

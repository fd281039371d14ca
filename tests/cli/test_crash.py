"""Killed at any instant, a scan leaves no run directory or a complete one."""

import json
import signal
import subprocess
import sys
import time

import pytest

from aml.core.digest import file_sha256
from tests.pipeline import ledgers

# The scan tells where it is, and waits there to be killed.
_AT = """
import sys, time
from aml.cli import console, main
place = {place!r}
stage = console.ConsoleProgress.stage
def stop():
    print('here', flush=True)
    time.sleep(60)
def patched(self, name, steps=0):
    stage(self, name, steps)
    if name == place:
        stop()
console.ConsoleProgress.stage = patched
if place == 'renaming':
    import pathlib
    rename = pathlib.Path.rename
    pathlib.Path.rename = lambda self, target: (stop(), rename(self, target))
if place == 'renamed':
    import pathlib
    rename = pathlib.Path.rename
    pathlib.Path.rename = lambda self, target: (rename(self, target), stop())
if place == 'making':
    import tempfile
    make = tempfile.mkdtemp
    tempfile.mkdtemp = lambda **given: (make(**given), stop())
sys.argv = ['aml', 'scan', '--config', {config!r}]
main.run()
"""
PLACES = ("making", "Reading files", "Reports", "renaming", "renamed")
OTHER_PLACES = ("Checking files", "Derived tables", "Scenarios", "Evidence", "Cases", "renamed")


def kill_at(place, config):
    code = _AT.format(place=place, config=str(config))
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as scan:
        assert scan.stdout.readline() == "here\n", place
        scan.send_signal(signal.SIGKILL)


def runs_in(out):
    return [path for path in out.iterdir() if not path.name.startswith(".")]


def assert_complete(run):
    outputs = json.loads((run / "manifest.json").read_text())["outputs"]
    assert all(file_sha256(run / name) == sha256 for name, sha256 in outputs.items())


@pytest.mark.parametrize("places", [PLACES, pytest.param(OTHER_PLACES, marks=pytest.mark.nightly)])
def test_killed_at_each_stage(tmp_path, places):
    config = ledgers.write_workspace(tmp_path)
    out = tmp_path / "out"
    for place in places:
        kill_at(place, config)
        found = runs_in(out)
        assert len(found) == (1 if place == "renamed" else 0), place
        for run in found:
            assert_complete(run)
    assert len(list(out.glob(".scan-*"))) == 1


@pytest.mark.parametrize("instants", [(1, 3), pytest.param(range(9), marks=pytest.mark.nightly)])
def test_killed_at_some_instants(tmp_path, instants):
    config = ledgers.write_workspace(tmp_path, documents='"html"')
    out = tmp_path / "out"
    for instant in instants:
        command = [sys.executable, "-m", "aml", "scan", "--config", str(config)]
        with subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as scan:
            time.sleep(0.4 + 0.4 * instant)
            scan.kill()
        for run in runs_in(out) if out.exists() else []:
            assert_complete(run)
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "complete" in done.stdout
    (run,) = runs_in(out)
    assert_complete(run)
    assert list(out.glob(".scan-*")) == []

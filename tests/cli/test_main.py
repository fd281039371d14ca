import importlib
import json
import os
import resource
import subprocess
import sys

import click
import pytest

import aml as package
from aml.cli import main
from aml.cli.lazy import LazyGroup
from aml.core.problem import Problem, UsageError

HEAVY = ("duckdb", "polars", "pyod", "sklearn", "typst", "numba", "sqlglot", "numpy", "jinja2")


def python(code):
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout


def cpu_seconds():
    """What the processes that this one started took of the machine, however busy it is."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def test_the_help_answers_at_once_and_imports_nothing_heavy():
    code = (
        "import sys\nimport aml.cli.main as main\nsys.argv = ['aml', '--help']\n"
        "try:\n    main.run()\nexcept SystemExit:\n    pass\n"
        f"print('loaded', [name for name in {HEAVY!r} if name in sys.modules])"
    )
    times = []
    for _ in range(5):
        before = cpu_seconds()
        assert python(code).splitlines()[-1] == "loaded []"
        times.append(cpu_seconds() - before)
    assert min(times) < 0.3


def test_the_help_names_every_command_and_the_exit_codes(aml):
    said = aml("--help")
    assert said.code == 0
    for name in main._COMMANDS:
        assert f"\n  {name} " in said.out
    assert "3  incomplete run" in said.out


def test_every_command_can_be_asked_for_its_help(aml):
    for name, (place, _) in main._COMMANDS.items():
        module, _, attribute = place.partition(":")
        assert isinstance(getattr(importlib.import_module(module), attribute), click.Command)
        said = aml(name, "--help")
        assert said.code == 0
        assert said.out.startswith(f"Usage: aml {name} ")


def test_the_version_is_the_package_s(aml):
    assert aml("--version").out.strip() == f"aml, version {package.__version__}"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["vrify"], "No such command 'vrify'. Did you mean 'verify'?"),
        (["--fast"], "No such option '--fast'"),
        (["scan", "--thread", "2"], "--threads"),
        (["scan", "--as-of", "March"], "'March' does not match"),
        (["scan", "--fail-on", "grave"], "'grave' is not one of"),
        (["scan", "--scenarios", "nowhere"], "'nowhere' does not exist"),
    ],
)
def test_a_wrong_call_says_what_is_wrong(aml, arguments, message):
    said = aml(*arguments)
    assert said.code == 2
    assert message in said.err
    assert said.out == ""


def failing(monkeypatch, error):
    @click.command()
    def fail():
        raise error

    monkeypatch.setattr(LazyGroup, "get_command", lambda *_: fail)


def test_a_problem_is_shown_without_a_traceback(aml, monkeypatch):
    failing(monkeypatch, UsageError([Problem("RUN001", "first"), Problem("RUN002", "second")]))
    said = aml("scan")
    assert said.code == 2
    assert said.err == "RUN001 first\nRUN002 second\n"


def test_a_mistake_of_ours_is_a_traceback_without_its_message(aml, monkeypatch):
    failing(monkeypatch, ValueError("could not convert 'Zebulon'"))
    said = aml("scan")
    assert said.code == 4
    assert "Traceback" in said.err
    assert "in fail" in said.err
    assert "ValueError" in said.err
    assert "mistake in aml" in said.err
    assert "Zebulon" not in said.err
    monkeypatch.setenv("AML_SHOW_ERRORS", "1")
    assert "Zebulon" in aml("scan").err


def test_a_stopped_scan_says_so(aml, monkeypatch):
    failing(monkeypatch, KeyboardInterrupt())
    said = aml("scan")
    assert said.code == 2
    assert "nothing was published" in said.err


def test_a_reader_that_goes_away_is_no_error():
    command = [sys.executable, "-m", "aml", "detector", "list", "--format", "json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as lister:
        assert lister.stdout.read(1) == b"["
        lister.stdout.close()
        assert lister.stderr.read() == b""


def test_results_can_be_had_as_json_and_have_no_colour_off_a_terminal(aml):
    (found,) = json.loads(aml("detector", "list", "--format", "json").out)
    assert found["detector"].startswith("peer_outlier@")
    assert "\x1b" not in aml("detector", "list").out


def test_a_terminal_gets_colour():
    import pty

    leader, follower = pty.openpty()
    environment = {"TERM": "xterm-256color", "COLUMNS": "100"}
    done = subprocess.run(
        [sys.executable, "-m", "aml", "detector", "list"],
        stdout=follower, stderr=subprocess.DEVNULL, check=False, env=environment,
    )  # fmt: skip
    os.close(follower)
    assert done.returncode == 0
    assert b"\x1b[" in os.read(leader, 4096)

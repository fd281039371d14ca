"""`aml`: the commands, and what becomes of errors."""

from __future__ import annotations

import os
import sys
import traceback

import click

from aml import __version__
from aml.cli.console import print_problems, stderr
from aml.cli.lazy import LazyGroup
from aml.core.problem import AmlError

USAGE = 2
BUG = 4
#: Set in the environment, it shows the message of a mistake of ours, which may quote a ledger.
_SHOW = "AML_SHOW_ERRORS"

_COMMANDS = {
    "demo": ("aml.cli.scan:demo", "Scan the sample ledgers, and write their reports."),
    "init": ("aml.cli.init:init", "Make a workspace: a commented aml.toml."),
    "scan": ("aml.cli.scan:scan", "Scan ledgers: alerts, cases, reports in a run directory."),
    "report": ("aml.cli.run:report", "Render the documents of cases again."),
    "verify": ("aml.cli.run:verify", "Prove a run: every output, every figure."),
    "explain": ("aml.cli.explain:explain", "Why a scenario fired on a focus, or the nearest miss."),
    "case": ("aml.cli.case:case", "List and show cases; write down what was decided."),
    "dossier": ("aml.cli.dossier:dossier", "Gather what an examiner asks for of a period."),
    "replay": ("aml.cli.run:replay", "Repeat a run and compare every output."),
    "ledger": ("aml.cli.ledger:ledger", "Describe, check and convert ledger files."),
    "scenario": ("aml.cli.scenario:scenario", "List, show, write, check and test scenarios."),
    "screen": ("aml.cli.screen:screen", "Ask the lists of flagged parties for a name or number."),
    "list": ("aml.cli.listing:list_", "Bring in lists of flagged parties; their versions."),
    "detector": ("aml.cli.detector:detector", "List and show the outlier detectors."),
    "sample": ("aml.cli.sample:sample", "Write a synthetic ledger with planted truth."),
}


@click.group(
    cls=LazyGroup,
    lazy=_COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="aml")
def aml() -> None:
    """Find cartel money in bank and remittance ledgers, and write the report.

    \b
    First steps
      aml demo                  a sample ledger to its suspicious-activity reports
      aml init                  a workspace for your own ledgers
      aml scan                  scan the workspace of this folder
      aml scenario list         what is looked for

    \b
    Exit codes
      0  complete (alerts are no failure)      3  incomplete run: something could not be scanned
      1  problems found, or --fail-on met      4  a mistake of ours
      2  usage, or an input that cannot be read
    """


def run() -> None:
    """The console script: everything private to the user, every error with its exit code."""
    os.umask(0o077)
    try:
        code = aml.main(standalone_mode=False)
    except click.exceptions.Exit as stop:
        code = stop.exit_code
    except click.Abort:
        stderr.print("stopped; nothing was published", markup=False)
        code = USAGE
    except click.ClickException as error:
        error.show()
        code = USAGE
    except AmlError as error:
        print_problems(error.problems)
        code = USAGE
    except BrokenPipeError:
        code = _silenced()
    except Exception as error:  # noqa: BLE001 - the last door: a mistake of ours, shown whole
        _show_bug(error)
        code = BUG
    sys.exit(code)


def _silenced() -> int:
    """Whoever read our output has gone: say no more, not even when Python flushes at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _show_bug(error: Exception) -> None:
    """Where it happened, and what kind of error it is. Its message may quote a ledger."""
    lines = ["Traceback (most recent call last):\n", *traceback.format_tb(error.__traceback__)]
    stderr.print("".join(lines).rstrip(), markup=False)
    if os.environ.get(_SHOW):
        stderr.print(f"{type(error).__name__}: {error}", markup=False)
    else:
        note = f"(its message may quote a ledger; {_SHOW}=1 shows it)"
        stderr.print(f"{type(error).__name__} {note}", markup=False)
    stderr.print(
        "This is a mistake in aml, not in your input. Nothing was published.", markup=False
    )

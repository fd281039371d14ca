"""`aml`: the commands, and what becomes of errors."""

from __future__ import annotations

import os
import sys
import traceback

import click

from aml import __version__
from aml.cli.console import print_problems, stderr
from aml.cli.detector import detector
from aml.cli.init import init
from aml.cli.run import replay, report, verify
from aml.cli.sample import sample
from aml.cli.scan import demo, scan
from aml.cli.scenario import scenario
from aml.core.problem import AmlError

USAGE = 2
BUG = 4


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
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


for command in (demo, init, scan, report, verify, replay, scenario, detector, sample):
    aml.add_command(command)


def run() -> None:
    """The console script: everything private to the user, every error with its exit code."""
    os.umask(0o077)
    try:
        aml.main(standalone_mode=False)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.Abort:
        stderr.print("stopped; nothing was published", markup=False)
        sys.exit(USAGE)
    except click.ClickException as error:
        error.show()
        sys.exit(USAGE)
    except AmlError as error:
        print_problems(error.problems)
        sys.exit(USAGE)
    except BrokenPipeError:
        sys.exit(0)
    except Exception:  # noqa: BLE001 - the last door: a mistake of ours, shown whole
        stderr.print(traceback.format_exc(), markup=False)
        stderr.print("This is a mistake in aml, not in your input.", markup=False)
        sys.exit(BUG)

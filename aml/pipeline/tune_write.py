"""A tuning on disk: the work paper, the review sheet, and tuning.json, which holds all of it."""

from __future__ import annotations

import json
from pathlib import Path

from aml.core.plain import plain_text, restore
from aml.core.problem import Location, Problem, RunError, UsageError
from aml.core.tuning import Tuning
from aml.pipeline.folder import Folder, refused
from aml.pipeline.tune_review import review_sheet
from aml.report.tuning import render_tuning

PAPER, SHEET, VALUE = "tuning.html", "review.csv", "tuning.json"


def check_place(out: Path) -> None:
    """Raises UsageError where a tuning lies already: its sheet may hold somebody's answers."""
    for name in (VALUE, SHEET):
        if (out / name).exists():
            message, hint = "a tuning lies here already", "choose another --out"
            raise UsageError(Problem("RUN006", message, Location(str(out / name)), hint))


def write_tuning(tuning: Tuning, out: Path) -> None:
    """Write a new tuning: paper, sheet and value, private to the user.

    Raises:
        UsageError: a tuning lies there already.
        RunError: the folder cannot be written.
        ReportError: the template does not fit.
    """
    check_place(out)
    paper = render_tuning(tuning)
    with refused(out):
        folder = Folder(out)
        folder.write(SHEET, review_sheet(tuning))
        folder.write(PAPER, paper)
        folder.write(VALUE, plain_text(tuning))


def write_reviewed(tuning: Tuning, out: Path) -> None:
    """Write the paper and the value of a reviewed tuning again; its sheet stays as it is.

    Raises:
        RunError: the folder cannot be written.
        ReportError: the template does not fit.
    """
    paper = render_tuning(tuning)
    with refused(out):
        folder = Folder(out)
        folder.write(PAPER, paper)
        folder.write(VALUE, plain_text(tuning))


def read_tuning(out: Path) -> Tuning:
    """The tuning that lies in a folder.

    Raises:
        RunError: none lies there, or it was changed into something else.
    """
    path = out / VALUE
    try:
        return restore(Tuning, json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        hint = "--out names the folder that aml scenario tune wrote"
        message = "no tuning lies there"
        raise RunError(Problem("TUN004", message, Location(str(path)), hint)) from None
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        message = "the tuning cannot be read, or was changed into something else"
        hint = "restore it from a copy, or tune again"
        raise RunError(Problem("TUN004", message, Location(str(path)), hint)) from None

"""A backtest on disk: the page, and backtest.json, which holds all of it."""

from __future__ import annotations

from pathlib import Path

from aml.core.backtest import Backtest
from aml.core.plain import plain_text
from aml.pipeline.folder import Folder, refused
from aml.report.backtest import render_backtest

PAGE, VALUE = "backtest.html", "backtest.json"


def write_backtest(found: Backtest, out: Path) -> None:
    """Write page and value, private to the user; the same backtest gives the same bytes.

    Raises:
        RunError: the folder cannot be written.
        ReportError: the template does not fit.
    """
    page = render_backtest(found)
    with refused(out):
        folder = Folder(out)
        folder.write(PAGE, page)
        folder.write(VALUE, plain_text(found))

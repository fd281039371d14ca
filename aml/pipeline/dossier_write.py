"""A dossier on disk: a page, lists, the book, copies of what was published, and their hashes."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

from aml.core.dossier import (
    AlertLine,
    CaseLine,
    CoverageLine,
    DecisionLine,
    Dossier,
    FindingLine,
    MissingLine,
    RuleLine,
    RunLine,
    ScenarioLine,
    SuppressionLine,
)
from aml.core.plain import plain
from aml.core.problem import Location, Problem, UsageError
from aml.core.sheet import sheet
from aml.pipeline.documents import json_text
from aml.pipeline.dossier import Gathered, cases_of
from aml.pipeline.folder import Folder, refused
from aml.report.book import render_book
from aml.report.dossier import render_dossier


def check_place(out: Path) -> None:
    """Raises UsageError where something lies already: what was handed over is never changed."""
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        hint = "choose another --out"
        raise UsageError(Problem("RUN006", "something lies here already", Location(str(out)), hint))


def write_dossier(gathered: Gathered, decisions: Path | None, out: Path) -> None:
    """Write a dossier, private to the user; it appears once it is complete.

    Args:
        gathered: what to write.
        decisions: the file of decisions, which is copied as it is.
        out: the folder, which is not there or empty.

    Raises:
        UsageError: something lies there already.
        RunError: the folder cannot be written.
        ReportError: a template does not fit.
    """
    check_place(out)
    made = gathered.dossier
    pages = {"index.html": render_dossier(made)}
    if gathered.book:
        pages["book.html"] = render_book(gathered.book)
    with refused(out):
        out.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
        try:
            folder = Folder(work)
            for name, text in {**pages, **_lists(made)}.items():
                folder.write(name, text)
            _copies(gathered, decisions, folder)
            folder.write("manifest.json", json_text(_manifest(made, folder)), is_hashed=False)
            work.rename(out)
        finally:
            shutil.rmtree(work, ignore_errors=True)


def _lists(made: Dossier) -> dict[str, str]:
    lists: Sequence[tuple[str, type, Sequence[object]]] = (
        ("runs", RunLine, made.runs),
        ("alerts", AlertLine, made.alerts),
        ("cases", CaseLine, made.cases),
        ("decisions", DecisionLine, made.decisions),
        ("suppressions", SuppressionLine, made.suppressions),
        ("scenarios", ScenarioLine, made.scenarios),
        ("rules", RuleLine, made.rules),
        ("quality", FindingLine, made.findings),
        ("coverage", CoverageLine, made.uncovered),
        ("missing", MissingLine, made.missing),
    )
    return {f"{name}.csv": sheet(kind, lines) for name, kind, lines in lists}


def _copies(gathered: Gathered, decisions: Path | None, folder: Folder) -> None:
    """The manifest of each run, each case as the last run has it, and every decision."""
    if decisions and decisions.is_file():
        folder.write("dispositions.csv", decisions.read_bytes())
    for run in gathered.runs:
        text = (run.past.place / "manifest.json").read_bytes()
        folder.write(f"runs/{run.run_id}/manifest.json", text)
    for case_id, run in cases_of(gathered.runs).items():
        for name in run.past.manifest["outputs"]:
            if name.startswith(f"cases/{case_id}/") and run.holds(name):
                folder.write(name, (run.past.place / name).read_bytes())


def _manifest(made: Dossier, folder: Folder) -> dict[str, object]:
    return {
        "institution": made.institution,
        "from": plain(made.start),
        "to": plain(made.end),
        "tool": made.tool_version,
        "runs": {line.run_id: line.manifest_sha256 for line in made.runs},
        "decisions": made.chain,
        "missing": plain(made.missing),
        "outputs": dict(sorted(folder.hashes.items())),
    }

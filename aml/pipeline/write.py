"""A scanned run to its directory: documents, tables, pages, inputs, manifest."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from aml.core.plain import plain
from aml.core.problem import Location, Problem, RunError
from aml.core.progress import Progress
from aml.core.run import Run
from aml.core.sheet import sheet
from aml.core.suppression import SuppressionUse
from aml.pipeline.documents import json_text, write_cases
from aml.pipeline.filing import forms_of_run
from aml.pipeline.folder import Folder, alone, refused
from aml.pipeline.forms import FORMS, Asked
from aml.pipeline.keep import archive_lists, keep_inputs
from aml.pipeline.manifest import changed_outputs, manifest, read_manifest
from aml.pipeline.scan import Scanned
from aml.pipeline.tables import alert_frame, alerts_csv, alerts_parquet, rejected_csv
from aml.report import (
    arrivals_csv,
    render_arrivals,
    render_coverage,
    render_detector,
    render_index,
    render_quality,
)


@dataclass(frozen=True, slots=True)
class Published:
    """A run directory. `was_there`: an equal run existed, was verified and was kept.

    `problems` say which files for an FIU were asked for and could not be written.
    """

    place: Path
    was_there: bool
    problems: tuple[Problem, ...] = ()


def write(scanned: Scanned, out: Path, build: Path, progress: Progress) -> Published:
    """Publish a run.

    Args:
        scanned: the run and what it was made of.
        out: the folder of runs.
        build: the scan's own folder, on the same disk as `out`.
        progress: told of each case.

    Raises:
        RunError: the disk is full or the folder cannot be written; nothing is published. Or a run
            of this name exists and is not this one.
        ReportError: a document that its case cannot fill.
    """
    run = scanned.run
    final = out / run.run_id
    with refused(out):
        folder = Folder(build / "run")
        progress.stage("Reports", len(run.cases))
        workspace = scanned.basis.workspace
        documents = [name for name in workspace.documents if name not in FORMS]
        write_cases(folder, run.cases, ("json", *documents), progress)
        forms = [name for name in workspace.documents if name in FORMS]
        profiles = workspace.fiu_profiles
        asked = Asked(workspace.root, folder.path, profiles=profiles, decided=run.decided)
        problems = tuple(forms_of_run(forms, run.cases, asked, folder))
        _write_tables(folder, scanned)
        _write_pages(folder, run)
        keep_inputs(folder, scanned)
        folder.write("manifest.json", json_text(manifest(run, folder.hashes)), is_hashed=False)
        folder.write("run.log", "".join(f"{line}\n" for line in progress.lines()), is_hashed=False)
        out.mkdir(mode=0o700, parents=True, exist_ok=True)
        with alone(out):
            archive_lists(scanned, out)
            if final.exists():
                _require_equal(folder.path, final)
                return Published(final, was_there=True, problems=problems)
            folder.path.rename(final)
    return Published(final, was_there=False, problems=problems)


def _require_equal(built: Path, final: Path) -> None:
    """Refuse to touch a published run that is not the one just made.

    Other versions of packages may write other bytes of the same findings.
    """
    ours, theirs = read_manifest(built), read_manifest(final)
    changed = list(changed_outputs(final, theirs["outputs"]))
    if ours["packages"] == theirs["packages"]:
        is_same = ours == theirs
    else:
        is_same = ours["findings_sha256"] == theirs["findings_sha256"]
    if changed or not is_same:
        message = "a run of this name exists and is not what this scan gives"
        hint = "`aml verify` says what was changed; move the directory away to scan again"
        raise RunError([Problem("RUN021", message, Location(str(final)), hint), *changed])


def _write_tables(folder: Folder, scanned: Scanned) -> None:
    frame = alert_frame(scanned.run.alerts)
    folder.write("alerts.parquet", alerts_parquet(frame))
    folder.write("alerts.csv", alerts_csv(frame))
    show_rows = scanned.basis.workspace.show_rows
    folder.write("rejected.csv", rejected_csv(scanned.rejected, show_rows=show_rows))
    if scanned.run.suppressions:
        folder.write("suppressions.csv", sheet(SuppressionUse, scanned.run.suppressions))


def _write_pages(folder: Folder, run: Run) -> None:
    folder.write("quality.json", json_text(plain(run.reading)))
    folder.write("quality.html", render_quality(run))
    coverage = {"scenarios": run.applicability, "channels": run.coverage}
    folder.write("coverage.json", json_text(plain(coverage)))
    folder.write("coverage.html", render_coverage(run))
    if run.peers is not None:
        folder.write("detector.html", render_detector(run, run.peers))
    if run.arrivals is not None:
        folder.write("arrivals.html", render_arrivals(run))
        folder.write("arrivals.csv", arrivals_csv(run))
    folder.write("index.html", render_index(run))

"""A scanned run to its directory: documents, tables, pages, inputs, manifest."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from importlib import metadata
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aml.core.alert import Alert
from aml.core.case import Case
from aml.core.digest import file_sha256
from aml.core.plain import plain
from aml.core.progress import Progress
from aml.core.run import Run
from aml.pipeline.folder import Folder, refused, settle
from aml.pipeline.keep import keep_inputs
from aml.pipeline.scan import Scanned
from aml.report import (
    evidence_csv,
    render_coverage,
    render_html,
    render_index,
    render_pdf,
    render_quality,
)

if TYPE_CHECKING:
    import polars

_PACKAGES = ("duckdb", "polars", "pyod", "scikit-learn", "jinja2", "typst")
#: The documents of a case: file name and renderer.
DOCUMENTS: Mapping[str, tuple[str, Callable[[Case], str | bytes]]] = {
    "html": ("sar.html", render_html),
    "pdf": ("sar.pdf", render_pdf),
}


def write(
    scanned: Scanned, out: Path, build: Path, progress: Progress, *, show_rows: bool = False
) -> Path:
    """Publish a run and return its directory; an equal run that exists is kept.

    Args:
        scanned: the run and what it was made of.
        out: the folder of runs.
        build: the scan's own folder inside `out`.
        progress: told of each case.
        show_rows: whether rejected.csv shows the values that were rejected.

    Raises:
        RunError: the disk is full or the folder cannot be written; nothing is published.
        ReportError: a document that its case cannot fill.
    """
    run = scanned.run
    final = out / run.run_id
    with refused(out):
        folder = Folder(build / "run")
        _write_documents(folder, run.cases, scanned.workspace.documents, progress)
        _write_tables(folder, scanned, show_rows=show_rows)
        _write_pages(folder, run)
        keep_inputs(folder, scanned, out)
        folder.write("manifest.json", _json(manifest(run, folder.hashes)), is_hashed=False)
        folder.write("run.log", "".join(f"{line}\n" for line in progress.lines()), is_hashed=False)
        if final.exists():
            if _is_equal(folder.path, final):
                return final
            shutil.rmtree(final)
        settle(folder.path, final)
    return final


def _is_equal(built: Path, final: Path) -> bool:
    """Whether a published run is this one, file by file."""
    name = "manifest.json"
    if not (final / name).is_file() or (built / name).read_bytes() != (final / name).read_bytes():
        return False
    outputs = json.loads((final / name).read_text(encoding="utf-8"))["outputs"]
    return all(
        (final / path).is_file() and file_sha256(final / path) == sha256
        for path, sha256 in outputs.items()
    )


def _write_documents(
    folder: Folder, cases: Sequence[Case], documents: Sequence[str], progress: Progress
) -> None:
    progress.stage("Reports", len(cases))
    for case in cases:
        write_case(folder, case, ("json", *documents))
        progress.step(case.case_id)


def write_case(folder: Folder, case: Case, documents: Sequence[str]) -> None:
    """The documents of one case below cases/; `json` writes the case itself and its evidence."""
    place = f"cases/{case.case_id}"
    for document in documents:
        if document == "json":
            folder.write(f"{place}/case.json", _json(plain(case)))
            folder.write(f"{place}/evidence.csv", evidence_csv(case))
        else:
            name, render = DOCUMENTS[document]
            folder.write(f"{place}/{name}", render(case))


def _write_tables(folder: Folder, scanned: Scanned, *, show_rows: bool) -> None:
    frame = alert_frame(scanned.run.alerts)
    folder.write("alerts.parquet", _parquet(frame))
    folder.write("alerts.csv", _flat(frame).write_csv())
    rejected = scanned.rejected if show_rows else scanned.rejected.drop("value")
    folder.write("rejected.csv", _safe(rejected).write_csv())


def _write_pages(folder: Folder, run: Run) -> None:
    folder.write("quality.json", _json(plain(run.reading)))
    folder.write("quality.html", render_quality(run))
    coverage = {"scenarios": run.applicability, "channels": run.coverage}
    folder.write("coverage.json", _json(plain(coverage)))
    folder.write("coverage.html", render_coverage(run))
    folder.write("index.html", render_index(run))


def manifest(run: Run, outputs: Mapping[str, str]) -> dict[str, Any]:
    """What was read, what decided, what came out: enough to repeat the run and to trust it."""
    return {
        "run_id": run.run_id,
        "as_of": plain(run.as_of),
        "tool": run.tool_version,
        "packages": {name: metadata.version(name) for name in _PACKAGES},
        "settings": dict(run.settings),
        "files": plain(run.reading.files),
        "scenarios": plain(run.scenarios),
        "applicability": plain(run.applicability),
        "is_complete": run.is_complete,
        "counts": {
            "records_rejected": run.reading.rejected,
            "records_duplicate": run.reading.duplicates,
            "hits": len(run.alerts),
            "alerts": sum(alert.status == "open" for alert in run.alerts),
            "suppressed": sum(alert.status == "suppressed" for alert in run.alerts),
            "cases": len(run.cases),
            "gone": len(run.gone),
        },
        "problems": [{"code": p.code, "message": p.message} for p in run.problems],
        "findings_sha256": run.findings_sha256,
        "outputs": dict(sorted(outputs.items())),
    }


def alert_frame(alerts: Sequence[Alert]) -> polars.DataFrame:
    """alerts.parquet: the contract for whoever works downstream, highest score first."""
    import polars as pl

    schema = {
        "alert_id": pl.String, "kind": pl.String, "source": pl.String,
        "source_version": pl.String, "typology": pl.String, "focus_kind": pl.String,
        "focus_id": pl.String, "window_start": pl.Date, "window_end": pl.Date,
        "severity": pl.String, "score": pl.Decimal(9, 1), "amount_base": pl.Decimal(38, 4),
        "transaction_ids": pl.List(pl.String), "linked_ids": pl.List(pl.String),
        "measures": pl.String, "explanation": pl.String, "status": pl.String, "seen": pl.String,
        "continues": pl.String, "case_id": pl.String,
    }  # fmt: skip
    rows = [
        {
            **{name: getattr(alert, name) for name in schema if name != "measures"},
            "transaction_ids": list(alert.transaction_ids),
            "linked_ids": list(alert.linked_ids),
            "measures": json.dumps(plain(alert.measures()), sort_keys=True, ensure_ascii=False),
        }
        for alert in alerts
    ]
    return pl.DataFrame(rows, schema=schema)


def _parquet(frame: polars.DataFrame) -> bytes:
    buffer = BytesIO()
    frame.write_parquet(buffer, compression="zstd", statistics=False)
    return buffer.getvalue()


def _flat(frame: polars.DataFrame) -> polars.DataFrame:
    """Lists as text, so that CSV can hold them."""
    import polars as pl

    lists = [name for name, kind in frame.schema.items() if isinstance(kind, pl.List)]
    return _safe(frame.with_columns(pl.col(name).list.join(" ") for name in lists))


def _safe(frame: polars.DataFrame) -> polars.DataFrame:
    """A cell that a spreadsheet would run as a formula gets a quotation mark in front."""
    import polars as pl

    texts = [name for name, kind in frame.schema.items() if kind == pl.String]
    return frame.with_columns(
        pl.when(pl.col(name).str.contains(r"^[=+\-@\t\r]"))
        .then(pl.lit("'") + pl.col(name))
        .otherwise(pl.col(name))
        .alias(name)
        for name in texts
    )


def _json(shape: Any) -> str:
    return json.dumps(shape, indent=1, sort_keys=True, ensure_ascii=False) + "\n"

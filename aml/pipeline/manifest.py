"""manifest.json: what was read, what decided, what came out."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping
from importlib import metadata
from pathlib import Path
from typing import Any

from aml.core.digest import file_sha256
from aml.core.plain import plain
from aml.core.problem import Location, Problem, RunError
from aml.core.run import Run

#: The packages whose versions can show in a result.
_PACKAGES = (
    "duckdb", "polars", "numpy", "pyod", "scikit-learn", "jinja2", "typst", "sqlglot",
    "python-docx", "python-stdnum", "anyascii", "searoute",
)  # fmt: skip
#: Tables that are lists from outside: their versions stand apart in the manifest.
LISTS = ("flagged_parties", "special_measures")


def manifest(run: Run, outputs: Mapping[str, str]) -> dict[str, Any]:
    """What was read, what decided, what came out: enough to repeat the run and to trust it."""
    return {
        "run_id": run.run_id,
        "as_of": plain(run.as_of),
        "tool": run.tool_version,
        "packages": _versions(),
        "settings": dict(run.settings),
        "inputs": plain(run.reading.files),
        "lists": [
            {"path": file.path, "table": file.table, "sha256": file.sha256}
            for file in run.reading.files
            if file.table in LISTS
        ],
        "scenarios": plain(run.scenarios),
        "seeds": {},
        "applicability": plain(run.applicability),
        "quality": {
            item.check_id: {"state": item.state, "severity": item.severity, "wrong": item.wrong}
            for item in run.reading.quality
        },
        "is_complete": run.is_complete,
        "is_reconciled": run.is_reconciled,
        "counts": _counts(run),
        "gone": list(run.gone),
        "problems": [
            {"code": p.code, "message": p.message, "place": str(p.location) if p.location else ""}
            for p in run.problems
        ],
        "findings_sha256": run.findings_sha256,
        "outputs": dict(sorted(outputs.items())),
    }


def _versions() -> dict[str, str]:
    """Whatever makes the bytes of an output; zlib is Python's own and packs the DOCX."""
    packages = {name: metadata.version(name) for name in _PACKAGES}
    return {**packages, "zlib": zlib.ZLIB_RUNTIME_VERSION}


def _counts(run: Run) -> dict[str, int]:
    """Numbers of the run; hits are alerts and suppressed ones together."""
    return {
        "records": sum(file.records for file in run.reading.files),
        "records_rejected": run.reading.rejected,
        "records_duplicate": run.reading.duplicates,
        "hits": len(run.alerts),
        "alerts": sum(alert.status == "open" for alert in run.alerts),
        "suppressed": sum(alert.status == "suppressed" for alert in run.alerts),
        "cases": len(run.cases),
        "gone": len(run.gone),
    }


def read_manifest(run: Path) -> dict[str, Any]:
    """The manifest of a run directory. Raises RunError where there is none."""
    try:
        found = json.loads((run / "manifest.json").read_text(encoding="utf-8"))
        parts = {
            "run_id": str(found["run_id"]),
            "inputs": [{"path": f["path"], "sha256": f["sha256"], **f} for f in found["inputs"]],
            "outputs": dict(found["outputs"]),
            "packages": dict(found.get("packages", {})),
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        message = "this is no complete run directory"
        raise RunError(Problem("RUN003", message, Location(str(run)))) from None
    return {**found, **parts}


def changed_outputs(run: Path, outputs: Mapping[str, str]) -> Iterator[Problem]:
    """Outputs that are missing or no longer the bytes that were published."""
    for name, sha256 in outputs.items():
        path = run / name
        at = Location(f"{run.name}/{name}")
        if not path.is_file():
            yield Problem("RUN040", "the output is missing", at)
        elif file_sha256(path) != sha256:
            yield Problem("RUN040", "the output was changed after the run", at)

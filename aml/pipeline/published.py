"""What a published run holds, read back: its cases and its alerts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import InvalidOperation
from pathlib import Path
from typing import Any

from aml.core.case import Case
from aml.core.plain import restore
from aml.core.problem import Location, Problem, RunError


def read_case(path: Path) -> Case:
    """One case, complete, from its case.json. Raises RunError where it is none any more."""
    try:
        return restore(Case, json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError, KeyError, AttributeError, InvalidOperation):
        at = Location(f"cases/{path.parent.name}/{path.name}")
        raise RunError(Problem("RUN043", "this is no case of a run", at)) from None


def read_alerts(run: Path, columns: Sequence[str]) -> list[dict[str, Any]]:
    """Columns of alerts.parquet, a mapping an alert. Raises RunError where they cannot be read."""
    import polars

    path = run / "alerts.parquet"
    try:
        return polars.read_parquet(path, columns=list(columns)).to_dicts()
    except (OSError, polars.exceptions.PolarsError):
        raise RunError(unreadable(path)) from None


def unreadable(path: Path) -> Problem:
    """The problem of an output that is not there, or not as it was published."""
    at = Location(f"{path.parent.name}/{path.name}")
    return Problem("RUN040", "the output is missing or was changed after the run", at)

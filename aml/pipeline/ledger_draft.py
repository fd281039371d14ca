"""A draft of a profile for an unknown file, which may lie in an archive."""

from __future__ import annotations

import re
import tempfile
from dataclasses import replace
from pathlib import Path

from aml.core.problem import LedgerError, Location, Problem, UsageError
from aml.ledger.archive import unpack
from aml.ledger.describe import Draft, describe
from aml.ledger.profile import ANY_TABLE, Profile
from aml.ledger.source import LedgerFile
from aml.pipeline.folder import refused


def draft(path: Path, out: Path | None = None) -> Draft:
    """Look at a file and draft its profile, named after `out` or the file.

    Args:
        path: the file; of an archive of several, the first is looked at.
        out: where the draft is written, if anywhere.

    Raises:
        UsageError: there is no such file, or `out` is there already.
        LedgerError: nothing tells what the file is.
        RunError: `out` cannot be written.
    """
    if not path.is_file():
        raise UsageError(Problem("RUN001", f"no such file: {path}"))
    if out and out.exists():
        hint = "a draft replaces nothing: choose another --out"
        message = "the file is there already"
        raise UsageError(Problem("RUN006", message, Location(str(out)), hint))
    profile = Profile("", path, "", ANY_TABLE, "records")
    file = LedgerFile(1, path, str(path), ANY_TABLE, "", profile)
    with tempfile.TemporaryDirectory(prefix="aml-") as work:
        files, problems, _ = unpack([file], Path(work))
        if problems:
            raise LedgerError(problems)
        made = describe(files[0].path, files[0].shown, _name(out or path))
    if len(files) > 1:
        note = f"{files[0].shown} was looked at, of {len(files)} files in the archive"
        made = replace(made, doubts=(note, *made.doubts))
    if out:
        with refused(out.parent):
            out.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            out.write_text(made.text, encoding="utf-8")
    return made


def _name(path: Path) -> str:
    """A profile is named as its file; a name for the screen is made of that of the ledger."""
    return path.stem if path.suffix == ".yml" else re.sub(r"\W+", "_", path.name.split(".")[0])

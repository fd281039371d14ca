"""dispositions.csv: one line a decision, each with the hash of the line before it.

A line that was changed, taken out or put in breaks the chain at the line after it. The first line
carries the hash of the heading.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from aml.core.disposition import DECISIONS, Decision, Disposition
from aml.core.problem import Location, Problem, RunError

COLUMNS = (
    "subject", "decision", "by", "on", "reason", "filed_on", "document_number", "run_id", "alerts",
    "sha256_of_line_before",
)  # fmt: skip
_HEADING = ",".join(COLUMNS)
_HINT = "restore the file from a copy; a decision is taken back by a further line, not a change"


def parse_dispositions(text: str | None, name: str) -> tuple[Disposition, ...]:
    """The decisions of a file in their order.

    Args:
        text: the file; None where there is none yet.
        name: the file's name in messages.

    Raises:
        RunError: every line that breaks the chain or cannot be read, DSP001 to DSP003.
    """
    if text is None:
        return ()
    lines = text.split("\n")
    problems = []
    if lines.pop():
        message = "the last line was cut off while it was written"
        hint = "complete the line or take it out; the lines before it are whole"
        problems.append(Problem("DSP002", message, Location(name, len(lines) + 1, 1), hint))
    found = []
    if not lines or lines[0] != _HEADING:
        problems.insert(0, Problem("DSP003", "the heading is another", Location(name, 1, 1), _HINT))
        lines = []
    for number, (before, line) in enumerate(pairwise(lines), start=2):
        read = _read(line, before, Location(name, number, 1))
        if isinstance(read, Problem):
            problems.append(read)
        else:
            found.append(read)
    if problems:
        raise RunError(problems)
    return tuple(found)


def with_disposition(text: str | None, made: Disposition) -> str:
    """The text of a file with one more line at its end."""
    lines = text.removesuffix("\n").split("\n") if text else [_HEADING]
    return "\n".join([*lines, _line(made, lines[-1])]) + "\n"


def _line(made: Disposition, before: str) -> str:
    cells = (
        made.subject,
        made.decision,
        made.decided_by,
        made.decided_on.isoformat(),
        made.reason,
        made.filed_on.isoformat() if made.filed_on else "",
        made.document_number,
        made.run_id,
        " ".join(made.alerts),
        _sha256(before),
    )
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow([" ".join(cell.split()) for cell in cells])
    return out.getvalue()


def _read(line: str, before: str, at: Location) -> Disposition | Problem:
    cells: Sequence[str] = next(csv.reader([line]), [])
    if len(cells) != len(COLUMNS):
        return Problem("DSP003", f"the line has not {len(COLUMNS)} fields", at, _HINT)
    values = dict(zip(COLUMNS, cells, strict=True))
    if values["sha256_of_line_before"] != _sha256(before):
        message = "the line before this one was changed, taken out or put in"
        return Problem("DSP001", message, at, _HINT)
    try:
        return Disposition(
            subject=values["subject"],
            decision=_decision(values["decision"]),
            decided_by=values["by"],
            decided_on=date.fromisoformat(values["on"]),
            reason=values["reason"],
            run_id=values["run_id"],
            alerts=tuple(values["alerts"].split()),
            filed_on=date.fromisoformat(values["filed_on"]) if values["filed_on"] else None,
            document_number=values["document_number"],
        )
    except ValueError:
        return Problem("DSP003", "the line holds no decision or no day", at, _HINT)


def _decision(text: str) -> Decision:
    for decision in DECISIONS:
        if text == decision:
            return decision
    raise ValueError(text)


def _sha256(line: str) -> str:
    return hashlib.sha256(line.encode("utf-8")).hexdigest()

"""The review sheet of a tuning: written as CSV for a spreadsheet, and read back once filled."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from aml.core.problem import Location, Problem, UsageError, did_you_mean
from aml.core.sheet import safe
from aml.core.tuning import Answer, Sampled, Tuning
from aml.scenario.tune_bounds import bounds_of

COLUMNS = (
    "id", "band", "segment", "focus_kind", "focus_id", "alert_id", "window_start", "window_end",
    "amount", "measures", "suspicious", "reviewer", "note",
)  # fmt: skip
_ANSWERS: Mapping[str, Answer] = {"yes": "yes", "no": "no"}


def review_sheet(tuning: Tuning) -> str:
    """One line a sampled item, with its answer where it has one."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for item in tuning.samples:
        writer.writerow([safe(cell) for cell in _cells(item)])
    return out.getvalue()


def _cells(item: Sampled) -> tuple[str, ...]:
    start, end = (day.isoformat() if day else "" for day in (item.window_start, item.window_end))
    measures = "; ".join(f"{label}: {text}" for label, text in (item.measures or {}).items())
    amount = "" if item.amount is None else format(item.amount, "f")
    return (
        item.sample_id, item.band, item.segment, item.focus_kind, item.focus_id, item.alert_id,
        start, end, amount, measures, item.answer, item.reviewer, item.note,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Line:
    """A record of the sheet, with the file line that it begins on and the column of each cell."""

    number: int
    cells: Mapping[str, str]
    columns: Mapping[str, int]

    def problem(self, name: str, column: str, message: str, hint: str) -> Problem:
        at = Location(name, self.number, self.columns.get(column, 1))
        return Problem("TUN003", message, at, hint)


def reviewed(tuning: Tuning, path: Path) -> Tuning:
    """The tuning with the answers of a filled sheet, and the bounds that follow.

    Raises:
        UsageError: the file is no review sheet, or not wholly filled: every place at which it is
            not. Nothing of it counts then.
    """
    lines = _lines(path)
    problems = []
    answered: dict[str, Sampled] = {}
    items = {item.sample_id: item for item in tuning.samples}
    for line in lines:
        sample_id = line.cells["id"]
        if sample_id not in items:
            hint = did_you_mean(sample_id, items) or "the sheet of another tuning?"
            problems.append(line.problem(path.name, "id", "no item of this tuning", hint))
        elif sample_id in answered:
            hint = "keep one of the two lines"
            problems.append(line.problem(path.name, "id", "the item stands twice", hint))
        else:
            problems += _faults(line, path.name)
            answered[sample_id] = _answered(items[sample_id], line)
    problems += _missing(items, answered, path.name)
    if problems:
        raise UsageError(problems)
    samples = tuple(answered[item.sample_id] for item in tuning.samples)
    bounds = bounds_of(tuning.strata, samples, tuning.plan.confidence)
    return replace(tuning, samples=samples, bounds=bounds)


def _answered(item: Sampled, line: _Line) -> Sampled:
    answer = _ANSWERS.get(line.cells["suspicious"].lower(), "")
    return replace(item, answer=answer, reviewer=line.cells["reviewer"], note=line.cells["note"])


def _faults(line: _Line, name: str) -> Iterator[Problem]:
    answer = line.cells["suspicious"]
    if not answer:
        hint = "yes or no; whoever cannot say yet has not reviewed the item"
        yield line.problem(name, "suspicious", "the answer is missing", hint)
    elif answer.lower() not in _ANSWERS:
        yield line.problem(name, "suspicious", "the answer is neither yes nor no", "yes or no")
    if not line.cells["reviewer"]:
        yield line.problem(name, "reviewer", "nobody is named as who reviewed it", "a name or sign")


def _missing(
    items: Mapping[str, Sampled], answered: Mapping[str, Sampled], name: str
) -> Iterator[Problem]:
    for sample_id in items:
        if sample_id not in answered:
            message = f"the item {sample_id} is missing"
            hint = "take the line back from the sheet that was written"
            yield Problem("TUN003", message, Location(name), hint)


def _lines(path: Path) -> list[_Line]:
    """The records of a sheet; a spreadsheet may have put semicolons and a byte order mark."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        message = f"the review sheet cannot be read: {error.strerror or error}"
        raise UsageError(Problem("TUN002", message, Location(path.name))) from None
    except UnicodeDecodeError:
        hint = "save it as CSV UTF-8"
        message = "the review sheet is no UTF-8 text"
        raise UsageError(Problem("TUN002", message, Location(path.name), hint)) from None
    mark = ";" if text.partition("\n")[0].count(";") >= len(COLUMNS) - 1 else ","
    reader = csv.reader(io.StringIO(text), delimiter=mark)
    raw = text.splitlines()
    if tuple(next(reader, ())) != COLUMNS:
        message = "the heading is not that of a review sheet"
        hint = "review.csv as it was written, with the last three columns filled"
        raise UsageError(Problem("TUN002", message, Location(path.name, 1, 1), hint))
    return list(_records(reader, raw, mark, path.name))


def _records(
    reader: Iterator[Sequence[str]], raw: Sequence[str], mark: str, name: str
) -> Iterator[_Line]:
    number = 2
    for cells in reader:
        begins, number = number, getattr(reader, "line_num", number) + 1
        if not any(cells):
            continue
        if len(cells) != len(COLUMNS):
            message = f"the line has {len(cells)} cells, not {len(COLUMNS)}"
            raise UsageError(Problem("TUN002", message, Location(name, begins, 1)))
        stripped = {key: cell.strip() for key, cell in zip(COLUMNS, cells, strict=True)}
        starts = _starts(raw[begins - 1], mark)
        yield _Line(begins, stripped, dict(zip(COLUMNS, starts, strict=False)))


def _starts(line: str, mark: str) -> list[int]:
    """The column, from 1, at which each cell of a line begins."""
    starts, is_quoted = [1], False
    for column, character in enumerate(line, start=1):
        if character == '"':
            is_quoted = not is_quoted
        elif character == mark and not is_quoted:
            starts.append(column + 1)
    return starts

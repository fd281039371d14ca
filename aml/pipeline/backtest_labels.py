"""What is known of the foci of a backtest: decisions of the workspace, or a file of labels."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from pathlib import Path

from aml.core.backtest import Label, Labels
from aml.core.disposition import Disposition, latest
from aml.core.problem import Location, Problem, UsageError
from aml.core.wording import plural
from aml.pipeline.published import read_alerts

_NEEDED = ("focus_kind", "focus_id", "label")
_KNOWN = (*_NEEDED, "from", "to")
_WORDS = {"yes": True, "no": False}
_NO_DAY = date.max
_OF_ALERTS = ("alert_id", "source", "focus_kind", "focus_id", "window_start", "window_end")


def decided_labels(
    decisions: Iterable[Disposition], runs: Path, scenarios: Collection[str], focus: str
) -> Labels:
    """The decisions on alerts of some scenarios: file and escalate are suspicious, close is not.

    Args:
        decisions: as they were written down; the last on an alert counts.
        runs: the folder of the runs that raised the alerts; each tells whom an alert is about.
        scenarios: the ids of the scenarios.
        focus: their kind of focus.
    """
    decided = latest(decisions)
    items: set[Label] = set()
    lost = 0
    for run_id in sorted({item.run_id for item in decided.values()}):
        mine = {key: item for key, item in decided.items() if item.run_id == run_id}
        run = runs / run_id
        rows = read_alerts(run, _OF_ALERTS) if (run / "alerts.parquet").is_file() else []
        lost += len(mine) - len(mine.keys() & {row["alert_id"] for row in rows})
        for row in rows:
            is_meant = row["source"] in scenarios and row["focus_kind"] == focus
            if is_meant and (made := mine.get(row["alert_id"])):
                is_suspicious = made.decision != "close"
                start, end = row["window_start"], row["window_end"]
                items.add(Label(row["focus_id"], start, end, is_suspicious))
    told = f"{plural(lost, 'decision')} left out: the run that raised the alert is not there"
    return Labels("dispositions.csv", _ordered(items), (told,) if lost else ())


def read_labels(path: Path, focus: str) -> Labels:
    """The labels of a CSV file: focus_kind, focus_id, label (yes or no), and from and to if any.

    Args:
        path: the file.
        focus: the kind of focus that the rules are about; other lines are left out and counted.

    Raises:
        UsageError: the file cannot be read, or every place at which it is wrong.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is no UTF-8 text"
        message = f"the labels cannot be read: {reason}"
        raise UsageError(Problem("BKT002", message, Location(path.name))) from None
    reader = csv.reader(io.StringIO(text))
    heads = [head.strip() for head in next(reader, [])]
    if not set(_NEEDED) <= set(heads) <= set(_KNOWN):
        hint = "focus_kind,focus_id,from,to,label; from and to may be left out"
        problem = Problem("BKT002", "the heading is wrong", Location(path.name, 1, 1), hint)
        raise UsageError(problem)
    items, others, problems = set(), 0, []
    for cells in reader:
        if not any(cells):
            continue
        found = _label(heads, cells, Location(path.name, reader.line_num, 1))
        if isinstance(found, Problem):
            problems.append(found)
        elif found[0] == focus:
            items.add(found[1])
        else:
            others += 1
    if problems:
        raise UsageError(problems)
    told = f"{plural(others, 'label')} left out: not about a focus of the kind {focus}"
    return Labels(path.name, _ordered(items), (told,) if others else ())


def _label(heads: Sequence[str], cells: Sequence[str], at: Location) -> tuple[str, Label] | Problem:
    """The kind of focus and the label of a line; messages do not quote it."""
    if len(cells) != len(heads):
        message = f"the line has {len(cells)} cells, not {len(heads)}"
        return Problem("BKT002", message, at)
    given = {head: cell.strip() for head, cell in zip(heads, cells, strict=True)}
    if not given["focus_kind"] or not given["focus_id"]:
        return Problem("BKT002", "the focus is missing", at, "focus_kind and focus_id")
    if given["label"].lower() not in _WORDS:
        return _wrong("label", "the label is neither yes nor no", "yes or no", heads, cells, at)
    days: dict[str, date | None] = {}
    for name in ("from", "to"):
        try:
            days[name] = date.fromisoformat(given[name]) if given.get(name) else None
        except ValueError:
            return _wrong(name, f"'{name}' is no date", "such as 2026-01-31", heads, cells, at)
    start, end = days["from"], days["to"]
    if start and end and end < start:
        return _wrong("to", "'to' lies before 'from'", "", heads, cells, at)
    is_suspicious = _WORDS[given["label"].lower()]
    return given["focus_kind"], Label(given["focus_id"], start, end, is_suspicious)


def _wrong(
    name: str, message: str, hint: str, heads: Sequence[str], cells: Sequence[str], at: Location
) -> Problem:
    column = 1 + sum(len(cell) + 1 for cell in cells[: heads.index(name)])
    return Problem("BKT002", message, Location(at.path, at.line, column), hint)


def _ordered(items: Iterable[Label]) -> tuple[Label, ...]:
    def key(item: Label) -> tuple[str, date, date, bool]:
        return (item.focus_id, item.start or date.min, item.end or _NO_DAY, item.is_suspicious)

    return tuple(sorted(items, key=key))

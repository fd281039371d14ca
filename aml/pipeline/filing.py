"""Cases to the files that an FIU takes: what each still needs, and those that are complete.

A form is written for a case only when nothing is missing. What a person adds stands in answers.yml.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from aml.config import Section, read_yaml
from aml.core import wording
from aml.core.case import Case
from aml.core.filing import Filing, Missing
from aml.core.problem import Location, Problem, ReportError, UsageError
from aml.core.progress import Progress, Silent
from aml.pipeline.documents import workers
from aml.pipeline.folder import Folder
from aml.pipeline.forms import FINCEN_MAP, FORMS, Asked
from aml.report.answers import with_answers
from aml.report.filing import filing_of
from aml.report.fincen import Acknowledged, read_acknowledgement

ANSWERS = "answers.yml"


@dataclass(frozen=True, slots=True)
class Filed:
    """What came of a form: the files that were written, and what each other case still needs.

    `problems` say what the files do not hold although it is recorded.
    """

    files: tuple[str, ...]
    missing: Mapping[str, tuple[Missing, ...]]
    problems: tuple[Problem, ...] = ()


def filings_of(cases: Iterable[Case], asked: Asked) -> tuple[Filing, ...]:
    """The filings of cases with what was answered for them.

    Raises:
        UsageError: mistakes in a file of answers, each at its line.
        ReportError: a case lacks what every report states, or contradicts itself.
    """
    found = [replace(filing_of(case, asked.decided), filed_on=asked.filed_on) for case in cases]
    problems: list[Problem] = []
    if asked.answers:
        shared = _section(asked.answers)
        found = [with_answers(filing, shared) for filing in found]
        problems += shared.source.problems
    for place, filing in enumerate(found):
        path = asked.out / "cases" / filing.case_id / ANSWERS
        if path.is_file():
            own = _section(path)
            found[place] = with_answers(filing, own)
            problems += own.source.problems
    if problems:
        # A line of answers holds what was answered about a person: no message repeats it.
        told = dict.fromkeys(replace(problem, excerpt="") for problem in problems)
        raise UsageError(told)
    return tuple(found)


def _section(path: Path) -> Section:
    try:
        node, source = read_yaml(path)
    except FileNotFoundError:
        raise UsageError(Problem("RUN001", "no such file", Location(str(path)))) from None
    except (OSError, UnicodeDecodeError):
        message = "the file is no UTF-8 text, or cannot be read"
        raise UsageError(Problem("CFG001", message, Location(str(path)))) from None
    return Section(node, source, "the answers")


def check(form: str, filings: Iterable[Filing], asked: Asked) -> dict[str, tuple[Missing, ...]]:
    """What each case still needs for a form; complete cases are left out."""
    found = {filing.case_id: FORMS[form].missing(filing, asked) for filing in filings}
    return {case_id: missing for case_id, missing in found.items() if missing}


def file_cases(
    form: str, filings: Sequence[Filing], asked: Asked, progress: Progress | None = None
) -> Filed:
    """Write a form for each complete case below cases/; a batch only when all are complete.

    Args:
        form: its name.
        filings: the cases as they are filed.
        asked: how it is asked for.
        progress: told of each case that is looked at.

    Raises:
        ReportError: a finished file breaks a rule, or the FIU's schema refuses it.
    """
    folder, progress = Folder(asked.out), progress or Silent()
    progress.stage(f"Forms of {form}", len(filings))
    groups = [("", filings)] if asked.is_batch else [(_place(f.case_id), [f]) for f in filings]
    written: list[str] = []
    missing: dict[str, tuple[Missing, ...]] = {}
    problems: list[Problem] = []
    kept: dict[str, Path] = {}
    for place, group in groups:
        made = FORMS[form].make(group, asked)
        for filing in group:
            progress.step(filing.case_id)
        missing |= made.missing
        problems += made.problems
        for name, content in made.files.items():
            folder.write(f"{place}{name}", content)
            written.append(f"{place}{name}")
        if made.files:
            for filing in group:
                kept |= FORMS[form].kept(filing, asked)
    for name, path in kept.items():
        folder.write(name, path.read_bytes())
    return Filed(tuple(written), missing, tuple(problems))


def _place(case_id: str) -> str:
    return f"cases/{case_id}/"


def forms_of_run(
    forms: Sequence[str], cases: Sequence[Case], asked: Asked, folder: Folder
) -> Iterator[Problem]:
    """Write forms beside the documents of a run, and yield what stands against the others.

    A run is never held up by a form: a case that lacks something has none, as has every case where
    the FIU's schema or profile cannot be used.

    Args:
        forms: names of FORMS.
        cases: the cases of the run.
        asked: where schemas and profiles are looked for.
        folder: the run's.
    """
    told: dict[Problem, None] = {}
    with workers(len(cases)) as pool:
        for form in forms:
            tries = pool.map(partial(_tried, form, asked), cases)
            for case, tried in zip(cases, tries, strict=True):
                for name, content in tried.files.items():
                    folder.write(f"{_place(case.case_id)}{name}", content)
                told |= dict.fromkeys(tried.problems)
    yield from told


@dataclass(frozen=True, slots=True)
class _Tried:
    """What came of one form for one case."""

    files: Mapping[str, str | bytes] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


def _tried(form: str, asked: Asked, case: Case) -> _Tried:
    try:
        (filing,) = filings_of([case], asked)
        made = FORMS[form].make([filing], asked)
    except ReportError as error:
        return _Tried(problems=error.problems)
    if not made.missing:
        return _Tried(made.files, made.problems)
    return _Tried(problems=(incomplete(form, case.case_id, made.missing[case.case_id]),))


def incomplete(form: str, case_id: str, missing: Sequence[Missing]) -> Problem:
    """That a case has no file of a form, and what lists why."""
    data = wording.plural(len(missing), "datum is", "data are")
    message = f"{case_id}: {data} missing for {form}, and no file is written for it"
    hint = f"`aml report RUN {case_id} --check {form}` lists what is to be answered in answers.yml"
    return Problem("FIL001", message, None, hint)


def acknowledged(answer: Path, asked: Asked, case_id: str = "") -> tuple[Acknowledged, ...]:
    """The reports of an acknowledgement with their cases, by the map that the batch wrote.

    Args:
        answer: the file that BSA E-Filing returned.
        asked: where the batch was written.
        case_id: the case of a file of its own; empty for the batch of all.

    Raises:
        UsageError: no batch was written there.
        ReportError: the file is none, or answers another batch.
    """
    path = (asked.out / "cases" / case_id if case_id else asked.out) / FINCEN_MAP
    try:
        told = json.loads(path.read_text(encoding="utf-8"))["activities"]
        numbers = {int(number): str(case) for number, case in told}
    except (OSError, ValueError, KeyError, TypeError):
        hint = "name the folder of the batch with --out, and the case of a file of its own"
        message = "there is no map of a batch that was written"
        raise UsageError(Problem("RUN001", message, Location(str(path)), hint)) from None
    return read_acknowledgement(answer, numbers)

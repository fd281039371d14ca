"""Cases to the files that an FIU takes: what each still needs, and those that are complete.

A form is written for a case only when nothing is missing. What a person adds stands in answers.yml.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path

from aml.config import Section, read_yaml
from aml.core import wording
from aml.core.case import Case
from aml.core.filing import Filing, Missing
from aml.core.problem import Location, Problem, ReportError, UsageError
from aml.pipeline.documents import json_text, workers
from aml.pipeline.folder import Folder
from aml.pipeline.goaml import goaml_files, goaml_missing
from aml.report.answers import with_answers
from aml.report.filing import filing_of
from aml.report.fincen import (
    Acknowledged,
    fincen_batch,
    missing_for_fincen,
    read_acknowledgement,
    schema_problems,
)

ANSWERS = "answers.yml"
_XML, _MAP = "fincen_sar.xml", "fincen_sar.map.json"


@dataclass(frozen=True, slots=True)
class Asked:
    """How forms are asked for.

    Args:
        root: the workspace, which a schema's path is relative to.
        out: the folder that forms go to, and where answers stand beside a case.
        answers: a file of answers for all cases that are asked for.
        filed_on: the day of filing; the day the run speaks of where it is None.
        is_batch: whether all cases go into one file.
        goaml_profile: the FIU's profile for goAML; that of [filing] where it is empty.
    """

    root: Path
    out: Path
    answers: Path | None = None
    filed_on: date | None = None
    is_batch: bool = False
    goaml_profile: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """A form of an FIU: what a filing still needs for it, and the files of complete filings."""

    missing: Callable[[Filing, Asked], tuple[Missing, ...]]
    files: Callable[[Sequence[Filing], Asked], Mapping[str, str | bytes]]


@dataclass(frozen=True, slots=True)
class Filed:
    """What came of a form: the files that were written, and what each other case still needs."""

    files: tuple[str, ...]
    missing: Mapping[str, tuple[Missing, ...]]


def filings_of(cases: Iterable[Case], asked: Asked) -> tuple[Filing, ...]:
    """The filings of cases with what was answered for them.

    Raises:
        UsageError: mistakes in a file of answers, each at its line.
        ReportError: a case lacks what every report states, or contradicts itself.
    """
    found = [replace(filing_of(case), filed_on=asked.filed_on) for case in cases]
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
    form: str, filings: Sequence[Filing], asked: Asked, folder: Folder | None = None
) -> Filed:
    """Write a form for each complete case below cases/; a batch only when all are complete.

    Args:
        form: its name.
        filings: the cases as they are filed.
        asked: how it is asked for.
        folder: where it goes; a folder at `asked.out` by default.

    Raises:
        ReportError: a finished file breaks a rule, or the FIU's schema refuses it.
    """
    missing = check(form, filings, asked)
    complete = [filing for filing in filings if filing.case_id not in missing]
    folder = folder or Folder(asked.out)
    if asked.is_batch:
        whole = complete if not missing else []
        groups = [("", whole)] if whole else []
    else:
        groups = [(f"cases/{filing.case_id}/", [filing]) for filing in complete]
    written: list[str] = []
    for place, group in groups:
        for name, content in FORMS[form].files(group, asked).items():
            folder.write(f"{place}{name}", content)
            written.append(f"{place}{name}")
    return Filed(tuple(written), missing)


def forms_of_run(
    forms: Sequence[str], cases: Sequence[Case], root: Path, folder: Folder
) -> Iterator[Problem]:
    """Write forms beside the documents of a run, and yield what stands against the others.

    A run is never held up by a form: a case that lacks something has none, as has every case where
    the FIU's schema or profile cannot be used.

    Args:
        forms: names of FORMS.
        cases: the cases of the run.
        root: the workspace, which a schema's path is relative to.
        folder: the run's.
    """
    asked = Asked(root, folder.path)
    told: dict[Problem, None] = {}
    with workers(len(cases)) as pool:
        for form in forms:
            tries = pool.map(partial(_tried, form, asked), cases)
            for case, tried in zip(cases, tries, strict=True):
                for name, content in tried.files.items():
                    folder.write(f"cases/{case.case_id}/{name}", content)
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
        missing = FORMS[form].missing(filing, asked)
        if not missing:
            return _Tried(FORMS[form].files([filing], asked))
    except ReportError as error:
        return _Tried(problems=error.problems)
    data = wording.plural(len(missing), "datum is", "data are")
    message = f"{case.case_id}: {data} missing for {form}, and no file is written for it"
    hint = f"`aml report RUN {case.case_id} --check {form}` lists what is to be answered"
    return _Tried(problems=(Problem("FIL001", message, None, hint),))


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
    path = (asked.out / "cases" / case_id if case_id else asked.out) / _MAP
    try:
        told = json.loads(path.read_text(encoding="utf-8"))["activities"]
        numbers = {int(number): str(case) for number, case in told}
    except (OSError, ValueError, KeyError, TypeError):
        hint = "name the folder of the batch with --out, and the case of a file of its own"
        message = "there is no map of a batch that was written"
        raise UsageError(Problem("RUN001", message, Location(str(path)), hint)) from None
    return read_acknowledgement(answer, numbers)


def _fincen_files(filings: Sequence[Filing], asked: Asked) -> dict[str, str | bytes]:
    batch = fincen_batch(filings)
    for schema in sorted({f.filer.fincen_xsd for f in filings if f.filer.fincen_xsd}):
        problems = schema_problems(batch.xml, asked.root / schema)
        if problems:
            raise ReportError(problems)
    numbers = [[number, case_id] for number, case_id in batch.numbers.items()]
    return {_XML: batch.xml, _MAP: json_text({"activities": numbers})}


#: The forms by the name that the command line gives them.
FORMS: Mapping[str, Form] = {
    "fincen": Form(lambda filing, _: missing_for_fincen(filing), _fincen_files),
    "goaml": Form(
        lambda filing, asked: goaml_missing(filing, asked.root, asked.goaml_profile),
        lambda filings, asked: goaml_files(filings, asked.root, asked.goaml_profile),
    ),
}

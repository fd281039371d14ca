"""The files that an FIU takes, made of filings: FinCEN's SAR and goAML."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from aml.core.disposition import Disposition
from aml.core.filing import Filing, Missing
from aml.core.problem import Problem, ReportError
from aml.pipeline.documents import json_text
from aml.pipeline.goaml import GOAML_XML, PROFILES, goaml_folders, goaml_report, profile_files
from aml.report import terms
from aml.report.fincen import fincen_batch, missing_for_fincen, schema_problems

FINCEN_XML, FINCEN_MAP = "fincen_sar.xml", "fincen_sar.map.json"


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
        profiles: the folders that profiles for goAML are looked for in, the first first; those of
            the workspace where none is named.
        decided: the last decision on each alert, as the run was made with.
    """

    root: Path
    out: Path
    answers: Path | None = None
    filed_on: date | None = None
    is_batch: bool = False
    goaml_profile: str = ""
    profiles: tuple[Path, ...] = ()
    decided: Mapping[str, Disposition] = field(default_factory=dict)

    @property
    def folders(self) -> tuple[Path, ...]:
        """Where profiles for goAML are looked for."""
        return self.profiles or goaml_folders(self.root)


@dataclass(frozen=True, slots=True)
class Made:
    """The files of some filings, or what is missing of each that lacks anything, and no file.

    `problems` say what the files do not hold although it is recorded.
    """

    files: Mapping[str, str | bytes] = field(default_factory=dict)
    missing: Mapping[str, tuple[Missing, ...]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """A form of an FIU: what a filing still needs for it, and the files of complete filings.

    `kept` are the files that one was made by, which lie with it, by their path in its folder.
    """

    missing: Callable[[Filing, Asked], tuple[Missing, ...]]
    make: Callable[[Sequence[Filing], Asked], Made]
    kept: Callable[[Filing, Asked], Mapping[str, Path]] = lambda *_: {}


def _fincen(filings: Sequence[Filing], asked: Asked) -> Made:
    if not filings:
        return Made()
    batch = fincen_batch(filings)
    if batch.missing:
        return Made(missing=batch.missing)
    for schema in sorted({f.filer.fincen_xsd for f in filings if f.filer.fincen_xsd}):
        problems = schema_problems(batch.xml, asked.root / schema)
        if problems:
            raise ReportError(problems)
    numbers = [[number, case_id] for number, case_id in batch.numbers.items()]
    return Made({FINCEN_XML: batch.xml, FINCEN_MAP: json_text({"activities": numbers})})


def _goaml(filings: Sequence[Filing], asked: Asked) -> Made:
    """The file of one filing; of several none, for goAML takes one report a file."""
    if len(filings) != 1:
        return Made()
    report = goaml_report(filings[0], asked.folders, asked.goaml_profile)
    if report.missing:
        return Made(missing={filings[0].case_id: report.missing})
    return Made({GOAML_XML: report.xml}, problems=tuple(_left_out(filings[0], report.left_out)))


def _left_out(filing: Filing, data: Sequence[str]) -> Iterator[Problem]:
    """What the FIU's form has no room for, by its key in answers and never by its text."""
    if data:
        named = terms.listing(data)
        message = f"{filing.case_id}: {GOAML_XML} has no room for {named}"
        hint = "answer in answers.yml what can be said shorter; case.json has all of it"
        yield Problem("FIL002", message, None, hint)


def _goaml_kept(filing: Filing, asked: Asked) -> dict[str, Path]:
    files = profile_files(asked.folders, filing.filer.goaml_profile, asked.goaml_profile)
    return {f"{PROFILES}/{name}": path for name, path in files.items()}


#: The forms by the name that the command line gives them.
FORMS: Mapping[str, Form] = {
    "fincen": Form(lambda filing, _: missing_for_fincen(filing), _fincen),
    "goaml": Form(
        lambda filing, asked: goaml_report(filing, asked.folders, asked.goaml_profile).missing,
        _goaml,
        _goaml_kept,
    ),
}

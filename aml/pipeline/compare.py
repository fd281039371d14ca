"""The files of a published run beside those that the same inputs give again, byte for byte.

Hashes in a manifest prove nothing to whoever could rewrite the manifest. What a new scan gives
does: every number of every document comes from it.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any

from aml.core.case import Case
from aml.core.digest import canonical_json, file_sha256
from aml.core.problem import AmlError, Location, Problem
from aml.pipeline.documents import DOCUMENTS, ON_REQUEST, json_text
from aml.pipeline.filing import ANSWERS, filings_of
from aml.pipeline.forms import FORMS, Asked
from aml.pipeline.goaml import KEPT, PROFILES, goaml_folders, profile_files
from aml.pipeline.replay import Repeated, other_versions

#: What a run writes beside its hashed outputs: the one is compared by what it states, the other
#: tells of the machine.
_UNHASHED = ("manifest.json", "run.log")
#: Packages that make the bytes of one kind of file alone; any other may show in every file.
_PACKED_BY = {".pdf": ("typst",), ".docx": ("typst", "python-docx", "zlib")}
_DOCUMENTS = (*DOCUMENTS.values(), *ON_REQUEST.values())
_DECIDED = "it is a hash of what decided: a file below inputs/ was changed, or the manifest"


@dataclass(frozen=True, slots=True)
class Published:
    """A run directory, its manifest, and the outputs that are known not to be the manifest's."""

    place: Path
    manifest: Mapping[str, Any]
    changed: Collection[str]


def different_statements(found: Published, again: Repeated) -> Iterator[Problem]:
    """What the manifest states that a new scan does not, but for outputs and packages.

    The run's name is a hash of everything that decided, so a changed input shows in it.
    """
    before, after = found.manifest, again.manifest
    at = Location(f"{found.place.name}/manifest.json")
    names = [
        name
        for name in sorted({*before, *after} - {"outputs", "packages"})
        if canonical_json(before.get(name)) != canonical_json(after.get(name))
    ]
    if {"tool", "run_id"} <= {*names}:
        # Another version of the tool gives another name, so both have to differ.
        names = [name for name in names if name not in ("tool", "run_id")]
    versions = _made_by(found, again)
    hint = f"made by other versions: {versions}" if versions else ""
    for name in names:
        message = f"{name} came out differently"
        told = hint or (_DECIDED if name == "run_id" else "")
        yield Problem("RUN042", message, at, told)
    text = (found.place / "manifest.json").read_text(encoding="utf-8")
    if text != json_text(before):
        yield Problem("RUN044", "it is not written as a run writes it", at)


def different_outputs(found: Published, again: Repeated, root: Path) -> Iterator[Problem]:
    """Outputs that a new scan gives otherwise, or does not give at all.

    Documents that were made on request inside the run are made again from their cases.
    """
    stated, given = found.manifest["outputs"], again.manifest["outputs"]
    held = _files(found.place)
    for name in sorted({*stated, *given, *held} - {*found.changed}):
        at = Location(f"{found.place.name}/{name}")
        if name not in given:
            continue
        if name not in held:
            yield Problem("RUN040", "the output is missing", at)
        elif file_sha256(held[name]) != given[name]:
            yield _unlike(at, found, again)
        elif name not in stated:
            yield Problem("RUN044", "the manifest does not name this output", at)
    more = {*stated, *held} - {*given, *found.changed}
    profiles = (found.place / KEPT, *goaml_folders(root))
    asked = Asked(root, found.place, profiles=profiles)
    yield from different_documents(more, asked, found, again)


def different_documents(
    names: Collection[str], asked: Asked, found: Published, again: Repeated
) -> Iterator[Problem]:
    """Files that `aml report` may have written, made again from the cases of a new scan.

    Args:
        names: the files by their path below `asked.out`.
        asked: the folder, and how forms were asked for.
        found: the run whose cases they tell of.
        again: the run made again.
    """
    made, problems = _on_request(names, replace(asked, decided=again.run.decided), again)
    if not made.keys() >= {name for name in names if not _is_answered(name)}:
        yield from problems
    for name in sorted(names):
        at = Location(f"{asked.out.name}/{name}")
        if _is_answered(name):
            continue
        if name not in made:
            hint = "nothing is known of it; keep what is not part of the run elsewhere"
            yield Problem("RUN046", "neither the run nor its cases give this file", at, hint)
        elif (asked.out / name).read_bytes() != made[name]:
            yield _unlike(at, found, again)


def documents_in(folder: Path) -> set[str]:
    """The files of a folder of documents, by their path below it."""
    return {*_files(folder)}


def _is_answered(name: str) -> bool:
    """Whether a person wrote the file: what it says shows in the forms."""
    return name.rpartition("/")[2] == ANSWERS


def _on_request(
    names: Collection[str], asked: Asked, again: Repeated
) -> tuple[dict[str, bytes], list[Problem]]:
    """Those of the named files that come from cases alone, and why a form was not made."""
    made: dict[str, str | bytes] = {}
    problems: list[Problem] = []
    known = {name: render for files in _DOCUMENTS for name, render in files.items()}
    for case in again.run.cases:
        place = f"cases/{case.case_id}/"
        wanted = {name.removeprefix(place) for name in names if name.startswith(place)}
        made |= {place + name: known[name](case) for name in sorted(wanted & known.keys())}
        if wanted - known.keys() - {ANSWERS}:
            forms = _forms([case], asked, problems)
            made |= {place + name: content for name, content in forms.items()}
    if any("/" not in name for name in names):
        made |= _forms(again.run.cases, asked, problems)
    made |= _profiles(names, asked)
    return {
        name: content.encode() if isinstance(content, str) else content
        for name, content in made.items()
    }, problems


def _forms(cases: Sequence[Case], asked: Asked, problems: list[Problem]) -> dict[str, str | bytes]:
    """Every form of these cases that nothing is missing for; what forbids one is a problem."""
    made: dict[str, str | bytes] = {}
    for form in FORMS.values():
        try:
            made |= form.make(filings_of(cases, asked), asked).files
        except AmlError as error:
            problems += [problem for problem in error.problems if problem not in problems]
    return made


def _profiles(names: Collection[str], asked: Asked) -> dict[str, bytes]:
    """The profiles of FIUs that lie with forms, as the workspace, the run or the tool has them."""
    folders = [folder for folder in asked.folders if folder != asked.out / PROFILES]
    named = [PurePosixPath(name) for name in names]
    return {
        f"{PROFILES}/{name}": file.read_bytes()
        for path in named
        if path.parent.name == PROFILES and path.suffix == ".yml"
        for name, file in profile_files(folders, path.stem).items()
    }


def _files(folder: Path) -> dict[str, Path]:
    """The files of a folder, hidden ones and those that are not hashed left out."""
    found = {}
    for place, _, names in os.walk(folder):
        for name in names:
            path = Path(place, name)
            shown = path.relative_to(folder).as_posix()
            is_shown = not name.startswith(".") and shown not in _UNHASHED
            if is_shown and path.is_file():
                found[shown] = path
    return found


def _unlike(at: Location, found: Published, again: Repeated) -> Problem:
    """A file with other bytes: changed, or made by versions that may write it otherwise."""
    kind = PurePosixPath(at.path).suffix
    others = {name for names in _PACKED_BY.values() for name in names} - {*_PACKED_BY.get(kind, ())}
    versions = _made_by(found, again, others)
    if versions:
        hint = "verify it where these versions are installed, or scan again"
        return Problem("RUN045", f"not compared: made by other versions: {versions}", at, hint)
    message = "its bytes are not those that the same inputs give"
    return Problem("RUN044", message, at)


def _made_by(found: Published, again: Repeated, apart: Collection[str] = ()) -> str:
    """What made the run and is here in another version, then -> here, but for some packages."""
    before, after = found.manifest, again.manifest
    tools = [f"aml {item.get('tool')}" for item in (before, after)]
    own = [] if tools[0] == tools[1] else [f"{tools[0]} -> {after.get('tool')}"]
    packages = [text for text in other_versions(before, after) if text.split()[0] not in apart]
    return ", ".join([*own, *packages])

"""A YAML file to a Scenario, or every mistake in it at path:line:column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from aml.config import Section, read_yaml
from aml.config.node import Node, Source
from aml.core.digest import digest
from aml.core.plain import plain
from aml.core.problem import Location, Problem
from aml.core.scenario import EvidenceLine, Parameter, ParameterValue, Scenario, SqlText
from aml.core.threshold_set import ThresholdSet
from aml.core.vocabulary import FOCUS_KINDS, SCENARIO_STATUSES, SEVERITIES, STAGES
from aml.scenario.filing import read_filing
from aml.scenario.key_term import known_terms
from aml.scenario.parts import read_evidence, read_parameters, read_score
from aml.scenario.pattern import read_pattern
from aml.scenario.pattern_sql import compiled
from aml.scenario.table import block_start, read_tests
from aml.scenario.threshold_set import named, read_sets, settled

SCENARIO_ID = re.compile(r"[a-z][a-z0-9_]{2,60}")
#: What an id is made of, for a hint.
ID_FORM = "3 to 61 lower-case letters, digits and _, a letter first, such as night_cash"
TYPOLOGY = re.compile(r"[A-Z]\d{2}")


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a file gave: the scenario when it could be built, the source with its problems."""

    path: Path
    scenario: Scenario | None
    source: Source

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The mistakes found so far, in the order of their places."""
        return in_order(self.source.problems)


def load(path: Path, shown: str | None = None) -> Loaded:
    """Read one scenario file. A file with any mistake gives no scenario."""
    try:
        node, source = read_yaml(path, shown)
    except UnicodeDecodeError:
        source = Source(shown or str(path), ())
        source.report("CFG001", "not UTF-8 text", Location(source.path, 1, 1), "save it as UTF-8")
        return Loaded(path, None, source)
    if source.problems:
        return Loaded(path, None, source)
    scenario = _read(Section(node, source, "the scenario"), path)
    return Loaded(path, None if source.problems else scenario, source)


def load_folder(folder: Path, root: Path | None = None) -> list[Loaded]:
    """Every scenario file in a folder and below it, in order of path.

    Problems name paths relative to `root`, which defaults to the folder's parent.
    """
    base = root or folder.parent
    loaded = [load(path, _shown(path, base)) for path in sorted(folder.rglob("*.yml"))]
    _report_twins(loaded)
    return loaded


def is_scenario_id(text: str) -> bool:
    """Whether a text may name a scenario: lower-case words with `_`."""
    return SCENARIO_ID.fullmatch(text) is not None


def is_typology(text: str) -> bool:
    """Whether a text is a code of the catalogue: a capital letter and two digits."""
    return TYPOLOGY.fullmatch(text) is not None


def _shown(path: Path, base: Path) -> str:
    return path.relative_to(base).as_posix() if path.is_relative_to(base) else str(path)


def _report_twins(loaded: list[Loaded]) -> None:
    """Two files with one id would share versions, alerts and dispositions."""
    first: dict[str, Loaded] = {}
    for item in loaded:
        if item.scenario is None:
            continue
        twin = first.setdefault(item.scenario.scenario_id, item)
        if twin is not item:
            place = item.scenario.key_locations["id"]
            message = f"the id is taken by {twin.source.path}"
            item.source.report("SCN002", message, place, "rename one of the files, with its id")


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems of one file in the order of their places."""
    return tuple(sorted(problems, key=_place))


def _place(problem: Problem) -> tuple[int, int]:
    at = problem.location
    return (at.line or 0, at.column or 0) if at else (0, 0)


def _read(section: Section, path: Path) -> Scenario:
    scenario_id = _read_id(section, path)
    parameters = read_parameters(section)
    evidence = read_evidence(section)
    focus = section.choice("focus", FOCUS_KINDS)
    sql = _read_logic(section, focus, parameters, evidence)
    score = read_score(section)
    scenario = Scenario(
        scenario_id=scenario_id,
        version=section.integer("version"),
        title=section.text("title").strip(),
        status=section.choice("status", SCENARIO_STATUSES),
        severity=section.choice("severity", SEVERITIES),  # type: ignore[arg-type]
        typology=_read_typology(section),
        stage=section.choice("stage", STAGES),
        focus=focus,
        author=section.text("author"),
        created=section.day("created"),
        modified=section.day("modified"),
        description=section.text("description").strip(),
        references=section.texts("references", required=True),
        false_positives=section.texts("false_positives", required=True),
        known_gaps=section.texts("known_gaps", required=True),
        requires=section.texts("requires", required=True),
        parameters=parameters,
        threshold_sets=_read_sets(section, parameters, focus),
        sql=sql,
        score=score,
        evidence=evidence,
        narrative=section.text("narrative"),
        narrative_location=_narrative_start(section),
        filing=read_filing(section, known_terms(path)),
        tests=read_tests(section, {parameter.name: parameter for parameter in parameters}),
        portable=_read_portable(section),
        digest=_digest(section, _DECIDING),
        tests_digest=_digest(section, ("tests",)),
        location=section.location,
        key_locations={"sql": section.place("pattern"), **section.keys},
    )
    section.close()
    return scenario


def _read_sets(
    section: Section, parameters: tuple[Parameter, ...], focus: str
) -> tuple[ThresholdSet, ...]:
    known = {parameter.name: parameter for parameter in parameters}
    sets = read_sets(section.sections("threshold_sets"))
    return settled(sets, known, focus, section.source.report)


def _read_id(section: Section, path: Path) -> str:
    scenario_id = section.text("id")
    if scenario_id and not is_scenario_id(scenario_id):
        section.wrong("id", f"'{scenario_id}' is no id", ID_FORM, "SCN001")
    if scenario_id != path.stem:
        message = f"the id is not the file's name '{path.stem}'"
        section.wrong("id", message, f"`id: {path.stem}`, or rename the file", "SCN001")
    return scenario_id


def _read_typology(section: Section) -> str:
    code = section.text("typology")
    if code and not is_typology(code):
        section.wrong("typology", f"'{code}' is no typology code", "such as S01", "SCN003")
    return code


def _read_logic(
    section: Section,
    focus: str,
    parameters: tuple[Parameter, ...],
    evidence: tuple[EvidenceLine, ...],
) -> SqlText:
    """The SELECT of a scenario: compiled from its `pattern:`, or as its `sql:` stands."""
    if "pattern" not in section:
        return _read_sql(section)
    if "sql" in section:
        section.wrong("sql", "sql stands beside pattern", "keep one of them", "SCN004")
    pattern = read_pattern(section, f"{focus}_id", parameters)
    if pattern is None:
        return SqlText("", section.location.path, 1, 1)
    return compiled(pattern, {line.name: line.location for line in evidence})


def _read_sql(section: Section) -> SqlText:
    node = section.node("sql")
    path = section.location.path
    if node is None:
        hint = "`pattern:` declares what is looked for, `sql: |` writes it out"
        message = "the scenario lacks 'pattern' or 'sql'"
        section.source.report("CFG005", message, section.location, hint)
        return SqlText("", path, 1, 1)
    if not isinstance(node.value, str) or not node.is_block:
        section.wrong("sql", "sql is not a '|' block", "write `sql: |` and indent below", "SCN004")
        return SqlText("", path, 1, 1)
    line, column = block_start(node, section.source)
    return SqlText(node.value, path, line, column)


def _narrative_start(section: Section) -> Location:
    node = section.node("narrative")
    if node is None or not node.is_block:
        return section.place("narrative")
    return Location(section.location.path, *block_start(node, section.source))


def _read_portable(section: Section) -> bool:
    portable = section.flag("portable", default=True)
    reason = section.text("portable_reason", "")
    if not portable and not reason:
        message = "portable: false gives no portable_reason"
        section.wrong("portable", message, "add `portable_reason:`", "SCN005")
    return portable


def _digest(section: Section, keys: Iterable[str]) -> str:
    """The hash of some parts of a file, however they are laid out."""
    parts = {key: _shape(section.nodes[key]) for key in keys if key in section.nodes}
    return digest(plain(parts))


#: What decides on alerts and what their figures say: versions.lock holds its hash.
_DECIDING = (
    "sql", "pattern", "parameters", "threshold_sets", "score", "evidence", "severity", "focus",
    "requires",
)  # fmt: skip


def _shape(node: Node) -> object:
    if isinstance(node.value, dict):
        return {key: _shape(item) for key, item in node.value.items()}
    if isinstance(node.value, list):
        return [_shape(item) for item in node.value]
    return node.value


def in_force(
    scenario: Scenario,
    chosen: Mapping[str, ParameterValue] | None = None,
    threshold_set: str | None = None,
) -> dict[str, ParameterValue]:
    """The values for whoever is in no threshold set: defaults, a set that is named, choices."""
    chosen_set = named(scenario, threshold_set)
    values = chosen_set.parameters if chosen_set else {}
    return {**scenario.defaults(), **values, **(chosen or {})}

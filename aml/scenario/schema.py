"""The JSON Schema of a scenario file, for editors: keys, choices, forms as the loader reads them.

It says what a file may hold, not whether its parts agree: `aml scenario check` does.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, get_args

from aml.core.scenario import EvidenceKind, ParameterKind
from aml.core.vocabulary import FINCEN_CODES, FOCUS_KINDS, SCENARIO_STATUSES, SEVERITIES, STAGES
from aml.scenario.load import SCENARIO_ID, TYPOLOGY
from aml.scenario.pattern import MEASURED
from aml.scenario.threshold_set import CONDITIONS, SET_ID
from aml.store import canonical_tables

Shape = dict[str, Any]

SCHEMA_NAME = "scenario.schema.json"
_TEXT: Shape = {"type": "string", "minLength": 1}
_SOME_TEXTS: Shape = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT, "minItems": 1}]}
_VALUE: Shape = {"type": ["string", "number"]}
_FLAG: Shape = {"type": "boolean"}
_DAY: Shape = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
_SQL: Shape = {"type": ["string", "number"], "minLength": 1}


def schema() -> Shape:
    """The schema of a scenario file (JSON Schema, draft 7)."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A scenario of aml",
        **_mapping({**_head(), **_logic(), **_words()}, optional=_OPTIONAL),
        "oneOf": [{"required": ["sql"]}, {"required": ["pattern"]}],
    }


def schema_text() -> str:
    """The schema as its file holds it."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


_OPTIONAL = ("parameters", "threshold_sets", "portable", "portable_reason", "sql", "pattern")


def _mapping(keys: Mapping[str, Shape], optional: Iterable[str] = ()) -> Shape:
    """A mapping of these keys and no others."""
    return {
        "type": "object",
        "properties": dict(keys),
        "required": [key for key in keys if key not in set(optional)],
        "additionalProperties": False,
    }


def _named(value: Shape) -> Shape:
    """A mapping whose keys are names that the author chooses."""
    return {"type": "object", "additionalProperties": value}


def _said(shape: Shape, description: str) -> Shape:
    return {**shape, "description": description}


def _choice(words: Iterable[str], description: str) -> Shape:
    return {"enum": list(words), "description": description}


def _head() -> dict[str, Shape]:
    return {
        "id": _said(_matching(SCENARIO_ID.pattern), "The file's name without .yml."),
        "version": {"type": "integer", "description": "Raised when the logic changes."},
        "title": _TEXT,
        "status": _choice(SCENARIO_STATUSES, "Only stable scenarios run in scans."),
        "severity": _choice(SEVERITIES, "The cap; the score decides below it."),
        "typology": _said(_matching(TYPOLOGY.pattern), "A code of the catalogue, such as S01."),
        "stage": _choice(STAGES, "The stage of the scheme."),
        "focus": _choice(FOCUS_KINDS, "What one alert is about."),
        "author": _TEXT,
        "created": _DAY,
        "modified": _DAY,
        "description": _said(_TEXT, "Who does what, and why."),
        "references": _said(_SOME_TEXTS, "The law, advisory or paper that it rests on."),
        "false_positives": _said(_SOME_TEXTS, "Who does the same innocently, and how to tell."),
        "known_gaps": _said(_SOME_TEXTS, "What it cannot see."),
        "requires": _said(_SOME_TEXTS, "Tables, or table.column, without which it cannot run."),
        "portable": _said(_FLAG, "false where the SQL needs DuckDB; then with portable_reason."),
        "portable_reason": _TEXT,
    }


def _matching(pattern: str) -> Shape:
    return {"type": "string", "pattern": f"^{pattern}$"}


def _logic() -> dict[str, Shape]:
    return {
        "parameters": _said(_named(_parameter()), "What may be tuned; $name in SQL."),
        "threshold_sets": {"type": "array", "items": _threshold_set(), "minItems": 1,
                           "description": "Other values for a segment or a jurisdiction."},
        "sql": _said(_TEXT, "One SELECT, as a | block."),
        "pattern": _said(_pattern(), "What is looked for, declared."),
        "score": _mapping(
            {
                "base": {"type": "number"},
                "add": {"type": "array", "items": _mapping(_POINTS)},
            },
            optional=("add",),
        ),
    }  # fmt: skip


def _threshold_set() -> Shape:
    conditions = dict.fromkeys(CONDITIONS["customer"], _SOME_TEXTS)
    keys = {
        "id": _said(_matching(SET_ID.pattern), "What alerts name, with the version."),
        "version": {"type": "integer", "minimum": 1, "description": "Raised with each change."},
        "reason": _said(_TEXT, "Why these values, and from what they come."),
        "when": _said(
            {**_mapping(conditions, optional=conditions), "minProperties": 1},
            "For whom; without it, for everybody in a run that names the set.",
        ),
        "parameters": _said({**_named(_VALUE), "minProperties": 1}, "The values that differ."),
    }
    return _mapping(keys, optional=("when",))


_POINTS: dict[str, Shape] = {
    "when": _said(_VALUE, "A condition on measures and parameters: branches >= 2"),
    "points": _said(_VALUE, "A number, or computed: 5 * (items - 3)"),
    "as": _said(_TEXT, "C1 … C9, or a word."),
    "label": _TEXT,
}


def _parameter() -> Shape:
    kinds = get_args(ParameterKind)
    keys = {
        "type": _choice(kinds, "The kind decides its smallest step and how it is worded."),
        "default": _VALUE,
        "range": {"type": "array", "items": _VALUE, "minItems": 2, "maxItems": 2,
                  "description": "[lowest, highest] that tuning may set."},
        "why": _said(_TEXT, "The reason for the default."),
        "tunable": _said(_FLAG, "false exempts it from tuning; then with tunable_reason."),
        "tunable_reason": _TEXT,
    }  # fmt: skip
    numbers = [kind for kind in kinds if kind != "text"]
    return {
        **_mapping(keys, optional=("range", "tunable", "tunable_reason")),
        "oneOf": [
            {"properties": {"type": {"enum": numbers}}, "required": ["range"]},
            {"properties": {"type": {"enum": ["text"]}, "range": False}},
        ],
    }


def _pattern() -> Shape:
    rows = {
        "from": _said(_TEXT, "A table, or a name of `with`."),
        "where": _said(_SQL, "A condition on the rows."),
        "columns": _said(_named(_SQL), "Columns computed from a row."),
    }
    name_or_names = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT}]}
    keys = {
        "with": _said(_named(_SQL), "Named SELECTs before all else."),
        **rows,
        "focus": _said(_SQL, "The column of the focus, if it is not <focus>_id."),
        "apart": _said(name_or_names, "Columns that part the episodes of one focus."),
        "cites": _said(_SQL, "The column of the cited records; transaction_id by default."),
        "at": _said(_SQL, "A column in _on for days, in _at for hours."),
        "window": _said(_TEXT, "The parameter of type days or hours that spans it."),
        "rolling": _said(_named(_measured()), "Measured over the window that ends at each row."),
        "hit": _said(_SQL, "When the window that ends at a row is one to report."),
        "then": _mapping(
            {**rows, "at": _SQL, "cites": _SQL,
             "within": _said(_TEXT, "A parameter of type offset or hours.")},
            optional=("where", "columns", "at", "cites"),
        ),
        "episode": _said(_named(_SQL), "Aggregates over the rows of an episode."),
        "lookups": _said(_named(_SQL), "Named SELECTs over `episodes`, one row an episode_id."),
        "measures": _said(_named(_SQL), "Expressions over `episode` and `lookups`."),
        "keep": _said(_SQL, "The condition on an episode."),
    }  # fmt: skip
    needed = ("from", "at", "window", "rolling", "hit")
    return _mapping(keys, optional=[key for key in keys if key not in needed])


def _measured() -> Shape:
    words = "|".join(MEASURED)
    return {"type": "string", "pattern": rf"^\s*({words})\s*\([\s\S]*\)\s*$"}


def _words() -> dict[str, Shape]:
    code = {"enum": sorted(FINCEN_CODES, key=_in_order)}
    conditional = _mapping({"code": code, "when": _TEXT})
    term = {"anyOf": [_TEXT, _mapping({"term": _TEXT, "when": _TEXT})]}
    tag = {"anyOf": [_TEXT, _mapping({"tag": _TEXT, "when": _TEXT})]}
    return {
        "evidence": _said(_named(_evidence()), "One line a measure."),
        "narrative": _said(_TEXT, "Sentences; cited figures first, context after an empty line."),
        "filing": _mapping(
            {
                "fincen": {"type": "array", "items": {"anyOf": [code, conditional]}},
                "key_terms": _said(
                    {"anyOf": [_TEXT, {"type": "array", "items": term}]},
                    "50 characters together; of those with a condition, each one with the rest.",
                ),
                "goaml": {"anyOf": [tag, {"type": "array", "items": tag}]},
            },
            optional=("key_terms", "goaml"),
        ),
        "tests": {"type": "array", "items": _test(), "minItems": 1,
                  "description": "Loud, silent and boundary ledgers, as tables."},
    }  # fmt: skip


def _in_order(code: str) -> tuple[int, int]:
    kind, _, subtype = code.partition("/")
    return int(kind), int(subtype)


def _evidence() -> Shape:
    keys = {
        "label": _TEXT,
        "as": _choice(get_args(EvidenceKind), "How the figure is worded."),
        "from": _choice(("cited", "context"), "cited rows, or what they were compared with."),
        "recompute": _said(_TEXT, "The figure again, from the cited rows: count(), sum(amount)"),
        "basis": _said(_TEXT, "What a context figure was compared with."),
        "currency": _said(_TEXT, "The measure that holds the currency of a money line."),
        "headline": _said(_FLAG, "The amount that the alert is about: one money line."),
    }
    return {
        **_mapping(keys, optional=("recompute", "basis", "currency", "headline")),
        "oneOf": [
            {
                "properties": {"from": {"enum": ["cited"]}, "basis": False},
                "required": ["recompute"],
            },
            {
                "properties": {"from": {"enum": ["context"]}, "recompute": False},
                "required": ["basis"],
            },
        ],
    }


def _test() -> Shape:
    tables = dict.fromkeys(canonical_tables(), _TEXT)
    keys = {
        "name": _TEXT,
        "boundary": _said(_FLAG, "A test at the edge of a window or a value."),
        "set": _said(_named(_VALUE), "Parameters that differ in this test."),
        "alerts": _said(_TEXT, "The rows expected, as a table, or none."),
        **tables,
    }
    return _mapping(keys, optional=("boundary", "set", *tables))

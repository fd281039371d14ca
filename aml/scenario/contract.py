"""What the parts of a scenario owe each other: result columns, evidence, score, narrative."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from aml.core.expression import Expression
from aml.core.problem import Location, Problem, did_you_mean
from aml.core.scenario import EvidenceLine, Scenario
from aml.scenario.fire import ID_COLUMNS, WINDOW_COLUMNS
from aml.scenario.narrative import NarrativeError, first_paragraph, names_used
from aml.scenario.recompute import FUNCTIONS
from aml.store import canonical_columns
from aml.store.evidence import RECORD_KEYS

#: Facts that every narrative may use besides measures and parameters.
COMMON_FACTS = ("window_start", "window_end", "focus_id", "base_currency")

_TYPES = {
    "count": re.compile(r"(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|DECIMAL\(\d+,0\))"),
    "money": re.compile(r"DECIMAL\(\d+,4\)"),
    "ratio": re.compile(r"DECIMAL\(\d+,\d+\)"),
    "date": re.compile(r"DATE|TIMESTAMP"),
    "text": re.compile(r"VARCHAR(\[\])?"),
    "hours": re.compile(r".*INT.*|DECIMAL\(\d+,\d+\)"),
}
_CASTS = {"money": "CAST(… AS DECIMAL(18, 4))", "ratio": "CAST(… AS DECIMAL(18, 6))"}
_TYPES["days"] = _TYPES["km"] = _TYPES["number"] = _TYPES["hours"]


def check_columns(scenario: Scenario, columns: Sequence[tuple[str, str]]) -> list[Problem]:
    """The final SELECT against its contract; `columns` are names and types as DuckDB binds them."""
    return [
        Problem(code, message, at, hint)
        for code, message, at, hint in (
            *_frame_problems(scenario, columns),
            *_measure_problems(scenario, columns),
        )
    ]


Finding = tuple[str, str, Location, str]


def _frame_problems(scenario: Scenario, columns: Sequence[tuple[str, str]]) -> Iterator[Finding]:
    names = [name for name, _ in columns]
    types = dict(columns)
    at = scenario.key_locations["sql"]
    if not names or names[0] != scenario.focus_column:
        first = names[0] if names else "nothing"
        hint = f"the focus is '{scenario.focus}', so it is {scenario.focus_column}"
        yield "SCN012", f"the first column is {first}", at, hint
    for name in WINDOW_COLUMNS:
        if types.get(name, "") not in ("DATE", "TIMESTAMP"):
            yield "SCN012", f"the result lacks {name} as a date", at, ""
    ids = [name for name in ID_COLUMNS if name in types]
    if not ids:
        hint = "list_sort(list(transaction_id)) AS transaction_ids"
        yield "SCN012", "the result cites no records", at, hint
    for name in ids:
        if types[name] != "VARCHAR[]":
            yield "SCN012", f"{name} is {types[name]}, not a list of ids", at, ""
    for name in {name for name in names if names.count(name) > 1}:
        yield "SCN012", f"the column {name} stands twice", at, ""


def _measure_problems(scenario: Scenario, columns: Sequence[tuple[str, str]]) -> Iterator[Finding]:
    lines = {line.name: line for line in scenario.evidence}
    kept = {scenario.focus_column, *WINDOW_COLUMNS, *ID_COLUMNS}
    measures = {name: kind for name, kind in columns if name not in kept}
    at = scenario.key_locations["sql"]
    for name in measures:
        if name not in lines:
            yield "SCN020", f"the measure {name} has no evidence line", at, ""
    for name, line in lines.items():
        if name not in measures:
            hint = did_you_mean(name, measures)
            yield "SCN020", f"the SQL returns no '{name}'", line.location, hint
        elif not _TYPES[line.kind].fullmatch(measures[name]):
            message = f"'{name}' is {measures[name]}, which is no {line.kind}"
            yield "SCN020", message, line.location, _CASTS.get(line.kind, "")


def check_names(scenario: Scenario) -> list[Problem]:
    """Every name that the score, the evidence, the codes and the narrative use exists."""
    return [
        Problem(code, message, at, hint)
        for code, message, at, hint in (
            *_unused_parameters(scenario),
            *_undeclared_parameters(scenario),
            *_score_names(scenario),
            *_evidence_names(scenario),
            *_narrative_names(scenario),
            *_accusations(scenario),
        )
    ]


def _measures(scenario: Scenario) -> set[str]:
    return {line.name for line in scenario.evidence}


def _facts(scenario: Scenario) -> set[str]:
    return _measures(scenario) | set(scenario.defaults()) | set(COMMON_FACTS)


def _sql_parameters(scenario: Scenario) -> Iterable[re.Match[str]]:
    return re.finditer(r"\$([A-Za-z_]\w*)", scenario.sql.text)


def _undeclared_parameters(scenario: Scenario) -> Iterator[Finding]:
    known = scenario.defaults()
    for found in _sql_parameters(scenario):
        if found[1] not in known:
            offset = len(scenario.sql.text[: found.start()].encode("utf-8"))
            hint = did_you_mean(f"${found[1]}", [f"${name}" for name in known])
            message = f"sql uses ${found[1]}, which is not declared under parameters"
            yield "SCN011", message, scenario.sql.location(offset), hint


def _unused_parameters(scenario: Scenario) -> Iterator[Finding]:
    used = {found[1] for found in _sql_parameters(scenario)}
    used |= {name for expression in _expressions(scenario) for name in expression.names}
    for parameter in scenario.parameters:
        if parameter.name not in used and parameter.name not in scenario.narrative:
            message = f"nothing uses the parameter '{parameter.name}'"
            yield "SCN013", message, parameter.location, "remove it"


def _expressions(scenario: Scenario) -> Iterator[Expression]:
    for points in scenario.score.add:
        yield points.when
        yield points.points
    for code in scenario.filing.fincen:
        if code.when is not None:
            yield code.when


def _score_names(scenario: Scenario) -> Iterator[Finding]:
    known = _facts(scenario)
    for points in scenario.score.add:
        for name in sorted((points.when.names | points.points.names) - known):
            hint = did_you_mean(name, known)
            yield "SCN024", f"the score names '{name}'", points.location, hint
        if points.when.names <= known - _measures(scenario):
            hint = "a condition on a measure, such as `branches >= 2`"
            yield "SCN024", "points that name no measure", points.location, hint
    for code in scenario.filing.fincen:
        for name in sorted((code.when.names if code.when else frozenset()) - known):
            at = scenario.key_locations["filing"]
            yield "SCN024", f"the code {code.code} names '{name}'", at, did_you_mean(name, known)


def _evidence_names(scenario: Scenario) -> Iterator[Finding]:
    measures = _measures(scenario)
    for line in scenario.evidence:
        if line.currency and line.currency not in measures:
            hint = did_you_mean(line.currency, measures)
            yield "SCN021", f"no measure '{line.currency}' gives the currency", line.location, hint
        if line.is_headline and line.currency:
            hint = "the headline is in the base currency"
            yield "SCN021", "the headline names a currency", line.location, hint
        if line.recompute is not None:
            yield from _recompute_names(line, line.recompute)
        yield from _template_names(line.basis, _facts(scenario), line.location, "the basis")


def _recompute_names(line: EvidenceLine, expression: Expression) -> Iterator[Finding]:
    columns = {c.name for table in RECORD_KEYS for c in canonical_columns()[table]}
    for call in expression.calls:
        name = getattr(call.func, "id", "")
        if name not in FUNCTIONS:
            hint = did_you_mean(name, FUNCTIONS)
            yield "SCN022", f"no function {name}() for cited figures", line.location, hint
        asked = [getattr(argument, "id", "") for argument in call.args]
        asked += [str(keyword.arg).removesuffix("_in") for keyword in call.keywords]
        for column in asked:
            if column not in columns | {"table"}:
                hint = did_you_mean(column, columns)
                yield "SCN022", f"no column '{column}' to recompute from", line.location, hint
    for name in sorted(expression.names):
        message = f"recompute reads '{name}', which is neither function nor column"
        yield "SCN022", message, line.location, "such as sum(amount_base)"


def _narrative_names(scenario: Scenario) -> Iterator[Finding]:
    at = scenario.key_locations["narrative"]
    yield from _template_names(scenario.narrative, _facts(scenario), at, "the narrative")
    context = {line.name for line in scenario.evidence if line.recompute is None}
    try:
        opening = names_used(first_paragraph(scenario.narrative))
    except NarrativeError:
        return
    for name in sorted(opening & context):
        hint = "cited figures first; baselines and lists after an empty line"
        message = f"the first paragraph uses '{name}', which is context"
        yield "SCN025", message, at, hint


def _template_names(template: str, known: set[str], at: Location, what: str) -> Iterator[Finding]:
    try:
        used = names_used(template)
    except NarrativeError as error:
        place = Location(at.path, (at.line or 1) + error.line, 1)
        yield "SCN025", f"{what} is no template: {error}", place, ""
        return
    for name in sorted(used - known - {"period"}):
        yield "SCN025", f"{what} uses '{name}'", at, did_you_mean(name, known)


#: What a report leaves to a court. It says what appears, and what that is consistent with.
_ACCUSING = re.compile(
    r"\b(launder\w*|crim\w*|guilty|illegal\w*|illicit\w*|fraud\w*)\b", re.IGNORECASE
)


def _accusations(scenario: Scenario) -> Iterator[Finding]:
    """Words of a verdict, in what a report prints of an alert."""
    said = [("narrative", scenario.narrative, scenario.key_locations.get("narrative"))]
    said += [("title", scenario.title, scenario.key_locations.get("title"))]
    said += [(f"evidence '{e.name}'", e.label, e.location) for e in scenario.evidence]
    for what, text, place in said:
        found = _ACCUSING.search(text)
        if found:
            hint = "say what appears, and what it is consistent with"
            yield "SCN026", f"{what} accuses: '{found[1]}'", place or scenario.location, hint

"""What the parts of a scenario owe each other: result columns, evidence, score, narrative."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from difflib import get_close_matches

from aml.core.expression import Expression
from aml.core.problem import Location, Problem, did_you_mean
from aml.core.scenario import EvidenceLine, Scenario
from aml.scenario.fire import ID_COLUMNS, WINDOW_COLUMNS
from aml.scenario.narrative import NarrativeError, first_paragraph, names_used
from aml.scenario.recompute import FUNCTIONS
from aml.scenario.result import result_places
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
_FORMS = {
    "count": "a whole number", "money": "CAST(… AS DECIMAL(18, 4))", "date": "a date",
    "ratio": "CAST(… AS DECIMAL(18, 6))", "text": "a text", "hours": "a number",
    "days": "a number", "km": "a number", "number": "a number",
}  # fmt: skip
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
    places = result_places(scenario.sql)
    at = places[0][1]
    place = dict(reversed(places))
    if names[0] != scenario.focus_column:
        hint = f"the focus is '{scenario.focus}', so it is {scenario.focus_column}"
        yield "SCN012", f"the first column is {names[0]}", at, hint
    for name in WINDOW_COLUMNS:
        if types.get(name, "") not in ("DATE", "TIMESTAMP"):
            function = "min" if name == "window_start" else "max"
            hint = f"such as {function}(booked_on) AS {name}"
            yield "SCN012", f"the result lacks {name} as a date", place.get(name, at), hint
    ids = [name for name in ID_COLUMNS if name in types]
    hint = "list_sort(list(transaction_id)) AS transaction_ids"
    if not ids:
        yield "SCN012", "the result cites no records", at, hint
    for name in ids:
        if types[name] != "VARCHAR[]":
            message = f"{name} is {types[name]}, not a list of ids"
            yield "SCN012", message, place.get(name, at), hint
    yield from _twice(places)


def _twice(places: Sequence[tuple[str, Location]]) -> Iterator[Finding]:
    for number, (name, at) in enumerate(places):
        if name in [earlier for earlier, _ in places[:number]]:
            yield "SCN012", f"the column {name} stands twice", at, "remove or rename one"


def _measure_problems(scenario: Scenario, columns: Sequence[tuple[str, str]]) -> Iterator[Finding]:
    """Measures and evidence lines without each other; a misspelt name is one of each."""
    lines = {line.name: line for line in scenario.evidence}
    kept = {scenario.focus_column, *WINDOW_COLUMNS, *ID_COLUMNS}
    measures = {name: kind for name, kind in columns if name not in kept}
    places = dict(reversed(result_places(scenario.sql)))
    unsaid = [name for name in measures if name not in lines]
    absent = [name for name in lines if name not in measures]
    for name in unsaid:
        close = get_close_matches(name, absent, n=1)
        hint = f"evidence calls it '{close[0]}'" if close else f"add `{name}:` under evidence"
        at = places.get(name, scenario.key_locations["sql"])
        yield "SCN020", f"the measure {name} has no evidence line", at, hint
    for name in absent:
        close = get_close_matches(name, unsaid, n=1)
        hint = f"the SQL calls it '{close[0]}'" if close else "return it, or remove the line"
        yield "SCN020", f"the SQL returns no '{name}'", lines[name].location, hint
    for name, line in lines.items():
        if name in measures and not _TYPES[line.kind].fullmatch(measures[name]):
            message = f"'{name}' is {measures[name]}, which is no {line.kind}"
            yield "SCN020", message, line.location, f"return {_FORMS[line.kind]}, or change `as:`"


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
            hint = did_you_mean(f"${found[1]}", [f"${name}" for name in known]) or _DECLARE
            message = f"sql uses ${found[1]}, which is not declared under parameters"
            yield "SCN011", message, scenario.sql.location(offset), hint


def _unused_parameters(scenario: Scenario) -> Iterator[Finding]:
    used = {found[1] for found in _sql_parameters(scenario)}
    used |= {name for expression in _expressions(scenario) for name in expression.names}
    for parameter in scenario.parameters:
        if parameter.name not in used and parameter.name not in scenario.narrative:
            message = f"nothing uses the parameter '{parameter.name}'"
            yield "SCN013", message, parameter.location, "remove it, or use it as $name in the SQL"


def _expressions(scenario: Scenario) -> Iterator[Expression]:
    for points in scenario.score.add:
        yield points.when
        yield points.points
    filing = scenario.filing
    conditions = [part.when for part in filing.fincen]
    conditions += [part.when for part in filing.key_terms]
    conditions += [part.when for part in filing.goaml]
    yield from (when for when in conditions if when is not None)


def _score_names(scenario: Scenario) -> Iterator[Finding]:
    known = _facts(scenario)
    for points in scenario.score.add:
        for expression, at in (
            (points.when, points.location), (points.points, points.points_location),
        ):  # fmt: skip
            for name in sorted(expression.names - known):
                hint = did_you_mean(name, known) or _FACTS
                yield "SCN024", f"the score names '{name}'", _word(at, expression.text, name), hint
        named = points.when.names | points.points.names
        if named <= known - _measures(scenario):
            hint = "a condition on a measure, such as `branches >= 2`"
            yield "SCN024", "points that name no measure", points.location, hint
    filing = scenario.filing
    conditions = [(f"the code {c.code}", c.when, c.location) for c in filing.fincen]
    conditions += [(f"the key term '{t.term}'", t.when, t.location) for t in filing.key_terms]
    conditions += [(f"the goAML tag '{t.tag}'", t.when, t.location) for t in filing.goaml]
    for what, when, place in conditions:
        for name in sorted((when.names if when else frozenset()) - known):
            at = _word(place, when.text if when else "", name)
            hint = did_you_mean(name, known) or _FACTS
            yield "SCN024", f"{what} names '{name}'", at, hint


def _evidence_names(scenario: Scenario) -> Iterator[Finding]:
    measures = _measures(scenario)
    for line in scenario.evidence:
        if line.currency and line.currency not in measures:
            hint = did_you_mean(line.currency, measures) or "a measure that holds the currency"
            yield "SCN021", f"no measure '{line.currency}' gives the currency", line.location, hint
        if line.is_headline and line.currency:
            hint = "the headline is in the base currency"
            yield "SCN021", "the headline names a currency", line.location, hint
        if line.recompute is not None:
            yield from _recompute_names(line, line.recompute)
        yield from _template_names(line.basis, _facts(scenario), line.source_location, "the basis")


def _recompute_names(line: EvidenceLine, expression: Expression) -> Iterator[Finding]:
    columns = {c.name for table in RECORD_KEYS for c in canonical_columns()[table]}
    for call in expression.calls:
        name = getattr(call.func, "id", "")
        text = expression.text
        if name not in FUNCTIONS:
            hint = did_you_mean(name, FUNCTIONS)
            at = _word(line.source_location, text, name)
            yield "SCN022", f"no function {name}() for cited figures", at, hint
        asked = [getattr(argument, "id", "") for argument in call.args]
        asked += [str(keyword.arg).removesuffix("_in") for keyword in call.keywords]
        for column in asked:
            if column not in columns | {"table"}:
                hint = did_you_mean(column, columns) or "a column of the records that are cited"
                at = _word(line.source_location, text, column)
                yield "SCN022", f"no column '{column}' to recompute from", at, hint
    for name in sorted(expression.names):
        message = f"recompute reads '{name}', which is neither function nor column"
        at = _word(line.source_location, expression.text, name)
        yield "SCN022", message, at, "such as sum(amount_base)"


def _narrative_names(scenario: Scenario) -> Iterator[Finding]:
    at = scenario.narrative_location
    yield from _template_names(scenario.narrative, _facts(scenario), at, "the narrative")
    context = {line.name for line in scenario.evidence if line.recompute is None}
    try:
        opening = names_used(first_paragraph(scenario.narrative))
    except NarrativeError:
        return
    for name in sorted(opening & context):
        hint = "cited figures first; baselines and lists after an empty line"
        message = f"the first paragraph uses '{name}', which is context"
        yield "SCN025", message, _fact(at, scenario.narrative, name), hint


def _template_names(template: str, known: set[str], at: Location, what: str) -> Iterator[Finding]:
    try:
        used = names_used(template)
    except NarrativeError as error:
        place = replace(at, line=(at.line or 1) + error.line - 1)
        hint = "{{ fact | filter }}; filters: money percent number hours days date plural list"
        yield "SCN025", f"{what} is no template: {error}", place, hint
        return
    for name in sorted(used - known - {"period"}):
        hint = did_you_mean(name, known) or _FACTS
        yield "SCN025", f"{what} uses '{name}'", _fact(at, template, name), hint


#: What to write where no known name is close.
_FACTS = "a measure, a parameter, window_start, window_end or focus_id"
_DECLARE = "declare it under parameters"


def _fact(at: Location, template: str, name: str) -> Location:
    """Where a template that begins at a place first reads a fact."""
    found = re.search(rf"\{{[{{%](?:(?![}}%]\}}).)*?\b({re.escape(name)})\b", template, re.DOTALL)
    return _within(at, template, found.start(1)) if found else at


def _word(at: Location, text: str, word: str) -> Location:
    """Where a text that begins at a place first holds a word."""
    found = re.search(rf"\b{re.escape(word)}\b", text)
    return _within(at, text, found.start()) if found else at


def _within(at: Location, text: str, start: int) -> Location:
    before = text[:start]
    column = len(before) - (before.rfind("\n") + 1)
    return Location(at.path, (at.line or 1) + before.count("\n"), (at.column or 1) + column)


#: What a report leaves to a court. It says what appears, and what that is consistent with.
_ACCUSING = re.compile(
    r"\b(launder\w*|crim\w*|guilty|illegal\w*|illicit\w*|fraud\w*)\b", re.IGNORECASE
)


def _accusations(scenario: Scenario) -> Iterator[Finding]:
    """Words of a verdict, in what a report prints of an alert."""
    hint = "say what appears, and what it is consistent with"
    said = [("title", scenario.title, scenario.key_locations.get("title", scenario.location))]
    said += [(f"evidence '{e.name}'", e.label, e.location) for e in scenario.evidence]
    for what, text, place in said:
        if found := _ACCUSING.search(text):
            yield "SCN026", f"{what} accuses: '{found[1]}'", place, hint
    if found := _ACCUSING.search(scenario.narrative):
        at = _within(scenario.narrative_location, scenario.narrative, found.start())
        yield "SCN026", f"narrative accuses: '{found[1]}'", at, hint

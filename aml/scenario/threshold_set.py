"""`threshold_sets:` of a scenario file or an aml.toml, read and held against the scenario."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from aml.config import Section
from aml.core.problem import Location, did_you_mean
from aml.core.scenario import Parameter, ParameterValue, Scenario
from aml.core.threshold_set import DEFAULT, Thresholds, ThresholdSet
from aml.scenario.parts import in_range, parameter_value

#: What a set can ask of a focus: columns of its customer, and `jurisdiction`.
OF_CUSTOMERS = ("segment", "customer_type", "risk_rating", "country")
JURISDICTION = "jurisdiction"
#: By kind of focus. Whose records name neither a customer nor a place is in no set.
CONDITIONS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("customer", "account", "party"), (*OF_CUSTOMERS, JURISDICTION)),
    "agent": (JURISDICTION,),
}
_COUNTRIES = ("country", JURISDICTION)
SET_ID = re.compile(r"[a-z][a-z0-9_]{0,60}")
_COUNTRY = re.compile(r"[A-Z]{2}")

#: Takes a code, a message, a place and a hint.
Report = Callable[[str, str, Location, str], None]


def read_sets(sections: Iterable[Section]) -> tuple[ThresholdSet, ...]:
    """The sets of a list; values of parameters stay texts until `settled`."""
    return tuple(_read(item) for item in sections)


def _read(item: Section) -> ThresholdSet:
    set_id, version = item.text("id"), item.integer("version")
    if set_id and (set_id == DEFAULT or not SET_ID.fullmatch(set_id)):
        hint = f"lower-case words with _, other than {DEFAULT}"
        item.wrong("id", f"'{set_id}' is no id of a threshold set", hint, "SCN016")
    if version < 1 and "version" in item:
        item.wrong("version", f"'{version}' is no version", "1, and one more for each change")
    when, values = item.section("when"), item.section("parameters", required=True)
    made = ThresholdSet(
        set_id=set_id,
        version=version,
        reason=" ".join(item.text("reason").split()),
        when={key: when.texts(key, required=True) for key, _ in when.entries()} if when else {},
        parameters={key: values.text(key) for key, _ in values.entries()} if values else {},
        location=item.location,
        places=dict(_places(item)),
    )
    if values is not None and not made.parameters:
        item.wrong("parameters", "the threshold set changes nothing", "name a parameter", "SCN016")
    if "when" in item and not made.when:
        hint = f"one of {', '.join(CONDITIONS['customer'])}, or leave `when` out"
        item.wrong("when", "`when` holds no condition", hint, "SCN017")
    item.close()
    return made


def _places(item: Section) -> Iterator[tuple[str, tuple[Location, Location]]]:
    for part in ("when", "parameters"):
        if within := item.section(part):
            for key, node in within.nodes.items():
                yield f"{part}.{key}", (within.place(key), node.location)


def settled(
    sets: Sequence[ThresholdSet],
    parameters: Mapping[str, Parameter],
    focus: str,
    report: Report,
) -> tuple[ThresholdSet, ...]:
    """The sets of one file with their values as the parameters of the scenario have them.

    Args:
        sets: as they were read, in their order.
        parameters: those of the scenario.
        focus: its kind of focus.
        report: is told of everything that cannot hold.
    """
    for place, item in enumerate(sets):
        if any(item.set_id == earlier.set_id for earlier in sets[:place]):
            hint = "another id: alerts name the set that held"
            message = f"the threshold set '{item.set_id}' stands twice"
            report("SCN016", message, item.location, hint)
        _check_conditions(item, focus, report)
        covering = next((e for e in sets[:place] if e.when and e.covers(item)), None)
        if item.when and covering:
            message = f"nobody reaches '{item.set_id}': whoever fits it fits '{covering.set_id}'"
            hint = "the first set that fits holds: put the narrower one first"
            report("SCN018", message, item.location, hint)
    return tuple(_valued(item, parameters, report) for item in sets)


def _check_conditions(item: ThresholdSet, focus: str, report: Report) -> None:
    known = CONDITIONS.get(focus, ())
    for key, values in item.when.items():
        key_at, value_at = item.places[f"when.{key}"]
        if key not in known:
            hint = did_you_mean(key, known)
            hint = hint or "leave `when` out: the set then holds in runs that name it"
            message = f"nothing is known of the '{key}' of {_a(focus)}"
            report("SCN017", message, key_at, hint)
        for value in values:
            if key in _COUNTRIES and not _COUNTRY.fullmatch(value):
                hint = "two capital letters of ISO 3166, such as DE"
                report("SCN017", f"'{value}' is no country code", value_at, hint)


def _a(focus: str) -> str:
    return f"an {focus}" if focus.startswith("a") else f"a {focus}"


def _valued(
    item: ThresholdSet, parameters: Mapping[str, Parameter], report: Report
) -> ThresholdSet:
    values: dict[str, ParameterValue] = {}
    for name, text in item.parameters.items():
        (key_at, value_at), known = item.places[f"parameters.{name}"], parameters.get(name)
        if known is None:
            hint = did_you_mean(name, parameters) or "declare it under parameters"
            report("SCN011", f"no parameter '{name}'", key_at, hint)
            continue
        value = parameter_value(str(text), known.kind)
        if value is None or not in_range(known, value):
            hint = f"a {known.kind} from {known.low} to {known.high}"
            report("SCN010", f"'{text}' is no value of '{name}'", value_at, hint)
            continue
        values[name] = value
    return replace(item, parameters=values)


def thresholds_of(
    scenario: Scenario, base: Mapping[str, ParameterValue], name: str = DEFAULT
) -> tuple[Thresholds, ...]:
    """The values of each set in the order in which they are tried; those for everybody come last.

    Args:
        scenario: whose sets.
        base: the values for whoever fits no set. A set holds over them in what it names.
        name: how alerts cite them: a set that the run names is no condition any more.
    """
    sets = [item for item in scenario.threshold_sets if item.when and item.reference != name]
    return (
        *(Thresholds(s.reference, s.when, {**base, **s.parameters}) for s in sets),
        Thresholds(name, {}, base),
    )


def named(scenario: Scenario, set_id: str | None) -> ThresholdSet | None:
    """The set of this id, where the scenario has it."""
    return next((item for item in scenario.threshold_sets if item.set_id == set_id), None)

"""The sentences of an alert: sandboxed Jinja over its measures, never over the ledger."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from jinja2 import (
    StrictUndefined,
    Template,
    TemplateSyntaxError,
    Undefined,
    UndefinedError,
    meta,
    nodes,
)
from jinja2.exceptions import SecurityError
from jinja2.sandbox import SandboxedEnvironment

from aml.core import wording
from aml.core.plain import Value
from aml.core.scenario import EvidenceLine


class NarrativeError(Exception):
    """A template that does not parse or names an absent fact. `line` counts from 1 inside it."""

    def __init__(self, message: str, line: int = 1) -> None:
        super().__init__(message)
        self.line = line


def render(template: str, facts: Mapping[str, Value]) -> str:
    """The text with its facts filled in; paragraphs apart, lines joined.

    Raises:
        NarrativeError: a fact is absent or NULL, or a filter meets a value it cannot word.
    """
    present = {name: value for name, value in facts.items() if value is not None}
    currency = str(present.get("base_currency", ""))
    try:
        text = _compiled(template, currency).render(present)
    except TemplateSyntaxError as error:
        raise NarrativeError(str(error.message), error.lineno) from None
    except UndefinedError as error:
        raise NarrativeError(f"the narrative uses an absent fact: {error.message}") from None
    except SecurityError as error:
        raise NarrativeError(f"the narrative may not do this: {error.message}") from None
    except (TypeError, ValueError, ArithmeticError) as error:
        raise NarrativeError(f"the narrative cannot word a fact: {error}") from None
    paragraphs = [" ".join(part.split()) for part in text.split("\n\n")]
    return "\n\n".join(part for part in paragraphs if part)


def names_used(template: str) -> frozenset[str]:
    """The facts that a template reads.

    Raises:
        NarrativeError: it does not parse, or names a filter or test that there is none of.
    """
    environment = _environment("")
    try:
        environment.from_string(template)
        tree = environment.parse(template)
    except TemplateSyntaxError as error:
        raise NarrativeError(str(error.message), error.lineno) from None
    _require_known(tree, environment)
    return frozenset(meta.find_undeclared_variables(tree))


def _require_known(tree: nodes.Template, environment: SandboxedEnvironment) -> None:
    """Each filter and test exists; Jinja looks at those below an `if` only when it gets there."""
    for used in tree.find_all((nodes.Filter, nodes.Test)):
        is_filter = isinstance(used, nodes.Filter)
        if used.name not in (environment.filters if is_filter else environment.tests):
            kind = "filter" if is_filter else "test"
            raise NarrativeError(f"No {kind} named '{used.name}'.", used.lineno)


def first_paragraph(template: str) -> str:
    """The part of a template before its first empty line."""
    return template.strip().split("\n\n")[0]


def word(value: Value, line: EvidenceLine, currency: str) -> str:
    """A measure as its evidence line words it."""
    if value is None:
        return "none"
    if isinstance(value, date):
        return wording.day(value)
    if isinstance(value, tuple):
        return ", ".join(value)
    if not isinstance(value, Decimal | int) or isinstance(value, bool):
        return str(value)
    wordings: Mapping[str, Callable[[Decimal | int], str]] = {
        "money": lambda amount: wording.money(amount, currency),
        "ratio": lambda ratio: wording.percent(Decimal(ratio)),
        "hours": wording.hours,
        "days": wording.days,
        "km": lambda distance: f"{wording.number(distance)} km",
    }
    return wordings.get(line.kind, wording.number)(value)


@cache
def _compiled(template: str, base_currency: str) -> Template:
    """Compiling takes a hundred times as long as rendering, and a run renders by the thousand."""
    return _environment(base_currency).from_string(template)


@cache
def _environment(base_currency: str) -> SandboxedEnvironment:
    environment = SandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
    environment.filters = {
        "money": _known(lambda value, currency=base_currency: wording.money(value, currency)),
        "date": _known(wording.day),
        "percent": _known(lambda value: wording.percent(Decimal(value))),
        "number": _known(wording.number),
        "hours": _known(wording.hours),
        "days": _known(wording.days),
        "plural": _known(wording.plural),
        "list": _known(wording_list),
        "party": _known(wording.party),
    }
    environment.globals = {"period": _period}
    return environment


def _known(filter_: Callable[..., str]) -> Callable[..., str]:
    """Let an absent fact speak for itself before a filter chokes on it."""

    def checked(value: Any, *arguments: Any) -> str:
        if isinstance(value, Undefined):
            str(value)
        return filter_(value, *arguments)

    return checked


def wording_list(values: Any) -> str:
    """`A, B and C`."""
    texts = [str(value) for value in values]
    if len(texts) < 2:
        return "".join(texts)
    return f"{', '.join(texts[:-1])} and {texts[-1]}"


def _period(start: Any, end: Any) -> str:
    for value in (start, end):
        if isinstance(value, Undefined):
            str(value)
    return wording.period(start, end)

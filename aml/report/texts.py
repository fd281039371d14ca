"""What a report says, by key: each text with its facts, out of one catalogue a language.

The catalogue is reports/texts/en.yml; another language is another file with the same keys. A text
is written with exactly the facts that it names: one that is absent, empty or not asked for is an
error, never a blank.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from aml.config import Node, read_yaml
from aml.core import wording
from aml.core.problem import Location, Problem, ReportError, did_you_mean
from aml.core.shipped import shipped

_SHOWN = "reports/texts/en.yml"
_PLACE = re.compile(r"\{([a-z_]+)\}")
_HOW = "reports/README.md says how texts are written"


@dataclass(frozen=True, slots=True)
class Text:
    """A text of the catalogue: its template, the facts that it names, and where it stands."""

    template: str
    facts: frozenset[str]
    location: Location


def say(key: str, /, **facts: str) -> str:
    """The text of a key with its facts, which are printed as they are given.

    Raises:
        ReportError: there is no such text, its facts are others, or a fact is empty.
    """
    return _written(key, _text(key), facts)


def say_count(key: str, count: int, /, **facts: str) -> str:
    """The form of a text that fits a number, `one` or `other`; {count} is that number.

    Raises:
        ReportError: as `say`.
    """
    form = f"{key}.{'one' if count == 1 else 'other'}"
    text = _text(form)
    if "count" in text.facts:
        facts["count"] = wording.number(count)
    return _written(form, text, facts)


def read_texts(path: Path, shown: str) -> Mapping[str, Text]:
    """The catalogue in a file, by keys such as `when.days.one`; `shown` is its name in messages.

    Raises:
        ReportError: every mistake in it.
    """
    root, source = read_yaml(path, shown)
    texts = {}
    for key, node in _leaves("", root):
        template = node.value if isinstance(node.value, str) else ""
        if not template.strip():
            source.report("RPT004", f"'{key}' is no text", node.location, _HOW)
        elif set(_PLACE.sub("", template)) & {"{", "}"}:
            message = f"'{key}' has a bracket that is no place of a fact"
            source.report("RPT004", message, node.location, "a place is {name}, in small letters")
        texts[key] = Text(template, frozenset(_PLACE.findall(template)), node.location)
    if source.problems:
        raise ReportError(source.problems)
    return texts


def _leaves(key: str, node: Node) -> Iterator[tuple[str, Node]]:
    if isinstance(node.value, dict):
        for name, inner in node.value.items():
            yield from _leaves(f"{key}.{name}" if key else name, inner)
    else:
        yield key, node


def _written(key: str, text: Text, facts: Mapping[str, str]) -> str:
    if facts.keys() != text.facts:
        message = f"the text '{key}' names {_listed(text.facts)}; it is given {_listed(facts)}"
        raise ReportError(Problem("RPT004", message, text.location, _HOW))
    if not all(facts.values()):
        empty = _listed(name for name, fact in facts.items() if not fact)
        message = f"the case has nothing for {empty} of the text '{key}'"
        raise ReportError(Problem("RPT002", message, text.location))
    return text.template.format_map(facts)


def _text(key: str) -> Text:
    texts = _catalogue()
    if key not in texts:
        message = f"there is no text '{key}'"
        raise ReportError(Problem("RPT004", message, Location(_SHOWN), did_you_mean(key, texts)))
    return texts[key]


@cache
def _catalogue() -> Mapping[str, Text]:
    return read_texts(shipped("reports") / "texts" / "en.yml", _SHOWN)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"'{name}'" for name in sorted(names)) or "no fact"

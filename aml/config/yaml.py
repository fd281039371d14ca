"""YAML with the place of every value, by ruamel's composer: scalars stay as they were written."""

from __future__ import annotations

from functools import lru_cache
from io import StringIO
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

from aml.config.node import Node, Source
from aml.core.problem import Location


def read_yaml(path: Path, shown: str | None = None) -> tuple[Node, Source]:
    """The root node of a file and its source.

    The source holds the problems of reading: a file that is no YAML at all comes back as an empty
    mapping with one problem. `shown` is the path as messages name it.
    """
    name = shown or str(path)
    return parse_yaml(path.read_text(encoding="utf-8-sig"), name)


def parse_yaml(text: str, name: str) -> tuple[Node, Source]:
    """As `read_yaml`, from a text."""
    source = Source(name, text.splitlines())
    start = Location(name, 1, 1)
    try:
        root = _composed(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        if "end of stream" in str(error.problem) and error.context_mark:
            mark = error.context_mark
        at = Location(name, mark.line + 1, mark.column + 1) if mark else start
        line = source.lines[(at.line or 1) - 1] if (at.line or 1) <= len(source.lines) else ""
        hint = _hint(str(error.problem or ""), line[: (at.column or 1) - 1])
        source.report("CFG001", f"not YAML: {error.problem or error.context}", at, hint)
        return Node({}, start), source
    except YAMLError as error:
        source.report("CFG001", f"not YAML: {error}", start, _LOOK)
        return Node({}, start), source
    if root is None:
        source.report("CFG001", "the file is empty", start, "write its keys, one a line")
        return Node({}, start), source
    return _Composer(source).node(root), source


@lru_cache(maxsize=256)
def _composed(text: str) -> Any:
    """The nodes of a text, which nobody changes: a text that is read again is not parsed again.

    The parser in C takes a twelfth of the time; the one in Python words mistakes better.
    """
    try:
        return YAML(typ="safe").compose(StringIO(text))
    except YAMLError:
        return YAML(typ="safe", pure=True).compose(StringIO(text))


_LOOK = "look for a bracket, a quote or an indent that is not closed here or just above"


def _hint(problem: str, before: str) -> str:
    """What helps with a problem, given what stands before it on its line."""
    if "tab" in problem or "\\t" in problem:
        return "indent with spaces, not tabs"
    if "mapping values are not allowed" in problem:
        if ":" in before:
            return "a text with ': ' in it needs quotes"
        return "the keys of one mapping begin in one column"
    return _LOOK


class _Composer:
    """Turns ruamel's composed nodes into ours, refusing what hides meaning."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.seen: set[int] = set()

    def node(self, raw: Any) -> Node:
        at = Location(self.source.path, raw.start_mark.line + 1, raw.start_mark.column + 1)
        if id(raw) in self.seen:
            self.source.report("CFG006", "an alias repeats an anchored value", at, "write it out")
            return Node("", at)
        self.seen.add(id(raw))
        if isinstance(raw, MappingNode):
            return self._mapping(raw, at)
        if isinstance(raw, SequenceNode):
            return Node([self.node(item) for item in raw.value], at)
        return self._scalar(raw, at)

    def _scalar(self, raw: ScalarNode, at: Location) -> Node:
        is_null = raw.tag is not None and str(raw.tag).endswith(":null")
        text = "" if is_null else str(raw.value)
        return Node(text, at, is_block=raw.style == "|")

    def _mapping(self, raw: MappingNode, at: Location) -> Node:
        values: dict[str, Node] = {}
        keys: dict[str, Location] = {}
        for raw_key, raw_value in raw.value:
            place = Location(
                self.source.path, raw_key.start_mark.line + 1, raw_key.start_mark.column + 1
            )
            key = str(raw_key.value)
            if key in values:
                self.source.report("CFG007", f"the key '{key}' stands twice", place, "delete one")
                continue
            is_left_out = raw_value.start_mark.index == raw_value.end_mark.index
            values[key] = Node("", place) if is_left_out else self.node(raw_value)
            keys[key] = place
        return Node(values, at, keys)

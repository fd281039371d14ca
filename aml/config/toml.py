"""TOML with the place of every key: the standard reader's values, and a scan for their lines."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from aml.config.node import Node, Source
from aml.core.problem import Location

_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"^(\s*)([A-Za-z0-9_.-]+|\"[^\"]+\")\s*=")
#: What an inline table is made of: quoted texts, its marks, and words.
_PART = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'[^']*'|[{}\[\]=,#]|[^\s{}\[\]=,#\"']+")
_AT = re.compile(r"\(at line (\d+), column (\d+)\)")

_Path = tuple[str, ...]
Places = dict[_Path, Location]


def read_toml(path: Path, shown: str | None = None) -> tuple[Node, Source]:
    """The root node of a TOML file and its source, as `read_yaml` gives them."""
    name = shown or str(path)
    start = Location(name, 1, 1)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        source = Source(name, ())
        source.report("CFG001", "not TOML: the file is not UTF-8 text", start, "save it as UTF-8")
        return Node({}, start), source
    source = Source(name, text.splitlines())
    try:
        shape = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        found = _AT.search(str(error))
        at = Location(name, int(found[1]), int(found[2])) if found else start
        source.report("CFG001", f"not TOML: {_AT.sub('', str(error)).strip()}", at)
        return Node({}, at), source
    return _node(shape, (), _places(text, name), start), source


def _places(text: str, name: str) -> Places:
    places: Places = {}
    table: tuple[str, ...] = ()
    counts: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.match(line):
            parts = tuple(part.strip().strip('"') for part in header[2].split("."))
            if header[1] == "[[":
                counts[header[2]] = counts.get(header[2], -1) + 1
                parts = (*parts, str(counts[header[2]]))
            table = parts
            places[table] = Location(name, number, 1)
        elif key := _KEY.match(line):
            path = (*table, *_parts(key[2]))
            places[path] = Location(name, number, len(key[1]) + 1)
            for inner, column in _inline(line, key.end(), path):
                places[inner] = Location(name, number, column)
    return places


def _parts(key: str) -> list[str]:
    return [part.strip("\"'") for part in key.split(".")]


def _inline(line: str, start: int, path: _Path) -> Iterator[tuple[_Path, int]]:
    """The keys of the inline tables that are the value of a key, each with its column."""
    above: list[_Path] = []
    word, column = "", 0
    for found in _PART.finditer(line, start):
        mark = found.group()
        if mark == "#":
            return
        if mark == "{":
            above.append(path)
        elif mark == "}" and above:
            path = above.pop()
        elif mark == "=" and above:
            path = (*above[-1], *_parts(word))
            yield path, column
        word, column = mark, found.start() + 1


def _node(shape: Any, path: tuple[str, ...], places: Places, parent: Location) -> Node:
    at = places.get(path, parent)
    if isinstance(shape, dict):
        nodes = {key: _node(item, (*path, key), places, at) for key, item in shape.items()}
        keys = {key: places.get((*path, key), at) for key in shape}
        return Node(nodes, at, keys)
    if isinstance(shape, list):
        items = [_node(item, (*path, str(i)), places, at) for i, item in enumerate(shape)]
        return Node(items, at)
    if isinstance(shape, bool):
        return Node("true" if shape else "false", at)
    return Node(str(shape), at)

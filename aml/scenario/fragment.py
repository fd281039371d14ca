"""Pieces of SQL that an author wrote in a pattern, and the text that is put together from them."""

from __future__ import annotations

from dataclasses import dataclass, field

from aml.config.node import Node, Source
from aml.core.scenario import SqlPiece, SqlText
from aml.scenario.table import block_start


@dataclass(frozen=True, slots=True)
class Fragment:
    """SQL from one value of the YAML file: its text, and where the text begins there.

    A text that stands in no file, such as a name left out, has line 0.
    """

    text: str
    line: int
    column: int

    def __bool__(self) -> bool:
        return bool(self.text)

    def part(self, start: int, end: int) -> Fragment:
        """The characters from start to end, at their own place. They stand on one line."""
        before = self.text[:start]
        line = before.count("\n")
        column = self.column + len(before) - (before.rfind("\n") + 1)
        return Fragment(self.text[start:end], self.line + line, column)


def fragment(node: Node, source: Source) -> Fragment:
    """The SQL of a text node: a `|` block, a plain or a quoted text."""
    text = str(node.value)
    if node.is_block:
        line, column = block_start(node, source)
        return Fragment(text.rstrip("\n"), line, column)
    line, column = node.location.line or 1, node.location.column or 1
    written = source.lines[line - 1][column - 1 :] if line <= len(source.lines) else ""
    return Fragment(text.strip(), line, column + written.startswith(('"', "'")))


@dataclass(slots=True)
class Draft:
    """SQL in the making: what the compiler says, and what it takes from the author word for word.

    `{}` in a line stands for the next fragment. A fragment of several lines keeps them, indented
    like the line that it stands in.
    """

    lines: list[str] = field(default_factory=list)
    pieces: list[SqlPiece] = field(default_factory=list)
    size: int = 0

    def say(self, line: str, *fragments: Fragment) -> None:
        """One line of SQL, with the author's fragments in place of each `{}`."""
        indent = " " * (len(line) - len(line.lstrip()))
        texts = line.split("{}")
        written = texts[0]
        for part, text in zip(fragments, texts[1:], strict=True):
            written = self._take(written, part, indent) + text
        self.lines.append(written)
        self.size += len(written.encode("utf-8")) + 1

    def _take(self, written: str, part: Fragment, indent: str) -> str:
        for number, text in enumerate(part.text.split("\n")):
            written += f"\n{indent}" if number else ""
            start = self.size + len(written.encode("utf-8"))
            end = start + len(text.encode("utf-8"))
            if part.line:
                self.pieces.append(SqlPiece(start, end, part.line + number, part.column))
            written += text
        return written

    def text(self, path: str, line: int, column: int) -> SqlText:
        """The whole, whose other parts belong to one place of the file."""
        sql = "\n".join(self.lines) + "\n"
        return SqlText(sql, path, line, column, tuple(self.pieces))

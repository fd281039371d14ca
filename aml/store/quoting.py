"""Names and texts as SQL writes them. The one place where a value of ours becomes SQL text.

What a record of a ledger holds is always bound or stays in a table; only names and settings that a
person wrote (columns, date formats, marks) pass through here.
"""

from __future__ import annotations


def identifier(name: str) -> str:
    """A column or table name in double quotes."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text in single quotes."""
    return "'" + text.replace("'", "''") + "'"


def literals(texts: tuple[str, ...] | list[str]) -> str:
    """A bracketed list of texts for IN: `('a', 'b')`."""
    return "(" + ", ".join(literal(text) for text in texts) + ")"

"""The message formats by the word that `format.kind` of a profile names them with."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module

from aml.core.problem import did_you_mean
from aml.ledger.message.record import MessageFormat

#: The module of each kind; it is imported when a file of the kind is opened (lxml is heavy).
_MODULES: Mapping[str, str] = {
    "bai2": "bai2",
    "camt": "camt",
    "ecb_csv": "ecb_csv",
    "ecb_xml": "ecb_xml",
    "fedwire": "fedwire",
    "mt103": "mt103",
    "mt940": "mt940",
    "nacha": "nacha",
    "pacs008": "pacs008",
    "pain001": "pain001",
}

MESSAGE_KINDS = tuple(sorted(_MODULES))


@cache
def message_format(kind: str) -> MessageFormat:
    """The format of a kind. Raises KeyError with the nearest kind there is."""
    if kind not in _MODULES:
        raise KeyError(did_you_mean(kind, MESSAGE_KINDS))
    made: MessageFormat = import_module(f"aml.ledger.message.{_MODULES[kind]}").FORMATS[kind]
    return made

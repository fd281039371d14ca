"""Identifiers and names: what makes two records the same thing."""

from aml.identity.derive import create_number_key, keyed_tables
from aml.identity.groups import PARTY_GROUPS
from aml.identity.name import NameKey, name_key, run_together, spelt_words
from aml.identity.number import is_container, is_ship

__all__ = [
    "PARTY_GROUPS",
    "NameKey",
    "create_number_key",
    "is_container",
    "is_ship",
    "keyed_tables",
    "name_key",
    "run_together",
    "spelt_words",
]

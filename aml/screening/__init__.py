"""Flagged parties: lists, matches, links to the ledger.

Exact matches only: identifiers in one spelling, and names whose keys are equal. Names that differ
by a letter are a step of their own, which adds rows to name_links.
"""

from pathlib import Path

from aml.identity import keyed_tables
from aml.screening.name_keys import NAME_KEYS
from aml.store import Derived

TABLES: tuple[Derived, ...] = (NAME_KEYS, *keyed_tables(Path(__file__).parent / "tables"))

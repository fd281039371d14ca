"""Flagged parties: lists, matches, links to the ledger."""

from aml.store import Derived

TABLES: tuple[Derived, ...] = ()

"""Data quality: a catalogue of checks on the canonical tables, each counted and explained.

A check looks at records that were loaded; what could not be loaded was rejected before, with its
reason. It says in plain words what a flaw means for whoever reads the alerts, and shows ids only.
"""

from aml.ledger.quality.catalogue import catalogue
from aml.ledger.quality.measure import measure

__all__ = ["catalogue", "measure"]

"""Flagged parties: lists, matches, links to the ledger.

Identifiers match in one spelling; names match when their keys are equal, and count for less when
they nearly agree (near_names).
"""

from pathlib import Path

from aml.identity import keyed_tables
from aml.screening.exposures import EXPOSURES
from aml.screening.flag_reasons import FLAG_REASONS
from aml.screening.name_keys import NAME_KEYS
from aml.screening.near_table import NEAR_NAMES
from aml.screening.score import create_scores
from aml.screening.vessel_keys import VESSEL_KEYS
from aml.store import Derived, prepared

TABLES: tuple[Derived, ...] = (
    NAME_KEYS,
    NEAR_NAMES,
    VESSEL_KEYS,
    EXPOSURES,
    FLAG_REASONS,
    *(prepared(table, create_scores) for table in keyed_tables(Path(__file__).parent / "tables")),
)

"""Bills of lading, voyages and sea routes, and references to trade found in payment text."""

from pathlib import Path

from aml.identity import keyed_tables
from aml.shipping.chance_limits import CHANCE_LIMITS
from aml.shipping.payment_references import PAYMENT_REFERENCES
from aml.shipping.ports import PORT_PLACES
from aml.shipping.sea import SeaWay, sea_ways
from aml.shipping.sea_distances import SEA_DISTANCES
from aml.shipping.voyages import voyages_of
from aml.store import Derived

TABLES: tuple[Derived, ...] = (
    CHANCE_LIMITS,
    PAYMENT_REFERENCES,
    PORT_PLACES,
    SEA_DISTANCES,
    *keyed_tables(Path(__file__).parent / "tables"),
)

__all__ = ["TABLES", "SeaWay", "sea_ways", "voyages_of"]

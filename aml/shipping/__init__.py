"""Bills of lading and the references to them found in payment text."""

from pathlib import Path

from aml.identity import keyed_tables
from aml.shipping.payment_references import PAYMENT_REFERENCES
from aml.store import Derived

TABLES: tuple[Derived, ...] = (PAYMENT_REFERENCES, *keyed_tables(Path(__file__).parent / "tables"))

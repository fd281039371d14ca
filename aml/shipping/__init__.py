"""Bills of lading and the references to them found in payment text."""

from aml.store import Derived

TABLES: tuple[Derived, ...] = ()

"""Files to canonical tables: profiles, bulk reading, rejects, control totals, exchange rates.

Promises: every record of every file is loaded, rejected with a reason, or counted as a duplicate,
and the sums say so. Refuses: guessing at dates, marks, signs or encodings.
"""

from aml.ledger.load import load_profile
from aml.ledger.profile import Profile, find_profile
from aml.ledger.read import read

__all__ = ["Profile", "find_profile", "load_profile", "read"]

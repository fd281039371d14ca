"""Message formats of banks (ISO 20022, SWIFT MT, BAI2, NACHA, Fedwire), read as streams of records.

A reader yields records as texts under canonical names, and what the file states of them. Everything
after that (types, rejects, control totals, evidence) is the same as for a CSV file.
"""

from aml.ledger.message.formats import MESSAGE_KINDS
from aml.ledger.message.opening import open_message

__all__ = ["MESSAGE_KINDS", "open_message"]

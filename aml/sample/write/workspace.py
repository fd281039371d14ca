"""The aml.toml beside the files, so that a scan needs nothing else."""

from __future__ import annotations

_HEAD = """# A synthetic ledger (seed {seed}, {transactions} transactions): nobody in it exists.
# Scan it with: aml scan --config aml.toml

[institution]
name = "Harbour & Valley Bank"
country = "US"
sector = "bank"
base_currency = "USD"
"""
_INPUT = """
[[input]]
table = "{table}"
paths = ["{paths}"]
"""
_TAIL = """
[output]
folder = "out"
"""
LONG = ("transactions", "remittances")
TABLES = (
    "customers", "accounts", "relationships", "branches", "agents", "flagged_parties", "shippers",
    "vessels", "voyages", "port_calls", "bills_of_lading", "container_events", "ais_gaps",
    "ports", "port_employers", "hs_prices", "fx_rates",
)  # fmt: skip


def workspace(transactions: int, seed: int, form: str) -> str:
    """The text of aml.toml."""
    parts = [_HEAD.format(seed=seed, transactions=transactions)]
    parts += [_INPUT.format(table=table, paths=f"{table}_*.{form}") for table in LONG]
    parts += [_INPUT.format(table=table, paths=f"{table}.{form}") for table in TABLES]
    return "".join([*parts, _TAIL])

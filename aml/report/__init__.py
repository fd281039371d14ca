"""A case to documents. Never sees the ledger."""

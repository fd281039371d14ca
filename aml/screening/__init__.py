"""Flagged parties: lists, matches, links to the ledger."""

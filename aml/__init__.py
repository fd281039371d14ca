"""aml finds cartel money in bank and remittance ledgers and writes the report."""

__version__ = "0.1.0"

"""Exchange rates of a run: the rate of each day, and records whose day has none."""

from __future__ import annotations

from aml.ledger.rules import LEDGERS
from aml.store import Store, sql_tables
from aml.store.price import PRICED

#: What the rates of fx_rates reach to, for each currency that records of a file lack one of.
_KNOWN = """
    SELECT lacking.currency, min(rate_on), max(rate_on)
    FROM (
        SELECT DISTINCT value AS currency FROM rejected_records
        WHERE code = 'LDG016' AND file_id = $file_id
    ) AS lacking
    CROSS JOIN institution
    LEFT JOIN fx_rates AS known
        ON known.currency = lacking.currency AND known.base_currency = institution.base_currency
    GROUP BY lacking.currency
    ORDER BY lacking.currency
"""


def build_rates(store: Store) -> None:
    """The rate of each currency and day, once the rates are loaded."""
    next(table for table in sql_tables() if table.name == "fx_days").build(store)


def without_rate(table: str, staged: str, aside: str, condition: str) -> str:
    """SQL of the staged records that cannot be priced: position, code, column, value, kind.

    A record in another currency needs the rate of its day, and room for what it comes to.

    Args:
        table: the ledger.
        staged: SQL of the table of its staged rows.
        aside: SQL of the table of those that are not loaded already.
        condition: SQL of the rows that have an amount to be priced.
    """
    day = LEDGERS[table]
    return (
        "SELECT staged.rowid,"
        " CASE WHEN rate.rate IS NULL THEN 'LDG016' ELSE 'LDG017' END,"
        " CASE WHEN rate.rate IS NULL THEN 'currency' ELSE 'amount' END,"
        " CASE WHEN rate.rate IS NULL THEN staged.currency ELSE CAST(amount AS VARCHAR) END,"
        f" 'rejected' FROM {staged} AS staged"
        f" ANTI JOIN {aside} AS bad ON staged.rowid = bad.position"
        " CROSS JOIN institution"
        f" LEFT JOIN fx_days AS rate ON staged.currency = rate.currency AND {day} = rate.rate_on"
        f" WHERE {condition} AND staged.currency <> institution.base_currency"
        " AND institution.base_currency <> ''"
        f" AND (rate.rate IS NULL OR TRY_CAST({PRICED} AS DECIMAL(18, 4)) IS NULL)"
    )


def known_days(store: Store, file_id: int) -> str:
    """In words, the days that fx_rates knows of each currency that a file lacks a rate of.

    Args:
        store: the canonical tables and the records that were not loaded.
        file_id: the file.
    """
    told = [
        f"{currency} from {first} to {last}" if last else f"no {currency}"
        for currency, first, last in store.rows(_KNOWN, {"file_id": file_id})
    ]
    return f"fx_rates has {', '.join(told)}"

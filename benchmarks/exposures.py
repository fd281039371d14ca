"""How long it takes to follow money from flagged parties over three hops.

    python benchmarks/exposures.py --transfers 10000000 --flagged 500 --threads 2 --memory 6GB

Transfers between invented accounts over one year; some accounts pay a hundred times as often as
most, as firms do. Printed: seconds for the table, for one scan of the columns that it reads, the
paths a hop, and the peak memory.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from pathlib import Path

from rich.console import Console

from aml.screening.exposures import EXPOSURES
from aml.store import Store
from aml.store.schema import create_schema

#: Payer and payee are drawn from a square law, so that few accounts do much and most do little.
_TRANSFERS = """
    CREATE TEMP TABLE transfers AS
    WITH drawn AS (
        SELECT i, hash(i) AS a, hash(i + 1000000007) AS b, hash(i + 2000000011) AS c,
            TIMESTAMP '2026-01-01'
            + to_seconds(CAST(i * 31536000 // $transfers AS BIGINT)) AS booked_at
        FROM range($transfers) AS r(i)
    )
    SELECT
        printf('T%010d', i) AS transaction_id,
        printf('A%08d', CAST($accounts * pow(a % 1000003 / 1000003, 1.5) AS BIGINT)) AS payer_id,
        printf('A%08d', CAST($accounts * pow(b % 1000033 / 1000033, 1.5) AS BIGINT)) AS payee_id,
        NULL::VARCHAR AS payer_customer_id, NULL::VARCHAR AS payee_customer_id, false AS is_own,
        booked_at, CAST(booked_at AS DATE) AS booked_on,
        CAST(20 + c % 500000 / 100 AS DECIMAL(18, 4)) AS amount, 'USD' AS currency,
        CAST(20 + c % 500000 / 100 AS DECIMAL(18, 4)) AS amount_base,
        printf('T%010d', i) AS debit_id, NULL::VARCHAR AS credit_id,
        DATE '2026-01-01' AS first_on, DATE '2026-12-31' AS last_on
    FROM drawn"""

#: Every so many accounts of the less busy half is a flagged party's.
_FLAGGED = """
    CREATE TEMP TABLE payment_parties AS
    SELECT 'transactions' AS payment_table, transaction_id AS payment_id, 'counterparty' AS side,
        'account' AS subject_kind, payee_id AS subject_key
    FROM transfers
    WHERE payee_id IN (
        SELECT printf('A%08d', CAST($accounts // 2 + n * ($accounts // 2 // $flagged) AS BIGINT))
        FROM range($flagged) AS r(n))"""

_LINKS = """
    CREATE TEMP TABLE party_links AS
    SELECT DISTINCT subject_kind, subject_key, 'L' AS list_id, subject_key AS entry_id,
        'sdn' AS reason, CAST(1 AS DECIMAL(18, 6)) AS score, DATE '2020-01-01' AS valid_from,
        NULL::DATE AS valid_to, NULL::DATE AS since_on
    FROM payment_parties"""

_SCAN = "SELECT max(payer_id), max(payee_id), max(booked_at), max(amount_base) FROM transfers"

_CASH = """
    CREATE TEMP TABLE cash_entries AS
    SELECT payee_id AS account_id, booked_at, amount_base, 'credit' AS direction
    FROM transfers WHERE false"""


def measure(store: Store, chosen: argparse.Namespace) -> None:
    """Fill the tables that exposures reads, build it, print."""
    sizes = {"accounts": chosen.accounts, "flagged": chosen.flagged}
    create_schema(store)
    store.run(_TRANSFERS, {"transfers": chosen.transfers, "accounts": chosen.accounts})
    store.run(_FLAGGED, sizes)
    store.run(_LINKS)
    store.run(_CASH)
    began = time.perf_counter()
    store.rows(
        "SELECT max(payer_id), max(payee_id), max(booked_at), max(amount_base) FROM transfers"
    )
    scanned = time.perf_counter() - began
    began = time.perf_counter()
    EXPOSURES.build(store)
    took = time.perf_counter() - began
    hops = store.rows("SELECT hop, count(*) FROM exposures GROUP BY hop ORDER BY hop")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    console = Console(highlight=False)
    console.print(
        f"{chosen.transfers:,} transfers, {store.count('party_links'):,} flagged accounts"
    )
    console.print(f"exposures {took:.1f} s, {took / scanned:.0f} times a scan of their columns")
    for hop, payments in hops:
        console.print(f"hop {hop}: {payments:,} payments")
    console.print(f"peak memory {peak:.2f} GiB")


def main() -> None:
    """Read the sizes, measure in a folder of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--transfers", type=int, default=10_000_000)
    parser.add_argument("--accounts", type=int, default=1_000_000)
    parser.add_argument("--flagged", type=int, default=500)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--memory", default="6GB")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="aml-bench-") as folder:
        path = Path(folder)
        with Store(
            path / "run.duckdb", threads=chosen.threads, memory=chosen.memory, work=path
        ) as store:
            measure(store, chosen)


if __name__ == "__main__":
    main()

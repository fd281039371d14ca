"""The derived table exposures: money that comes from a flagged party by way of others.

One row a payment, list entry and hop: at hop 1 the flagged party pays, at hop 2 one whom it paid
pays on, at hop 3 one whom that one paid. `share` is the part of the payment that counts as the
flagged party's: 1 at hop 1; after that, of payer u at time t,

    0.8 x min(1, tainted inflow of u in the 90 days before t / all inflow of u in them)

where the tainted inflow is the sum of amount x share over the payments of the hop before. Shares
are DECIMAL(18, 6). path_ids are the payments from the flagged party to this one, at each hop the
one that brought most; exposure_steps has them one by one. Nobody hands taint on who deals with more
than 500 others within 90 days, or passes money on for a living: banks, payment processors,
utilities, carriers, payroll bureaus, the state. to_hub marks a payment to one of them.
"""

from __future__ import annotations

from aml.store import Derived, Store

HOPS = 3
DECAY = "0.8"
WINDOW_DAYS = 90
HUB_DEGREE = 500
#: NAICS: utilities, carriers, ports, banking, payment processing, payroll, public administration.
HUB_INDUSTRIES = "^(221|481|482|483|484|4883|521|522|541214|92)"
#: Below it a link by name needs a person's eye before money is followed from it.
LEAST_SCORE = "0.90"

#: All money that arrives: what others paid, and cash.
_INFLOWS = """
    CREATE TEMP TABLE inflows AS
    SELECT payee_id AS node_id, booked_at, amount_base FROM transfers WHERE amount_base IS NOT NULL
    UNION ALL
    SELECT account_id, booked_at, amount_base FROM cash_entries
    WHERE direction = 'credit' AND amount_base IS NOT NULL"""

#: A firm is its owner's from the day of ownership, not before.
_SINCE = "greatest(link.valid_from, coalesce(link.since_on, link.valid_from))"

_FLAGGED = f"""
    CREATE TEMP TABLE flagged_nodes AS
    WITH named AS (
        SELECT DISTINCT payment.payment_id, link.list_id, link.entry_id, link.reason,
            {_SINCE} AS valid_from, coalesce(link.valid_to, DATE '9999-12-31') AS valid_to
        FROM payment_parties AS payment
        INNER JOIN party_links AS link
            ON link.subject_kind = payment.subject_kind AND link.subject_key = payment.subject_key
        WHERE payment.side = 'counterparty' AND payment.payment_table = 'transactions'
            AND link.score >= {LEAST_SCORE}
    )
    SELECT DISTINCT payee_id AS node_id, list_id, entry_id, reason, valid_from, valid_to
    FROM named INNER JOIN transfers ON transfers.debit_id = named.payment_id
    UNION
    SELECT DISTINCT payer_id, list_id, entry_id, reason, valid_from, valid_to
    FROM named INNER JOIN transfers ON transfers.credit_id = named.payment_id
    UNION
    SELECT DISTINCT entry.account_id, link.list_id, link.entry_id, link.reason, {_SINCE},
        coalesce(link.valid_to, DATE '9999-12-31')
    FROM (SELECT DISTINCT account_id, coalesce(customer_id, account_id) AS owner_id
        FROM transactions) AS entry
    INNER JOIN party_links AS link
        ON link.subject_kind = 'customer' AND link.subject_key = entry.owner_id
    WHERE link.score >= {LEAST_SCORE}"""

#: Who has too many partners in any 90 days, counted as in the sweep of a rolling distinct count.
_HUBS = f"""
    CREATE TEMP TABLE hub_nodes AS
    WITH sides AS (
        SELECT payer_id AS node_id, payee_id AS partner, booked_at FROM transfers
        UNION ALL
        SELECT payee_id, payer_id, booked_at FROM transfers
    ), busy AS (
        SELECT node_id FROM sides GROUP BY node_id HAVING count(DISTINCT partner) > {HUB_DEGREE}
    ), spans AS (
        SELECT node_id, booked_at, least(booked_at + INTERVAL {WINDOW_DAYS} DAY, coalesce(
            lead(booked_at) OVER (PARTITION BY node_id, partner ORDER BY booked_at),
            booked_at + INTERVAL {WINDOW_DAYS} DAY)) AS leaves_at
        FROM sides WHERE node_id IN (FROM busy)
    ), steps AS (
        SELECT node_id, booked_at AS moves_at, 1 AS coming FROM spans
        UNION ALL
        SELECT node_id, leaves_at, -1 FROM spans
    ), counted AS (
        SELECT node_id, sum(coming) OVER (PARTITION BY node_id ORDER BY moves_at
            RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS degree
        FROM steps
    )
    SELECT DISTINCT node_id FROM counted WHERE degree > {HUB_DEGREE}
    UNION
    SELECT DISTINCT ends.node_id
    FROM (
        SELECT payer_id AS node_id, payer_customer_id AS customer_id FROM transfers
        UNION ALL
        SELECT payee_id, payee_customer_id FROM transfers
    ) AS ends
    INNER JOIN customers ON customers.customer_id = ends.customer_id
    WHERE regexp_matches(coalesce(customers.industry_code, ''), '{HUB_INDUSTRIES}')"""

_CREATE = """
    CREATE TEMP TABLE exposures (transaction_id VARCHAR, payer_id VARCHAR, payee_id VARCHAR,
        payer_customer_id VARCHAR, payee_customer_id VARCHAR, booked_at TIMESTAMP, booked_on DATE,
        amount_base DECIMAL(18, 4), list_id VARCHAR, entry_id VARCHAR, reason VARCHAR, hop INTEGER,
        share DECIMAL(18, 6), tainted_base DECIMAL(18, 4), path_ids VARCHAR[],
        to_hub BOOLEAN)"""

_FIRST = """
    INSERT INTO exposures
    SELECT t.transaction_id, t.payer_id, t.payee_id, t.payer_customer_id, t.payee_customer_id,
        t.booked_at, t.booked_on, t.amount_base, f.list_id, f.entry_id, min(f.reason), 1, 1,
        t.amount_base, [t.transaction_id], t.payee_id IN (FROM hub_nodes)
    FROM transfers AS t
    INNER JOIN flagged_nodes AS f ON f.node_id = t.payer_id
        AND t.booked_on BETWEEN f.valid_from AND f.valid_to
    WHERE t.amount_base > 0
    GROUP BY ALL"""

#: One hop on: the payments of those whom the hop before paid, less than 90 days after.
_NEXT = f"""
    INSERT INTO exposures
    WITH before AS (
        SELECT * FROM exposures WHERE hop = $hop - 1 AND NOT to_hub
    ), reached AS (
        SELECT t.transaction_id, b.list_id, b.entry_id, min(b.reason) AS reason,
            sum(b.tainted_base) AS tainted_in,
            arg_max(b.path_ids, (b.tainted_base, b.booked_at, b.transaction_id)) AS path_ids
        FROM before AS b
        INNER JOIN transfers AS t ON t.payer_id = b.payee_id AND t.booked_at > b.booked_at
            AND t.booked_at <= b.booked_at + INTERVAL {WINDOW_DAYS} DAY
        WHERE t.amount_base > 0 AND NOT EXISTS (SELECT 1 FROM flagged_nodes AS f
            WHERE f.node_id = t.payer_id AND f.list_id = b.list_id AND f.entry_id = b.entry_id)
        GROUP BY t.transaction_id, b.list_id, b.entry_id
    ), paid AS (
        SELECT t.*, r.list_id, r.entry_id, r.reason, r.tainted_in, r.path_ids
        FROM reached AS r
        INNER JOIN transfers AS t ON t.transaction_id = r.transaction_id
    ), moments AS (
        SELECT DISTINCT payer_id, booked_at FROM paid
    ), received AS (
        SELECT m.payer_id, m.booked_at, sum(i.amount_base) AS all_in
        FROM moments AS m
        INNER JOIN inflows AS i ON i.node_id = m.payer_id AND i.booked_at < m.booked_at
            AND i.booked_at >= m.booked_at - INTERVAL {WINDOW_DAYS} DAY
        GROUP BY m.payer_id, m.booked_at
    ), shared AS (
        SELECT p.*,
            least({DECAY}, CAST({DECAY} * p.tainted_in / r.all_in AS DECIMAL(18, 6))) AS share
        FROM paid AS p
        INNER JOIN received AS r ON r.payer_id = p.payer_id AND r.booked_at = p.booked_at
    )
    SELECT transaction_id, payer_id, payee_id, payer_customer_id, payee_customer_id, booked_at,
        booked_on, amount_base, list_id, entry_id, reason, $hop, share,
        CAST(CAST(amount_base AS DECIMAL(24, 4)) * share AS DECIMAL(18, 4)),
        list_append(path_ids, transaction_id), payee_id IN (FROM hub_nodes)
    FROM shared WHERE share > 0"""


def _build(store: Store) -> None:
    store.run(_CREATE)
    if not (store.count("payment_parties") and store.count("transfers")):
        return
    for statement in (_FLAGGED, _HUBS, _INFLOWS, _FIRST):
        store.run(statement)
    for hop in range(2, HOPS + 1):
        store.run(_NEXT, {"hop": hop})
    for table in ("inflows", "hub_nodes", "flagged_nodes"):
        store.run(f"DROP TABLE {table}")


EXPOSURES = Derived(
    "exposures",
    (),
    ("payment_parties", "party_links", "transfers", "cash_entries", "customers"),
    _build,
)

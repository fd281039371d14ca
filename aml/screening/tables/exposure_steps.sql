-- The payments of each path of exposures, one by one: one row a path and step. transaction_id, list_id,
-- entry_id and hop name the path, as exposures does, for those of two payments or more; step counts from
-- the flagged party on. step_id is the payment in transfers, debit_id and credit_id its legs; share and
-- tainted_base are what exposures says of it.
-- uses: exposures, transfers
WITH paths AS (
    SELECT transaction_id, list_id, entry_id, hop, unnest(path_ids) AS step_id, generate_subscripts(path_ids, 1) AS step
    FROM exposures
    WHERE hop > 1
)
SELECT
    paths.transaction_id, paths.list_id, paths.entry_id, paths.hop, CAST(paths.step AS INTEGER) AS step, paths.step_id,
    payment.debit_id, payment.credit_id, payment.payer_id, payment.payee_id,
    payment.payer_customer_id, payment.payee_customer_id, payment.booked_on, payment.amount_base,
    tainted.share, tainted.tainted_base
FROM paths
INNER JOIN transfers AS payment ON payment.transaction_id = paths.step_id
INNER JOIN exposures AS tainted
    ON tainted.transaction_id = paths.step_id AND tainted.list_id = paths.list_id
    AND tainted.entry_id = paths.entry_id AND tainted.hop = paths.step

-- Which debit of an account spent which credit, first in first out: matched_base is what of the credit left with
-- the debit, minutes how long it had stayed. At one instant credits come before debits. A debit beyond all credits
-- so far comes out of an opening balance, of which the ledger knows nothing, and matches nothing. All posted entries
-- take part, in the base currency: what a card spends can no longer be passed on. Matches after more than ten days
-- are left out, no rule follows money for longer; so are accounts that never had 1,000 in within a calendar month:
-- rules that follow money ask for 2,000 or more within thirty days, however they are tuned, and these touch two months.
-- The way is linear but for two sorts. An account's entries are laid along its money: a credit ends at the sum
-- of the credits up to it, a debit at the sum of the debits up to it less what the opening balance paid, which is
-- the most by which debits ever exceeded credits. Each stretch between two ends belongs to the next credit and the
-- next debit that end there or later.
-- reads: transactions
WITH busy AS (
    SELECT DISTINCT account_id
    FROM (
        SELECT account_id
        FROM transactions
        WHERE status = 'posted' AND direction = 'credit'
        GROUP BY account_id, date_trunc('month', booked_on)
        HAVING sum(amount_base) >= 1000
    ) AS months
), flows AS (
    SELECT account_id, transaction_id, booked_at, direction = 'debit' AS is_debit, amount_base
    FROM transactions
    WHERE status = 'posted' AND amount_base > 0 AND account_id IN (SELECT account_id FROM busy)
), summed AS (
    SELECT
        account_id, transaction_id, booked_at, is_debit,
        sum(CASE WHEN is_debit THEN 0 ELSE amount_base END) OVER so_far AS money_in,
        sum(CASE WHEN is_debit THEN amount_base ELSE -amount_base END) OVER so_far AS excess
    FROM flows
    WINDOW so_far AS (
        PARTITION BY account_id ORDER BY booked_at, is_debit, transaction_id
        ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    )
), laid AS (
    SELECT
        account_id, transaction_id, booked_at, is_debit,
        CASE
            WHEN NOT is_debit THEN money_in
            ELSE money_in + excess - greatest(0, max(excess) OVER (
                PARTITION BY account_id ORDER BY booked_at, is_debit, transaction_id
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
            ))
        END AS ends_at
    FROM summed
), stretches AS (
    SELECT
        account_id, CAST(ends_at - lag(ends_at, 1, 0) OVER along AS DECIMAL(18, 4)) AS matched_base,
        first_value(CASE WHEN NOT is_debit THEN transaction_id END IGNORE NULLS) OVER along AS credit_id,
        first_value(CASE WHEN is_debit THEN transaction_id END IGNORE NULLS) OVER along AS debit_id,
        first_value(CASE WHEN NOT is_debit THEN booked_at END IGNORE NULLS) OVER along AS credit_at,
        first_value(CASE WHEN is_debit THEN booked_at END IGNORE NULLS) OVER along AS debit_at
    FROM laid
    WINDOW along AS (
        PARTITION BY account_id ORDER BY ends_at, is_debit, booked_at, transaction_id
        ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING
    )
)
SELECT
    account_id, credit_id, debit_id, matched_base, credit_at, debit_at,
    date_diff('minute', credit_at, debit_at) AS minutes
FROM stretches
WHERE matched_base > 0 AND debit_at <= credit_at + INTERVAL 10 DAY

-- Money that came into and left each account on each day with an entry: exact sums and counts of the posted
-- entries in the base currency. Transfers between a customer's own accounts are left out where the other
-- account is known, by its number or its IBAN, or the counterparty is the customer: they bring nothing in.
-- An amount that lacks a rate counts as an item and adds to no sum. customer_id is the account where the
-- ledger names none.
-- reads: transactions
-- uses: accounts
WITH held AS (
    SELECT account_id AS number, customer_id FROM accounts WHERE customer_id IS NOT NULL
    UNION
    SELECT iban, customer_id FROM accounts WHERE iban IS NOT NULL AND customer_id IS NOT NULL
), entries AS (
    SELECT
        entry.account_id, coalesce(entry.customer_id, entry.account_id) AS customer_id, entry.booked_on,
        entry.direction = 'credit' AS is_credit,
        entry.channel IN ('cash_teller', 'cash_atm', 'night_drop', 'armoured_cash') AS is_cash,
        coalesce(entry.amount_base, 0) AS amount_base
    FROM transactions AS entry
    WHERE entry.status = 'posted'
        AND coalesce(entry.counterparty_id <> entry.customer_id, true)
        AND NOT EXISTS (
            SELECT 1 FROM held
            WHERE held.number = entry.counterparty_account AND held.customer_id = entry.customer_id
        )
)
SELECT
    account_id, min(customer_id) AS customer_id, booked_on,
    CAST(sum(CASE WHEN is_credit THEN amount_base ELSE 0 END) AS DECIMAL(38, 4)) AS money_in,
    CAST(sum(CASE WHEN is_credit THEN 0 ELSE amount_base END) AS DECIMAL(38, 4)) AS money_out,
    CAST(sum(CASE WHEN is_credit AND is_cash THEN amount_base ELSE 0 END) AS DECIMAL(38, 4)) AS cash_in,
    CAST(sum(CASE WHEN is_credit OR NOT is_cash THEN 0 ELSE amount_base END) AS DECIMAL(38, 4)) AS cash_out,
    count(CASE WHEN is_credit THEN 1 END) AS items_in,
    count(CASE WHEN NOT is_credit THEN 1 END) AS items_out
FROM entries
GROUP BY account_id, booked_on

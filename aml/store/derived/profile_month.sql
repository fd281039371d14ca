-- What each customer did in each calendar month: exact sums, counts and the largest item of the posted
-- entries; a month without an entry has no row. Transfers between a customer's own accounts are left
-- out: they bring nothing in. An amount that lacks a rate counts as an entry and adds to no sum.
-- Distinct counterparties and places are not here: such counts do not add up over months.
-- The band below a reporting line begins at 80 % of it, as in the structuring scenarios.
-- reads: transactions
-- uses: cash_lines
WITH banded AS (
    SELECT
        customer_id, CAST(date_trunc('month', booked_on) AS DATE) AS month_on,
        count(DISTINCT transaction_id) AS deposits
    FROM cash_lines
    WHERE direction = 'credit' AND NOT is_reportable
        AND amount >= CAST(0.80 AS DECIMAL(9, 4)) * CAST(line_amount AS DECIMAL(28, 4))
    GROUP BY customer_id, CAST(date_trunc('month', booked_on) AS DATE)
), entries AS (
    SELECT
        entry.customer_id, CAST(date_trunc('month', entry.booked_on) AS DATE) AS month_on,
        entry.amount, entry.amount_base,
        entry.direction = 'credit' AS is_credit,
        entry.channel IN ('cash_teller', 'cash_atm', 'night_drop', 'armoured_cash') AS is_cash,
        entry.counterparty_country <> institution.country AS is_foreign
    FROM transactions AS entry
    CROSS JOIN institution
    WHERE entry.status = 'posted' AND entry.channel <> 'internal'
), summed AS (
    SELECT
        customer_id, month_on,
        count(*) AS entries,
        count(CASE WHEN is_cash AND is_credit THEN 1 END) AS cash_deposits,
        count(CASE WHEN is_cash AND NOT is_credit THEN 1 END) AS cash_withdrawals,
        count(CASE WHEN amount >= 1000 AND amount % 100 = 0 THEN 1 END) AS round_entries,
        sum(CASE WHEN is_credit THEN amount_base END) AS money_in,
        sum(CASE WHEN NOT is_credit THEN amount_base END) AS money_out,
        sum(CASE WHEN is_cash AND is_credit THEN amount_base END) AS cash_in,
        sum(CASE WHEN is_cash AND NOT is_credit THEN amount_base END) AS cash_out,
        sum(CASE WHEN is_foreign AND is_credit THEN amount_base END) AS from_abroad,
        sum(CASE WHEN is_foreign AND NOT is_credit THEN amount_base END) AS to_abroad,
        max(amount_base) AS largest_entry
    FROM entries
    GROUP BY customer_id, month_on
)
SELECT
    summed.customer_id, summed.month_on,
    summed.entries, summed.cash_deposits, summed.cash_withdrawals, summed.round_entries,
    CAST(coalesce(summed.money_in, 0) AS DECIMAL(38, 4)) AS money_in,
    CAST(coalesce(summed.money_out, 0) AS DECIMAL(38, 4)) AS money_out,
    CAST(coalesce(summed.cash_in, 0) AS DECIMAL(38, 4)) AS cash_in,
    CAST(coalesce(summed.cash_out, 0) AS DECIMAL(38, 4)) AS cash_out,
    CAST(coalesce(summed.from_abroad, 0) AS DECIMAL(38, 4)) AS from_abroad,
    CAST(coalesce(summed.to_abroad, 0) AS DECIMAL(38, 4)) AS to_abroad,
    CAST(coalesce(summed.largest_entry, 0) AS DECIMAL(18, 4)) AS largest_entry,
    coalesce(banded.deposits, 0) AS band_deposits
FROM summed
LEFT JOIN banded
    ON banded.customer_id = summed.customer_id AND banded.month_on = summed.month_on

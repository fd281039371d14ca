-- Cash of each customer by direction and calendar month, from the month of the customer's first entry
-- to the last of the ledger, months without cash included as zeros: the baseline of cash scenarios. A
-- customer who never has cash in a direction has no row for it.
-- reads: cash_entries
-- uses: cash_lines
WITH lives AS (
    SELECT customer_id, date_trunc('month', min(booked_on)) AS first_month
    FROM transactions
    GROUP BY customer_id
), months AS (
    SELECT CAST(unnest(generate_series(
        (SELECT date_trunc('month', min(booked_on)) FROM transactions),
        (SELECT date_trunc('month', max(booked_on)) FROM transactions), INTERVAL 1 MONTH)) AS DATE) AS month_on
), reported AS (
    SELECT DISTINCT transaction_id
    FROM cash_lines
    WHERE is_reportable
), cash AS (
    SELECT
        entry.customer_id, entry.direction, CAST(date_trunc('month', entry.booked_on) AS DATE) AS month_on,
        count(*) AS items, sum(entry.amount_base) AS total_base,
        count(reported.transaction_id) AS reportable_items
    FROM cash_entries AS entry
    LEFT JOIN reported ON entry.transaction_id = reported.transaction_id
    GROUP BY entry.customer_id, entry.direction, CAST(date_trunc('month', entry.booked_on) AS DATE)
), sides AS (
    SELECT DISTINCT customer_id, direction FROM cash
)
SELECT
    sides.customer_id, sides.direction, months.month_on,
    CAST(coalesce(cash.items, 0) AS BIGINT) AS items,
    CAST(coalesce(cash.total_base, 0) AS DECIMAL(38, 4)) AS total_base,
    CAST(coalesce(cash.reportable_items, 0) AS BIGINT) AS reportable_items
FROM sides
INNER JOIN lives ON lives.customer_id = sides.customer_id
INNER JOIN months ON months.month_on >= lives.first_month
LEFT JOIN cash
    ON cash.customer_id = sides.customer_id AND cash.direction = sides.direction
    AND cash.month_on = months.month_on

-- Each cash entry with each cash reporting line in force there and then. Several lines hold at once,
-- so a scenario groups by line_id. `amount` is in the currency of the line; NULL where a rate lacks,
-- which marks every scenario that reads this table as incomplete. is_nearest marks, of the lines that
-- an entry stays under, the one it comes closest to: a rule that reads only those meets an entry once.
-- reads: cash_entries, lines_in_force
-- uses: fx_days
WITH priced AS (
    SELECT
        entry.* EXCLUDE (amount),
        in_line_currency(line.currency, institution.base_currency, entry.currency, entry.amount, entry.amount_base, rate.rate) AS amount,
        line.line_id, line.amount AS line_amount, line.currency AS line_currency,
        line.operator, line.aggregation, line.has_reporting_duty, line.rivals
    FROM cash_entries AS entry
    CROSS JOIN institution
    INNER JOIN lines_in_force AS line
        ON line.kind = 'cash_report' AND line.country = entry.country
        AND entry.booked_on >= line.valid_from
        AND (line.valid_to IS NULL OR entry.booked_on <= line.valid_to)
    LEFT JOIN fx_days AS rate ON rate.currency = line.currency AND rate.rate_on = entry.booked_on
), judged AS (
    SELECT
        *,
        CASE WHEN operator = '>=' THEN amount >= line_amount ELSE amount > line_amount END AS is_reportable
    FROM priced
)
SELECT * EXCLUDE (rivals), NOT is_reportable AS is_nearest
FROM judged
WHERE rivals = 1
UNION ALL
SELECT
    * EXCLUDE (rivals),
    NOT is_reportable AND row_number() OVER (
        PARTITION BY transaction_id, is_reportable
        ORDER BY CAST(amount / line_amount AS DECIMAL(18, 6)) DESC, line_id
    ) = 1
FROM judged
WHERE rivals > 1

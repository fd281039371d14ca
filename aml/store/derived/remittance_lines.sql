-- Each posted remittance with each record-keeping line in force where it was sent. `amount` is in the
-- currency of the line; NULL where a rate lacks. is_nearest marks, of the lines that a remittance stays
-- under, the one it comes closest to: a rule that reads only those meets a remittance once.
-- reads: remittance_parties, lines_in_force
-- uses: fx_days
WITH priced AS (
    SELECT
        sent.* EXCLUDE (amount),
        in_line_currency(line.currency, institution.base_currency, sent.currency, sent.amount, sent.amount_base, rate.rate) AS amount,
        line.line_id, line.amount AS line_amount, line.currency AS line_currency,
        line.operator, line.aggregation, line.has_reporting_duty, line.rivals
    FROM remittance_parties AS sent
    CROSS JOIN institution
    INNER JOIN lines_in_force AS line
        ON line.kind = 'transfer_record' AND line.country = sent.country
        AND sent.sent_on >= line.valid_from
        AND (line.valid_to IS NULL OR sent.sent_on <= line.valid_to)
    LEFT JOIN fx_days AS rate ON rate.currency = line.currency AND rate.rate_on = sent.sent_on
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
        PARTITION BY remittance_id, is_reportable
        ORDER BY CAST(amount / line_amount AS DECIMAL(18, 6)) DESC, line_id
    ) = 1
FROM judged
WHERE rivals > 1

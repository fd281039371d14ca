-- Cash that was keyed in and not booked like that, one row an entry whose status is cancelled or altered,
-- with the highest cash reporting line that it would have been reported under. Entries under every line,
-- and those that lack a rate, are not here. `amount` is in the currency of the line.
-- reads: transactions, lines_in_force
-- uses: branches, agents, fx_days
WITH placed AS (
    SELECT
        entry.transaction_id, entry.customer_id, entry.conductor_id, entry.booked_at, entry.booked_on,
        entry.direction, entry.status, entry.amount, entry.currency, entry.amount_base, entry.teller_id,
        coalesce(entry.branch_id, entry.agent_id, entry.terminal_id) AS place_id,
        coalesce(branch.country, agent.country, institution.country) AS country, institution.base_currency
    FROM transactions AS entry
    CROSS JOIN institution
    LEFT JOIN branches AS branch ON entry.branch_id = branch.branch_id
    LEFT JOIN agents AS agent ON entry.agent_id = agent.agent_id
    WHERE entry.status IN ('cancelled', 'altered')
        AND entry.channel IN ('cash_teller', 'cash_atm', 'night_drop', 'armoured_cash')
), priced AS (
    SELECT
        entry.* EXCLUDE (amount, base_currency, country),
        in_line_currency(line.currency, entry.base_currency, entry.currency, entry.amount, entry.amount_base, rate.rate) AS amount,
        line.line_id, line.amount AS line_amount, line.currency AS line_currency, line.operator
    FROM placed AS entry
    INNER JOIN lines_in_force AS line
        ON line.kind = 'cash_report' AND line.country = entry.country
        AND entry.booked_on >= line.valid_from
        AND (line.valid_to IS NULL OR entry.booked_on <= line.valid_to)
    LEFT JOIN fx_days AS rate ON rate.currency = line.currency AND rate.rate_on = entry.booked_on
)
SELECT *
FROM priced
WHERE amount > line_amount OR (operator = '>=' AND amount = line_amount)
QUALIFY row_number() OVER (PARTITION BY transaction_id ORDER BY line_amount DESC, line_id) = 1

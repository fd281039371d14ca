-- Money orders and drafts (cashier's cheques among them), one row a posted entry: a debit was bought, a
-- credit paid in. `series` and `serial` are the two parts of its number, the digits at its end and what
-- stands before them. other_party is whom it is made out to or comes from. `amount` is in the currency of
-- the line from which such sales are recorded, the lowest in force there and then; it and all of the line
-- are NULL where no line is known, `amount` where a rate lacks.
-- reads: transactions
-- uses: lines_in_force, branches, agents, fx_days
WITH placed AS (
    SELECT
        entry.transaction_id, entry.account_id, entry.customer_id, entry.conductor_id, entry.booked_at,
        entry.booked_on, entry.direction, entry.channel, entry.amount, entry.currency, entry.amount_base,
        coalesce(entry.agent_id, entry.branch_id) AS place_id,
        coalesce(entry.counterparty_account, entry.counterparty_id, lower(trim(entry.counterparty_name))) AS other_party,
        lower(trim(entry.remittance_text)) AS payee_line,
        regexp_extract(
            upper(replace(entry.instrument_number, ' ', '')), '^(.*?)([0-9]{1,18})$', ['series', 'serial']
        ) AS number,
        coalesce(branch.country, agent.country, institution.country) AS country, institution.base_currency
    FROM transactions AS entry
    CROSS JOIN institution
    LEFT JOIN branches AS branch ON entry.branch_id = branch.branch_id
    LEFT JOIN agents AS agent ON entry.agent_id = agent.agent_id
    WHERE entry.status = 'posted' AND entry.channel IN ('money_order', 'draft')
), priced AS (
    SELECT
        entry.* EXCLUDE (amount, number, country, base_currency),
        number.series, CAST(nullif(number.serial, '') AS BIGINT) AS serial,
        in_line_currency(line.currency, entry.base_currency, entry.currency, entry.amount, entry.amount_base, rate.rate) AS amount,
        line.line_id, line.amount AS line_amount, line.currency AS line_currency, line.operator
    FROM placed AS entry
    LEFT JOIN lines_in_force AS line
        ON line.kind = 'instrument_record' AND line.country = entry.country AND entry.booked_on >= line.valid_from
        AND (line.valid_to IS NULL OR entry.booked_on <= line.valid_to)
    LEFT JOIN fx_days AS rate ON rate.currency = line.currency AND rate.rate_on = entry.booked_on
    QUALIFY row_number() OVER (PARTITION BY entry.transaction_id ORDER BY line.amount, line.line_id) = 1
)
SELECT *, CASE WHEN operator = '>=' THEN amount >= line_amount ELSE amount > line_amount END AS is_recorded
FROM priced

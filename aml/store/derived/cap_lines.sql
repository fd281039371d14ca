-- Cash that a customer took from or paid to somebody whom the entry names, or for an invoice, with the
-- caps on cash payments of that country: those in force and, marked is_advisory, those announced. Cash
-- that names neither is put in or taken out at a bank, which no cap limits. `amount` is in the currency
-- of the line; NULL where a rate lacks. `link` tells what belongs together: the invoice, else the other
-- party. is_nearest marks the lowest cap that an entry stays within. identification_amount is the line,
-- in the same currency, from which cash asks for the payer's identity; NULL where none is known.
-- reads: cash_entries, lines_in_force
-- uses: fx_days
WITH known AS (
    SELECT *, coalesce(announced_on, valid_from) AS known_from
    FROM lines_in_force
    WHERE kind IN ('cash_cap', 'cash_identification')
), capped AS (
    SELECT
        entry.* EXCLUDE (amount),
        in_line_currency(line.currency, institution.base_currency, entry.currency, entry.amount, entry.amount_base, rate.rate) AS amount,
        line.line_id, line.amount AS line_amount, line.currency AS line_currency, line.operator,
        entry.booked_on < line.valid_from AS is_advisory
    FROM cash_entries AS entry
    CROSS JOIN institution
    INNER JOIN known AS line
        ON line.kind = 'cash_cap' AND line.country = entry.country AND entry.booked_on >= line.known_from
        AND (line.valid_to IS NULL OR entry.booked_on <= line.valid_to)
    LEFT JOIN fx_days AS rate ON rate.currency = line.currency AND rate.rate_on = entry.booked_on
), named AS (
    SELECT
        capped.*, paid.invoice_reference,
        coalesce(paid.counterparty_id, paid.counterparty_account, paid.counterparty_name) AS other_party
    FROM capped
    INNER JOIN transactions AS paid ON paid.transaction_id = capped.transaction_id
    WHERE coalesce(
        paid.invoice_reference, paid.counterparty_id, paid.counterparty_account, paid.counterparty_name
    ) IS NOT NULL
), judged AS (
    SELECT
        named.*, coalesce('invoice ' || invoice_reference, 'party ' || lower(trim(other_party))) AS link,
        identification.amount AS identification_amount,
        CASE WHEN named.operator = '>=' THEN named.amount >= line_amount ELSE named.amount > line_amount END AS is_over
    FROM named
    LEFT JOIN known AS identification
        ON identification.kind = 'cash_identification' AND identification.country = named.country
        AND identification.currency = named.line_currency AND named.booked_on >= identification.known_from
        AND (identification.valid_to IS NULL OR named.booked_on <= identification.valid_to)
), ranked AS (
    SELECT *, row_number() OVER (
        PARTITION BY transaction_id, is_over ORDER BY line_amount, line_id, identification_amount
    ) AS place
    FROM judged
)
SELECT * EXCLUDE (place), NOT is_over AND place = 1 AS is_nearest
FROM ranked

-- Remittances that were keyed in and not sent like that, one row a remittance whose status is cancelled or
-- altered, with the highest line from which it would have been recorded. Those under every line, and those
-- that lack a rate, are not here. `amount` is in the currency of the line.
-- reads: remittances, party_members, lines_in_force
-- uses: agents, fx_days
WITH placed AS (
    SELECT
        sent.remittance_id, sent.sent_at, sent.sent_on, sent.status, sent.amount, sent.currency, sent.amount_base,
        sent.send_agent_id, sender.party_id AS sender_party_id,
        coalesce(agent.country, sent.sender_country, institution.country) AS country, institution.base_currency
    FROM remittances AS sent
    CROSS JOIN institution
    LEFT JOIN agents AS agent ON sent.send_agent_id = agent.agent_id
    INNER JOIN party_members AS sender
        ON sender.member_kind = 'sender' AND sender.member_id = sent.remittance_id
    WHERE sent.status IN ('cancelled', 'altered')
), priced AS (
    SELECT
        sent.* EXCLUDE (amount, base_currency, country),
        in_line_currency(line.currency, sent.base_currency, sent.currency, sent.amount, sent.amount_base, rate.rate) AS amount,
        line.line_id, line.amount AS line_amount, line.currency AS line_currency, line.operator
    FROM placed AS sent
    INNER JOIN lines_in_force AS line
        ON line.kind = 'transfer_record' AND line.country = sent.country AND sent.sent_on >= line.valid_from
        AND (line.valid_to IS NULL OR sent.sent_on <= line.valid_to)
    LEFT JOIN fx_days AS rate ON rate.currency = line.currency AND rate.rate_on = sent.sent_on
)
SELECT *
FROM priced
WHERE amount > line_amount OR (operator = '>=' AND amount = line_amount)
QUALIFY row_number() OVER (PARTITION BY remittance_id ORDER BY line_amount DESC, line_id) = 1

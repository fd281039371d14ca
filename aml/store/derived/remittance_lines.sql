-- Each paid or sent remittance with each record-keeping line in force where it was sent, with the
-- parties behind both names. `amount` is in the currency of the line; NULL where a rate lacks.
-- reads: remittances, thresholds, party_members
-- uses: agents, fx_days
WITH priced AS (
    SELECT
        sent.remittance_id, sent.sent_at, sent.sent_on, sent.send_agent_id, sent.pay_agent_id,
        sender.party_id AS sender_party_id, receiver.party_id AS receiver_party_id,
        sent.funding, sent.currency, sent.amount_base,
        CASE
            WHEN sent.currency = line.currency THEN sent.amount
            WHEN line.currency = institution.base_currency THEN sent.amount_base
            ELSE CAST(sent.amount_base / rate.rate AS DECIMAL(18, 4))
        END AS amount,
        line.line_id, line.amount AS line_amount, line.currency AS line_currency,
        line.operator, line.aggregation, line.has_reporting_duty
    FROM remittances AS sent
    CROSS JOIN institution
    LEFT JOIN agents AS agent ON sent.send_agent_id = agent.agent_id
    INNER JOIN thresholds AS line
        ON line.kind = 'transfer_record'
        AND line.jurisdiction = coalesce(agent.country, sent.sender_country, institution.country)
        AND sent.sent_on >= line.valid_from
        AND (line.valid_to IS NULL OR sent.sent_on <= line.valid_to)
    LEFT JOIN fx_days AS rate ON rate.currency = line.currency AND rate.rate_on = sent.sent_on
    INNER JOIN party_members AS sender
        ON sender.member_kind = 'sender' AND sender.member_id = sent.remittance_id
    INNER JOIN party_members AS receiver
        ON receiver.member_kind = 'receiver' AND receiver.member_id = sent.remittance_id
    WHERE sent.status = 'posted'
)
SELECT
    *,
    CASE WHEN operator = '>=' THEN amount >= line_amount ELSE amount > line_amount END AS is_reportable
FROM priced

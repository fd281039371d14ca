-- Each posted remittance with the parties behind both names, and what tells relatives from strangers:
-- the last word of the sender's name and the sender's address, each in one spelling (the party itself
-- where it is missing). tenure_days counts from the day the sender became known to the institution.
-- reads: remittances, party_members
-- uses: agents
WITH paired AS (
    SELECT
        sent.remittance_id, sent.sent_at, sent.sent_on, sent.amount, sent.currency, sent.amount_base,
        sent.funding, sent.send_agent_id, sent.sender_name, sent.sender_address,
        coalesce(sent.sender_city, agent.city) AS city,
        coalesce(agent.country, sent.sender_country, institution.country) AS country,
        sender.party_id AS sender_party_id, receiver.party_id AS receiver_party_id,
        sent.payout_country, sent.payout_region,
        CAST(sent.sent_on - sent.sender_since_on AS DECIMAL(9, 1)) AS tenure_days
    FROM remittances AS sent
    CROSS JOIN institution
    LEFT JOIN agents AS agent ON sent.send_agent_id = agent.agent_id
    INNER JOIN party_members AS sender
        ON sender.member_kind = 'sender' AND sender.member_id = sent.remittance_id
    INNER JOIN party_members AS receiver
        ON receiver.member_kind = 'receiver' AND receiver.member_id = sent.remittance_id
    WHERE sent.status = 'posted'
), spelt AS (
    SELECT
        * EXCLUDE (sender_name, sender_address),
        trim(regexp_replace(lower(strip_accents(sender_name)), '[^\pL\pN]+', ' ', 'g')) AS name_key,
        trim(regexp_replace(lower(strip_accents(sender_address)), '[^\pL\pN]+', ' ', 'g')) AS address_key
    FROM paired
)
SELECT
    * EXCLUDE (name_key, address_key),
    coalesce(nullif(regexp_extract(name_key, '[^ ]+$'), ''), sender_party_id) AS surname,
    CASE WHEN address_key <> '' THEN concat_ws(', ', address_key, lower(city)) ELSE sender_party_id END AS home
FROM spelt

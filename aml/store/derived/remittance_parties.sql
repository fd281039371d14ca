-- Each posted remittance with the parties behind both names, and what tells relatives from strangers:
-- the last word of the sender's name and the sender's address, each in one spelling (the party itself
-- where it is missing). tenure_days counts from the day the sender became known to the institution.
-- Names and addresses come again and again: each is spelt once.
-- reads: remittances, party_members
-- uses: agents
WITH names AS (
    SELECT
        sender_name,
        nullif(split_part(trim(regexp_replace(lower(strip_accents(sender_name)), '[^\pL\pN]+', ' ', 'g')), ' ', -1), '') AS surname
    FROM (SELECT DISTINCT sender_name FROM remittances)
), addresses AS (
    SELECT
        sender_address,
        nullif(trim(regexp_replace(lower(strip_accents(sender_address)), '[^\pL\pN]+', ' ', 'g')), '') AS address
    FROM (SELECT DISTINCT sender_address FROM remittances)
), paired AS (
    SELECT
        sent.remittance_id, sent.sent_at, sent.sent_on, sent.amount, sent.currency, sent.amount_base,
        sent.funding, sent.send_agent_id, names.surname, addresses.address,
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
    LEFT JOIN names ON names.sender_name = sent.sender_name
    LEFT JOIN addresses ON addresses.sender_address = sent.sender_address
    WHERE sent.status = 'posted'
)
SELECT
    * EXCLUDE (surname, address),
    coalesce(surname, sender_party_id) AS surname,
    CASE WHEN address IS NOT NULL THEN concat_ws(', ', address, lower(city)) ELSE sender_party_id END AS home
FROM paired

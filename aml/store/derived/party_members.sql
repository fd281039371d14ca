-- Which party a record names, one row a customer, and one a sender and a receiver of each remittance
-- (member_id is then the remittance_id). Never by name alone: see identity_records and identity_marks.
-- reads: identity_writings, identity_parties
-- uses: customers, remittances, identity_overrides
WITH judged AS (
    SELECT member_kind, member_id FROM identity_overrides
    UNION
    SELECT other_kind, other_id FROM identity_overrides
), named AS (
    SELECT
        'customer' AS member_kind, customer_id AS member_id, name, country, customer_type AS party_kind,
        document_number AS document, phone, customer_id AS account, CAST(NULL AS VARCHAR) AS number
    FROM customers
    UNION ALL
    SELECT
        'sender', remittance_id, sender_name, sender_country, NULL,
        sender_document, sender_phone, sender_account, sender_id
    FROM remittances
    UNION ALL
    SELECT
        'receiver', remittance_id, receiver_name, payout_country, NULL,
        receiver_document, receiver_phone, receiver_account, receiver_id
    FROM remittances
)
SELECT
    CASE
        WHEN party.is_unknown THEN concat('own:', named.member_id, ':', named.member_kind)
        ELSE party.party_id
    END AS party_id,
    named.member_kind, named.member_id, named.name, named.country, named.party_kind
FROM named
LEFT JOIN judged ON judged.member_kind = named.member_kind AND judged.member_id = named.member_id
INNER JOIN identity_writings AS writing
    ON writing.member_kind = named.member_kind AND writing.written_name IS NOT DISTINCT FROM named.name
    AND writing.document IS NOT DISTINCT FROM named.document
    AND writing.phone IS NOT DISTINCT FROM named.phone
    AND writing.account IS NOT DISTINCT FROM named.account
    AND writing.number IS NOT DISTINCT FROM named.number
    AND writing.alone IS NOT DISTINCT FROM judged.member_id
INNER JOIN identity_parties AS party ON party.record = writing.record

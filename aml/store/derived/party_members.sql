-- Which party a record names, by exact keys: its document, else phone and name, else its account,
-- else its own number. Never by name alone. One row a customer, and one a sender and a receiver of
-- each remittance (member_id is then the remittance_id).
-- uses: customers, accounts, remittances
WITH named AS (
    SELECT
        'customer' AS member_kind, customer_id AS member_id, name, country, customer_type AS party_kind,
        document_number AS document, phone, CAST(NULL AS VARCHAR) AS account_id, customer_id AS own_id
    FROM customers
    UNION ALL
    SELECT
        'sender', remittance_id, sender_name, sender_country, NULL,
        sender_document, sender_phone, sender_account, coalesce(sender_id, remittance_id || ':sender')
    FROM remittances
    UNION ALL
    SELECT
        'receiver', remittance_id, receiver_name, payout_country, NULL,
        receiver_document, receiver_phone, receiver_account, coalesce(receiver_id, remittance_id || ':receiver')
    FROM remittances
), keyed AS (
    SELECT
        named.member_kind, named.member_id, named.name, named.country, named.party_kind,
        upper(replace(replace(named.document, ' ', ''), '-', '')) AS document_key,
        regexp_replace(named.phone, '[^0-9]', '', 'g') AS phone_key,
        trim(regexp_replace(lower(strip_accents(named.name)), '[^a-z0-9]+', ' ', 'g')) AS name_key,
        coalesce(owner.customer_id, named.account_id) AS account_key,
        named.own_id
    FROM named
    LEFT JOIN accounts AS owner ON named.account_id = owner.account_id
)
SELECT
    CASE
        WHEN document_key <> '' THEN 'doc:' || document_key
        WHEN phone_key <> '' AND name_key <> '' THEN 'tel:' || phone_key || ':' || name_key
        WHEN account_key IS NOT NULL THEN 'acc:' || account_key
        ELSE CASE WHEN member_kind = 'customer' THEN 'acc:' ELSE 'own:' END || own_id
    END AS party_id,
    member_kind, member_id, name, country, party_kind
FROM keyed

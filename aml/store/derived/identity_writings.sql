-- Each way in which a person or firm was written down, once: a customer, or all senders (receivers) of
-- remittances with the same name, document, telephone, account and number; member_id is the first of
-- them. A record that a verdict of identity_overrides names is one of its own (`alone`). `name` is the
-- name in one spelling and its words in order, spelt_name keeps their order.
-- uses: customers, accounts, remittances, identity_overrides
WITH judged AS (
    SELECT member_kind, member_id FROM identity_overrides
    UNION
    SELECT other_kind, other_id FROM identity_overrides
), written AS (
    SELECT
        'customer' AS member_kind, customer_id AS member_id, name, document_number AS document, phone,
        customer_id AS account, CAST(NULL AS VARCHAR) AS number, judged.member_id AS alone,
        tax_number, email, born_on
    FROM customers
    LEFT JOIN judged ON judged.member_kind = 'customer' AND judged.member_id = customer_id
    UNION ALL
    SELECT
        'sender', min(remittance_id), sender_name, sender_document, sender_phone,
        sender_account, sender_id, judged.member_id, NULL, NULL, NULL
    FROM remittances
    LEFT JOIN judged ON judged.member_kind = 'sender' AND judged.member_id = remittance_id
    GROUP BY sender_name, sender_document, sender_phone, sender_account, sender_id, judged.member_id
    UNION ALL
    SELECT
        'receiver', min(remittance_id), receiver_name, receiver_document, receiver_phone,
        receiver_account, receiver_id, judged.member_id, NULL, NULL, NULL
    FROM remittances
    LEFT JOIN judged ON judged.member_kind = 'receiver' AND judged.member_id = remittance_id
    GROUP BY receiver_name, receiver_document, receiver_phone, receiver_account, receiver_id, judged.member_id
), spelt AS (
    SELECT
        written.*,
        coalesce(
            nullif(trim(regexp_replace(lower(strip_accents(name)), '[^a-z0-9]+', ' ', 'g')), ''),
            nullif(trim(regexp_replace(lower(strip_accents(name)), '[^\pL\pN]+', ' ', 'g')), '')
        ) AS spelt_name,
        coalesce(owner.customer_id, account) AS account_key
    FROM written
    LEFT JOIN accounts AS owner ON written.account = owner.account_id AND member_kind <> 'customer'
)
SELECT
    row_number() OVER (ORDER BY member_kind, member_id) AS record,
    member_kind, member_id, name AS written_name, document, phone, account, number, alone,
    spelt_name, array_to_string(list_sort(string_split(spelt_name, ' ')), ' ') AS name,
    nullif(upper(replace(replace(document, ' ', ''), '-', '')), '') AS document_key,
    nullif(regexp_replace(phone, '[^0-9]', '', 'g'), '') AS phone_key, account_key,
    nullif(upper(replace(replace(tax_number, ' ', ''), '-', '')), '') AS tax_key,
    nullif(lower(trim(email)), '') AS email_key, born_on
FROM spelt

-- How payments name the parties of bills of lading. subject_kind and subject_key: customer (customer_id),
-- id, account, trade_name (the name alone, as the payment writes it). A customer is a party of a bill by
-- its number there, by its registration, or by a normalised name of five letters of its own. A number of
-- fewer than eight digits counts the records of some system, so it is no party of another.
-- reads: bl_parties
-- uses: name_keys, customers, accounts, shippers
WITH parties AS (
    SELECT DISTINCT party_key, party_id, NOT regexp_full_match(party_id, '[0-9]{1,7}') AS is_telling
    FROM bl_parties
    WHERE role NOT IN ('vessel', 'container')
), named AS (
    SELECT DISTINCT parties.party_key, key.name
    FROM parties
    INNER JOIN name_keys AS key ON key.firm = parties.party_key AND key.letters >= 5
), registered AS (
    SELECT parties.party_key, number_key(unnest([shipper.registration_number, shipper.lei])) AS number
    FROM parties
    INNER JOIN shippers AS shipper ON shipper.shipper_id = parties.party_id
), banked AS (
    SELECT parties.party_key, customers.customer_id
    FROM parties
    INNER JOIN customers ON customers.customer_id = parties.party_id AND parties.is_telling
    UNION
    SELECT named.party_key, customers.customer_id
    FROM named
    INNER JOIN customers ON customers.name = named.name
    UNION
    SELECT registered.party_key, customers.customer_id
    FROM registered
    INNER JOIN customers ON number_key(customers.document_number) = registered.number
    UNION
    SELECT registered.party_key, customers.customer_id
    FROM registered
    INNER JOIN customers ON number_key(customers.tax_number) = registered.number
)
SELECT party_key, 'trade_name' AS subject_kind, name AS subject_key FROM named
UNION
SELECT party_key, 'id', party_id FROM parties WHERE is_telling
UNION
SELECT party_key, 'customer', customer_id FROM banked
UNION
SELECT party_key, 'id', customer_id FROM banked
UNION
SELECT banked.party_key, 'account', account.account_id
FROM banked INNER JOIN accounts AS account ON account.customer_id = banked.customer_id
UNION
SELECT banked.party_key, 'account', account.iban
FROM banked INNER JOIN accounts AS account ON account.customer_id = banked.customer_id
WHERE account.iban IS NOT NULL

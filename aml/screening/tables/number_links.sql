-- Subjects that carry a number of a flagged party: its account or wallet, document, registration, LEI,
-- IMO number of a company, or bank. Seven digits are the IMO number of a firm where IMO stands before
-- them, or in the records of shippers.
-- Numbers are compared in one spelling; shorter than five characters they say nothing, and neither do
-- a payment's own ids of fewer than eight digits, which count records of some system.
-- EXISTS spares the ledgers a pass for a kind of number that no list holds.
-- reads: flagged_parties
-- uses: transactions, remittances, customers, accounts, shippers
WITH entry_numbers AS (
    SELECT list_id, entry_id, flagged_from, number_kind, number_key(unnest(string_split(numbers, ';'))) AS number
    FROM (
        SELECT list_id, entry_id, flagged_from, kind, 'account' AS number_kind, account_number AS numbers FROM flagged_parties
        UNION ALL
        SELECT list_id, entry_id, flagged_from, kind, 'account', wallet FROM flagged_parties
        UNION ALL
        SELECT list_id, entry_id, flagged_from, kind, 'id', document_number FROM flagged_parties
        UNION ALL
        SELECT list_id, entry_id, flagged_from, kind, 'id', registration_number FROM flagged_parties
        UNION ALL
        SELECT list_id, entry_id, flagged_from, kind, 'id', lei FROM flagged_parties
        UNION ALL
        -- A BIC without a branch, or with XXX for the head office, stands for every branch.
        SELECT list_id, entry_id, flagged_from, kind, 'bank', regexp_replace(upper(trim(bic)), 'XXX$', '') FROM flagged_parties
    )
    WHERE kind IN ('organisation', 'person') AND numbers <> ''
    UNION ALL
    SELECT list_id, entry_id, flagged_from, 'id', 'IMO' || regexp_extract(unnest(string_split(company_imo, ';')), '[0-9]{7}')
    FROM flagged_parties
    WHERE kind IN ('organisation', 'person') AND company_imo <> ''
), account_numbers AS (
    SELECT DISTINCT number FROM entry_numbers WHERE number_kind = 'account' AND length(number) >= 5
), id_numbers AS (
    SELECT DISTINCT number FROM entry_numbers WHERE number_kind = 'id' AND length(number) >= 5
), bank_numbers AS (
    SELECT DISTINCT number FROM entry_numbers WHERE number_kind = 'bank' AND length(number) >= 8
), other_accounts AS (
    SELECT DISTINCT counterparty_account AS account FROM transactions WHERE EXISTS (FROM account_numbers)
    UNION ALL
    SELECT DISTINCT sender_account FROM remittances
    UNION ALL
    SELECT DISTINCT receiver_account FROM remittances
), unrecorded AS (
    SELECT account_id
    FROM (SELECT DISTINCT account_id FROM transactions WHERE EXISTS (FROM account_numbers))
    WHERE number_key(account_id) IN (FROM account_numbers) AND account_id NOT IN (SELECT account_id FROM accounts)
), own_accounts AS (
    SELECT account_id, iban, coalesce(customer_id, account_id) AS customer_id FROM accounts
    UNION ALL
    SELECT DISTINCT account_id, NULL, coalesce(customer_id, account_id) FROM transactions WHERE account_id IN (FROM unrecorded)
), internal AS (
    SELECT DISTINCT counterparty_id AS id FROM transactions WHERE EXISTS (FROM id_numbers)
    UNION
    SELECT DISTINCT conductor_id FROM transactions WHERE EXISTS (FROM id_numbers)
    UNION
    SELECT DISTINCT on_behalf_of FROM transactions WHERE EXISTS (FROM id_numbers)
), ids AS (
    SELECT id FROM internal WHERE NOT regexp_full_match(id, '[0-9]{1,7}')
    UNION ALL
    SELECT DISTINCT sender_document FROM remittances
    UNION ALL
    SELECT DISTINCT receiver_document FROM remittances
), records AS (
    SELECT 'customer' AS subject_kind, customer_id AS subject_key, unnest([document_number, tax_number]) AS id FROM customers
    UNION ALL
    SELECT 'shipper', shipper_id, unnest([
        registration_number, lei, CASE WHEN regexp_full_match(registration_number, '[0-9]{7}') THEN 'IMO' || registration_number END])
    FROM shippers
), banks AS (
    SELECT DISTINCT counterparty_bank AS bank FROM transactions WHERE EXISTS (FROM bank_numbers)
), held AS (
    SELECT 'account' AS subject_kind, account AS subject_key, 'account' AS number_kind, number_key(account) AS number
    FROM other_accounts WHERE number_key(account) IN (FROM account_numbers)
    UNION ALL
    SELECT 'customer', customer_id, 'account', number_key(account_id)
    FROM own_accounts WHERE number_key(account_id) IN (FROM account_numbers)
    UNION ALL
    SELECT 'customer', customer_id, 'account', number_key(iban)
    FROM own_accounts WHERE number_key(iban) IN (FROM account_numbers)
    UNION ALL
    SELECT 'id', id, 'id', number_key(id) FROM ids WHERE number_key(id) IN (FROM id_numbers)
    UNION ALL
    SELECT subject_kind, subject_key, 'id', number_key(id) FROM records WHERE number_key(id) IN (FROM id_numbers)
    UNION ALL
    SELECT 'bank', bank, 'bank', left(upper(bank), 8) FROM banks WHERE left(upper(bank), 8) IN (FROM bank_numbers)
    UNION ALL
    SELECT 'bank', bank, 'bank', upper(bank) FROM banks WHERE length(bank) > 8 AND upper(bank) IN (FROM bank_numbers)
)
SELECT DISTINCT
    held.subject_kind, held.subject_key, entry.list_id, entry.entry_id, entry.flagged_from,
    CASE WHEN entry.number_kind = 'account' THEN 'account' ELSE 'id' END AS method
FROM held
INNER JOIN entry_numbers AS entry ON entry.number_kind = held.number_kind AND entry.number = held.number

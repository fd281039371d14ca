-- Every party that a payment names, for the payments worth looking at: those that name a linked subject or
-- a party of a flagged bill of lading, or that refer to a known object in their text. One row a payment and
-- subject; subject_kind and subject_key as in party_links and trade_parties.
-- side: customer, counterparty, bank, conductor, principal (on behalf of whom) of an entry; sender and
-- receiver of a remittance. party_id is whose payment it is: the customer's party, or the sender.
-- payment_id is the transaction_id, or "remittances:" and the remittance_id, as alerts cite them.
-- uses: party_links, bl_parties, trade_parties, payment_references, party_members, transactions, remittances
WITH flagged_bills AS (
    SELECT DISTINCT bl_no FROM bl_parties WHERE entry_id IS NOT NULL
), wanted AS (
    SELECT subject_kind, subject_key FROM party_links
    UNION
    SELECT 'trade_name', regexp_replace(subject_key, '\|[^|]*$', '') FROM party_links WHERE subject_kind = 'name'
    UNION
    -- A carrier that nobody flagged serves everyone: a payment to it says nothing.
    SELECT subject_kind, subject_key
    FROM trade_parties
    WHERE subject_kind <> 'customer' AND party_key IN (
        SELECT party_key
        FROM bl_parties
        WHERE bl_no IN (FROM flagged_bills) AND (role <> 'carrier' OR entry_id IS NOT NULL)
    )
), customers_wanted AS (
    SELECT subject_key FROM wanted WHERE subject_kind = 'customer'
), accounts_wanted AS (
    SELECT subject_key FROM wanted WHERE subject_kind = 'account'
), ids_wanted AS (
    SELECT subject_key FROM wanted WHERE subject_kind = 'id'
), names_wanted AS (
    SELECT subject_key FROM wanted WHERE subject_kind = 'trade_name'
), banks_wanted AS (
    SELECT subject_key FROM wanted WHERE subject_kind = 'bank'
), referring AS (
    SELECT DISTINCT payment_id FROM payment_references
), entries AS (
    SELECT *, coalesce(customer_id, account_id) AS owner_id
    FROM transactions
    WHERE status = 'posted' AND (
        coalesce(customer_id, account_id) IN (FROM customers_wanted)
        OR counterparty_account IN (FROM accounts_wanted)
        OR counterparty_id IN (FROM ids_wanted) OR conductor_id IN (FROM ids_wanted) OR on_behalf_of IN (FROM ids_wanted)
        OR counterparty_name IN (FROM names_wanted) OR conductor_name IN (FROM names_wanted) OR on_behalf_of IN (FROM names_wanted)
        OR counterparty_bank IN (FROM banks_wanted)
        OR transaction_id IN (FROM referring)
    )
), sent AS (
    SELECT *, 'remittances:' || remittance_id AS payment_id
    FROM remittances
    WHERE status = 'posted' AND (
        sender_document IN (FROM ids_wanted) OR receiver_document IN (FROM ids_wanted)
        OR sender_id IN (FROM ids_wanted) OR receiver_id IN (FROM ids_wanted)
        OR sender_account IN (FROM accounts_wanted) OR receiver_account IN (FROM accounts_wanted)
        OR sender_name IN (FROM names_wanted) OR receiver_name IN (FROM names_wanted)
        OR 'remittances:' || remittance_id IN (FROM referring)
    )
), named AS (
    SELECT transaction_id AS payment_id, 'customer' AS side, 'customer' AS subject_kind, owner_id AS subject_key FROM entries
    UNION ALL
    SELECT transaction_id, 'counterparty', unnest(['account', 'id', 'trade_name', 'name']), unnest([
        counterparty_account, counterparty_id, counterparty_name, counterparty_name || '|' || coalesce(counterparty_country, '')])
    FROM entries
    UNION ALL
    SELECT transaction_id, 'bank', 'bank', counterparty_bank FROM entries
    UNION ALL
    SELECT transaction_id, 'conductor', unnest(['id', 'name']), unnest([conductor_id, conductor_name || '|']) FROM entries
    UNION ALL
    SELECT transaction_id, 'principal', unnest(['id', 'name']), unnest([on_behalf_of, on_behalf_of || '|']) FROM entries
    UNION ALL
    SELECT payment_id, 'sender', unnest(['account', 'id', 'id', 'trade_name', 'name']), unnest([
        sender_account, sender_document, sender_id, sender_name, sender_name || '|' || coalesce(sender_country, '')])
    FROM sent
    UNION ALL
    SELECT payment_id, 'receiver', unnest(['account', 'id', 'id', 'trade_name', 'name']), unnest([
        receiver_account, receiver_document, receiver_id, receiver_name, receiver_name || '|' || coalesce(payout_country, '')])
    FROM sent
), payments AS (
    SELECT
        'transactions' AS payment_table, transaction_id AS payment_id, coalesce(member.party_id, 'acc:' || owner_id) AS party_id,
        booked_on AS paid_on, direction, amount_base
    FROM entries
    LEFT JOIN party_members AS member ON member.member_kind = 'customer' AND member.member_id = owner_id
    UNION ALL
    SELECT 'remittances', payment_id, member.party_id, sent_on, 'debit', amount_base
    FROM sent
    INNER JOIN party_members AS member ON member.member_kind = 'sender' AND member.member_id = remittance_id
)
SELECT DISTINCT payments.*, named.side, named.subject_kind, named.subject_key
FROM named
INNER JOIN payments ON payments.payment_id = named.payment_id
WHERE named.subject_key IS NOT NULL

-- Money that one party paid another, one row a payment: both legs of a payment between two accounts of
-- the ledger counted once. payer_id and payee_id are accounts of the institution as they are; anyone
-- else is `account:`, `id:` or `name:` and what the ledger has of them, in that order. A customer is
-- NULL where the side is outside; is_own marks payments between accounts of one customer. debit_id and
-- credit_id are the legs, of which one may be NULL; transaction_id is one that is there. first_on and
-- last_on are the days of the first and the last payment of this payer to this payee.
-- Legs pair exactly: A pays B and B is paid by A the same amount in the same currency on the same day;
-- among equals the first in time with the first. A bank that books the legs on two days has two rows.
-- Cash names nobody, a card pays for a purchase, a fee is the bank's own: none of them is here.
-- A name is asked twice in two ways, since what stands twice would be worked out for every leg.
-- Only groups in which a direction has several legs are numbered: ordering all legs takes ten times as long.
-- reads: transactions
-- uses: accounts
WITH held AS (
    SELECT account_id, customer_id, CAST(NULL AS VARCHAR) AS iban FROM transactions
    UNION ALL
    SELECT account_id, customer_id, iban FROM accounts
), owners AS (
    SELECT account_id, coalesce(min(customer_id), account_id) AS customer_id, min(iban) AS iban
    FROM held
    GROUP BY account_id
), numbers AS (
    SELECT account_id AS number, account_id, customer_id FROM owners
    UNION ALL
    SELECT iban, min(account_id), min(customer_id)
    FROM owners
    WHERE iban NOT IN (SELECT account_id FROM owners)
    GROUP BY iban
), legs AS (
    SELECT
        leg.transaction_id, leg.direction, leg.booked_at, leg.booked_on, leg.amount, leg.currency, leg.amount_base,
        leg.account_id AS own_id,
        coalesce(
            other.account_id, 'account:' || leg.counterparty_account, 'id:' || leg.counterparty_id,
            CASE WHEN ltrim(leg.counterparty_name) <> '' THEN 'name:' || lower(trim(leg.counterparty_name)) END
        ) AS other_id,
        other.customer_id AS other_customer_id
    FROM transactions AS leg
    LEFT JOIN numbers AS other ON other.number = leg.counterparty_account
    WHERE leg.status = 'posted'
        AND leg.channel NOT IN ('cash_teller', 'cash_atm', 'night_drop', 'armoured_cash', 'card', 'fee')
), paid AS (
    SELECT
        CASE WHEN direction = 'debit' THEN own_id ELSE other_id END AS payer_id,
        CASE WHEN direction = 'debit' THEN other_id ELSE own_id END AS payee_id,
        other_customer_id IS NOT NULL AS is_inside,
        transaction_id, direction, booked_at, booked_on, amount, currency, amount_base
    FROM legs
    WHERE other_id IS NOT NULL AND other_id <> own_id
), grouped AS (
    SELECT
        payer_id, payee_id, booked_on, amount, currency, max(amount_base) AS amount_base, min(booked_at) AS booked_at,
        min(CASE WHEN direction = 'debit' THEN transaction_id END) AS debit_id,
        min(CASE WHEN direction = 'credit' THEN transaction_id END) AS credit_id,
        count(CASE WHEN direction = 'debit' THEN 1 END) AS debits,
        count(CASE WHEN direction = 'credit' THEN 1 END) AS credits
    FROM paid
    WHERE is_inside
    GROUP BY payer_id, payee_id, booked_on, amount, currency
), repeated AS (
    SELECT
        paid.*, row_number() OVER (
            PARTITION BY paid.payer_id, paid.payee_id, paid.booked_on, paid.amount, paid.currency, paid.direction
            ORDER BY paid.booked_at, paid.transaction_id
        ) AS ordinal
    FROM paid
    SEMI JOIN (SELECT * FROM grouped WHERE debits > 1 OR credits > 1) AS busy
        ON busy.payer_id = paid.payer_id AND busy.payee_id = paid.payee_id AND busy.booked_on = paid.booked_on
        AND busy.amount = paid.amount AND busy.currency = paid.currency
), paired AS (
    SELECT payer_id, payee_id, booked_at, booked_on, amount, currency, amount_base, debit_id, credit_id
    FROM grouped
    WHERE debits <= 1 AND credits <= 1
    UNION ALL
    SELECT
        payer_id, payee_id, min(booked_at), booked_on, amount, currency, max(amount_base),
        min(CASE WHEN direction = 'debit' THEN transaction_id END),
        min(CASE WHEN direction = 'credit' THEN transaction_id END)
    FROM repeated
    GROUP BY payer_id, payee_id, booked_on, amount, currency, ordinal
    UNION ALL
    SELECT
        payer_id, payee_id, booked_at, booked_on, amount, currency, amount_base,
        CASE WHEN direction = 'debit' THEN transaction_id END,
        CASE WHEN direction = 'credit' THEN transaction_id END
    FROM paid
    WHERE NOT is_inside
), pairs AS (
    SELECT payer_id, payee_id, min(booked_on) AS first_on, max(booked_on) AS last_on
    FROM paired
    GROUP BY payer_id, payee_id
)
SELECT
    coalesce(paired.debit_id, paired.credit_id) AS transaction_id,
    paired.payer_id, paired.payee_id,
    payer.customer_id AS payer_customer_id, payee.customer_id AS payee_customer_id,
    coalesce(payer.customer_id = payee.customer_id, false) AS is_own,
    paired.booked_at, paired.booked_on, paired.amount, paired.currency, paired.amount_base,
    paired.debit_id, paired.credit_id, pairs.first_on, pairs.last_on
FROM paired
INNER JOIN pairs ON pairs.payer_id = paired.payer_id AND pairs.payee_id = paired.payee_id
LEFT JOIN owners AS payer ON payer.account_id = paired.payer_id
LEFT JOIN owners AS payee ON payee.account_id = paired.payee_id

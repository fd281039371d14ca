WITH texts AS (
    SELECT transaction_id, concat_ws(' ', remittance_text, counterparty_name) AS text
    FROM transactions
    WHERE direction = 'debit' AND status = 'posted'
        AND (regexp_matches(remittance_text, $any) OR regexp_matches(counterparty_name, $any))
), spelt AS (
    -- Signs become spaces, and each space two: a space that ends one word is there to begin the next.
    SELECT transaction_id, lower(text) AS text, '  ' || replace(term_key(text), ' ', '  ') || '  ' AS words
    FROM texts
), tokens AS (
    SELECT transaction_id, regexp_replace(unnest(regexp_extract_all(words, $word, 1)), ' +', ' ', 'g') AS term, 'word' AS kind FROM spelt
    UNION ALL
    SELECT transaction_id, replace(replace(unnest(regexp_extract_all(text, $code, 1)), '.', ''), ' ', ''), 'hs' FROM spelt
), listed AS (
    SELECT basket, category, term_key(term) AS term, kind, is_ambiguous FROM basket_terms WHERE kind = 'word'
    UNION ALL
    SELECT 'precursor', precursor_id, term_key(name), 'name', is_common IS TRUE OR NOT starts_with(coalesce(schedule, ''), 'UN Table I,')
    FROM precursors
    UNION ALL
    SELECT 'precursor', precursor_id, trim(cas_number), 'cas', is_common IS TRUE OR NOT starts_with(coalesce(schedule, ''), 'UN Table I,')
    FROM precursors
    UNION ALL
    SELECT 'precursor', precursor_id, term_key(unnest(keywords)), 'keyword', true FROM precursors
    UNION ALL
    SELECT 'precursor', precursor_id, replace(replace(hs_code, '.', ''), ' ', ''), 'hs', true FROM precursors
), found AS (
    SELECT tokens.transaction_id, listed.basket, listed.category, listed.term, listed.kind, listed.is_ambiguous
    FROM tokens
    INNER JOIN listed ON (listed.kind = 'hs') = (tokens.kind = 'hs')
        AND CASE WHEN listed.kind = 'hs' THEN left(listed.term, 6) ELSE listed.term END = tokens.term
    UNION
    SELECT entry.transaction_id, code.basket, code.category, code.term, code.kind, code.is_ambiguous
    FROM transactions AS entry
    INNER JOIN basket_terms AS code ON code.kind = 'merchant' AND code.term = entry.merchant_category
    WHERE entry.direction = 'debit' AND entry.status = 'posted'
)
SELECT
    found.transaction_id, entry.account_id, entry.customer_id, entry.booked_at, entry.booked_on,
    entry.channel, entry.amount_base, found.basket, found.category, found.term, found.kind, found.is_ambiguous
FROM found
INNER JOIN transactions AS entry ON entry.transaction_id = found.transaction_id

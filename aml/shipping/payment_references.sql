WITH texts AS (
    SELECT
        'transactions' AS payment_table, transaction_id AS payment_id, bill_of_lading,
        concat_ws(' | ', remittance_text, reference, invoice_reference, bill_of_lading) AS text
    FROM transactions
    WHERE $is_trade_known AND status = 'posted' AND (
        bill_of_lading IS NOT NULL OR regexp_matches(remittance_text, $any)
        OR regexp_matches(reference, $any) OR regexp_matches(invoice_reference, $any))
    UNION ALL
    SELECT 'remittances', 'remittances:' || remittance_id, NULL, concat_ws(' | ', purpose, reference)
    FROM remittances
    WHERE $is_trade_known AND status = 'posted'
        AND (regexp_matches(purpose, $any) OR regexp_matches(reference, $any))
), spelt AS (
    SELECT *, upper(text) AS capitals FROM texts
), tokens AS (
    SELECT payment_id, 'container' AS kind, unnest(regexp_extract_all(capitals, $container)) AS token FROM spelt
    UNION ALL
    SELECT payment_id, 'imo', unnest(regexp_extract_all(capitals, $ship, 1)) FROM spelt
    UNION ALL
    SELECT payment_id, 'mmsi', unnest(regexp_extract_all(capitals, $radio, 1)) FROM spelt
    UNION ALL
    SELECT payment_id, 'wallet', unnest(regexp_extract_all(capitals, $wallet)) FROM spelt
    UNION ALL
    SELECT payment_id, 'word', unnest(regexp_extract_all(capitals, $word)) FROM spelt
    UNION ALL
    SELECT payment_id, 'word', unnest(regexp_extract_all(capitals, $marked_word)) FROM spelt
    UNION ALL
    SELECT payment_id, 'word', unnest(regexp_extract_all(capitals, $spaced_word)) FROM spelt
    UNION ALL
    SELECT payment_id, 'field', bill_of_lading FROM spelt WHERE bill_of_lading IS NOT NULL
), found AS (
    SELECT DISTINCT tokens.payment_id, object.kind, object.number AS value, object.object_id
    FROM tokens
    INNER JOIN (SELECT DISTINCT kind, number, object_id FROM trade_objects) AS object
        ON object.number = number_key(tokens.token)
        AND CASE
            WHEN tokens.kind = 'field' THEN object.kind = 'bl'
            WHEN tokens.kind = 'word' THEN object.kind IN ('bl', 'booking') AND length(object.number) >= 8
            ELSE object.kind = tokens.kind
        END
)
SELECT
    spelt.payment_table, spelt.payment_id, found.kind, found.value, found.object_id,
    CAST(NULL AS BOOLEAN) AS check_digit_ok, spelt.text
FROM found
INNER JOIN spelt ON spelt.payment_id = found.payment_id

-- Subjects that bear the name of a flagged party, or an alias, once both are normalised (name_keys), or
-- nearly (near_names, and name_counts in score.py). listed_name is the name or alias that agrees; of several the best. An alias that its
-- list calls weak counts only as it is written, and only beside a birth date or country that agrees; what
-- differs then says so. A number that agrees is a link of its own (number_links).
-- What that is worth, name_worth and name_score say (score.py).
-- subject_key of a name is "name|country", as the payment or bill of lading writes them.
-- reads: flagged_parties, name_keys, near_names
-- uses: transactions, remittances, customers, shippers, bills_of_lading
WITH entries AS (
    SELECT list_id, entry_id, flagged_from, kind = 'person' AS is_person, name, aliases, weak_aliases, country, born_on
    FROM flagged_parties
    WHERE kind IN ('organisation', 'person')
), entry_names AS (
    SELECT DISTINCT
        entry.list_id, entry.entry_id, entry.flagged_from, entry.is_person,
        CASE WHEN entry.is_person THEN key.person ELSE key.firm END AS name_key, key.words, key.letters,
        entry.name AS listed_name, entry.is_weak
    FROM (
        SELECT list_id, entry_id, flagged_from, is_person, unnest(list_append(coalesce(aliases, []), name)) AS name, FALSE AS is_weak
        FROM entries
        UNION ALL
        SELECT list_id, entry_id, flagged_from, is_person, unnest(weak_aliases), TRUE FROM entries
    ) AS entry
    INNER JOIN name_keys AS key ON key.name = entry.name
), matched AS (
    SELECT key.name, entry.*, 'name' AS method, CAST(1 AS DECIMAL(9, 6)) AS similarity FROM name_keys AS key
    INNER JOIN entry_names AS entry ON entry.is_person AND key.person = entry.name_key
    UNION ALL
    SELECT key.name, entry.*, 'name', 1 FROM name_keys AS key
    INNER JOIN entry_names AS entry ON NOT entry.is_person AND key.firm = entry.name_key
    UNION ALL
    SELECT near.name, entry.*, near.method, near.similarity FROM near_names AS near
    INNER JOIN entry_names AS entry ON entry.listed_name = near.listed_name AND NOT entry.is_weak
    WHERE near.method = 'spelling' OR entry.is_person
), names AS (
    SELECT DISTINCT name FROM matched
), mentioned AS (
    SELECT counterparty_name AS name, counterparty_country AS country
    FROM transactions WHERE counterparty_name IN (FROM names)
    UNION
    SELECT conductor_name, NULL FROM transactions WHERE conductor_name IN (FROM names)
    UNION
    SELECT on_behalf_of, NULL FROM transactions WHERE on_behalf_of IN (FROM names)
    UNION
    SELECT sender_name, sender_country FROM remittances WHERE sender_name IN (FROM names)
    UNION
    SELECT receiver_name, payout_country FROM remittances WHERE receiver_name IN (FROM names)
    UNION
    SELECT unnest([shipper_name, consignee_name, notify_name, forwarder_name, carrier_name]), NULL FROM bills_of_lading
), subjects AS (
    SELECT 'customer' AS subject_kind, customer_id AS subject_key, name, country, born_on
    FROM customers WHERE name IN (FROM names)
    UNION ALL
    SELECT 'shipper', shipper_id, name, country, NULL FROM shippers WHERE name IN (FROM names)
    UNION ALL
    SELECT 'name', name || '|' || coalesce(country, ''), name, country, NULL FROM mentioned
), shared AS (
    SELECT matched.name_key
    FROM matched
    INNER JOIN customers ON matched.name = customers.name AND matched.is_person AND matched.method = 'name'
    GROUP BY matched.name_key
    HAVING count(DISTINCT customers.born_on) >= 2
), compared AS (
    SELECT
        matched.list_id, matched.entry_id, matched.flagged_from, subject.subject_kind, subject.subject_key,
        matched.listed_name, matched.is_weak, matched.method, matched.similarity,
        name_worth(matched.is_person, matched.words, matched.letters, shared.name_key IS NOT NULL) AS worth,
        subject.born_on = entry.born_on AS is_birth_same,
        year(subject.born_on) <> year(entry.born_on) AS is_birth_other,
        upper(subject.country) = upper(entry.country) AS is_country_same
    FROM subjects AS subject
    INNER JOIN matched ON matched.name = subject.name
    INNER JOIN entries AS entry
        ON entry.list_id = matched.list_id AND entry.entry_id = matched.entry_id
        AND entry.flagged_from = matched.flagged_from
    LEFT JOIN shared ON shared.name_key = matched.name_key
)
SELECT
    subject_kind, subject_key, list_id, entry_id, flagged_from, listed_name,
    name_score(worth, similarity, is_birth_same, is_birth_other, is_country_same) AS score,
    concat_ws(', ', CASE WHEN is_birth_same THEN 'birth date' END, CASE WHEN is_country_same THEN 'country' END) AS agreeing,
    concat_ws(', ', CASE WHEN is_weak THEN 'weak alias' END, CASE WHEN similarity < 1 THEN CASE method WHEN 'initials' THEN 'initials' WHEN 'part' THEN 'words left out' ELSE 'spelling' END END, CASE WHEN is_birth_other THEN 'birth year' END,
        CASE WHEN NOT is_country_same THEN 'country' END) AS differing
FROM compared
WHERE name_counts(method, similarity, is_birth_same, is_birth_other, is_country_same)
    AND (NOT is_weak OR is_aided(is_birth_same, is_birth_other, is_country_same))
QUALIFY row_number() OVER (
    PARTITION BY subject_kind, subject_key, list_id, entry_id, flagged_from ORDER BY score DESC, is_weak, listed_name, agreeing, differing
) = 1

-- The values of each written record that tell who it is, and its strongest key: its document, else
-- telephone and name, else its account, else its number. NULL stands for a value that tells nothing:
-- - one sign four times or more (0000), figures in a row (123456), a word that stands for nothing (N/A);
-- - what more than 50 names share: the telephone of a shop, the settlement account of an agent;
-- - a birth date that 50 names and one customer in a thousand share, twenty times what chance gives one
--   day of sixty years: the first of January of a system that demands a date;
-- - a telephone or e-mail that people of one name share who were born on two days or show more than one
--   document, as father and son do: it ties those alone who give neither document nor birth date. That somebody
--   came back with another document is for a scenario to see (gto_band), which it could not in one party.
-- goes_by: the record has nothing better than its account or its number, and goes by that whatever the name.
-- is_leaf: what it goes by is lent, another's account, or a document or number shown under more than three
-- names (a tax number of so many is nobody's). It is tied by that alone, so that it is never the link between
-- two who lent it.
-- reads: identity_writings
WITH given AS (
    SELECT name, unnest([
        {'kind': 'document', 'value': document_key}, {'kind': 'tax number', 'value': tax_key},
        {'kind': 'telephone', 'value': phone_key}, {'kind': 'e-mail', 'value': email_key},
        {'kind': 'birth date', 'value': CAST(born_on AS VARCHAR)},
        {'kind': 'account', 'value': account_key}, {'kind': 'number', 'value': number}
    ], recursive := TRUE)
    FROM identity_writings
), counted AS (
    SELECT kind, value, count(DISTINCT name) AS names
    FROM given
    WHERE value IS NOT NULL
    GROUP BY kind, value
), idle AS (
    SELECT kind, value
    FROM counted
    WHERE names > CASE
        WHEN kind = 'birth date' THEN greatest(50, (SELECT count(born_on) FROM identity_writings) // 1000)
        ELSE 50
    END OR kind <> 'birth date' AND (
        length(value) >= 4 AND replace(value, left(value, 1), '') = ''
        OR length(value) >= 6 AND contains('01234567890123456789', value)
        OR upper(value) IN (
            'N/A', 'NA', 'NIL', 'NONE', 'NULL', 'PENDING', 'PENDIENTE', 'TBA', 'TBD', 'TEST', 'UNKNOWN',
            'DESCONOCIDO', 'INCONNU', 'ONBEKEND', 'UNBEKANNT'
        )
    )
), lent AS (
    SELECT kind, value
    FROM counted
    WHERE kind IN ('document', 'tax number', 'number') AND names > 3
), proven AS (
    SELECT
        *,
        CASE
            WHEN document_key NOT IN (SELECT value FROM idle WHERE kind = 'document') THEN document_key
        END AS shown_document,
        CASE
            WHEN CAST(born_on AS VARCHAR) NOT IN (SELECT value FROM idle WHERE kind = 'birth date') THEN born_on
        END AS born
    FROM identity_writings
), torn AS (
    SELECT kind, concat_ws(':', value, name) AS value
    FROM (
        SELECT
            name, born, shown_document, unnest(['telephone', 'e-mail']) AS kind,
            unnest([phone_key, email_key]) AS value
        FROM proven
    ) AS reached
    WHERE value IS NOT NULL
    GROUP BY kind, reached.value, name
    HAVING min(born) < max(born) OR count(DISTINCT shown_document) > 1
), told AS (
    SELECT
        record, member_kind, member_id, name, spelt_name, shown_document AS document,
        CASE
            WHEN tax_key NOT IN (SELECT value FROM idle WHERE kind = 'tax number')
                AND tax_key NOT IN (SELECT value FROM lent WHERE kind = 'tax number') THEN tax_key
        END AS tax_number,
        CASE
            WHEN name IS NOT NULL AND phone_key NOT IN (SELECT value FROM idle WHERE kind = 'telephone')
                AND (
                    coalesce(shown_document, CAST(born AS VARCHAR)) IS NULL
                    OR concat_ws(':', phone_key, name) NOT IN (SELECT value FROM torn WHERE kind = 'telephone')
                ) THEN phone_key
        END AS phone,
        CASE
            WHEN name IS NOT NULL AND email_key NOT IN (SELECT value FROM idle WHERE kind = 'e-mail')
                AND (
                    coalesce(shown_document, CAST(born AS VARCHAR)) IS NULL
                    OR concat_ws(':', email_key, name) NOT IN (SELECT value FROM torn WHERE kind = 'e-mail')
                ) THEN email_key
        END AS email,
        CASE WHEN contains(name, ' ') THEN CAST(born AS VARCHAR) END AS birth_date,
        CASE
            WHEN member_kind = 'customer' OR account_key NOT IN (SELECT value FROM idle WHERE kind = 'account')
                THEN account_key
        END AS account,
        CASE WHEN number NOT IN (SELECT value FROM idle WHERE kind = 'number') THEN number END AS number
    FROM proven
)
SELECT
    * EXCLUDE (spelt_name),
    CASE
        WHEN document IS NOT NULL OR phone IS NOT NULL THEN ''
        WHEN account IS NOT NULL THEN 'account'
        WHEN number IS NOT NULL THEN 'number'
        ELSE ''
    END AS goes_by,
    CASE
        WHEN document IS NOT NULL THEN document IN (SELECT value FROM lent WHERE kind = 'document')
        WHEN phone IS NOT NULL THEN FALSE
        WHEN account IS NOT NULL THEN member_kind <> 'customer'
        ELSE coalesce(number IN (SELECT value FROM lent WHERE kind = 'number'), FALSE)
    END AS is_leaf,
    CASE
        WHEN document IS NOT NULL THEN '1doc:' || document
        WHEN phone IS NOT NULL THEN '2tel:' || concat_ws(':', phone, spelt_name)
        WHEN account IS NOT NULL THEN '3acc:' || account
        WHEN number IS NOT NULL THEN '4own:' || number
        ELSE '5own:' || member_id || ':' || member_kind
    END AS party_key
FROM told

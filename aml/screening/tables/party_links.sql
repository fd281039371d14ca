-- Which subjects of the ledgers appear to be an entry of a list of flagged parties, and by what.
-- subject_kind and subject_key: customer (customer_id), shipper (shipper_id), account, id and bank (as a
-- payment writes them), name ("name|country"). One row a subject, entry and method.
-- listed_name is the name or alias of the entry that a name agrees with.
-- method: account and id are exact numbers and score 1; name is a normalised name (see name_links);
-- ownership is a customer that a linked one owns to half or more, linked_id then cites the relationship.
-- The link holds from valid_from, the day of flagging, to valid_to, and never before since_on.
-- reads: flagged_parties, number_links, name_links
-- uses: accounts, relationships
WITH direct AS (
    SELECT
        subject_kind, subject_key, list_id, entry_id, flagged_from, method,
        CAST(1 AS DECIMAL(18, 6)) AS score, '' AS agreeing, '' AS differing, CAST(NULL AS VARCHAR) AS listed_name,
        CAST(NULL AS VARCHAR) AS linked_id, CAST(NULL AS DATE) AS since_on, CAST(NULL AS DATE) AS until_on
    FROM number_links
    UNION ALL
    SELECT subject_kind, subject_key, list_id, entry_id, flagged_from, 'name', score, agreeing, differing, listed_name, NULL, NULL, NULL
    FROM name_links
), linked AS (
    SELECT * FROM direct
    UNION ALL
    SELECT
        'customer', owned.to_customer_id, owner.list_id, owner.entry_id, owner.flagged_from, 'ownership',
        max(owner.score), 'owner', '', NULL, 'relationships:' || owned.relationship_id, owned.valid_from, owned.valid_to
    FROM direct AS owner
    INNER JOIN relationships AS owned
        ON owner.subject_kind = 'customer' AND owned.from_customer_id = owner.subject_key
    WHERE owned.role = 'owner' AND coalesce(owned.share, 1) >= 0.5
    GROUP BY ALL
), reached AS (
    -- A payment may name a linked customer by number or by account.
    SELECT * FROM linked
    UNION
    SELECT * REPLACE ('id' AS subject_kind) FROM linked WHERE subject_kind = 'customer'
    UNION
    SELECT linked.* REPLACE ('account' AS subject_kind, unnest([account.account_id, account.iban, number_key(account.iban)]) AS subject_key)
    FROM linked
    INNER JOIN accounts AS account ON linked.subject_kind = 'customer' AND account.customer_id = linked.subject_key
)
SELECT
    reached.subject_kind, reached.subject_key, reached.list_id, reached.entry_id, entry.name AS entry_name, entry.list_version,
    entry.reason, entry.strength, reached.method, reached.score, reached.agreeing, reached.differing, reached.listed_name, reached.linked_id,
    reached.since_on, reached.flagged_from AS valid_from, least(entry.flagged_to, reached.until_on) AS valid_to
FROM reached
INNER JOIN flagged_parties AS entry
    ON entry.list_id = reached.list_id AND entry.entry_id = reached.entry_id
    AND entry.flagged_from = reached.flagged_from
WHERE reached.subject_key IS NOT NULL

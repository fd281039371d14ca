-- What ties records: two that hold one mark are one person or firm. Documents and tax numbers tie alone,
-- all else beside the name, but for those who have nothing better than an account or a number. A leaf holds
-- one mark only (see identity_records). `mark` numbers what is shared.
-- reads: identity_records
-- uses: identity_overrides
WITH held AS (
    SELECT record, unnest([
        {'kind': 'document', 'value': document},
        {'kind': 'account', 'value': CASE WHEN goes_by = 'account' OR member_kind = 'customer' THEN account END},
        {'kind': 'number', 'value': CASE WHEN goes_by = 'number' THEN number END},
        {'kind': 'tax number', 'value': CASE WHEN NOT is_leaf THEN tax_number END},
        {'kind': 'name and telephone', 'value': CASE WHEN NOT is_leaf THEN phone || ':' || name END},
        {'kind': 'name and e-mail', 'value': CASE WHEN NOT is_leaf THEN email || ':' || name END},
        {'kind': 'name and birth date', 'value': CASE WHEN NOT is_leaf THEN birth_date || ':' || name END},
        {'kind': 'name and account', 'value': CASE WHEN NOT is_leaf THEN account || ':' || name END},
        {'kind': 'name and number', 'value': CASE WHEN NOT is_leaf THEN number || ':' || name END}
    ], recursive := TRUE)
    FROM identity_records
    UNION ALL
    SELECT
        record.record, 'verdict',
        concat_ws(':', verdict.member_kind, verdict.member_id, verdict.other_kind, verdict.other_id)
    FROM identity_overrides AS verdict
    CROSS JOIN institution
    INNER JOIN identity_records AS record
        ON record.member_kind = verdict.member_kind AND record.member_id = verdict.member_id
        OR record.member_kind = verdict.other_kind AND record.member_id = verdict.other_id
    WHERE verdict.verdict = 'same' AND verdict.valid_from <= coalesce(institution.as_of_on, verdict.valid_from)
), shared AS (
    SELECT kind, value, row_number() OVER (ORDER BY kind, value) AS mark
    FROM held
    WHERE value IS NOT NULL
    GROUP BY kind, value
    HAVING count(*) > 1
)
SELECT held.record, held.kind, shared.mark
FROM held INNER JOIN shared ON shared.kind = held.kind AND shared.value = held.value

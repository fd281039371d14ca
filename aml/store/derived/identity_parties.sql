-- The party of each written record: records that marks join, one to the next, are one. Its id is the
-- strongest key among them, the first in order of text.
-- A party that holds two records said to be different, or customers born on different days, falls apart into
-- the strongest keys of its records, which verdicts of `same` join again. Where even that leaves together two
-- that were said to be different, the second stands alone.
-- is_unknown: nothing tells who it is, so that each of its remittances names a party of its own.
-- reads: identity_records, identity_marks
-- uses: identity_overrides
WITH RECURSIVE joined(record, label) USING KEY (record) AS (
    SELECT DISTINCT record, record FROM identity_marks
    UNION
    SELECT nearer.record, nearer.label
    FROM (
        SELECT shared.record, min(lowest.label) AS label
        FROM identity_marks AS shared
        INNER JOIN (
            SELECT mark, min(label) AS label
            FROM identity_marks INNER JOIN joined USING (record)
            GROUP BY mark
        ) AS lowest USING (mark)
        GROUP BY shared.record
    ) AS nearer
    INNER JOIN recurring.joined AS known ON known.record = nearer.record AND nearer.label < known.label
), labelled AS (
    SELECT record.*, coalesce(joined.label, record.record) AS label
    FROM identity_records AS record LEFT JOIN joined ON joined.record = record.record
), apart AS (
    SELECT one.record, other.record AS other_record, one.label, one.label = other.label AS is_together
    FROM identity_overrides AS verdict
    CROSS JOIN institution
    INNER JOIN labelled AS one ON one.member_kind = verdict.member_kind AND one.member_id = verdict.member_id
    INNER JOIN labelled AS other ON other.member_kind = verdict.other_kind AND other.member_id = verdict.other_id
    WHERE verdict.verdict = 'different' AND verdict.valid_from <= coalesce(institution.as_of_on, verdict.valid_from)
), mixed AS (
    SELECT label FROM apart WHERE is_together
    UNION
    SELECT label FROM labelled GROUP BY label HAVING min(birth_date) < max(birth_date)
), pieces AS (
    SELECT record, party_key AS piece
    FROM labelled SEMI JOIN mixed ON mixed.label = labelled.label
    UNION ALL
    SELECT record, CAST(mark AS VARCHAR)
    FROM identity_marks
    WHERE kind = 'verdict' AND record IN (SELECT record FROM labelled SEMI JOIN mixed ON mixed.label = labelled.label)
), regrouped(record, label) USING KEY (record) AS (
    SELECT DISTINCT record, record FROM pieces
    UNION
    SELECT nearer.record, nearer.label
    FROM (
        SELECT pieces.record, min(lowest.label) AS label
        FROM pieces
        INNER JOIN (
            SELECT piece, min(label) AS label
            FROM pieces INNER JOIN regrouped USING (record)
            GROUP BY piece
        ) AS lowest USING (piece)
        GROUP BY pieces.record
    ) AS nearer
    INNER JOIN recurring.regrouped AS known ON known.record = nearer.record AND nearer.label < known.label
), settled AS (
    SELECT
        labelled.record, labelled.member_kind, labelled.member_id, labelled.party_key,
        CASE WHEN regrouped.record IS NULL THEN 'j' || labelled.label ELSE 'r' || regrouped.label END AS label
    FROM labelled LEFT JOIN regrouped ON regrouped.record = labelled.record
), alone AS (
    SELECT DISTINCT other.record
    FROM apart
    INNER JOIN settled AS one ON one.record = apart.record
    INNER JOIN settled AS other ON other.record = apart.other_record AND other.label = one.label
)
SELECT
    settled.record,
    CASE
        WHEN alone.record IS NOT NULL THEN concat('own:', member_id, ':', member_kind)
        ELSE substr(min(party_key) FILTER (alone.record IS NULL) OVER (PARTITION BY label), 2)
    END AS party_id,
    starts_with(party_key, '5') AND count(*) OVER (PARTITION BY label) = 1 AS is_unknown
FROM settled LEFT JOIN alone ON alone.record = settled.record

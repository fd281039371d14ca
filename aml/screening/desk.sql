-- What the lists hold of those who are asked for: the same numbers, and names that agree. A ship's name
-- counts as it is, or nearly so beside its flag; for others see name_counts (score.py). One row a question
-- and entry, by the spelling that scores most.
WITH named AS (
    SELECT asked.record, listed.entry_row, listed.name AS listed_name, listed.is_weak,
        pair.method, pair.similarity, pair.words, pair.letters
    FROM asked
    INNER JOIN name_pairs AS pair ON pair.name = asked.name
    INNER JOIN listed_names AS listed ON listed.name = pair.listed AND listed.kind = pair.kind
    WHERE coalesce(asked.kind, listed.kind) = listed.kind
), numbered AS (
    SELECT asked.record, listed.entry_row, string_agg(DISTINCT asked.called, ', ' ORDER BY asked.called) AS agreeing
    FROM asked_numbers AS asked
    INNER JOIN listed_numbers AS listed ON listed.family = asked.family AND listed.number = asked.number
    GROUP BY asked.record, listed.entry_row
), pairs AS (
    SELECT record, entry_row FROM named
    UNION
    SELECT record, entry_row FROM numbered
), other_numbers AS (
    -- Numbers of one kind, none of which is the same.
    SELECT pairs.record, pairs.entry_row, asked.called, asked.kind IN ('imo_number', 'mmsi') AS is_of_ship
    FROM pairs
    INNER JOIN asked_numbers AS asked ON asked.record = pairs.record
    INNER JOIN listed_numbers AS listed ON listed.entry_row = pairs.entry_row AND listed.kind = asked.kind
    GROUP BY pairs.record, pairs.entry_row, asked.called, asked.kind
    HAVING bool_and(listed.number <> asked.number)
), others AS (
    SELECT record, entry_row, string_agg(called, ', ' ORDER BY called) AS differing, bool_or(is_of_ship) AS is_other_ship
    FROM other_numbers
    GROUP BY record, entry_row
), compared AS (
    SELECT
        pairs.record, pairs.entry_row, asked.name AS asked_name, entry.kind,
        numbered.agreeing AS numbers_agreeing, others.differing AS numbers_differing,
        asked.born_on = entry.born_on AS is_birth_same,
        year(asked.born_on) <> year(entry.born_on) AS is_birth_other,
        entry.kind = 'vessel' AND others.is_other_ship AS is_other_ship,
        upper(asked.country) = upper(entry.country) AS is_country_same
    FROM pairs
    INNER JOIN asked ON asked.record = pairs.record
    INNER JOIN listed_entries AS entry ON entry.entry_row = pairs.entry_row
    LEFT JOIN numbered ON numbered.record = pairs.record AND numbered.entry_row = pairs.entry_row
    LEFT JOIN others ON others.record = pairs.record AND others.entry_row = pairs.entry_row
), scored AS (
    SELECT
        compared.*, named.listed_name, named.is_weak,
        CASE WHEN numbers_agreeing IS NULL THEN named.method ELSE 'number' END AS method,
        CASE
            WHEN numbers_agreeing IS NOT NULL THEN CAST(1 AS DECIMAL(18, 6))
            ELSE name_score(
                name_worth(kind = 'person', named.words, named.letters, FALSE), named.similarity,
                is_birth_same, coalesce(is_birth_other, FALSE) OR coalesce(is_other_ship, FALSE), is_country_same)
        END AS score,
        named.similarity
    FROM compared
    LEFT JOIN named ON named.record = compared.record AND named.entry_row = compared.entry_row
    WHERE numbers_agreeing IS NOT NULL
        OR name_counts(named.method, named.similarity, is_birth_same, is_birth_other OR is_other_ship, is_country_same)
        AND (kind <> 'vessel' OR named.method = 'name' OR is_country_same)
), best AS (
    SELECT *
    FROM scored
    WHERE score >= $least
    QUALIFY row_number() OVER (
        PARTITION BY record, entry_row ORDER BY score DESC, similarity DESC, is_weak, listed_name) = 1
)
SELECT
    best.record, coalesce(best.asked_name, '') AS asked_name, entry.list_id, entry.entry_id,
    coalesce(entry.list_version, '') AS list_version, entry.kind, coalesce(entry.name, '') AS listed_name,
    CASE WHEN best.listed_name <> entry.name THEN best.listed_name ELSE '' END AS alias,
    coalesce(best.is_weak, FALSE) AS is_weak, best.method, best.score,
    list_filter([best.numbers_agreeing, CASE WHEN best.listed_name IS NOT NULL AND best.similarity = 1 THEN 'name' END,
        CASE WHEN best.is_birth_same THEN 'birth date' END, CASE WHEN best.is_country_same THEN 'country' END], lambda it: it IS NOT NULL) AS agreeing,
    list_filter([best.numbers_differing, CASE WHEN best.listed_name IS NULL AND best.asked_name <> '' THEN 'name' END,
        CASE WHEN best.similarity < 1 THEN CASE best.method WHEN 'initials' THEN 'initials' WHEN 'part' THEN 'words left out' ELSE 'spelling' END END,
        CASE WHEN best.is_birth_other THEN 'birth year' END, CASE WHEN NOT best.is_country_same THEN 'country' END], lambda it: it IS NOT NULL) AS differing,
    entry.reason, coalesce(entry.program, '') AS program, entry.since_on
FROM best
INNER JOIN listed_entries AS entry ON entry.entry_row = best.entry_row
QUALIFY row_number() OVER (PARTITION BY best.record ORDER BY best.score DESC, best.is_weak, entry.list_id, entry.entry_id) <= $most
ORDER BY best.record, best.score DESC, best.is_weak, entry.list_id, entry.entry_id

-- Ships of a list by their name, on bills of lading that give no IMO number. One row a bill, name and entry
-- that holds on the day of issue. Names are the same word for word (vessel_keys), never nearly: thousands of
-- ships share theirs. So the name counts 0.80 at most. The register of vessels says more of it: the number of
-- the only ship that bears it, and flags; agreeing and differing say what it said.
-- reads: flagged_parties, vessel_keys
-- uses: bills_of_lading, voyages, vessels
WITH numbered AS (
    SELECT bill.bl_no
    FROM bills_of_lading AS bill
    LEFT JOIN voyages AS voyage ON voyage.voyage_id = bill.voyage_id
    WHERE coalesce(bill.imo_number, voyage.imo_number) IS NOT NULL
), named AS (
    SELECT bill.bl_no, bill.vessel_name AS name, key.vessel_key, min(bill.issued_on) AS issued_on
    FROM bills_of_lading AS bill
    INNER JOIN vessel_keys AS key ON key.name = bill.vessel_name
    WHERE bill.bl_no NOT IN (FROM numbered)
    GROUP BY bill.bl_no, bill.vessel_name, key.vessel_key
), entries AS (
    SELECT
        entry.list_id, entry.entry_id, entry.flagged_from, entry.flagged_to, entry.country,
        list_transform(string_split(entry.imo_number, ';'), lambda number: ship_key(number)) AS numbers,
        key.vessel_key, max(key.words) AS words, max(key.letters) AS letters
    FROM (
        SELECT *, unnest(list_append(coalesce(aliases, []), name)) AS listed_name FROM flagged_parties WHERE kind = 'vessel'
    ) AS entry
    INNER JOIN vessel_keys AS key ON key.name = entry.listed_name
    GROUP BY ALL
), register AS (
    SELECT key.vessel_key, ship_key(vessel.imo_number) AS number, vessel.flag, vessel.valid_from, vessel.valid_to
    FROM vessels AS vessel
    INNER JOIN vessel_keys AS key ON key.name = vessel.name
), told AS (
    SELECT
        named.bl_no, named.name, named.vessel_key, entry.list_id, entry.entry_id, entry.flagged_from,
        least(0.80, name_worth(FALSE, entry.words, entry.letters, FALSE)) AS worth,
        count(DISTINCT known.number) AS ships,
        bool_or(list_contains(entry.numbers, known.number)) AS is_listed_there,
        bool_or(upper(known.flag) = upper(entry.country)) AS is_flag_same
    FROM named
    INNER JOIN entries AS entry
        ON entry.vessel_key = named.vessel_key
        AND named.issued_on BETWEEN entry.flagged_from AND coalesce(entry.flagged_to, named.issued_on)
    LEFT JOIN register AS known
        ON known.vessel_key = named.vessel_key
        AND named.issued_on BETWEEN coalesce(known.valid_from, named.issued_on) AND coalesce(known.valid_to, named.issued_on)
    GROUP BY ALL
), compared AS (
    SELECT *, coalesce(is_listed_there AND ships = 1, FALSE) AS is_number_same, coalesce(NOT is_listed_there, FALSE) AS is_number_other
    FROM told
)
SELECT
    bl_no, name, 'vessel:' || vessel_key AS party_key, list_id, entry_id, flagged_from,
    name_score(worth, 1, is_number_same, is_number_other, is_flag_same) AS score,
    concat_ws(', ', CASE WHEN is_number_same THEN 'IMO number in the register' END, CASE WHEN is_flag_same THEN 'flag' END) AS agreeing,
    concat_ws(', ', CASE WHEN is_number_other THEN 'IMO number in the register' END, CASE WHEN NOT is_flag_same THEN 'flag' END) AS differing
FROM compared

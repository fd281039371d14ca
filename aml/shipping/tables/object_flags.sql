-- Objects of trade that are flagged: a container, a ship (kind imo or mmsi) or a wallet by its own entry,
-- which holds from begins_on to ends_on; a container, bill or booking by a bill of lading that names a
-- flagged party, vessel or container, which holds on the bill's day. role is itself, or the flagged role on
-- bill bl_no.
-- reads: flagged_parties, trade_objects
-- uses: bl_parties
SELECT
    object.kind, object.number AS value, CAST(NULL AS VARCHAR) AS bl_no, 'itself' AS role,
    entry.list_id, entry.entry_id, entry.name AS entry_name, entry.list_version, entry.reason, entry.strength,
    entry.flagged_from, CAST(1 AS DECIMAL(18, 6)) AS score, entry.flagged_from AS begins_on, entry.flagged_to AS ends_on
FROM (SELECT DISTINCT kind, number FROM trade_objects) AS object
INNER JOIN (
    SELECT *, ship_key(unnest(string_split(numbers, ';'))) AS number
    FROM (
        SELECT *, 'container' AS object_kind, container_number AS numbers FROM flagged_parties WHERE kind = 'container'
        UNION ALL
        SELECT *, 'imo', imo_number FROM flagged_parties WHERE kind = 'vessel'
        UNION ALL
        SELECT *, 'mmsi', mmsi FROM flagged_parties WHERE kind = 'vessel'
        UNION ALL
        SELECT *, 'wallet', wallet FROM flagged_parties WHERE kind IN ('organisation', 'person')
    )
) AS entry ON entry.object_kind = object.kind AND entry.number = object.number
UNION ALL
SELECT
    object.kind, object.number, flag.bl_no, flag.role, flag.list_id, flag.entry_id, flag.entry_name, flag.list_version,
    flag.reason, flag.strength, flag.flagged_from, flag.score, flag.issued_on, flag.issued_on
FROM trade_objects AS object
INNER JOIN bl_parties AS flag ON flag.bl_no = object.bl_no AND flag.entry_id IS NOT NULL
WHERE NOT (object.kind = 'container' AND flag.role = 'container' AND flag.party_key = object.number)

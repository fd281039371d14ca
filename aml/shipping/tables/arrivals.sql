-- What a voyage that is due brings: one row a bill of lading whose ship comes to its port of discharge after the
-- day of the run, container, and role on it, with the entry of a list that flags the role on the bill's day or
-- on the day of the run, and the party of the bank's customer who stands there. Carriers serve everyone and are
-- here only when flagged. due_on is the call of the bill's voyage there; where the bill names no voyage, the
-- ship's next call there, else the arrival that the bill states. voyage_id is empty where no bill names one.
-- A call that was made, and a bill that was issued after the day of the run, are not known on that day.
-- reads: bills_of_lading
-- uses: port_calls, voyages, vessels, bl_parties, trade_parties, party_links, party_members
WITH calls AS (
    SELECT voyage_id, port, CAST(min(due_at) AS DATE) AS due_on, CAST(min(arrived_at) AS DATE) AS arrived_on
    FROM port_calls
    GROUP BY voyage_id, port
), visits AS (
    SELECT ship_key(voyage.imo_number) AS imo, call.port, CAST(call.due_at AS DATE) AS due_on, CAST(call.arrived_at AS DATE) AS arrived_on
    FROM port_calls AS call
    INNER JOIN voyages AS voyage ON voyage.voyage_id = call.voyage_id
), unnamed AS (
    -- Bills without a voyage, with the ship's first call at their port after they were issued.
    SELECT bill.bl_no, min(visit.arrived_on) AS arrived_on, min(visit.due_on) AS due_on
    FROM bills_of_lading AS bill
    INNER JOIN visits AS visit
        ON visit.imo = ship_key(bill.imo_number) AND visit.port = bill.discharge_port
        AND coalesce(visit.arrived_on, visit.due_on) > bill.issued_on
    WHERE bill.voyage_id IS NULL
    GROUP BY bill.bl_no
), coming AS (
    SELECT
        bill.bl_no, bill.container_number, bill.vessel_name, ship_key(coalesce(bill.imo_number, voyage.imo_number)) AS imo_number,
        coalesce(bill.voyage_id, '') AS voyage_id, coalesce(bill.discharge_port, '') AS port,
        coalesce(call.due_on, unnamed.due_on, bill.arrival_on) AS due_on
    FROM bills_of_lading AS bill
    CROSS JOIN institution
    LEFT JOIN voyages AS voyage ON voyage.voyage_id = bill.voyage_id
    LEFT JOIN calls AS call ON call.voyage_id = bill.voyage_id AND call.port = bill.discharge_port
    LEFT JOIN unnamed ON unnamed.bl_no = bill.bl_no
    WHERE bill.issued_on <= institution.as_of_on
        AND coalesce(call.due_on, unnamed.due_on, bill.arrival_on) > institution.as_of_on
        AND coalesce(call.arrived_on, unnamed.arrived_on, DATE '9999-12-31') > institution.as_of_on
), carried AS (
    SELECT DISTINCT voyage_id, port, due_on, bl_no, container_number, coalesce(imo_number, '') AS imo_number, coalesce(vessel_name, '') AS vessel_name
    FROM coming
), named AS (
    SELECT ship_key(imo_number) AS imo_number, max(name) AS name FROM vessels GROUP BY ship_key(imo_number) HAVING count(DISTINCT name) = 1
), spelt AS (
    SELECT party_key, subject_kind, subject_key FROM trade_parties WHERE subject_kind <> 'trade_name'
    UNION ALL
    SELECT party_key, 'name', subject_key || '|' FROM trade_parties WHERE subject_kind = 'trade_name'
), later AS (
    -- Flagged after the bill was issued, and before the ship is here.
    SELECT DISTINCT role.bl_no, role.role, role.party_key, link.list_id, link.entry_id, link.entry_name, link.reason, link.strength, link.score
    FROM bl_parties AS role
    CROSS JOIN institution
    INNER JOIN spelt ON spelt.party_key = role.party_key
    INNER JOIN party_links AS link ON link.subject_kind = spelt.subject_kind AND link.subject_key = spelt.subject_key
    WHERE role.entry_id IS NULL AND role.bl_no IN (SELECT bl_no FROM carried)
        AND institution.as_of_on BETWEEN link.valid_from AND coalesce(link.valid_to, institution.as_of_on)
), banked AS (
    SELECT DISTINCT known.party_key, member.party_id
    FROM trade_parties AS known
    INNER JOIN party_members AS member ON member.member_kind = 'customer' AND member.member_id = known.subject_key
    WHERE known.subject_kind = 'customer'
)
SELECT DISTINCT
    carried.voyage_id, carried.port, carried.due_on, carried.bl_no, carried.container_number, carried.imo_number,
    coalesce(nullif(carried.vessel_name, ''), named.name, '') AS vessel_name,
    role.role, role.party_key, role.name, banked.party_id,
    coalesce(role.list_id, later.list_id) AS list_id, coalesce(role.entry_id, later.entry_id) AS entry_id,
    coalesce(role.entry_name, later.entry_name) AS entry_name, coalesce(role.reason, later.reason) AS reason,
    coalesce(role.strength, later.strength) AS strength, coalesce(role.score, later.score) AS score
FROM carried
LEFT JOIN named ON named.imo_number = carried.imo_number
LEFT JOIN bl_parties AS role
    ON role.bl_no = carried.bl_no AND (role.role <> 'carrier' OR role.entry_id IS NOT NULL)
    AND (role.role <> 'container' OR role.party_key = number_key(carried.container_number))
LEFT JOIN later ON later.bl_no = role.bl_no AND later.role = role.role AND later.party_key = role.party_key
LEFT JOIN banked ON banked.party_key = role.party_key

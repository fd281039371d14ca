-- Who stands on each bill of lading, in which role, and whether a list had flagged them on the day it was
-- issued. One row a bill, role, party and entry; entry_id is NULL where nobody flagged the party.
-- Roles: shipper, consignee, notify, forwarder, carrier, vessel, container. party_key makes one party of
-- several bills: its normalised name, else its id; the IMO or container number. A ship without a number is
-- here where a list has its name (vessel_links), under `vessel:` and that name, by the method vessel_name.
-- counterparts: how many other shippers and consignees share bills with the party. Many make it a hub.
-- arrival_on is stated on the bill, else the call at the port of discharge.
-- reads: bills_of_lading
-- uses: flagged_parties, party_links, vessel_links, name_keys, shippers, vessels, voyages, port_calls
WITH calls AS (
    SELECT voyage_id, port, CAST(min(coalesce(arrived_at, due_at)) AS DATE) AS arrived_on
    FROM port_calls
    GROUP BY voyage_id, port
), bills AS (
    SELECT
        bill.*, ship_key(coalesce(bill.imo_number, voyage.imo_number)) AS imo, number_key(bill.container_number) AS container,
        min(bill.issued_on) OVER same_bill AS bill_on,
        min(coalesce(bill.arrival_on, call.arrived_on)) OVER same_bill AS bill_arrival_on
    FROM bills_of_lading AS bill
    LEFT JOIN voyages AS voyage ON voyage.voyage_id = bill.voyage_id
    LEFT JOIN calls AS call ON call.voyage_id = bill.voyage_id AND call.port = bill.discharge_port
    WINDOW same_bill AS (PARTITION BY bill.bl_no)
), stated AS (
    SELECT bl_no, bill_on, bill_arrival_on, 'shipper' AS role, shipper_id AS party_id, shipper_name AS name FROM bills
    UNION ALL
    SELECT bl_no, bill_on, bill_arrival_on, 'consignee', consignee_id, consignee_name FROM bills
    UNION ALL
    SELECT bl_no, bill_on, bill_arrival_on, 'notify', notify_id, notify_name FROM bills
    UNION ALL
    SELECT bl_no, bill_on, bill_arrival_on, 'forwarder', forwarder_id, forwarder_name FROM bills
    UNION ALL
    SELECT bl_no, bill_on, bill_arrival_on, 'carrier', NULL, carrier_name FROM bills
), keyed AS (
    SELECT
        stated.bl_no, stated.bill_on, stated.bill_arrival_on, stated.role, stated.party_id,
        coalesce(stated.name, shipper.name) AS name, shipper.shipper_id IS NOT NULL AS is_recorded,
        coalesce(nullif(key.firm, ''), stated.party_id) AS party_key
    FROM stated
    LEFT JOIN shippers AS shipper ON shipper.shipper_id = stated.party_id
    LEFT JOIN name_keys AS key ON key.name = coalesce(stated.name, shipper.name)
), things AS (
    SELECT bl_no, bill_on, bill_arrival_on, 'vessel' AS role, NULL AS party_id, vessel_name AS name, imo AS party_key FROM bills
    UNION ALL
    SELECT bl_no, bill_on, bill_arrival_on, 'container', NULL, container, container FROM bills
    UNION ALL
    SELECT bill.bl_no, bill.bill_on, bill.bill_arrival_on, 'vessel', NULL, link.name, link.party_key
    FROM bills AS bill
    INNER JOIN (SELECT DISTINCT bl_no, name, party_key FROM vessel_links) AS link
        ON link.bl_no = bill.bl_no AND link.name = bill.vessel_name
), roles AS (
    SELECT
        bl_no, role, party_key, min(bill_on) AS issued_on, min(bill_arrival_on) AS arrival_on,
        min(party_id) AS party_id, min(name) AS name
    FROM (SELECT * EXCLUDE (is_recorded) FROM keyed UNION ALL SELECT * FROM things)
    WHERE party_key IS NOT NULL
    GROUP BY bl_no, role, party_key
), flagged_things AS (
    SELECT
        CASE WHEN kind = 'vessel' THEN 'vessel' ELSE 'container' END AS role,
        ship_key(unnest(string_split(CASE WHEN kind = 'vessel' THEN imo_number ELSE container_number END, ';'))) AS party_key,
        list_id, entry_id, name AS entry_name, list_version, reason, strength, flagged_from, flagged_to
    FROM flagged_parties
    WHERE kind IN ('vessel', 'container')
), flags AS (
    -- The record of a shipper knows its country; the bare name on a bill is used where there is none.
    SELECT
        keyed.bl_no, keyed.role, keyed.party_key, link.list_id, link.entry_id, link.entry_name, link.list_version,
        link.reason, link.strength, link.valid_from AS flagged_from, link.method, link.score
    FROM keyed
    INNER JOIN party_links AS link
        ON link.subject_kind = CASE WHEN keyed.is_recorded THEN 'shipper' ELSE 'name' END
        AND link.subject_key = CASE WHEN keyed.is_recorded THEN keyed.party_id ELSE keyed.name || '|' END
    WHERE keyed.bill_on BETWEEN link.valid_from AND coalesce(link.valid_to, keyed.bill_on)
    UNION ALL
    SELECT
        things.bl_no, things.role, things.party_key, flag.list_id, flag.entry_id, flag.entry_name, flag.list_version,
        flag.reason, flag.strength, flag.flagged_from, 'id', CAST(1 AS DECIMAL(18, 6))
    FROM things
    INNER JOIN flagged_things AS flag ON flag.role = things.role AND flag.party_key = things.party_key
    WHERE things.bill_on BETWEEN flag.flagged_from AND coalesce(flag.flagged_to, things.bill_on)
    UNION ALL
    SELECT
        link.bl_no, 'vessel', link.party_key, link.list_id, link.entry_id, entry.name, entry.list_version,
        entry.reason, entry.strength, entry.flagged_from, 'vessel_name', link.score
    FROM vessel_links AS link
    INNER JOIN flagged_parties AS entry
        ON entry.list_id = link.list_id AND entry.entry_id = link.entry_id AND entry.flagged_from = link.flagged_from
), best AS (
    SELECT *
    FROM flags
    QUALIFY row_number() OVER (PARTITION BY bl_no, role, party_key, list_id, entry_id ORDER BY score DESC, method, flagged_from DESC) = 1
), reach AS (
    SELECT roles.party_key, count(DISTINCT other.party_key) AS counterparts
    FROM roles
    INNER JOIN roles AS other ON other.bl_no = roles.bl_no AND other.party_key <> roles.party_key
    WHERE other.role IN ('shipper', 'consignee')
    GROUP BY roles.party_key
)
SELECT
    roles.bl_no, roles.issued_on, roles.arrival_on, roles.role, roles.party_key, roles.party_id, roles.name,
    coalesce(reach.counterparts, 0) AS counterparts,
    best.list_id, best.entry_id, best.entry_name, best.list_version, best.reason, best.strength, best.flagged_from,
    best.method, best.score
FROM roles
LEFT JOIN best ON best.bl_no = roles.bl_no AND best.role = roles.role AND best.party_key = roles.party_key
LEFT JOIN reach ON reach.party_key = roles.party_key

-- What a payment can refer to: containers, ships, bills of lading and bookings that trade tables or lists
-- know, and the wallets and radio numbers of ships (mmsi) that lists hold. One row an object and bill of
-- lading it stands on; bl_no is NULL for ships, which carry many, and where no bill names the object.
-- number is in one spelling, object_id as the tables write it.
-- uses: bills_of_lading, vessels, voyages, container_events, flagged_parties
WITH known AS (
    SELECT 'container' AS kind, container_number AS object_id, bl_no FROM bills_of_lading
    UNION
    SELECT 'bl', bl_no, bl_no FROM bills_of_lading
    UNION
    SELECT 'booking', booking_number, bl_no FROM bills_of_lading
    UNION
    SELECT 'container', container_number, NULL FROM container_events
    UNION
    SELECT 'container', unnest(string_split(container_number, ';')), NULL FROM flagged_parties WHERE kind = 'container'
    UNION
    SELECT 'imo', imo_number, NULL FROM bills_of_lading
    UNION
    SELECT 'imo', imo_number, NULL FROM voyages
    UNION
    SELECT 'imo', imo_number, NULL FROM vessels
    UNION
    SELECT 'imo', unnest(string_split(imo_number, ';')), NULL FROM flagged_parties WHERE kind = 'vessel'
    UNION
    SELECT 'mmsi', unnest(string_split(mmsi, ';')), NULL FROM flagged_parties WHERE kind = 'vessel'
    UNION
    SELECT 'wallet', unnest(string_split(wallet, ';')), NULL FROM flagged_parties WHERE kind IN ('organisation', 'person')
), spelt AS (
    SELECT kind, CASE WHEN kind = 'imo' THEN ship_key(object_id) ELSE number_key(object_id) END AS number, object_id, bl_no
    FROM known
    WHERE number_key(object_id) <> ''
)
SELECT DISTINCT kind, number, min(object_id) OVER (PARTITION BY kind, number) AS object_id, bl_no
FROM spelt

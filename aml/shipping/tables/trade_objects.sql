-- What a payment can refer to: containers, ships, bills of lading and bookings that trade tables or lists
-- know. number is in one spelling, object_id as the tables write it.
-- uses: bills_of_lading, vessels, voyages, container_events, flagged_parties
WITH known AS (
    SELECT 'container' AS kind, container_number AS object_id FROM bills_of_lading
    UNION
    SELECT 'container', container_number FROM container_events
    UNION
    SELECT 'container', unnest(string_split(container_number, ';')) FROM flagged_parties WHERE kind = 'container'
    UNION
    SELECT 'imo', imo_number FROM bills_of_lading
    UNION
    SELECT 'imo', imo_number FROM voyages
    UNION
    SELECT 'imo', imo_number FROM vessels
    UNION
    SELECT 'imo', unnest(string_split(imo_number, ';')) FROM flagged_parties WHERE kind = 'vessel'
    UNION
    SELECT 'bl', bl_no FROM bills_of_lading
    UNION
    SELECT 'booking', booking_number FROM bills_of_lading
)
SELECT kind, number_key(object_id) AS number, min(object_id) AS object_id
FROM known
WHERE number_key(object_id) <> ''
GROUP BY kind, number_key(object_id)

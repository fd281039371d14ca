-- How far it is over land from a port of discharge to the customer who receives the goods, one row a
-- customer and port that bills of lading name: inland_km, over a sphere of 6371 km (haversine formula), NULL
-- where either place is not known. Receivers are consignees by number or name (see trade_parties).
-- reads: bills_of_lading
-- uses: bl_parties, trade_parties, customers, port_places
WITH pairs AS (
    SELECT DISTINCT party.subject_key AS customer_id, bill.discharge_port AS port
    FROM bills_of_lading AS bill
    INNER JOIN bl_parties AS receiver ON receiver.bl_no = bill.bl_no AND receiver.role = 'consignee'
    INNER JOIN trade_parties AS party ON party.party_key = receiver.party_key AND party.subject_kind = 'customer'
    WHERE bill.discharge_port IS NOT NULL
), placed AS (
    SELECT
        pairs.*, radians(place.latitude) AS latitude, radians(place.longitude) AS longitude,
        radians(home.latitude) AS home_latitude, radians(home.longitude) AS home_longitude
    FROM pairs
    LEFT JOIN port_places AS place ON place.port = pairs.port
    LEFT JOIN customers AS home ON home.customer_id = pairs.customer_id
), measured AS (
    SELECT
        *, pow(sin((latitude - home_latitude) / 2), 2)
        + cos(latitude) * cos(home_latitude) * pow(sin((longitude - home_longitude) / 2), 2) AS haversine
    FROM placed
)
SELECT
    customer_id, port, CAST(2 * 6371 * asin(sqrt(CASE WHEN haversine > 1 THEN 1 ELSE haversine END)) AS DECIMAL(9, 1)) AS inland_km
FROM measured
ORDER BY customer_id, port

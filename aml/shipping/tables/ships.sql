-- The register of ships as it was given, with each IMO number in one spelling (seven digits), one row a record
-- of vessels.
-- uses: vessels
SELECT * REPLACE (ship_key(imo_number) AS imo_number)
FROM vessels

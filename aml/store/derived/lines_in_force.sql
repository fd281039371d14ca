-- The lines that this institution is under, one row a country where a line holds: its jurisdiction, or
-- each country that threshold_areas lists for it (the European Union is no country). Lines that hold in
-- counties or postal codes only are in line_places instead. `rivals` is the number of lines of one kind
-- in one country, whatever their days. Where it is 1, nothing has to choose among lines.
-- reads: thresholds
-- uses: threshold_areas
WITH held AS (
    SELECT line.*, line.jurisdiction AS country
    FROM thresholds AS line
    WHERE line.area_complete IS NULL
    UNION ALL
    SELECT line.*, area.place
    FROM thresholds AS line
    INNER JOIN threshold_areas AS area ON area.line_id = line.line_id AND area.place_kind = 'country'
)
SELECT held.*, count(*) OVER (PARTITION BY held.kind, held.country) AS rivals
FROM held
CROSS JOIN institution
WHERE held.sector IN (institution.sector, 'any')

-- Each agent and branch with each line that holds in listed places of its country only. `standing` says
-- what is known: 'inside' the listed places or 'outside' them; 'list incomplete' where the place is not
-- listed and the list is known in part; 'place unknown' where the region, county or postal code that
-- would tell is not recorded. Names are compared without case and accents; a county is one of a region.
-- km_inside is how far a place outside lies from the nearest agent or branch inside, over a sphere of
-- 6371 km (haversine formula); NULL beyond half a degree of latitude (some 56 km), and without coordinates.
-- reads: thresholds, threshold_areas
-- uses: agents, branches
WITH places AS (
    SELECT 'agent' AS place_kind, agent_id AS place_id, country, region, county, postal_code, latitude, longitude
    FROM agents
    UNION ALL
    SELECT 'branch', branch_id, country, region, county, postal_code, latitude, longitude FROM branches
), spelt AS (
    SELECT
        places.place_kind, places.place_id, coalesce(places.country, institution.country) AS country,
        nullif(lower(trim(strip_accents(region))), '') AS region,
        nullif(regexp_replace(lower(trim(strip_accents(county))), ' county$', ''), '') AS county,
        nullif(regexp_replace(trim(postal_code), '-.*$', ''), '') AS postal_code,
        latitude, longitude
    FROM places
    CROSS JOIN institution
), keyed AS (
    SELECT place_kind, place_id, 'county' AS area_kind, county || ', ' || region AS area FROM spelt
    UNION ALL
    SELECT place_kind, place_id, 'postal_code', postal_code FROM spelt
    UNION ALL
    SELECT place_kind, place_id, 'region', region FROM spelt
), areas AS (
    SELECT
        line_id, place_kind AS area_kind, lower(trim(strip_accents(region))) AS region,
        CASE place_kind
            WHEN 'county' THEN lower(strip_accents(concat(place, ', ', region)))
            WHEN 'postal_code' THEN place
            ELSE lower(strip_accents(place))
        END AS area
    FROM threshold_areas
    WHERE place_kind <> 'country'
), needs AS (
    SELECT
        line_id, region,
        max(CASE WHEN area_kind = 'county' THEN 1 ELSE 0 END) AS needs_county,
        max(CASE WHEN area_kind = 'postal_code' THEN 1 ELSE 0 END) AS needs_postal_code
    FROM areas
    GROUP BY line_id, region
), inside AS (
    SELECT DISTINCT areas.line_id, keyed.place_kind, keyed.place_id
    FROM areas
    INNER JOIN keyed ON keyed.area_kind = areas.area_kind AND keyed.area = areas.area
), stood AS (
    SELECT
        line.line_id, spelt.place_kind, spelt.place_id, spelt.latitude, spelt.longitude,
        CASE
            WHEN inside.place_id IS NOT NULL THEN 'inside'
            WHEN NOT line.area_complete THEN 'list incomplete'
            WHEN spelt.region IS NULL
                OR (needs.needs_county = 1 AND spelt.county IS NULL)
                OR (needs.needs_postal_code = 1 AND spelt.postal_code IS NULL) THEN 'place unknown'
            ELSE 'outside'
        END AS standing
    FROM thresholds AS line
    INNER JOIN spelt ON spelt.country = line.jurisdiction
    LEFT JOIN needs ON needs.line_id = line.line_id AND needs.region = spelt.region
    LEFT JOIN inside
        ON inside.line_id = line.line_id
        AND inside.place_kind = spelt.place_kind AND inside.place_id = spelt.place_id
    WHERE line.area_complete IS NOT NULL
), spots AS (
    SELECT DISTINCT line_id, latitude, longitude FROM stood WHERE standing = 'inside' AND longitude IS NOT NULL
), apart AS (
    SELECT
        place.line_id, place.place_kind, place.place_id,
        pow(sin(radians(place.latitude - spot.latitude) / 2), 2)
        + cos(radians(place.latitude)) * cos(radians(spot.latitude))
        * pow(sin(radians(place.longitude - spot.longitude) / 2), 2) AS haversine
    FROM stood AS place
    INNER JOIN spots AS spot
        ON spot.line_id = place.line_id AND spot.latitude BETWEEN place.latitude - 0.5 AND place.latitude + 0.5
    WHERE place.standing = 'outside'
), nearest AS (
    SELECT
        line_id, place_kind, place_id,
        CAST(2 * 6371 * asin(sqrt(least(min(haversine), 1))) AS DECIMAL(9, 1)) AS km_inside
    FROM apart
    GROUP BY line_id, place_kind, place_id
)
SELECT stood.line_id, stood.place_kind, stood.place_id, stood.standing, nearest.km_inside
FROM stood
LEFT JOIN nearest
    ON nearest.line_id = stood.line_id
    AND nearest.place_kind = stood.place_kind AND nearest.place_id = stood.place_id

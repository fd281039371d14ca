-- The times of a voyage at which the ship could not be followed, one row each: kind gap, loitering or
-- meeting, hours (one without an end lasts until the last call of the voyage), coast_nm off the coast. A gap
-- belongs to the voyage in which it began.
-- reads: ais_gaps, port_calls, voyages
WITH spans AS (
    SELECT
        call.voyage_id, ship_key(voyage.imo_number) AS imo,
        min(coalesce(call.departed_at, call.arrived_at)) AS began_at, max(coalesce(call.arrived_at, call.departed_at)) AS ended_at
    FROM port_calls AS call
    INNER JOIN voyages AS voyage ON voyage.voyage_id = call.voyage_id
    GROUP BY call.voyage_id, voyage.imo_number
)
SELECT
    spans.voyage_id, coalesce(gap.kind, 'gap') AS kind, gap.started_at,
    CAST(date_diff('minute', gap.started_at, coalesce(gap.ended_at, spans.ended_at)) AS DECIMAL(18, 6)) / 60 AS hours,
    gap.coast_nm, gap.latitude, gap.longitude
FROM ais_gaps AS gap
INNER JOIN spans
    ON spans.imo = ship_key(gap.imo_number)
    AND gap.started_at >= spans.began_at AND gap.started_at <= spans.ended_at
ORDER BY spans.voyage_id, gap.started_at

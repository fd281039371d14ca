-- One row a voyage: how far the ship sailed against the direct way, and against other voyages like it.
-- origin_port and destination_port are the ends of what was measured (see voyage_calls), started_on and
-- ended_on its days. detour_ratio is sailed_nm over direct_nm. loop_ratio is the median detour of the
-- loop_voyages other voyages of the same service loop that began within ninety days, and lane_ratio that of
-- the lane_voyages others between the same two ports, of whatever loop: a canal that is closed to all, or a
-- strike, lengthens them alike.
-- unscheduled_calls are those on the way, watch_calls those of them at a port of tier watch. ais_gaps,
-- loiterings and meetings are counted (voyage_gaps has them). flag_changes, name_changes and owner_changes
-- are those of the ship from 180 days before the start of the voyage to its end, by the dates of vessels.
-- standing: judged; or why there is no ratio: `calls unknown` (fewer than two calls), `port unknown` (no
-- place by the sea is known), `round trip` (it ends where it began).
-- reads: port_calls
-- uses: voyages, voyage_calls, voyage_legs, voyage_gaps, sea_distances, port_places, vessels, ais_gaps
WITH named AS (
    SELECT coalesce(voyage.voyage_id, called.voyage_id) AS voyage_id, ship_key(voyage.imo_number) AS imo_number,
        voyage.service_loop
    FROM voyages AS voyage
    FULL JOIN (SELECT DISTINCT voyage_id FROM port_calls) AS called ON called.voyage_id = voyage.voyage_id
), calls AS (
    SELECT
        call.voyage_id, count(*) AS calls, min(call.first_port) AS origin_port, min(call.last_port) AS destination_port,
        CAST(min(coalesce(call.left_at, call.arrived_at)) AS DATE) AS started_on,
        CAST(max(coalesce(call.arrived_at, call.left_at)) AS DATE) AS ended_on,
        count(CASE WHEN NOT coalesce(place.is_placed, false) THEN 1 END) AS unknown_ports,
        count(CASE WHEN NOT call.is_scheduled THEN 1 END) AS unscheduled_calls,
        count(CASE WHEN NOT call.is_scheduled AND place.tier = 'watch' THEN 1 END) AS watch_calls
    FROM voyage_calls AS call
    LEFT JOIN port_places AS place ON place.port = call.port
    WHERE call.is_on_route
    GROUP BY call.voyage_id
), sailed AS (
    SELECT voyage_id, CAST(sum(sailed_nm) AS DECIMAL(12, 1)) AS sailed_nm
    FROM voyage_legs
    WHERE is_on_route
    GROUP BY voyage_id
), silences AS (
    SELECT
        voyage_id, count(CASE WHEN kind = 'gap' THEN 1 END) AS ais_gaps, count(CASE WHEN kind = 'loitering' THEN 1 END) AS loiterings,
        count(CASE WHEN kind = 'meeting' THEN 1 END) AS meetings
    FROM voyage_gaps
    GROUP BY voyage_id
), ships AS (
    SELECT
        ship_key(imo_number) AS imo_number, valid_from, flag, name, owner,
        lag(flag IGNORE NULLS) OVER in_order AS earlier_flag, lag(name IGNORE NULLS) OVER in_order AS earlier_name,
        lag(owner IGNORE NULLS) OVER in_order AS earlier_owner
    FROM vessels
    WINDOW in_order AS (PARTITION BY ship_key(imo_number) ORDER BY valid_from NULLS FIRST)
), changes AS (
    SELECT
        named.voyage_id, count(CASE WHEN upper(ships.flag) <> upper(ships.earlier_flag) THEN 1 END) AS flag_changes,
        count(CASE WHEN upper(ships.name) <> upper(ships.earlier_name) THEN 1 END) AS name_changes,
        count(CASE WHEN upper(ships.owner) <> upper(ships.earlier_owner) THEN 1 END) AS owner_changes
    FROM named
    INNER JOIN calls ON calls.voyage_id = named.voyage_id
    INNER JOIN ships
        ON ships.imo_number = named.imo_number AND ships.valid_from BETWEEN calls.started_on - INTERVAL 180 DAY AND calls.ended_on
    GROUP BY named.voyage_id
), measured AS (
    SELECT
        named.*, calls.* EXCLUDE (voyage_id), sailed.sailed_nm, way.sea_nm AS direct_nm,
        CASE
            WHEN coalesce(calls.calls, 0) < 2 THEN 'calls unknown'
            WHEN calls.unknown_ports > 0 OR way.sea_nm IS NULL THEN 'port unknown'
            WHEN way.sea_nm = 0 THEN 'round trip'
            ELSE 'judged'
        END AS standing
    FROM named
    LEFT JOIN calls ON calls.voyage_id = named.voyage_id
    LEFT JOIN sailed ON sailed.voyage_id = named.voyage_id
    LEFT JOIN sea_distances AS way ON way.from_port = calls.origin_port AND way.to_port = calls.destination_port
), detours AS (
    SELECT *, CASE WHEN standing = 'judged' THEN CAST(CAST(sailed_nm AS DECIMAL(18, 6)) / CAST(direct_nm AS DECIMAL(18, 6)) AS DECIMAL(18, 6)) END AS detour_ratio
    FROM measured
), compared AS (
    SELECT
        voyage_id, count(detour_ratio) OVER same_loop AS loop_voyages, median(detour_ratio) OVER same_loop AS loop_ratio,
        count(detour_ratio) OVER same_lane AS lane_voyages, median(detour_ratio) OVER same_lane AS lane_ratio, service_loop
    FROM detours
    WHERE started_on IS NOT NULL
    WINDOW same_loop AS (PARTITION BY service_loop ORDER BY started_on
            RANGE BETWEEN INTERVAL 90 DAY PRECEDING AND INTERVAL 90 DAY FOLLOWING EXCLUDE CURRENT ROW),
        same_lane AS (PARTITION BY origin_port, destination_port ORDER BY started_on
            RANGE BETWEEN INTERVAL 90 DAY PRECEDING AND INTERVAL 90 DAY FOLLOWING EXCLUDE CURRENT ROW)
)
SELECT
    detours.voyage_id, detours.imo_number, detours.service_loop, detours.origin_port, detours.destination_port, detours.started_on,
    detours.ended_on, coalesce(detours.calls, 0) AS calls, detours.sailed_nm, detours.direct_nm, detours.detour_ratio,
    CASE WHEN compared.service_loop IS NULL THEN 0 ELSE compared.loop_voyages END AS loop_voyages,
    CASE WHEN compared.service_loop IS NOT NULL THEN CAST(compared.loop_ratio AS DECIMAL(18, 6)) END AS loop_ratio,
    coalesce(compared.lane_voyages, 0) AS lane_voyages, CAST(compared.lane_ratio AS DECIMAL(18, 6)) AS lane_ratio,
    coalesce(detours.unscheduled_calls, 0) AS unscheduled_calls, coalesce(detours.watch_calls, 0) AS watch_calls,
    coalesce(silences.ais_gaps, 0) AS ais_gaps, coalesce(silences.loiterings, 0) AS loiterings, coalesce(silences.meetings, 0) AS meetings,
    coalesce(changes.flag_changes, 0) AS flag_changes, coalesce(changes.name_changes, 0) AS name_changes,
    coalesce(changes.owner_changes, 0) AS owner_changes, detours.standing
FROM detours
LEFT JOIN compared ON compared.voyage_id = detours.voyage_id
LEFT JOIN silences ON silences.voyage_id = detours.voyage_id
LEFT JOIN changes ON changes.voyage_id = detours.voyage_id
ORDER BY detours.voyage_id

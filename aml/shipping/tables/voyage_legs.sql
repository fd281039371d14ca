-- The legs of voyages, one row a leg, numbered by the call that it leads to (`sequence` counts the calls
-- that were made, from 1). sailed_nm is the way by sea, NULL where a port has no known place by the sea.
-- is_scheduled and is_on_route are those of the call that it leads to (see voyage_calls); the first leg on
-- the route is the one after the port of origin. port_call_id is that call's.
-- reads: voyage_calls
-- uses: sea_distances
WITH led AS (
    SELECT
        *, lag(is_on_route) OVER (PARTITION BY voyage_id ORDER BY position) AS began_on_route
    FROM voyage_calls
)
SELECT
    led.voyage_id, led.position AS sequence, led.port_call_id, led.previous_port AS from_port, led.port AS to_port,
    led.previous_left_at AS left_at, led.arrived_at, way.sea_nm AS sailed_nm, led.is_scheduled,
    led.is_on_route AND coalesce(led.began_on_route, false) AS is_on_route
FROM led
LEFT JOIN sea_distances AS way ON way.from_port = led.previous_port AND way.to_port = led.port
WHERE led.position > 1
ORDER BY led.voyage_id, led.position

-- The calls that ships made, in order, one row a call, with the ship's number in one spelling. A call that was only due is none; where a voyage
-- has no hour at all, its calls count as made. position counts them from 1, by sequence where every call
-- has one, else by hour. previous_port is the port of the call before.
-- is_on_route: the call lies on the way that is measured, from the port of origin to the port of
-- destination of the voyage; without those, or where the ship did not call there, from the first call to the
-- last. first_port and last_port are the ends of that way. is_scheduled is what the source says, else
-- whether a voyage with a schedule has the call on it, else true.
-- reads: port_calls
-- uses: voyages
WITH given AS (
    SELECT
        call.*, ship_key(voyage.imo_number) AS imo_number, voyage.origin_port, voyage.destination_port,
        coalesce(call.arrived_at, call.departed_at) AS came_at,
        count(call.due_at) OVER same_voyage > 0 AS has_schedule,
        count(coalesce(call.arrived_at, call.departed_at, call.due_at)) OVER same_voyage > 0 AS has_hours,
        count(call.sequence) OVER same_voyage = count(*) OVER same_voyage AS has_sequence
    FROM port_calls AS call
    LEFT JOIN voyages AS voyage ON voyage.voyage_id = call.voyage_id
    WINDOW same_voyage AS (PARTITION BY call.voyage_id)
), made AS (
    SELECT
        *, row_number() OVER (
            PARTITION BY voyage_id ORDER BY CASE WHEN has_sequence THEN sequence END, came_at, sequence, port_call_id
        ) AS position
    FROM given
    WHERE came_at IS NOT NULL OR NOT has_hours
), begun AS (
    SELECT
        *, coalesce(min(CASE WHEN number_key(port) = number_key(origin_port) THEN position END) OVER same_voyage, 1) AS first_position,
        max(position) OVER same_voyage AS calls
    FROM made
    WINDOW same_voyage AS (PARTITION BY voyage_id)
), ended AS (
    SELECT
        *, coalesce(min(CASE WHEN number_key(port) = number_key(destination_port) AND position > first_position THEN position END)
            OVER (PARTITION BY voyage_id), calls) AS last_position
    FROM begun
)
SELECT
    voyage_id, imo_number, port_call_id, CAST(position AS INTEGER) AS position, port, due_at, arrived_at, departed_at AS left_at,
    coalesce(is_scheduled, due_at IS NOT NULL OR NOT has_schedule) AS is_scheduled,
    position BETWEEN first_position AND last_position AS is_on_route,
    position = last_position AS is_end,
    lag(port) OVER in_order AS previous_port, lag(coalesce(departed_at, arrived_at)) OVER in_order AS previous_left_at,
    first_value(port) OVER (PARTITION BY voyage_id ORDER BY position <> first_position, position) AS first_port,
    first_value(port) OVER (PARTITION BY voyage_id ORDER BY position <> last_position, position) AS last_port
FROM ended
WINDOW in_order AS (PARTITION BY voyage_id ORDER BY position)
ORDER BY voyage_id, position

-- Posted cash entries, one row an entry, with the place where the cash changed hands. home_km is the
-- distance from there to the customer's home over a sphere of 6371 km (haversine formula), NULL where
-- either place is not known.
-- reads: transactions
-- uses: branches, agents, customers
WITH placed AS (
    SELECT
        entry.transaction_id, entry.account_id, entry.customer_id, entry.conductor_id,
        entry.booked_at, entry.booked_on, entry.direction, entry.channel,
        entry.amount, entry.currency, entry.amount_base,
        entry.branch_id, entry.agent_id, entry.teller_id, entry.terminal_id,
        coalesce(entry.branch_id, entry.agent_id, entry.terminal_id) AS place_id,
        coalesce(branch.country, agent.country, institution.country) AS country,
        coalesce(branch.region, agent.region) AS region,
        radians(coalesce(branch.latitude, agent.latitude)) AS latitude,
        radians(coalesce(branch.longitude, agent.longitude)) AS longitude,
        radians(home.latitude) AS home_latitude, radians(home.longitude) AS home_longitude
    FROM transactions AS entry
    CROSS JOIN institution
    LEFT JOIN branches AS branch ON entry.branch_id = branch.branch_id
    LEFT JOIN agents AS agent ON entry.agent_id = agent.agent_id
    LEFT JOIN customers AS home ON entry.customer_id = home.customer_id
    WHERE entry.status = 'posted'
        AND entry.channel IN ('cash_teller', 'cash_atm', 'night_drop', 'armoured_cash')
), measured AS (
    SELECT
        *,
        pow(sin((latitude - home_latitude) / 2), 2)
        + cos(latitude) * cos(home_latitude) * pow(sin((longitude - home_longitude) / 2), 2) AS haversine
    FROM placed
)
SELECT
    * EXCLUDE (latitude, longitude, home_latitude, home_longitude, haversine),
    CAST(2 * 6371 * asin(sqrt(CASE WHEN haversine > 1 THEN 1 ELSE haversine END)) AS DECIMAL(9, 1)) AS home_km
FROM measured

WITH small AS (
    SELECT transaction_id, customer_id, line_id, line_amount, line_currency, booked_on, amount, amount_base,
        conductor_id, coalesce(terminal_id, place_id) AS place_id
    FROM cash_lines
    WHERE is_nearest AND direction = 'credit' AND channel IN ('cash_teller', 'cash_atm')
        AND amount <= CAST($small_ratio AS DECIMAL(9, 4)) * CAST(line_amount AS DECIMAL(28, 4))
), counted AS (
    SELECT *, count(*) OVER past AS items_so_far, sum(amount) OVER past AS total_so_far, sum(amount_base) OVER past AS base_so_far
    FROM small
    WINDOW past AS (PARTITION BY customer_id, line_id ORDER BY booked_on
        RANGE BETWEEN INTERVAL ($window - 1) DAY PRECEDING AND CURRENT ROW)
), covered AS (
    SELECT *, max(CASE WHEN items_so_far >= $min_items
        AND total_so_far >= CAST($line_multiple AS DECIMAL(9, 4)) * CAST(line_amount AS DECIMAL(28, 4)) THEN 1 ELSE 0 END)
        OVER ahead AS is_in_hit
    FROM counted
    WINDOW ahead AS (PARTITION BY customer_id, line_id ORDER BY booked_on
        RANGE BETWEEN CURRENT ROW AND INTERVAL ($window - 1) DAY FOLLOWING)
), stepped AS (
    SELECT *, lag(booked_on) OVER (PARTITION BY customer_id, line_id ORDER BY booked_on, transaction_id) AS previous_on
    FROM covered
    WHERE is_in_hit = 1
), numbered AS (
    SELECT *, sum(CASE WHEN previous_on IS NULL OR booked_on > previous_on + INTERVAL ($window - 1) DAY THEN 1 ELSE 0 END)
        OVER (PARTITION BY customer_id, line_id ORDER BY booked_on, transaction_id
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS episode
    FROM stepped
), episodes AS (
    SELECT customer_id, line_id, min(transaction_id) AS first_id,
        min(booked_on) AS window_start, max(booked_on) AS window_end,
        list_sort(list(transaction_id)) AS transaction_ids,
        count(*) AS items, sum(amount_base) AS total_base, max(amount_base) AS largest, min(amount_base) AS smallest,
        count(DISTINCT booked_on) AS days, count(DISTINCT place_id) AS places, count(DISTINCT conductor_id) AS conductors,
        max(base_so_far) AS largest_window, max(line_amount) AS line_amount, max(line_currency) AS line_currency
    FROM numbered
    GROUP BY customer_id, line_id, episode
    HAVING count(DISTINCT booked_on) >= $min_days OR count(DISTINCT place_id) >= $min_places
), peers AS (
    SELECT e.first_id, p.peer_group, p.members, p.usual_month, p.spread,
        row_number() OVER (PARTITION BY e.first_id ORDER BY p.level) AS choice
    FROM episodes AS e
    INNER JOIN cash_peers AS p ON p.customer_id = e.customer_id
    WHERE p.members >= $min_peers
), baseline AS (
    SELECT e.first_id, count(*) AS months_known, CAST(median(m.total_base) AS DECIMAL(18, 4)) AS usual_month
    FROM episodes AS e
    INNER JOIN cash_months AS m
        ON m.customer_id = e.customer_id AND m.direction = 'credit'
        AND m.month_on < date_trunc('month', e.window_start)
        AND m.month_on >= date_trunc('month', e.window_start) - INTERVAL ($baseline_months) MONTH
    GROUP BY e.first_id
), compared AS (
    SELECT e.*,
        CASE WHEN p.first_id IS NOT NULL THEN 'peers' WHEN c.customer_id IS NOT NULL THEN 'declared income'
            ELSE 'nothing known' END AS compared_with,
        coalesce(p.peer_group, 'no group') AS peer_group, coalesce(p.members, 0) AS peers, p.usual_month AS peer_month,
        CAST(0.6745 * CAST(e.largest_window - p.usual_month AS DECIMAL(28, 4)) / p.spread AS DECIMAL(18, 6)) AS peer_score,
        CAST(CAST(coalesce(c.declared_income, c.expected_turnover) / 12 AS DECIMAL(18, 2)) AS DECIMAL(18, 4)) AS monthly_income,
        coalesce(b.months_known, 0) AS months_known, coalesce(b.usual_month, 0) AS usual_month
    FROM episodes AS e
    LEFT JOIN peers AS p ON p.first_id = e.first_id AND p.choice = 1
    LEFT JOIN customers AS c
        ON c.customer_id = e.customer_id AND coalesce(c.declared_income, c.expected_turnover) IS NOT NULL
    LEFT JOIN baseline AS b ON b.first_id = e.first_id
)
SELECT customer_id, window_start, window_end, transaction_ids, items, total_base, largest, smallest, days, places, conductors,
    largest_window, compared_with, peer_group, peers, peer_month, peer_score, monthly_income, months_known, usual_month,
    line_id, line_amount, line_currency
FROM compared
WHERE compared_with = 'nothing known' OR peer_score >= $min_peer_score
    OR (compared_with = 'declared income' AND largest_window > CAST($income_multiple AS DECIMAL(9, 4)) * CAST(monthly_income AS DECIMAL(28, 4)))

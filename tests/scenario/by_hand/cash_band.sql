WITH near_line AS (
    SELECT transaction_id, customer_id, direction, line_id, line_amount, line_currency,
        booked_on, amount, amount_base, place_id, conductor_id
    FROM cash_lines
    WHERE is_nearest
        AND amount >= CAST($near_ratio AS DECIMAL(9, 4)) * CAST(line_amount AS DECIMAL(28, 4))
), counted AS (
    SELECT *, count(*) OVER past AS items_so_far
    FROM near_line
    WINDOW past AS (PARTITION BY customer_id, direction, line_id ORDER BY booked_on
        RANGE BETWEEN INTERVAL ($window - 1) DAY PRECEDING AND CURRENT ROW)
), covered AS (
    SELECT *, max(CASE WHEN items_so_far >= 2 THEN 1 ELSE 0 END) OVER ahead AS is_in_hit
    FROM counted
    WINDOW ahead AS (PARTITION BY customer_id, direction, line_id ORDER BY booked_on
        RANGE BETWEEN CURRENT ROW AND INTERVAL ($window - 1) DAY FOLLOWING)
), stepped AS (
    SELECT *, lag(booked_on) OVER (PARTITION BY customer_id, direction, line_id
        ORDER BY booked_on, transaction_id) AS previous_on
    FROM covered
    WHERE is_in_hit = 1
), numbered AS (
    SELECT *, sum(CASE WHEN previous_on IS NULL OR booked_on > previous_on + INTERVAL ($window - 1) DAY THEN 1 ELSE 0 END)
        OVER (PARTITION BY customer_id, direction, line_id ORDER BY booked_on, transaction_id
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS episode
    FROM stepped
), summed AS (
    SELECT *, sum(amount) OVER (PARTITION BY customer_id, direction, line_id, episode, booked_on) AS day_total,
        sum(amount_base) OVER (PARTITION BY customer_id, direction, line_id, episode, booked_on) AS day_base
    FROM numbered
), episodes AS (
    SELECT customer_id, direction, min(transaction_id) AS first_id,
        min(booked_on) AS window_start, max(booked_on) AS window_end,
        list_sort(list(transaction_id)) AS transaction_ids,
        count(*) AS items, sum(amount_base) AS total_base, max(amount_base) AS largest, min(amount_base) AS smallest,
        max(day_base) AS largest_day,
        count(DISTINCT CASE WHEN day_total > line_amount THEN booked_on END) AS days_over,
        max(line_amount) AS line_amount, max(line_currency) AS line_currency, line_id,
        count(DISTINCT place_id) AS places, count(DISTINCT conductor_id) AS conductors
    FROM summed
    GROUP BY customer_id, direction, line_id, episode
), onward AS (
    SELECT e.first_id, sum(t.amount_base) AS onward_base
    FROM episodes AS e
    INNER JOIN transactions AS t
        ON t.customer_id = e.customer_id AND t.direction = 'debit' AND t.status = 'posted'
        AND t.booked_on BETWEEN e.window_start AND e.window_end + INTERVAL ($onward_days) DAY
    WHERE e.direction = 'credit'
    GROUP BY e.first_id
), baseline AS (
    SELECT e.first_id, count(*) AS months_known, CAST(median(m.total_base) AS DECIMAL(18, 4)) AS usual_month,
        sum(m.reportable_items) AS earlier_reports
    FROM episodes AS e
    INNER JOIN cash_months AS m
        ON m.customer_id = e.customer_id AND m.direction = e.direction
        AND m.month_on < date_trunc('month', e.window_start)
        AND m.month_on >= date_trunc('month', e.window_start) - INTERVAL ($baseline_months) MONTH
    GROUP BY e.first_id
), known AS (
    SELECT e.*, coalesce(b.months_known, 0) AS months_known, coalesce(b.usual_month, 0) AS usual_month,
        coalesce(b.earlier_reports, 0) AS earlier_reports,
        CAST(coalesce(o.onward_base, 0) / e.total_base AS DECIMAL(18, 6)) AS onward
    FROM episodes AS e
    LEFT JOIN onward AS o ON o.first_id = e.first_id
    LEFT JOIN baseline AS b ON b.first_id = e.first_id
), judged AS (
    SELECT *,
        CASE WHEN places >= 2 THEN 1 ELSE 0 END + CASE WHEN conductors >= 2 THEN 1 ELSE 0 END
        + CASE WHEN days_over >= 1 THEN 1 ELSE 0 END + CASE WHEN onward >= $onward_share THEN 1 ELSE 0 END
        + CASE WHEN months_known >= 3 AND total_base >= CAST($usual_multiple AS DECIMAL(9, 4)) * CAST(usual_month AS DECIMAL(28, 4)) THEN 1 ELSE 0 END
        + CASE WHEN earlier_reports > 0 THEN 1 ELSE 0 END AS corroborators
    FROM known
)
SELECT customer_id, window_start, window_end, transaction_ids, direction, items, total_base, largest, smallest,
    largest_day, days_over, places, conductors, line_id, line_amount, line_currency, onward, months_known, usual_month,
    earlier_reports, corroborators
FROM judged
WHERE items >= $min_items OR corroborators >= $pair_corroborators

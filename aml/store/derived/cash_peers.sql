-- With whom a customer's cash is compared: three groups a customer, from the narrowest (level 1: same
-- type and line of work) over the type (2) to everybody (3). A group's median and mad (median absolute
-- deviation) are of its members' monthly cash paid in, months without any left out; members counts
-- customers, so that a scenario takes the narrowest group that is large enough. A group whose months do
-- not differ has no deviation to measure with and is left out.
-- reads: cash_months
-- uses: customers
WITH banked AS (
    SELECT
        month.customer_id, month.total_base,
        coalesce(lower(trim(customer.customer_type)), 'person') AS kind,
        coalesce(
            nullif(left(trim(customer.industry_code), 2), ''), lower(trim(customer.industry)),
            lower(trim(customer.occupation))
        ) AS work
    FROM cash_months AS month
    LEFT JOIN customers AS customer ON month.customer_id = customer.customer_id
    WHERE month.direction = 'credit' AND month.items > 0
), levelled AS (
    SELECT customer_id, total_base, 1 AS level, concat_ws(', ', kind, work) AS peer_group
    FROM banked
    WHERE work IS NOT NULL
    UNION ALL
    SELECT customer_id, total_base, 2, kind FROM banked
    UNION ALL
    SELECT customer_id, total_base, 3, 'everybody' FROM banked
), groups AS (
    SELECT
        level, peer_group, count(DISTINCT customer_id) AS members,
        CAST(median(total_base) AS DECIMAL(18, 4)) AS usual_month,
        CAST(mad(total_base) AS DECIMAL(18, 4)) AS spread
    FROM levelled
    GROUP BY level, peer_group
    HAVING mad(total_base) > 0
)
SELECT DISTINCT levelled.customer_id, groups.*
FROM levelled
INNER JOIN groups ON levelled.level = groups.level AND levelled.peer_group = groups.peer_group

-- One row a customer with an entry in the window, in order of customer_id: its features over the
-- window, and what its peers are found by. Every feature is 0 where there is nothing of its kind.
-- Size comes from the months before the window: what is scored must not choose its own peers.
WITH entries AS (
    SELECT
        entry.customer_id, entry.booked_on, entry.amount_base,
        entry.direction = 'credit' AS is_credit,
        entry.channel IN ('cash_teller', 'cash_atm', 'night_drop', 'armoured_cash') AS is_cash,
        entry.counterparty_country <> institution.country AS is_foreign,
        entry.counterparty_country,
        coalesce(entry.counterparty_id, entry.counterparty_account, entry.counterparty_name)
            AS counterparty,
        coalesce(entry.branch_id, entry.agent_id, entry.terminal_id) AS place_id,
        coalesce(entry.conductor_id, entry.conductor_name) AS conductor
    FROM transactions AS entry
    CROSS JOIN institution
    WHERE entry.status = 'posted' AND entry.channel <> 'internal'
        AND entry.booked_on < $window_end
), summed AS (
    SELECT
        customer_id,
        CAST(sum(entries) AS BIGINT) AS entries,
        CAST(sum(round_entries) AS BIGINT) AS round_entries,
        CAST(sum(cash_deposits) AS BIGINT) AS cash_deposits,
        CAST(sum(band_deposits) AS BIGINT) AS band_deposits,
        sum(money_in) AS money_in, sum(money_out) AS money_out,
        sum(cash_in) AS cash_in, sum(cash_out) AS cash_out,
        sum(from_abroad) AS from_abroad, sum(to_abroad) AS to_abroad,
        sum(least(money_in, money_out)) AS same_month, max(largest_entry) AS largest_entry
    FROM profile_month
    WHERE month_on >= $window_start AND month_on < $window_end
    GROUP BY customer_id
), earlier AS (
    SELECT
        customer_id, sum(money_in) AS money_in, sum(money_out) AS money_out,
        date_diff('month', min(month_on), $window_start) AS months
    FROM profile_month
    WHERE month_on >= $baseline_start AND month_on < $window_start
    GROUP BY customer_id
), pairs AS (
    SELECT
        customer_id, counterparty, is_credit,
        min(booked_on) >= $window_start AS is_new,
        sum(CASE WHEN booked_on >= $window_start THEN amount_base END) AS amount
    FROM entries
    WHERE counterparty IS NOT NULL
    GROUP BY customer_id, counterparty, is_credit
    HAVING max(booked_on) >= $window_start
), partners AS (
    SELECT
        customer_id,
        count(CASE WHEN is_credit THEN 1 END) AS payers,
        count(CASE WHEN NOT is_credit THEN 1 END) AS payees,
        count(CASE WHEN is_credit AND is_new THEN 1 END) AS new_payers,
        count(CASE WHEN NOT is_credit AND is_new THEN 1 END) AS new_payees,
        sum(CASE WHEN is_credit AND is_new THEN amount END) AS from_new_payers,
        sum(CASE WHEN NOT is_credit AND is_new THEN amount END) AS to_new_payees
    FROM pairs
    GROUP BY customer_id
), days AS (
    SELECT
        customer_id,
        sum(CASE WHEN is_credit THEN amount_base END) AS money_in,
        sum(CASE WHEN NOT is_credit THEN amount_base END) AS money_out
    FROM entries
    WHERE booked_on >= $window_start
    GROUP BY customer_id, booked_on
), through AS (
    SELECT customer_id, sum(least(money_in, money_out)) AS same_day
    FROM days
    WHERE money_in IS NOT NULL AND money_out IS NOT NULL
    GROUP BY customer_id
), hands AS (
    SELECT
        customer_id, count(DISTINCT place_id) AS cash_places,
        count(DISTINCT CASE WHEN is_credit THEN conductor END) AS cash_conductors
    FROM entries
    WHERE is_cash AND booked_on >= $window_start
    GROUP BY customer_id
), abroad AS (
    SELECT customer_id, count(DISTINCT counterparty_country) AS foreign_countries
    FROM entries
    WHERE is_foreign AND booked_on >= $window_start
    GROUP BY customer_id
), known AS (
    SELECT
        customer_id,
        max(lower(trim(customer_type))) AS kind,
        max(CASE
            WHEN industry_code <> '' THEN 'industry ' || left(industry_code, 2)
            WHEN occupation <> '' THEN 'occupation ' || lower(trim(occupation))
        END) AS sector,
        max(CAST(coalesce(expected_turnover, declared_income) * CAST($window_share AS DECIMAL(9, 6))
            AS DECIMAL(38, 4))) AS declared
    FROM customers
    GROUP BY customer_id
), found AS (
    SELECT
        summed.customer_id,
        coalesce(known.kind, '') AS kind,
        coalesce(known.sector, '') AS sector,
        CASE
            WHEN earlier.months IS NULL THEN 0
            ELSE least(8, greatest(2, length(CAST(
                CAST(earlier.money_in + earlier.money_out AS HUGEINT) // earlier.months AS VARCHAR
            ))))
        END AS size,
        summed.cash_in, summed.cash_deposits, summed.cash_out, summed.band_deposits,
        coalesce(hands.cash_places, 0) AS cash_places,
        coalesce(hands.cash_conductors, 0) AS cash_conductors,
        summed.from_abroad, summed.to_abroad,
        coalesce(abroad.foreign_countries, 0) AS foreign_countries,
        coalesce(partners.payers, 0) AS payers,
        coalesce(partners.payees, 0) AS payees,
        coalesce(partners.new_payers, 0) AS new_payers,
        coalesce(partners.new_payees, 0) AS new_payees,
        coalesce(partners.from_new_payers, 0) AS from_new_payers,
        coalesce(partners.to_new_payees, 0) AS to_new_payees,
        coalesce(through.same_day, 0) AS same_day, summed.same_month,
        summed.money_in, summed.money_out, summed.largest_entry,
        summed.entries, summed.round_entries,
        greatest(0, summed.money_in
            - CAST(earlier.money_in * $window_months / earlier.months AS DECIMAL(38, 4))) AS rise_in,
        greatest(0, summed.money_out
            - CAST(earlier.money_out * $window_months / earlier.months AS DECIMAL(38, 4))) AS rise_out,
        greatest(0, summed.money_in - known.declared) AS above_declared
    FROM summed
    LEFT JOIN earlier ON earlier.customer_id = summed.customer_id
    LEFT JOIN partners ON partners.customer_id = summed.customer_id
    LEFT JOIN through ON through.customer_id = summed.customer_id
    LEFT JOIN hands ON hands.customer_id = summed.customer_id
    LEFT JOIN abroad ON abroad.customer_id = summed.customer_id
    LEFT JOIN known ON known.customer_id = summed.customer_id
), counted AS (
    SELECT
        *,
        count(*) OVER (PARTITION BY kind, sector, size) AS peers_1,
        count(*) OVER (PARTITION BY kind, size) AS peers_2,
        count(*) OVER (PARTITION BY kind) AS peers_3,
        count(*) OVER () AS peers_4
    FROM found
)
SELECT * FROM counted ORDER BY customer_id

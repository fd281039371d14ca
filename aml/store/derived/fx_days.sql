-- One rate a currency and calendar day: the last one published, for at most seven days. That spans
-- weekends and the longest bank holidays (Easter, New Year); an older rate is missing, not stale.
-- published_on is the day of that rate, source who published it.
-- reads: fx_rates
WITH spans AS (
    SELECT
        currency, rate, source, rate_on AS published_on,
        least(
            CAST(rate_on + INTERVAL 6 DAY AS DATE),
            coalesce(
                CAST(lead(rate_on) OVER (PARTITION BY currency ORDER BY rate_on) - INTERVAL 1 DAY AS DATE),
                CAST(rate_on + INTERVAL 6 DAY AS DATE)
            )
        ) AS valid_to
    FROM fx_rates
    CROSS JOIN institution
    WHERE fx_rates.base_currency = institution.base_currency
)
SELECT
    currency, rate, published_on, source,
    CAST(unnest(generate_series(published_on, valid_to, INTERVAL 1 DAY)) AS DATE) AS rate_on
FROM spans

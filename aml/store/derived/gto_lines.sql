-- Cash of money services businesses at places that a geographic targeting order lists, with the line
-- that the order draws. `amount` is in the currency of the line; NULL where a rate lacks. What cannot
-- be judged, because the list is not complete or the place not known, is not here: see line_places.
-- reads: thresholds, threshold_areas
-- uses: msb_cash, line_places, fx_days
SELECT
    cash.* EXCLUDE (amount),
    in_line_currency(line.currency, institution.base_currency, cash.currency, cash.amount, cash.amount_base, rate.rate) AS amount,
    line.line_id, line.amount AS line_amount, line.currency AS line_currency, line.operator,
    line.has_reporting_duty, line.valid_from AS order_from
FROM msb_cash AS cash
CROSS JOIN institution
INNER JOIN line_places AS place
    ON place.place_kind = cash.place_kind AND place.place_id = cash.place_id AND place.standing = 'inside'
INNER JOIN thresholds AS line
    ON line.line_id = place.line_id AND line.kind = 'gto_report' AND cash.booked_on >= line.valid_from
    AND (line.valid_to IS NULL OR cash.booked_on <= line.valid_to)
LEFT JOIN fx_days AS rate ON rate.currency = line.currency AND rate.rate_on = cash.booked_on

-- Posted cash entries, one row an entry, with the place where the cash changed hands.
-- reads: transactions
-- uses: branches
SELECT
    entry.transaction_id, entry.account_id, entry.customer_id, entry.conductor_id,
    entry.booked_at, entry.booked_on, entry.direction, entry.channel,
    entry.amount, entry.currency, entry.amount_base,
    entry.branch_id, entry.teller_id, entry.terminal_id,
    coalesce(entry.branch_id, entry.agent_id, entry.terminal_id) AS place_id,
    coalesce(branch.country, institution.country) AS country,
    branch.region
FROM transactions AS entry
CROSS JOIN institution
LEFT JOIN branches AS branch ON entry.branch_id = branch.branch_id
WHERE entry.status = 'posted'
    AND entry.channel IN ('cash_teller', 'cash_atm', 'night_drop', 'armoured_cash')

-- Each name that an entry gives the other side, once, as written and in one spelling: small letters,
-- no spaces around it. There are far fewer names than entries, so a rule that compares names spells
-- each of them once.
-- reads: transactions
SELECT counterparty_name AS name, lower(trim(counterparty_name)) AS spelt
FROM transactions
WHERE counterparty_name IS NOT NULL
GROUP BY counterparty_name

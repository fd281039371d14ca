-- Cash that a money services business takes or pays out, one row an entry or remittance: posted cash
-- entries at agents (at branches too, where the institution itself is such a business), and posted
-- remittances that the sender paid for in cash. record_table and record_id name the record: nothing
-- tells whether an entry and a remittance are the same money, so a scenario keeps the two tables apart.
-- A remittance whose funding is not recorded is not counted as cash.
-- uses: cash_entries, remittance_parties, party_members
SELECT
    'transactions' AS record_table, entry.transaction_id AS record_id,
    coalesce(member.party_id, 'acc:' || coalesce(entry.customer_id, entry.account_id)) AS party_id,
    entry.booked_at, entry.booked_on, entry.direction, entry.amount, entry.currency, entry.amount_base,
    CASE WHEN entry.agent_id IS NULL THEN 'branch' ELSE 'agent' END AS place_kind,
    coalesce(entry.agent_id, entry.branch_id) AS place_id, entry.country
FROM cash_entries AS entry
CROSS JOIN institution
LEFT JOIN party_members AS member
    ON member.member_kind = 'customer' AND member.member_id = entry.customer_id
WHERE entry.agent_id IS NOT NULL OR institution.sector = 'msb'
UNION ALL
SELECT
    'remittances', remittance_id, sender_party_id, sent_at, sent_on, 'credit', amount, currency, amount_base,
    'agent', send_agent_id, country
FROM remittance_parties
WHERE funding = 'cash'

-- One row a party; party_members says which records are the party.
-- reads: party_members
SELECT
    party_id, min(name) AS name, min(country) AS country, max(party_kind) AS party_kind,
    max(CASE WHEN member_kind = 'customer' THEN 1 ELSE 0 END) = 1 AS is_customer,
    count(*) AS members
FROM party_members
GROUP BY party_id

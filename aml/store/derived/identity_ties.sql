-- Why records are one party: each written record with the first that holds the same mark, one row a pair
-- and mark. member_id and other_id are customers, or the first remittances in which the sender or the
-- receiver was written down like that.
-- reads: identity_records, identity_marks, identity_parties
WITH firsts AS (
    SELECT mark, min(record) AS record
    FROM identity_marks
    GROUP BY mark
)
SELECT DISTINCT
    party.party_id, record.member_kind, record.member_id,
    other.member_kind AS other_kind, other.member_id AS other_id, shared.kind AS mark
FROM identity_marks AS shared
INNER JOIN firsts ON firsts.mark = shared.mark AND firsts.record <> shared.record
INNER JOIN identity_records AS record ON record.record = shared.record
INNER JOIN identity_records AS other ON other.record = firsts.record
INNER JOIN identity_parties AS party ON party.record = record.record
INNER JOIN identity_parties AS beside ON beside.record = other.record AND beside.party_id = party.party_id

-- The reporting and record-keeping lines that this institution is under, with the number of lines of one
-- kind in one country (`rivals`, whatever their days). Where it is 1, nothing has to choose among lines.
-- reads: thresholds
SELECT line.*, count(*) OVER (PARTITION BY line.kind, line.jurisdiction) AS rivals
FROM thresholds AS line
CROSS JOIN institution
WHERE line.sector IN (institution.sector, 'any')

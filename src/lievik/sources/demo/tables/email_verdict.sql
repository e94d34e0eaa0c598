-- What a verifier said of one person at every fourth company.
WITH checked AS (
    SELECT
        i,
        one_of(['deliverable', 'deliverable', 'deliverable', 'deliverable', 'deliverable', 'deliverable', 'deliverable', 'risky', 'undeliverable', 'unknown'], part_1(draw('verdict', i))) AS status
    FROM firm
    WHERE i % 4 = 0
)
SELECT
    numbered('V', i + 1) AS id,
    replace(plain(person(draw('contact', 3 * i + 1))), '-', '.') || '@firma' || (i + 1) || '.example' AS email,
    status,
    getvariable('as_of') - 45 AS checked_on,
    CASE status
        WHEN 'deliverable' THEN 'accepted_email'
        WHEN 'risky' THEN 'low_deliverability'
        WHEN 'undeliverable' THEN 'rejected_email'
        ELSE 'timeout'
    END AS reason
FROM checked
ORDER BY i

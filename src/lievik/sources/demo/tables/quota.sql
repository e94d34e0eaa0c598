-- each seller has a quota; a team's is a little less than its sellers' together, and so is the company's
SELECT
    numbered('R', seller_no) || '-' || strftime(starts_on, '%Y%m') AS id,
    'rep' AS subject_kind,
    numbered('R', seller_no) AS subject_id,
    starts_on,
    ends_on,
    amount,
    'EUR' AS currency,
    'bookings' AS basis
FROM quota_draft
UNION ALL
SELECT
    'T' || lpad(CAST(team_no AS VARCHAR), 3, '0') || '-' || strftime(starts_on, '%Y%m'),
    'team',
    'T' || lpad(CAST(team_no AS VARCHAR), 3, '0'),
    starts_on,
    ends_on,
    CAST(round(sum(amount) * 0.95, -3) AS DECIMAL(18, 2)),
    'EUR',
    'bookings'
FROM quota_draft
GROUP BY team_no, starts_on, ends_on
UNION ALL
SELECT
    'Z-' || strftime(starts_on, '%Y%m'),
    'company',
    'kovotech',
    starts_on,
    ends_on,
    CAST(round(sum(amount) * 0.95, -3) AS DECIMAL(18, 2)),
    'EUR',
    'bookings'
FROM quota_draft
GROUP BY starts_on, ends_on
ORDER BY id

SELECT
    numbered('R', seller_no) || '-' || strftime(starts_on, '%Y%m') AS id,
    'T' || lpad(CAST(team_no AS VARCHAR), 3, '0') AS team_id,
    numbered('R', seller_no) AS rep_id,
    starts_on,
    ends_on
FROM membership
ORDER BY id

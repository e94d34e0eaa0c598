SELECT
    'T' || lpad(CAST(team_no AS VARCHAR), 3, '0') AS id,
    name,
    'T000' AS parent_id,
    'M' || lpad(CAST(team_no AS VARCHAR), 3, '0') AS manager_id
FROM crew
UNION ALL
SELECT 'T000', 'Predaj', NULL, 'M000'
ORDER BY id

SELECT
    numbered('R', no) AS id,
    name,
    replace(plain(name), '-', '.') || CASE WHEN no > 12 THEN CAST(no AS VARCHAR) ELSE '' END || '@kovotech.example' AS email,
    'Sales representative' AS role,
    CASE WHEN team_no % 2 = 1 AND no <> 9 THEN 'Západ' ELSE 'Východ' END AS region,
    'M' || lpad(CAST(CASE no WHEN 9 THEN 2 ELSE team_no END AS VARCHAR), 3, '0') AS manager_id,
    started_on,
    left_on,
    ramp_id,
    40 AS contract_hours,
    TRUE AS carries_quota
FROM seller
UNION ALL
SELECT
    'M' || lpad(CAST(team_no AS VARCHAR), 3, '0'),
    manager,
    replace(plain(manager), '-', '.') || CASE WHEN team_no > 2 THEN CAST(team_no AS VARCHAR) ELSE '' END || '@kovotech.example',
    'Sales manager',
    region,
    'M000',
    DATE '2018-01-01',
    NULL,
    NULL,
    40,
    FALSE
FROM crew
UNION ALL
SELECT 'M000', 'Róbert Hlaváč', 'robert.hlavac@kovotech.example', 'Head of sales', NULL, NULL, DATE '2016-04-01', NULL, NULL, 40, FALSE
ORDER BY id

SELECT
    numbered('P', 3 * i + no) AS id,
    numbered('A', i + 1) AS account_id,
    person(draw('contact', 3 * i + no)) AS name,
    replace(plain(person(draw('contact', 3 * i + no))), '-', '.') || '@firma' || (i + 1) || '.example' AS email,
    one_of(['valid', 'valid', 'valid', 'valid', 'valid', 'valid', 'valid', 'valid', 'risky', 'invalid'], part_1(draw('contact mail', 3 * i + no))) AS email_status
FROM firm
CROSS JOIN range(1, 4) AS counted (no)
ORDER BY firm.i, counted.no

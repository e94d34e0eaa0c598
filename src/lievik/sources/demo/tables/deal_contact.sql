-- who of the other side takes part; whoever has no day of first engagement was named, but never answered
WITH named AS (
    SELECT
        made_deal.*,
        draw('deal contact', i) AS d1,
        unnest(range(1, 4)) AS no
    FROM made_deal
)
SELECT
    id || '-' || no AS id,
    id AS deal_id,
    numbered('P', 3 * firm_no + no) AS contact_id,
    CASE no
        WHEN 1 THEN one_of(['champion', 'buyer', 'user'], part_1(d1))
        WHEN 2 THEN 'decision_maker'
        ELSE 'technical_buyer'
    END AS role,
    CASE
        WHEN no <= engaged THEN least(created_on + 4 * (CAST(no AS INTEGER) - 1) + between_whole(0, 3, part_2(d1)), coalesce(closed_on, getvariable('as_of')))
    END AS first_engaged_on
FROM named
WHERE no <= engaged OR (no = engaged + 1 AND part_3(d1) < 0.4)
ORDER BY i, no

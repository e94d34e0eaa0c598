SELECT
    numbered('R', seller_no) || '-' || strftime(on_date, '%Y%m%d') AS id,
    numbered('R', seller_no) AS rep_id,
    on_date AS worked_on,
    CAST(7.5 + between_whole(0, 4, part_1(draw('hours', seller_no * 100000 + CAST(on_date - DATE '2022-01-01' AS INTEGER)))) * 0.25 AS DECIMAL(9, 2)) AS hours,
    CASE WHEN part_2(draw('hours', seller_no * 100000 + CAST(on_date - DATE '2022-01-01' AS INTEGER))) < 0.2 THEN 'on the road' ELSE 'office' END AS kind
FROM day_worked
ORDER BY id

-- Every Monday each manager says what each seller will win in the quarter, and the head of sales what the company will,
-- in the quarter and in the month.
-- Calls get better as the quarter goes on; Eva Krajčírová's are always a third too high.
WITH week AS (
    SELECT
        quarter.*,
        week_no,
        quarter.starts_on - CAST(isodow(quarter.starts_on) - 1 AS INTEGER) + 7 * CAST(week_no AS INTEGER) AS submitted_on
    FROM quarter
    CROSS JOIN range(13) AS counted (week_no)
),
won AS (
    SELECT owner_no, quarter_on, sum(amount) AS amount FROM booking GROUP BY owner_no, quarter_on
),
seen AS (
    SELECT
        post.seller_no,
        post.team_no,
        week.starts_on,
        week.ends_on,
        week.week_no,
        week.submitted_on,
        CAST(post.usual_amount AS DOUBLE) AS usual,
        -- of a quarter that has not begun nothing is known
        CAST(CASE WHEN week.starts_on > getvariable('as_of') THEN post.usual_amount ELSE coalesce(won.amount, 0) END AS DOUBLE) AS amount,
        draw('forecast', concat_ws('.', post.seller_no, week.starts_on, week.week_no)) AS d1
    FROM post
    INNER JOIN week ON week.starts_on = post.starts_on
    LEFT JOIN won ON won.owner_no = post.seller_no AND won.quarter_on = post.starts_on
    WHERE week.submitted_on <= getvariable('as_of')
),
called AS (
    SELECT
        *,
        (amount * (0.6 + 0.03 * week_no) + usual * (0.4 - 0.03 * week_no))
        * (0.92 + 0.16 * part_1(d1)) * CASE WHEN team_no = 2 THEN 1.33 ELSE 1 END AS call
    FROM seen
),
usual_quarter AS (
    SELECT starts_on, CAST(sum(usual_amount) AS DOUBLE) AS amount FROM post GROUP BY starts_on
),
company AS (
    SELECT
        week.starts_on,
        week.ends_on,
        week.week_no,
        week.submitted_on,
        CAST(won.amount AS DOUBLE) AS amount,
        usual_quarter.amount AS usual
    FROM week
    INNER JOIN usual_quarter ON usual_quarter.starts_on = week.starts_on
    LEFT JOIN (
        SELECT quarter_on, sum(amount) AS amount FROM booking GROUP BY quarter_on
    ) AS won ON won.quarter_on = week.starts_on
    UNION ALL
    SELECT
        month.starts_on,
        month_after(month.starts_on, 1),
        counted.week_no,
        month.starts_on - CAST(isodow(month.starts_on) - 1 AS INTEGER) + 7 * CAST(counted.week_no AS INTEGER),
        CAST(won.amount AS DOUBLE),
        usual_quarter.amount / 3
    FROM (
        SELECT starts_on FROM quarter
        UNION ALL
        SELECT month_after(starts_on, 1) FROM quarter
        UNION ALL
        SELECT month_after(starts_on, 2) FROM quarter
    ) AS month
    INNER JOIN usual_quarter ON usual_quarter.starts_on = quarter_of(month.starts_on)
    CROSS JOIN range(4) AS counted (week_no)
    LEFT JOIN month_booking AS won ON won.month_on = month.starts_on
)
SELECT
    numbered('R', called.seller_no) || '-' || strftime(called.starts_on, '%Y%m') || '-' || lpad(CAST(called.week_no AS VARCHAR), 2, '0')
    || category.mark AS id,
    'rep' AS subject_kind,
    numbered('R', called.seller_no) AS subject_id,
    called.starts_on,
    called.ends_on,
    category.name AS category,
    'manager' AS method,
    CAST(round(called.call * category.weight / 100) * 100 AS DECIMAL(18, 2)) AS amount,
    'EUR' AS currency,
    called.submitted_on || ' 08:' || (10 + called.team_no % 50) AS submitted_at,
    crew.manager AS by
FROM called
INNER JOIN crew ON crew.team_no = called.team_no
CROSS JOIN (VALUES ('commit', 'c', 1), ('best case', 'b', 1.25)) AS category (name, mark, weight)
UNION ALL
SELECT
    'Z-' || strftime(starts_on, '%Y%m') || '-' || date_diff('month', starts_on, ends_on) || '-' || lpad(CAST(week_no AS VARCHAR), 2, '0'),
    'company',
    'kovotech',
    starts_on,
    ends_on,
    'commit',
    'head of sales',
    CAST(round(
        (coalesce(amount, usual) * (0.7 + 0.02 * week_no) + usual * (0.3 - 0.02 * week_no))
        * (0.94 + 0.1 * part_1(draw('company forecast', concat_ws('.', starts_on, ends_on, week_no)))) / 100
    ) * 100 AS DECIMAL(18, 2)),
    'EUR',
    submitted_on || ' 09:30',
    'Róbert Hlaváč'
FROM company
WHERE submitted_on <= getvariable('as_of')
ORDER BY id

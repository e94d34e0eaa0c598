-- something that sells on every day worked, and often something that does not
WITH drawn AS (
    SELECT
        day_worked.*,
        date_diff('month', DATE '2022-10-01', on_date) AS month_no,
        draw('activity', seller_no * 100000 + CAST(on_date - DATE '2022-01-01' AS INTEGER)) AS d1,
        draw('activity of', seller_no * 100000 + CAST(on_date - DATE '2022-01-01' AS INTEGER)) AS d2
    FROM day_worked
),
open_deals AS (
    -- deals that stood open through a whole month
    SELECT owner_no, month_no, list(id ORDER BY id) AS ids
    FROM (
        SELECT
            id,
            first_owner_no AS owner_no,
            unnest(range(
                date_diff('month', DATE '2022-10-01', created_on) + 1,
                date_diff('month', DATE '2022-10-01', least(coalesce(handed_on, closed_on), coalesce(closed_on, getvariable('as_of') + 1)))
            )) AS month_no
        FROM made_deal
    )
    GROUP BY owner_no, month_no
),
new_leads AS (
    -- leads of the month before
    SELECT owner_no, date_diff('month', DATE '2022-10-01', created_on) + 1 AS month_no, list(numbered('L', no + 1) ORDER BY no) AS ids
    FROM lead_draft
    GROUP BY ALL
),
done AS (
    SELECT
        seller_no,
        on_date,
        month_no,
        1 AS place,
        one_of(['Prospecting', 'Prospecting', 'Call', 'Call', 'Meeting', 'Meeting', 'Closing'], part_1(d1)) AS kind,
        1.5 + between_whole(0, 12, part_2(d1)) * 0.25 AS hours,
        TRUE AS is_selling,
        part_1(d2) AS of_part
    FROM drawn
    UNION ALL
    SELECT
        seller_no,
        on_date,
        month_no,
        2,
        one_of(['Administration', 'Administration', 'Internal meeting', 'Training'], part_3(d1)),
        1 + between_whole(0, 8, part_2(d2)) * 0.25,
        FALSE,
        NULL
    FROM drawn
    WHERE part_3(d2) < 0.6
)
SELECT
    numbered('R', done.seller_no) || '-' || strftime(done.on_date, '%Y%m%d') || '-' || done.place AS id,
    numbered('R', done.seller_no) AS rep_id,
    CASE WHEN done.kind IN ('Call', 'Meeting', 'Closing') THEN one_of(open_deals.ids, done.of_part) END AS deal_id,
    CASE WHEN done.kind = 'Prospecting' THEN one_of(new_leads.ids, done.of_part) END AS lead_id,
    done.kind,
    done.on_date AS started_on,
    CAST(done.hours AS DECIMAL(9, 2)) AS hours,
    done.is_selling
FROM done
LEFT JOIN open_deals ON open_deals.owner_no = done.seller_no AND open_deals.month_no = done.month_no
LEFT JOIN new_leads ON new_leads.owner_no = done.seller_no AND new_leads.month_no = done.month_no
ORDER BY id

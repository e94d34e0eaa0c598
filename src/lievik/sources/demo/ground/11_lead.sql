-- Leads: one before nearly every sale to a new customer, and many more that came to nothing.
-- Stories: from July 2025 on, leads are called qualified much sooner; those that become deals stay the same.
CREATE TABLE lead_draft AS
WITH become AS (
    SELECT
        i AS no,
        i AS deal_no,
        channel_no,
        first_owner_no AS owner_no,
        firm_no,
        first_contact_on AS created_on,
        first_contact_on + CAST(created_on - first_contact_on AS INTEGER) * 2 // 3 AS qualified_on,
        created_on AS converted_on,
        NULL AS disqualified_on
    FROM made_deal
    WHERE channel_no IS NOT NULL AND part_1(draw('lead of deal', i)) < 0.85
),
idle AS (
    SELECT
        getvariable('sales') + i AS no,
        weekday(on_date) AS created_on,
        month_no,
        draw('lead', i) AS d1,
        draw('lead course', i) AS d2
    FROM spread_over_months(3 * getvariable('sales') // 2)
),
placed AS MATERIALIZED (
    SELECT
        idle.*,
        roster_size.team_no,
        CAST(floor(part_3(idle.d1) * roster_size.places) AS INTEGER) AS place
    FROM idle
    INNER JOIN roster_size
        ON roster_size.month_no = idle.month_no AND roster_size.team_no = CASE WHEN part_2(idle.d1) < 0.5 THEN 1 ELSE 2 END
),
judged AS (
    SELECT
        placed.*,
        roster.seller_no AS owner_no,
        part_1(d2) < CASE WHEN created_on >= DATE '2025-07-01' THEN 0.6 ELSE 0.22 END AS is_qualified,
        weekday(created_on + between_whole(3, 21, part_2(d2))) AS looked_at_on
    FROM placed
    INNER JOIN roster
        ON roster.month_no = placed.month_no AND roster.team_no = placed.team_no AND roster.place = placed.place
)
SELECT * FROM become
UNION ALL
SELECT
    no,
    NULL,
    one_of(chances.idle_channels, part_1(d1)),
    owner_no,
    NULL,
    created_on,
    CASE WHEN is_qualified AND looked_at_on <= getvariable('as_of') THEN looked_at_on END,
    NULL,
    CASE WHEN NOT is_qualified AND part_3(d2) < 0.85 AND looked_at_on <= getvariable('as_of') THEN looked_at_on END
FROM judged
CROSS JOIN chances;

-- some deals are won by two: they share the revenue, or one helps and is only named
WITH placed AS MATERIALIZED (
    SELECT
        made_deal.*,
        roster_size.month_no,
        roster_size.team_no,
        CAST(floor(part_3(draw('split', made_deal.i)) * roster_size.places) AS INTEGER) AS place
    FROM made_deal
    INNER JOIN firm ON firm.i = made_deal.firm_no
    INNER JOIN roster_size
        ON roster_size.month_no = date_diff('month', DATE '2022-10-01', made_deal.created_on)
        AND roster_size.team_no = firm.team_no
    WHERE part_1(draw('split', made_deal.i)) < 0.04 AND made_deal.outcome = 'won' AND made_deal.owner_no NOT IN (6, 12)
),
shared AS (
    SELECT
        placed.id,
        placed.owner_no,
        roster.seller_no AS helper_no,
        part_2(draw('split', placed.i)) < 0.6 AS is_revenue
    FROM placed
    INNER JOIN roster
        ON roster.month_no = placed.month_no AND roster.team_no = placed.team_no AND roster.place = placed.place
    WHERE roster.seller_no NOT IN (6, 12, placed.owner_no)
)
SELECT
    id || '-1' AS id,
    id AS deal_id,
    numbered('R', owner_no) AS rep_id,
    CASE WHEN is_revenue THEN 0.70 ELSE 1 END AS share,
    'revenue' AS kind
FROM shared
UNION ALL
SELECT
    id || '-2',
    id,
    numbered('R', helper_no),
    CASE WHEN is_revenue THEN 0.30 ELSE 0.20 END,
    CASE WHEN is_revenue THEN 'revenue' ELSE 'overlay' END
FROM shared
ORDER BY id

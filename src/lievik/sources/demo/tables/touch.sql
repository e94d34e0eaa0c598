-- the first touch is what brought the lead; others follow within four weeks, through any channel
WITH counted AS (
    SELECT
        lead_draft.*,
        draw('touch', no) AS d1,
        unnest(range(CASE WHEN deal_no IS NOT NULL THEN 3 WHEN qualified_on IS NOT NULL THEN 2 ELSE 1 END)) AS touch_no
    FROM lead_draft
),
placed AS (
    SELECT
        *,
        CASE touch_no WHEN 0 THEN channel_no WHEN 1 THEN between_whole(1, 7, part_1(d1)) ELSE between_whole(1, 7, part_2(d1)) END AS by_channel_no,
        created_on + CASE touch_no WHEN 0 THEN 0 WHEN 1 THEN between_whole(1, 9, part_2(d1)) ELSE between_whole(10, 27, part_3(d1)) END AS touched_on
    FROM counted
)
SELECT
    numbered('L', placed.no + 1) || '-' || (placed.touch_no + 1) AS id,
    numbered('L', placed.no + 1) AS lead_id,
    CASE WHEN placed.firm_no IS NOT NULL THEN numbered('A', placed.firm_no + 1) END AS account_id,
    campaign_id(placed.by_channel_no, placed.touched_on) AS campaign_id,
    channel.name AS channel,
    placed.touched_on
FROM placed
INNER JOIN channel ON channel.no = placed.by_channel_no
WHERE placed.touched_on <= getvariable('as_of')
ORDER BY placed.no, placed.touch_no

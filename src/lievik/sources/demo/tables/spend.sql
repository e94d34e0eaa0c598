-- Marketing by channel and month, pay by person, tools for all; fairs cost most in their season, the one abroad in crowns.
WITH planned AS (
    SELECT
        month.month_on,
        channel.no AS channel_no,
        channel.name AS channel,
        channel.category,
        channel.name = 'Events' AND month(month.month_on) = 10 AS is_abroad,
        channel.monthly_cost * (0.85 + 0.3 * part_1(draw('spend', channel.no * 1000 + month.no))) * (1000 + 4 * month.no) / 1000
        * getvariable('deals') / 2000
        * CASE channel.name
            WHEN 'Events' THEN [0.2, 0.2, 1.8, 1.0, 2.4, 0.4, 0.2, 0.2, 2.2, 2.4, 0.8, 0.2][CAST(month(month.month_on) AS INTEGER)]
            ELSE 1
        END AS cost
    FROM month
    CROSS JOIN channel
)
SELECT
    'B' || channel_no || '-' || strftime(month_on, '%Y%m') AS id,
    month_on + 14 AS spent_on,
    channel,
    campaign_id(channel_no, month_on) AS campaign_id,
    category,
    CAST(round(cost * CASE WHEN is_abroad THEN 25 ELSE 1 END) AS DECIMAL(18, 2)) AS amount,
    CASE WHEN is_abroad THEN 'CZK' ELSE 'EUR' END AS currency,
    NULL AS rep_id
FROM planned
UNION ALL
SELECT
    numbered('R', seller.no) || '-' || strftime(month.month_on, '%Y%m'),
    last_day(month.month_on),
    NULL,
    NULL,
    'payroll',
    CAST(3200 + between_whole(0, 8, part_1(draw('pay', seller.no))) * 100 + 25 * month.no AS DECIMAL(18, 2)),
    'EUR',
    numbered('R', seller.no)
FROM month
INNER JOIN seller
    ON seller.started_on <= month.month_on AND (seller.left_on IS NULL OR seller.left_on >= month.next_on)
UNION ALL
SELECT
    'W-' || strftime(month_on, '%Y%m'),
    month_on,
    NULL,
    NULL,
    'tools',
    CAST(640 + 8 * no AS DECIMAL(18, 2)),
    'EUR',
    NULL
FROM month
ORDER BY id

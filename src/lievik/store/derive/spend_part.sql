-- One row a cost and month that it counts in: its amount spread over later months as first wins are by their cycles.
WITH cycle AS (
    SELECT
        -- a month of 365.25 / 12 days
        CAST(
            floor(greatest(date_diff('day', deal.cycle_started_on, deal.closed_on), 0) / 30.4375 + 0.5) AS INTEGER
        ) AS months,
        count(*) AS wins
    FROM first_win
    INNER JOIN deal ON deal.id = first_win.deal_id
    WHERE deal.cycle_started_on IS NOT NULL
    GROUP BY 1
),
known AS (
    SELECT
        months,
        wins
    FROM cycle
    UNION ALL
    SELECT
        0,
        1
    WHERE NOT EXISTS (SELECT 1 FROM cycle)
),
lag AS (
    SELECT
        months,
        sum(wins) OVER (ORDER BY months) AS through,
        sum(wins) OVER (ORDER BY months) - wins AS before,
        sum(wins) OVER () AS wins
    FROM known
)
SELECT
    spend.id AS spend_id,
    -- the day is clipped where the month is shorter
    CAST(spend.spent_on + INTERVAL 1 MONTH * lag.months AS DATE) AS counted_on,
    spend.spent_on,
    spend.channel,
    spend.campaign_id,
    spend.category,
    -- what is due through this month, less what was due before it: rounded parts add up to the whole
    CAST(round(spend.amount * lag.through / lag.wins, 2) AS DECIMAL(28, 2))
    - CAST(round(spend.amount * lag.before / lag.wins, 2) AS DECIMAL(28, 2)) AS amount,
    spend.currency,
    spend.rep_id
FROM spend
CROSS JOIN lag
WHERE spend.spent_on IS NOT NULL AND (spend.amount IS NOT NULL OR lag.before = 0)

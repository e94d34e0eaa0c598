-- One row a cost: the day it is held against, one usual sales cycle later (the middle cycle of first wins, in months).
WITH first_win AS (
    SELECT
        date_diff('day', cycle_started_on, closed_on) AS days,
        row_number() OVER (PARTITION BY account_id ORDER BY closed_on, id) AS place
    FROM deal
    WHERE outcome = 'won' AND NOT is_deleted AND closed_on IS NOT NULL AND account_id IS NOT NULL
),
lag AS (
    SELECT
        percentile_cont(0.5) WITHIN GROUP (ORDER BY greatest(days, 0)) AS days
    FROM first_win
    WHERE place = 1 AND days IS NOT NULL
)
SELECT
    spend.id,
    -- a month of 365.25 / 12 days; the day is clipped where the month is shorter
    CAST(
        spend.spent_on + INTERVAL 1 MONTH * CAST(floor(coalesce(lag.days, 0) / 30.4375 + 0.5) AS INTEGER) AS DATE
    ) AS lagged_on
FROM spend
CROSS JOIN lag

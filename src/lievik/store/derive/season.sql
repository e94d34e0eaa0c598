-- One row a day on which a seasonal quota came in and month of the calendar: what the company had booked in such months,
-- over all whole years that had ended by that day, or quarters where there were fewer than three years. A habit is what
-- was seen three times, with ten wins for each month of it; with less nothing can be told.
WITH asked AS (
    SELECT DISTINCT coalesce(CAST(known_from AS DATE), DATE '9999-12-31') AS known_on
    FROM quota
    WHERE spread = 'seasonal' AND amount >= 0
),
market AS (
    SELECT on_date, from_currency, rate
    FROM rate_day
    WHERE kind = 'market' AND to_currency = $currency
),
win AS (
    SELECT
        -- months since year 0 if every year began with the fiscal one
        CAST(extract(YEAR FROM deal.closed_on) * 12 + extract(MONTH FROM deal.closed_on) - $fiscal_start_month AS INTEGER)
            AS month_no,
        sum(CASE WHEN deal.currency = $currency THEN deal.amount ELSE round(deal.amount * market.rate, 2) END) AS amount,
        count(*) AS wins
    FROM deal
    LEFT JOIN market ON market.on_date = deal.closed_on AND market.from_currency = deal.currency
    WHERE
        deal.outcome = 'won' AND NOT deal.is_deleted AND deal.closed_on IS NOT NULL AND deal.amount IS NOT NULL
        AND EXISTS (SELECT 1 FROM asked)
    GROUP BY 1
),
-- the last day of which the deals tell anything
seen AS (
    SELECT max(greatest(created_on, CASE WHEN outcome IN ('won', 'lost') THEN closed_on END)) AS last_on
    FROM deal
    WHERE NOT is_deleted AND EXISTS (SELECT 1 FROM asked)
),
history AS (
    SELECT
        asked.known_on,
        -- the month of the first win may have begun before it
        (SELECT min(month_no) + 1 FROM win) AS first_no,
        CAST(
            extract(YEAR FROM least(asked.known_on, seen.last_on + 1)) * 12
            + extract(MONTH FROM least(asked.known_on, seen.last_on + 1)) - $fiscal_start_month AS INTEGER
        ) AS end_no
    FROM asked
    CROSS JOIN seen
),
quarters AS (
    SELECT
        known_on,
        end_no // 3 * 3 AS end_no,
        end_no // 3 - (first_no + 2) // 3 AS quarters
    FROM history
),
ways AS (
    SELECT known_on, end_no, 'month_of_year' AS basis, 12 AS months, quarters // 4 AS units, 1 AS place
    FROM quarters
    WHERE quarters >= 12
    UNION ALL
    SELECT known_on, end_no, 'month_of_quarter', 3, quarters, 2
    FROM quarters
    WHERE quarters >= 3
),
seen_enough AS (
    SELECT
        ways.*,
        row_number() OVER (PARTITION BY ways.known_on ORDER BY ways.place) AS rank
    FROM ways
    WHERE (
        SELECT sum(win.wins)
        FROM win
        WHERE win.month_no >= ways.end_no - ways.units * ways.months AND win.month_no < ways.end_no
    ) >= 10 * ways.months
),
chosen AS (
    SELECT known_on, end_no, basis, months, units
    FROM seen_enough
    WHERE rank = 1
),
months AS (
    SELECT CAST(unnest(generate_series(1, 12)) AS INTEGER) AS month
)
SELECT
    chosen.known_on,
    months.month,
    chosen.basis,
    CAST(coalesce(sum(win.amount), 0) AS DECIMAL(18, 2)) AS booked_amount,
    chosen.units
FROM chosen
CROSS JOIN months
LEFT JOIN win
    ON win.month_no >= chosen.end_no - chosen.units * chosen.months
    AND win.month_no < chosen.end_no
    AND win.month_no % chosen.months = (months.month + 12 - $fiscal_start_month) % chosen.months
GROUP BY chosen.known_on, months.month, chosen.basis, chosen.units

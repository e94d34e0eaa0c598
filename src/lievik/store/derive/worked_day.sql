-- One row a rep and day: hours worked, by the timesheets of the month, else by contract; and how many any record covers.
-- A contract's week is spread over Monday to Friday, without public holidays and leave. Who carries no quota keeps timesheets.
WITH sheet AS (
    SELECT
        rep_id,
        worked_on,
        sum(hours) AS hours
    FROM work_time
    WHERE NOT is_leave AND worked_on IS NOT NULL
    GROUP BY rep_id, worked_on
),
kept_month AS (
    SELECT DISTINCT
        rep_id,
        date_trunc('month', worked_on) AS month_on
    FROM sheet
    WHERE hours IS NOT NULL
),
leave_day AS (
    SELECT
        rep_id,
        worked_on,
        -- leave without hours takes the whole day
        sum(coalesce(hours, 24)) AS hours
    FROM work_time
    WHERE is_leave AND worked_on IS NOT NULL
    GROUP BY rep_id, worked_on
),
span AS (
    SELECT
        make_date(min(year), 1, 1) AS first_on,
        make_date(max(year), 12, 31) AS last_on
    FROM day
),
weekday AS (
    SELECT CAST(unnest(generate_series(first_on, last_on, INTERVAL 1 DAY)) AS DATE) AS on_date
    FROM span
),
contract AS (
    SELECT
        id AS rep_id,
        started_on,
        left_on,
        contract_hours / 5 AS hours,
        CASE WHEN country SIMILAR TO '[A-Za-z]{2}' THEN upper(country) ELSE $country END AS country
    FROM rep
    WHERE contract_hours > 0 AND coalesce(carries_quota, TRUE)
),
agreed AS (
    SELECT
        contract.rep_id,
        weekday.on_date AS worked_on,
        contract.hours - coalesce(leave_day.hours, 0) AS hours
    FROM contract
    INNER JOIN weekday
        ON extract(ISODOW FROM weekday.on_date) <= 5
        AND coalesce(weekday.on_date >= contract.started_on, TRUE)
        AND coalesce(weekday.on_date < contract.left_on, TRUE)
    LEFT JOIN holiday ON holiday.country = contract.country AND holiday.on_date = weekday.on_date
    LEFT JOIN leave_day ON leave_day.rep_id = contract.rep_id AND leave_day.worked_on = weekday.on_date
    LEFT JOIN kept_month
        ON kept_month.rep_id = contract.rep_id AND kept_month.month_on = date_trunc('month', weekday.on_date)
    WHERE
        holiday.on_date IS NULL AND kept_month.rep_id IS NULL
        AND contract.hours > coalesce(leave_day.hours, 0)
),
worked AS (
    SELECT rep_id, worked_on, hours, TRUE AS is_recorded
    FROM sheet
    UNION ALL
    SELECT rep_id, worked_on, hours, FALSE AS is_recorded
    FROM agreed
),
recorded AS (
    SELECT
        rep_id,
        started_on,
        sum(hours) AS hours
    FROM activity
    WHERE started_on IS NOT NULL AND hours IS NOT NULL
    GROUP BY rep_id, started_on
)
SELECT
    worked.rep_id,
    worked.worked_on,
    worked.hours,
    -- more than was worked that day covers it once
    least(worked.hours, coalesce(recorded.hours, 0)) AS covered_hours,
    worked.is_recorded
FROM worked
LEFT JOIN recorded
    ON recorded.started_on = worked.worked_on AND recorded.rep_id IS NOT DISTINCT FROM worked.rep_id

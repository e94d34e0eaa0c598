-- One row a month: how much of everything falls in it. The year has its seasons, and the company grows.
CREATE TABLE month AS
WITH weighed AS (
    SELECT
        no,
        month_after(DATE '2022-10-01', no) AS month_on,
        month_after(DATE '2022-10-01', no + 1) AS next_on,
        -- January to December; summer and Christmas are quiet
        [95, 100, 118, 110, 106, 102, 80, 72, 116, 120, 110, 78][
            CAST(month(month_after(DATE '2022-10-01', no)) AS INTEGER)
        ] * (1000 + 8 * no) AS weight
    FROM range(45) AS counted (no)
)
SELECT
    *,
    CAST(next_on - month_on AS INTEGER) AS days,
    CAST(sum(weight) OVER (ORDER BY no) - weight AS BIGINT) AS before,
    CAST(sum(weight) OVER () AS BIGINT) AS total
FROM weighed;

-- The numbers from 0 on, so many in all, each with its month and a day of it, in order.
CREATE MACRO spread_over_months(wanted) AS TABLE
WITH span AS (
    SELECT
        *,
        wanted * before // total AS from_no,
        wanted * (before + weight) // total AS until_no
    FROM month
),
counted AS (
    SELECT
        *,
        unnest(range(from_no, until_no)) AS no_of_all
    FROM span
)
SELECT
    no_of_all AS i,
    no AS month_no,
    month_on,
    month_on + CAST((no_of_all - from_no) * days // (until_no - from_no) AS INTEGER) AS on_date
FROM counted;

CREATE TABLE quarter AS
SELECT
    no,
    month_after(DATE '2023-01-01', 3 * no) AS starts_on,
    month_after(DATE '2023-01-01', 3 * no + 3) AS ends_on
FROM range(16) AS counted (no);

-- One row a date, from the first to the last that the data speak of, with its place in calendar and fiscal year.
WITH span AS (
    SELECT
        -- what has to be reached counts from the first day of its month
        min(CASE WHEN table_name = 'quota' THEN CAST(date_trunc('month', first_on) AS DATE) ELSE first_on END) AS first_on,
        -- a span's end is the first day that no longer belongs to it
        max(CASE WHEN column_name IN ('ends_on', 'valid_until_on') THEN last_on - 1 ELSE last_on END) AS last_on
    FROM meta_span
    WHERE table_name IN (
        'deal', 'deal_version', 'lead', 'touch', 'activity', 'work_time', 'customer_period', 'churn_event',
        'invoice_line', 'spend', 'quota', 'forecast_submission'
    )
),
dates AS (
    SELECT CAST(unnest(generate_series(first_on, last_on, INTERVAL 1 DAY)) AS DATE) AS on_date
    FROM span
),
counted AS (
    SELECT
        on_date,
        CAST(extract(YEAR FROM on_date) AS INTEGER) AS year,
        CAST(extract(MONTH FROM on_date) AS INTEGER) AS month,
        -- months since year 0 if every year began with the fiscal one
        CAST(extract(YEAR FROM on_date) * 12 + extract(MONTH FROM on_date) - $fiscal_start_month AS INTEGER) AS fiscal_months
    FROM dates
)
SELECT
    on_date,
    year,
    CAST(extract(QUARTER FROM on_date) AS INTEGER) AS quarter,
    month,
    CAST(extract(ISOYEAR FROM on_date) AS INTEGER) AS iso_year,
    CAST(extract(WEEK FROM on_date) AS INTEGER) AS iso_week,
    fiscal_months // 12 + $fiscal_years_ahead AS fiscal_year,
    fiscal_months % 12 // 3 + 1 AS fiscal_quarter,
    extract(ISODOW FROM on_date) <= 5 AS is_workday
FROM counted

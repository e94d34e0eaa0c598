-- What a euro was worth on every weekday: a line between the beginnings of quarters, and a little noise; one rate a year for budgets.
WITH anchor AS (
    SELECT * FROM (VALUES
        ('CZK', 1, [24.55, 24.15, 23.60, 23.85, 24.40, 24.75, 25.30, 25.05, 25.20, 25.15, 25.00, 24.75, 24.40, 24.25, 24.30, 24.20, 24.15]),
        ('USD', 2, [0.98, 1.06, 1.09, 1.08, 1.06, 1.10, 1.08, 1.07, 1.11, 1.04, 1.08, 1.15, 1.17, 1.16, 1.17, 1.15, 1.16])
    ) AS listed (currency, no, rates)
),
days AS (
    SELECT
        DATE '2022-10-03' + CAST(no AS INTEGER) AS on_date,
        date_diff('quarter', DATE '2022-10-01', DATE '2022-10-03' + CAST(no AS INTEGER)) AS quarter_no
    FROM range(CAST(getvariable('as_of') - DATE '2022-10-03' AS INTEGER) + 1) AS counted (no)
),
placed AS (
    SELECT
        days.on_date,
        anchor.currency,
        CAST(anchor.rates[1 + quarter_no] AS DOUBLE) AS low,
        CAST(anchor.rates[2 + quarter_no] AS DOUBLE) AS high,
        CAST(days.on_date - quarter_of(days.on_date) AS INTEGER) / 92.0 AS along,
        part_1(draw('rate', anchor.no * 100000 + CAST(days.on_date - DATE '2022-01-01' AS INTEGER))) AS part
    FROM days
    CROSS JOIN anchor
    WHERE isodow(days.on_date) <= 5
)
SELECT
    currency || '-' || on_date AS id,
    on_date,
    'EUR' AS from_currency,
    currency AS to_currency,
    CAST(round((low + (high - low) * along) * (0.998 + 0.004 * part), CASE currency WHEN 'CZK' THEN 3 ELSE 4 END) AS DECIMAL(18, 4)) AS rate,
    'market' AS kind
FROM placed
UNION ALL
SELECT
    'budget-' || currency || '-' || years.in_year,
    make_date(years.in_year, 1, 1),
    'EUR',
    currency,
    CASE currency WHEN 'CZK' THEN [24.5, 24.0, 24.8, 25.2, 24.5][years.in_year - 2021] ELSE [1.02, 1.07, 1.09, 1.06, 1.15][years.in_year - 2021] END,
    'budget'
FROM anchor
CROSS JOIN (SELECT CAST(unnest(range(2022, 2027)) AS INTEGER) AS in_year) AS years
ORDER BY id

-- One row a day, pair of currencies and kind: the last rate known on that day; never one from the future.
-- A pair that is quoted is taken first, then the inverse of one, then a way over one other currency.
WITH quote AS (
    SELECT
        on_date,
        from_currency,
        to_currency,
        coalesce(lower(kind), 'market') AS kind,
        rate,
        row_number() OVER (
            PARTITION BY on_date, from_currency, to_currency, coalesce(lower(kind), 'market') ORDER BY id DESC
        ) AS place
    FROM fx_rate
    WHERE rate > 0 AND on_date IS NOT NULL AND from_currency <> to_currency
),
lasting AS (
    SELECT
        on_date AS starts_on,
        lead(on_date) OVER (PARTITION BY from_currency, to_currency, kind ORDER BY on_date) AS ends_on,
        from_currency,
        to_currency,
        kind,
        CAST(rate AS DOUBLE) AS rate
    FROM quote
    WHERE place = 1
),
-- every day that is looked at, and those after it for which there are rates
dated AS (
    SELECT on_date FROM day
    UNION
    SELECT CAST(unnest(generate_series(edge.after, newest.on_date, INTERVAL 1 DAY)) AS DATE) AS on_date
    FROM (SELECT max(on_date) + 1 AS after FROM day) AS edge
    CROSS JOIN (SELECT max(on_date) AS on_date FROM fx_rate) AS newest
    WHERE edge.after <= newest.on_date
),
known AS (
    SELECT
        dated.on_date,
        lasting.from_currency,
        lasting.to_currency,
        lasting.kind,
        lasting.rate
    FROM dated
    INNER JOIN lasting
        ON dated.on_date >= lasting.starts_on AND (lasting.ends_on IS NULL OR dated.on_date < lasting.ends_on)
),
either_way AS (
    SELECT on_date, from_currency, to_currency, kind, rate, 1 AS way FROM known
    UNION ALL
    SELECT on_date, to_currency, from_currency, kind, 1 / rate, 2 FROM known
),
leg AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY on_date, from_currency, to_currency, kind ORDER BY way) AS place
    FROM either_way
),
wanted AS (
    SELECT currency
    FROM meta_currency
    -- what is noted of tables made from rates is still of the time before
    WHERE
        table_name NOT IN ('quota_part', 'quota_month', 'owner_credit', 'owner_month', 'owner_progress', 'forecast_call')
        AND table_name <> 'overlay_credit'
    UNION
    SELECT $currency
),
every_way AS (
    SELECT on_date, from_currency, to_currency, kind, rate, way, '' AS over_currency
    FROM leg
    WHERE place = 1
    UNION ALL
    SELECT
        first.on_date, first.from_currency, second.to_currency, first.kind, first.rate * second.rate, 3, first.to_currency
    FROM leg AS first
    INNER JOIN leg AS second
        ON second.on_date = first.on_date
        AND second.kind = first.kind
        AND second.from_currency = first.to_currency
        AND second.to_currency <> first.from_currency
    WHERE first.place = 1 AND second.place = 1 AND first.from_currency IN (SELECT currency FROM wanted)
),
chosen AS (
    SELECT
        *,
        row_number() OVER (
            PARTITION BY on_date, from_currency, to_currency, kind
            ORDER BY way, CASE WHEN over_currency = $currency THEN 0 ELSE 1 END, over_currency
        ) AS place
    FROM every_way
    WHERE from_currency IN (SELECT currency FROM wanted)
)
SELECT on_date, from_currency, to_currency, rate, kind
FROM chosen
WHERE place = 1

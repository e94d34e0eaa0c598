-- One row a quota and month: its part in that month, by the months' weights. Parts are differences of rounded running
-- sums in whole cents, so that they add up to the quota.
WITH valid AS (
    SELECT
        id AS quota_id,
        source,
        lower(subject_kind) AS subject_kind,
        subject_id,
        currency,
        starts_on,
        ends_on,
        amount,
        coalesce(spread, 'flat') AS asked,
        coalesce(CAST(known_from AS DATE), DATE '9999-12-31') AS known_on,
        extract(DAY FROM starts_on) = 1 AND extract(DAY FROM ends_on) = 1 AS is_whole,
        list_transform(regexp_extract_all(by_month, '[0-9]+([.][0-9]+)?'), written -> CAST(written AS DECIMAL(18, 2)))
            AS listed
    FROM quota
    WHERE amount >= 0 AND ends_on > starts_on
),
months AS (
    SELECT
        *,
        CAST(unnest(generate_series(date_trunc('month', starts_on), ends_on - 1, INTERVAL 1 MONTH)) AS DATE) AS month_on
    FROM valid
),
spans AS (
    SELECT
        *,
        greatest(starts_on, month_on) AS part_on,
        least(ends_on, CAST(month_on + INTERVAL 1 MONTH AS DATE)) AS part_until,
        -- a list that does not fit its quota says nothing
        asked = 'hand' AND is_whole AND len(listed) = date_diff('month', starts_on, ends_on)
        AND list_sum(listed) = amount AS is_listed
    FROM months
),
seasons AS (
    SELECT
        spans.*,
        season.basis,
        greatest(season.booked_amount, 0) * date_diff('day', part_on, part_until)
        / date_diff('day', month_on, CAST(month_on + INTERVAL 1 MONTH AS DATE)) AS booked
    FROM spans
    LEFT JOIN season
        ON spans.asked = 'seasonal'
        AND season.known_on = spans.known_on
        AND season.month = extract(MONTH FROM spans.month_on)
),
chosen AS (
    SELECT
        *,
        CASE
            WHEN is_listed THEN 'hand'
            -- where nothing was ever booked in such months there is no season
            WHEN sum(booked) OVER (PARTITION BY quota_id) >= 1 THEN basis
            ELSE 'flat'
        END AS spread
    FROM seasons
),
weighed AS (
    SELECT
        *,
        CAST(
            CASE
                WHEN spread = 'hand' AND amount = 0 THEN 1
                WHEN spread = 'hand' THEN CAST(listed[date_diff('month', starts_on, month_on) + 1] AS DECIMAL(28, 2)) * 100
                WHEN spread <> 'flat' THEN round(booked * 100)
                WHEN is_whole THEN 1
                ELSE date_diff('day', part_on, part_until)
            END AS HUGEINT
        ) AS weight,
        CAST(CAST(amount AS DECIMAL(28, 2)) * 100 AS HUGEINT) AS cents
    FROM chosen
),
running AS (
    SELECT
        *,
        sum(weight) OVER (PARTITION BY quota_id ORDER BY month_on ROWS UNBOUNDED PRECEDING) AS weight_after,
        sum(weight) OVER (PARTITION BY quota_id) AS weights
    FROM weighed
)
SELECT
    quota_id,
    subject_kind,
    subject_id,
    month_on,
    part_on AS starts_on,
    part_until AS ends_on,
    CAST(
        (2 * cents * weight_after + weights) // (2 * weights)
        - (2 * cents * (weight_after - weight) + weights) // (2 * weights) AS DECIMAL(20, 0)
    ) * CAST(0.01 AS DECIMAL(3, 2)) AS quota_amount,
    amount AS whole_amount,
    currency,
    spread,
    -- what was typed in stands before what a file says of the same months
    source <> 'ledger' AND bool_or(source = 'ledger') OVER (
        PARTITION BY subject_kind, CASE WHEN subject_kind <> 'company' THEN subject_id END, month_on
    ) AS is_superseded
FROM running

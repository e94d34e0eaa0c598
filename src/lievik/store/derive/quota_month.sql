-- One row a subject, month and currency: what is to be reached, spread flat over the months or days of each quota.
-- Parts are differences of rounded running sums in whole cents, so that they add up to the quota.
WITH valid AS (
    SELECT
        lower(subject_kind) AS subject_kind,
        subject_id,
        currency,
        starts_on,
        ends_on,
        CAST(amount * 100 AS BIGINT) AS cents,
        extract(DAY FROM starts_on) = 1 AND extract(DAY FROM ends_on) = 1 AS is_whole
    FROM quota
    WHERE amount >= 0 AND ends_on > starts_on
),
months AS (
    SELECT
        *,
        CAST(unnest(generate_series(date_trunc('month', starts_on), ends_on - 1, INTERVAL 1 MONTH)) AS DATE) AS month_on
    FROM valid
),
weighed AS (
    SELECT
        *,
        CASE
            WHEN is_whole THEN date_diff('month', starts_on, month_on)
            ELSE date_diff('day', starts_on, greatest(starts_on, month_on))
        END AS weight_before,
        CASE
            WHEN is_whole THEN date_diff('month', starts_on, month_on) + 1
            ELSE date_diff('day', starts_on, least(ends_on, CAST(month_on + INTERVAL 1 MONTH AS DATE)))
        END AS weight_after,
        CASE
            WHEN is_whole THEN date_diff('month', starts_on, ends_on)
            ELSE date_diff('day', starts_on, ends_on)
        END AS weight
    FROM months
),
parts AS (
    SELECT
        *,
        (2 * cents * weight_after + weight) // (2 * weight) - (2 * cents * weight_before + weight) // (2 * weight) AS part
    FROM weighed
),
summed AS (
    SELECT
        subject_kind,
        subject_id,
        month_on,
        CAST(sum(part) AS DECIMAL(20, 0)) * CAST(0.01 AS DECIMAL(3, 2)) AS quota_amount,
        currency
    FROM parts
    GROUP BY subject_kind, subject_id, month_on, currency
),
ranked AS (
    SELECT
        *,
        CASE subject_kind WHEN 'company' THEN 1 WHEN 'rep' THEN 2 ELSE 3 END AS place
    FROM summed
)
SELECT
    subject_kind,
    subject_id,
    CASE WHEN subject_kind = 'rep' THEN subject_id END AS rep_id,
    month_on,
    quota_amount,
    currency,
    -- the company's own quota, else the reps', else the teams': never two of them together
    place = min(place) OVER (PARTITION BY month_on) AS counts_for_company
FROM ranked

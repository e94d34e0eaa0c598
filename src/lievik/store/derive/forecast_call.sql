-- One row a subject, period, cut-off and call made by then, of category commit or of the only one given; a call stands
-- until the next one supersedes it.
WITH submission AS (
    SELECT
        *,
        lower(trim(coalesce(category, ''))) AS category_name,
        lower(subject_kind) AS kind
    FROM forecast_submission
    WHERE submitted_on IS NOT NULL AND starts_on IS NOT NULL AND ends_on > starts_on
),
compared AS (
    SELECT
        *,
        min(category_name) OVER (PARTITION BY kind, subject_id, starts_on, ends_on)
        = max(category_name) OVER (PARTITION BY kind, subject_id, starts_on, ends_on) AS is_only_category
    FROM submission
),
cut AS (
    SELECT 'day_1' AS cut_off, 0 AS days
    UNION ALL
    SELECT 'week_3' AS cut_off, 14 AS days
),
standing AS (
    SELECT
        compared.*,
        cut.cut_off,
        lead(compared.submitted_on) OVER (
            PARTITION BY compared.kind, compared.subject_id, compared.starts_on, compared.ends_on, cut.cut_off
            ORDER BY compared.submitted_on, compared.submitted_at NULLS FIRST, compared.id
        ) AS superseded_on
    FROM compared
    CROSS JOIN cut
    WHERE
        compared.submitted_on <= compared.starts_on + cut.days
        AND (compared.category_name = 'commit' OR compared.is_only_category)
),
-- what was won in the period of each call, in the call's own currency
market AS (
    SELECT on_date, from_currency, to_currency, rate FROM rate_day WHERE kind = 'market'
    UNION ALL
    SELECT day.on_date, used.currency, used.currency, 1
    FROM day
    CROSS JOIN (SELECT DISTINCT currency FROM standing) AS used
),
taken AS (
    SELECT
        deal.owner_id,
        deal.closed_on,
        market.to_currency,
        sum(round(CAST(deal.amount AS DECIMAL(28, 2)) * market.rate, 2)) AS amount
    FROM deal
    INNER JOIN market ON market.on_date = deal.closed_on AND market.from_currency = deal.currency
    WHERE
        deal.outcome = 'won' AND NOT deal.is_deleted AND market.to_currency IN (SELECT DISTINCT currency FROM standing)
    GROUP BY deal.owner_id, deal.closed_on, market.to_currency
),
won AS (
    SELECT
        standing.kind,
        standing.subject_id,
        standing.starts_on,
        standing.ends_on,
        standing.cut_off,
        sum(taken.amount) AS actual_amount
    FROM standing
    INNER JOIN taken
        ON taken.owner_id = standing.subject_id
        AND taken.to_currency = standing.currency
        AND taken.closed_on >= standing.starts_on AND taken.closed_on < standing.ends_on
    WHERE standing.superseded_on IS NULL AND standing.kind = 'rep'
    GROUP BY standing.kind, standing.subject_id, standing.starts_on, standing.ends_on, standing.cut_off
    UNION ALL
    SELECT
        standing.kind,
        standing.subject_id,
        standing.starts_on,
        standing.ends_on,
        standing.cut_off,
        sum(booked.amount) AS actual_amount
    FROM standing
    INNER JOIN (
        SELECT closed_on, to_currency, sum(amount) AS amount
        FROM taken
        GROUP BY closed_on, to_currency
    ) AS booked
        ON booked.to_currency = standing.currency
        AND booked.closed_on >= standing.starts_on AND booked.closed_on < standing.ends_on
    WHERE standing.superseded_on IS NULL AND standing.kind = 'company'
    GROUP BY standing.kind, standing.subject_id, standing.starts_on, standing.ends_on, standing.cut_off
),
-- a manager's call sums up those of the reps who report there: only the leaves are added up
called AS (
    SELECT
        standing.*,
        CASE WHEN standing.kind = 'company' THEN 1 WHEN standing.kind = 'rep' AND below.subject_id IS NULL THEN 2 END AS rank
    FROM standing
    LEFT JOIN (
        SELECT DISTINCT rep.manager_id AS subject_id, call.starts_on, call.ends_on, call.cut_off
        FROM standing AS call
        INNER JOIN rep ON rep.id = call.subject_id AND rep.manager_id <> rep.id
        WHERE call.kind = 'rep'
    ) AS below
        ON below.subject_id = standing.subject_id
        AND below.starts_on = standing.starts_on
        AND below.ends_on = standing.ends_on
        AND below.cut_off = standing.cut_off
        AND standing.kind = 'rep'
)
SELECT
    kind AS subject_kind,
    subject_id,
    CASE WHEN kind = 'rep' THEN subject_id END AS rep_id,
    starts_on,
    ends_on,
    submitted_on,
    superseded_on,
    cut_off,
    amount,
    CASE WHEN kind IN ('company', 'rep') THEN coalesce(actual_amount, 0) END AS actual_amount,
    currency,
    coalesce(rank = 2, FALSE) AS is_leaf,
    -- the company's own call, else its reps'; a team's is only a sum of theirs
    coalesce(rank = min(rank) OVER (PARTITION BY starts_on, ends_on, cut_off), FALSE) AS counts_for_company
FROM called
LEFT JOIN won USING (kind, subject_id, starts_on, ends_on, cut_off)

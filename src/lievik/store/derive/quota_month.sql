-- One row a subject, month and currency: what is to be reached, over all its quotas.
WITH summed AS (
    SELECT
        subject_kind,
        subject_id,
        month_on,
        CAST(sum(quota_amount) AS DECIMAL(18, 2)) AS quota_amount,
        currency
    FROM quota_part
    WHERE NOT is_superseded
    GROUP BY subject_kind, subject_id, month_on, currency
),
-- the team that a rep was in when the month began, else the first one that the rep came to in it
placed AS (
    SELECT
        summed.subject_id AS rep_id,
        summed.month_on,
        arg_min(membership.team_id, coalesce(membership.starts_on, DATE '0001-01-01')) AS team_id
    FROM (SELECT DISTINCT subject_id, month_on FROM summed WHERE subject_kind = 'rep') AS summed
    INNER JOIN membership
        ON membership.rep_id = summed.subject_id
        AND (membership.starts_on IS NULL OR membership.starts_on < CAST(summed.month_on + INTERVAL 1 MONTH AS DATE))
        AND (membership.ends_on IS NULL OR membership.ends_on > summed.month_on)
    GROUP BY summed.subject_id, summed.month_on
),
ranked AS (
    SELECT
        summed.*,
        CASE WHEN summed.subject_kind = 'rep' THEN placed.team_id END AS team_id,
        CASE summed.subject_kind WHEN 'company' THEN 1 WHEN 'rep' THEN 2 ELSE 3 END AS place
    FROM summed
    LEFT JOIN placed ON placed.rep_id = summed.subject_id AND placed.month_on = summed.month_on
)
SELECT
    subject_kind,
    subject_id,
    CASE WHEN subject_kind = 'rep' THEN subject_id END AS rep_id,
    team_id,
    month_on,
    quota_amount,
    currency,
    -- the company's own quota, else the reps', else the teams': never two of them together
    place = min(place) OVER (PARTITION BY month_on) AS counts_for_company
FROM ranked

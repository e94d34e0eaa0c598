-- One row a rep and month: days active, quota as it stands and after ramp and absence, and what is credited.
-- Money is in the workspace's currency: bookings at the rate of their day, quotas at that of the month's first day.
WITH months AS (
    SELECT DISTINCT CAST(date_trunc('month', on_date) AS DATE) AS month_on
    FROM day
),
market AS (
    SELECT on_date, from_currency, rate
    FROM rate_day
    WHERE kind = 'market' AND to_currency = $currency
    UNION ALL
    SELECT on_date, $currency, 1
    FROM day
),
-- a quota of some days is lowered by the days of these that its rep was not there, and by no others
attended AS (
    SELECT
        part.subject_id AS rep_id,
        part.month_on,
        part.currency,
        part.quota_amount,
        date_diff('day', part.starts_on, part.ends_on) AS days,
        greatest(
            0,
            date_diff('day', greatest(part.starts_on, rep.started_on), least(part.ends_on, rep.left_on))
        ) AS days_there
    FROM quota_part AS part
    LEFT JOIN rep ON rep.id = part.subject_id
    WHERE part.subject_kind = 'rep' AND part.subject_id IS NOT NULL AND NOT part.is_superseded
),
present AS (
    SELECT
        rep_id,
        month_on,
        currency,
        sum(quota_amount * days_there / days) / nullif(sum(quota_amount), 0) AS share,
        bool_and(days_there = days) AS is_whole
    FROM attended
    GROUP BY rep_id, month_on, currency
),
converted AS (
    SELECT
        quota_month.rep_id,
        quota_month.month_on,
        round(quota_month.quota_amount * CAST(market.rate AS DECIMAL(24, 14)), 2) AS quota_amount,
        coalesce(present.share, 0) AS share,
        coalesce(present.is_whole, FALSE) AS is_whole
    FROM quota_month
    INNER JOIN market ON market.on_date = quota_month.month_on AND market.from_currency = quota_month.currency
    LEFT JOIN present
        ON present.rep_id = quota_month.rep_id
        AND present.month_on = quota_month.month_on
        AND present.currency IS NOT DISTINCT FROM quota_month.currency
    WHERE quota_month.rep_id IS NOT NULL
),
quotas AS (
    SELECT
        rep_id,
        month_on,
        sum(quota_amount) AS quota_amount,
        sum(quota_amount * share) AS present_amount,
        bool_and(is_whole) AS is_whole
    FROM converted
    GROUP BY rep_id, month_on
),
credit AS (
    SELECT
        owner_credit.rep_id,
        CAST(date_trunc('month', owner_credit.closed_on) AS DATE) AS month_on,
        -- an amount in the workspace's own currency stays as it is: multiplying all of them by 1 takes long
        sum(
            CASE
                WHEN owner_credit.currency = $currency THEN owner_credit.amount
                ELSE round(CAST(owner_credit.amount AS DECIMAL(20, 2)) * market.rate, 2)
            END
        ) AS credited_amount
    FROM owner_credit
    INNER JOIN market ON market.on_date = owner_credit.closed_on AND market.from_currency = owner_credit.currency
    GROUP BY 1, 2
),
person AS (
    SELECT id AS rep_id FROM rep
    UNION
    SELECT rep_id FROM quotas
    UNION
    SELECT rep_id FROM credit WHERE rep_id IS NOT NULL
),
presence AS (
    SELECT
        person.rep_id,
        months.month_on,
        rep.ramp_id,
        coalesce(rep.carries_quota, TRUE) AS carries_quota,
        date_diff('month', rep.started_on, months.month_on) + 1 AS month_no,
        date_diff('day', months.month_on, CAST(months.month_on + INTERVAL 1 MONTH AS DATE)) AS days,
        greatest(
            0,
            date_diff(
                'day',
                greatest(months.month_on, rep.started_on),
                least(CAST(months.month_on + INTERVAL 1 MONTH AS DATE), rep.left_on)
            )
        ) AS active_days
    FROM person
    CROSS JOIN months
    LEFT JOIN rep ON rep.id = person.rep_id
),
ramping AS (
    SELECT
        presence.*,
        coalesce(ramp.share, 1) AS ramp_share
    FROM presence
    LEFT JOIN ramp ON ramp.ramp_id = presence.ramp_id AND ramp.month_no = presence.month_no
),
-- the team that a rep was in when the month began, else the first one that the rep came to in it
placed AS (
    SELECT
        ramping.rep_id,
        ramping.month_on,
        arg_min(membership.team_id, coalesce(membership.starts_on, DATE '0001-01-01')) AS team_id
    FROM ramping
    INNER JOIN membership
        ON membership.rep_id = ramping.rep_id
        AND (membership.starts_on IS NULL OR membership.starts_on < CAST(ramping.month_on + INTERVAL 1 MONTH AS DATE))
        AND (membership.ends_on IS NULL OR membership.ends_on > ramping.month_on)
    GROUP BY ramping.rep_id, ramping.month_on
)
SELECT
    ramping.rep_id,
    placed.team_id,
    ramping.month_on,
    ramping.days,
    ramping.active_days,
    ramping.ramp_share,
    quotas.quota_amount,
    -- what nothing but ramp-up lowers stays exact to the digit, however large it is
    CASE
        WHEN quotas.is_whole THEN CAST(quotas.quota_amount * ramping.ramp_share AS DECIMAL(24, 6))
        ELSE CAST(quotas.present_amount * ramping.ramp_share AS DECIMAL(24, 6))
    END AS effective_quota,
    coalesce(credit.credited_amount, 0) AS credited_amount,
    $currency AS currency,
    ramping.ramp_share = 1 AS is_ramped,
    ramping.carries_quota
FROM ramping
LEFT JOIN quotas ON quotas.rep_id = ramping.rep_id AND quotas.month_on = ramping.month_on
LEFT JOIN credit ON credit.rep_id = ramping.rep_id AND credit.month_on = ramping.month_on
LEFT JOIN placed ON placed.rep_id = ramping.rep_id AND placed.month_on = ramping.month_on
WHERE ramping.active_days > 0 OR quotas.quota_amount IS NOT NULL OR credit.credited_amount IS NOT NULL

-- One row a rep's month (what is to be reached) or a rep's credit (what was reached, on its own day), so that both can be
-- brought together per rep and credits be counted up to any day. Money is in the workspace's currency.
WITH market AS (
    SELECT on_date, from_currency, rate
    FROM rate_day
    WHERE kind = 'market' AND to_currency = $currency
    UNION ALL
    SELECT on_date, $currency, 1
    FROM day
)
SELECT
    owner_month.rep_id,
    owner_month.team_id,
    owner_month.month_on AS on_date,
    owner_month.days,
    owner_month.active_days,
    owner_month.quota_amount,
    owner_month.effective_quota,
    CAST(NULL AS DECIMAL(18, 2)) AS credited_amount,
    owner_month.currency,
    owner_month.is_ramped OR owner_month.active_days = 0 AS is_ramped,
    -- somebody of whom nothing else is known than deals may be gone for long
    owner_month.carries_quota AND owner_month.active_days > 0 AND rep.id IS NOT NULL AS carries_quota
FROM owner_month
LEFT JOIN rep ON rep.id = owner_month.rep_id
UNION ALL
SELECT
    owner_credit.rep_id,
    membership.team_id,
    owner_credit.closed_on,
    CAST(NULL AS INTEGER),
    CAST(NULL AS INTEGER),
    CAST(NULL AS DECIMAL(18, 2)),
    CAST(NULL AS DECIMAL(24, 6)),
    CASE
        WHEN owner_credit.currency = $currency THEN owner_credit.amount
        ELSE round(CAST(owner_credit.amount AS DECIMAL(20, 2)) * market.rate, 2)
    END,
    $currency,
    CAST(NULL AS BOOLEAN),
    CAST(NULL AS BOOLEAN)
FROM owner_credit
INNER JOIN market ON market.on_date = owner_credit.closed_on AND market.from_currency = owner_credit.currency
LEFT JOIN membership
    ON membership.rep_id = owner_credit.rep_id
    AND (membership.starts_on IS NULL OR membership.starts_on <= owner_credit.closed_on)
    AND (membership.ends_on IS NULL OR owner_credit.closed_on < membership.ends_on)
WHERE owner_credit.rep_id IS NOT NULL

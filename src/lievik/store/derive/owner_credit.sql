-- One row a won deal and rep credited with it: the shares of its revenue split, else the owner; overlays give no credit.
WITH split AS (
    SELECT deal_id, rep_id, share
    FROM deal_split
    WHERE coalesce(kind, 'revenue') = 'revenue' AND rep_id IS NOT NULL AND share IS NOT NULL
)
SELECT
    coalesce(split.rep_id, deal.owner_id) AS rep_id,
    deal.id AS deal_id,
    deal.closed_on,
    round(deal.amount * coalesce(split.share, 1), 2) AS amount,
    deal.currency,
    quota.rep_id IS NOT NULL AS has_quota,
    coalesce(ramp.share, 1) = 1 AS is_ramped,
    coalesce(rep.carries_quota, TRUE) AS carries_quota,
    deal.currency <> $currency AND market.rate IS NULL AS is_unrated
FROM deal
LEFT JOIN split ON split.deal_id = deal.id
LEFT JOIN rep ON rep.id = coalesce(split.rep_id, deal.owner_id)
LEFT JOIN ramp
    ON ramp.ramp_id = rep.ramp_id AND ramp.month_no = date_diff('month', rep.started_on, deal.closed_on) + 1
LEFT JOIN rate_day AS market
    ON market.on_date = deal.closed_on
    AND market.from_currency = deal.currency
    AND market.to_currency = $currency
    AND market.kind = 'market'
LEFT JOIN (SELECT DISTINCT rep_id, month_on FROM quota_month WHERE rep_id IS NOT NULL AND quota_amount > 0) AS quota
    ON quota.rep_id = coalesce(split.rep_id, deal.owner_id)
    AND quota.month_on = CAST(date_trunc('month', deal.closed_on) AS DATE)
WHERE deal.outcome = 'won' AND NOT deal.is_deleted AND deal.closed_on IS NOT NULL

-- One row a won deal and rep credited with it: the shares of its revenue split, else the owner; overlays give no credit.
-- Credits are differences of rounded running sums, so that those of a deal add up to its amount. Shares that add up to
-- something else than 1 are taken as they are written; what thirds lack for their decimals the last of them gets.
WITH shared AS (
    SELECT
        id,
        deal_id,
        rep_id,
        share,
        sum(share) OVER (PARTITION BY deal_id ORDER BY rep_id, id ROWS UNBOUNDED PRECEDING) AS share_after,
        sum(share) OVER (PARTITION BY deal_id) AS shares,
        row_number() OVER (PARTITION BY deal_id ORDER BY rep_id DESC, id DESC) AS place_from_last
    FROM deal_split
    WHERE coalesce(kind, 'revenue') = 'revenue' AND rep_id IS NOT NULL AND share IS NOT NULL
),
split AS (
    SELECT
        deal_id,
        rep_id,
        CAST(share_after - share AS DECIMAL(12, 6)) AS share_before,
        CAST(
            CASE WHEN place_from_last = 1 AND abs(shares - 1) <= 0.001 THEN 1 ELSE share_after END AS DECIMAL(12, 6)
        ) AS share_after
    FROM shared
)
SELECT
    coalesce(split.rep_id, deal.owner_id) AS rep_id,
    deal.id AS deal_id,
    deal.closed_on,
    CASE
        WHEN split.deal_id IS NULL THEN deal.amount
        ELSE round(deal.amount * split.share_after, 2) - round(deal.amount * split.share_before, 2)
    END AS amount,
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
LEFT JOIN (
    -- a month that gets nothing of a quota is a month with a quota all the same
    SELECT DISTINCT subject_id AS rep_id, month_on
    FROM quota_part
    WHERE subject_kind = 'rep' AND subject_id IS NOT NULL AND whole_amount > 0 AND NOT is_superseded
) AS quota
    ON quota.rep_id = coalesce(split.rep_id, deal.owner_id)
    AND quota.month_on = CAST(date_trunc('month', deal.closed_on) AS DATE)
WHERE deal.outcome = 'won' AND NOT deal.is_deleted AND deal.closed_on IS NOT NULL

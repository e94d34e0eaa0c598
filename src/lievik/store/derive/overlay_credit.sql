-- One row a won deal and rep who helped with it: an overlay, which stands beside the full credit of others and is never
-- added to it.
WITH helped AS (
    SELECT
        deal_id,
        rep_id,
        CAST(sum(share) AS DECIMAL(12, 6)) AS share
    FROM deal_split
    WHERE coalesce(kind, 'revenue') <> 'revenue' AND rep_id IS NOT NULL AND share IS NOT NULL
    GROUP BY deal_id, rep_id
)
SELECT
    helped.rep_id,
    helped.deal_id,
    deal.closed_on,
    round(CAST(deal.amount AS DECIMAL(20, 2)) * helped.share, 2) AS amount,
    deal.currency
FROM helped
INNER JOIN deal ON deal.id = helped.deal_id
WHERE deal.outcome = 'won' AND NOT deal.is_deleted AND deal.closed_on IS NOT NULL

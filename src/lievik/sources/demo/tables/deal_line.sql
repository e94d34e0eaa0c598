-- a sale has lines once there is an offer, and a discount once there was a negotiation; a renewal has one line a month
SELECT
    made_deal.id || '-' || line_draft.line_no AS id,
    made_deal.id AS deal_id,
    'X' || line_draft.article_no AS product_id,
    line_draft.quantity,
    line_draft.unit_price,
    CASE WHEN made_deal.furthest >= 5 OR made_deal.outcome = 'won' THEN CAST(line_draft.discount_share AS DECIMAL(4, 2)) ELSE 0 END AS discount_share,
    made_deal.currency
FROM made_deal
INNER JOIN line_draft ON line_draft.i = made_deal.i
WHERE made_deal.furthest >= 3 AND made_deal.has_amount
UNION ALL
SELECT
    made_deal.id || '-1',
    made_deal.id,
    'X6',
    12,
    renewal.monthly_amount,
    0,
    made_deal.currency
FROM made_deal
INNER JOIN renewal ON renewal.i = made_deal.i
WHERE made_deal.has_amount
ORDER BY id

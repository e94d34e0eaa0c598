-- One row an account that ever bought, or a parent one of whose accounts did: its first won deal.
WITH won AS (
    SELECT
        coalesce(subsidiary.customer_id, deal.account_id) AS account_id,
        deal.id AS deal_id,
        deal.closed_on AS won_on,
        deal.owner_id,
        deal.lead_source,
        deal.campaign_id,
        deal.product_id,
        row_number() OVER (
            PARTITION BY coalesce(subsidiary.customer_id, deal.account_id) ORDER BY deal.closed_on, deal.id
        ) AS place
    FROM deal
    LEFT JOIN subsidiary ON subsidiary.account_id = deal.account_id
    WHERE deal.outcome = 'won' AND NOT deal.is_deleted AND deal.account_id IS NOT NULL AND deal.closed_on IS NOT NULL
)
SELECT
    account_id,
    deal_id,
    won_on,
    owner_id,
    lead_source,
    campaign_id,
    product_id
FROM won
WHERE place = 1

-- One row an account that ever bought: its first won deal.
WITH won AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY account_id ORDER BY closed_on, id) AS place
    FROM deal
    WHERE outcome = 'won' AND NOT is_deleted AND account_id IS NOT NULL AND closed_on IS NOT NULL
)
SELECT
    account_id,
    id AS deal_id,
    closed_on AS won_on,
    owner_id,
    lead_source,
    campaign_id,
    product_id
FROM won
WHERE place = 1

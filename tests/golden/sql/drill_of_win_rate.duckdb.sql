WITH
-- the periods asked for, and those they are compared with
period AS (
  SELECT period_no, starts_on, ends_on,
         least(ends_on, $tomorrow) AS known_until,
         CAST(least(ends_on, $tomorrow) - INTERVAL 12 MONTH AS DATE) AS year_from,
         least(starts_on + 15, ends_on, $tomorrow) AS week_3_on,
         greatest(date_diff('day', starts_on, least(ends_on, $tomorrow)), 0) AS days,
         date_diff('day', CAST(least(ends_on, $tomorrow) - INTERVAL 12 MONTH AS DATE),
                   least(ends_on, $tomorrow)) AS year_days
  FROM (VALUES (0, CAST($start_0 AS DATE), CAST($end_0 AS DATE))) AS given (period_no, starts_on, ends_on)
)
SELECT 'won_deals' AS measure, 'deal' AS record_table, deal.id AS record, coalesce(deal.name, record_account.name) AS record_name, coalesce(record_rep.name, deal.owner_id) AS record_owner, deal.closed_on AS record_day, deal.amount AS record_amount, deal.currency AS record_currency, CAST(1 AS VARCHAR) AS contribution, '' AS reason
FROM deal
LEFT JOIN account AS record_account ON record_account.id = deal.account_id
LEFT JOIN rep AS record_rep ON record_rep.id = deal.owner_id
WHERE deal.closed_on >= $first_on AND deal.closed_on < $known_until
  AND 0 = 0
  AND deal.outcome = 'won' AND (deal.is_deleted) IS NOT TRUE AND deal.qualified_on IS NOT NULL
UNION ALL
SELECT 'lost_deals' AS measure, 'deal' AS record_table, deal.id AS record, coalesce(deal.name, record_account.name) AS record_name, coalesce(record_rep.name, deal.owner_id) AS record_owner, deal.closed_on AS record_day, deal.amount AS record_amount, deal.currency AS record_currency, CAST(1 AS VARCHAR) AS contribution, '' AS reason
FROM deal
LEFT JOIN account AS record_account ON record_account.id = deal.account_id
LEFT JOIN rep AS record_rep ON record_rep.id = deal.owner_id
WHERE deal.closed_on >= $first_on AND deal.closed_on < $known_until
  AND 0 = 0
  AND deal.outcome = 'lost' AND (deal.is_deleted) IS NOT TRUE AND deal.qualified_on IS NOT NULL
ORDER BY measure, reason, record_day, record

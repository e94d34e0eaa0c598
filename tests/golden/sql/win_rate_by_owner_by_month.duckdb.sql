WITH
-- deal, by closed_on: won_deals, lost_deals, qualified_won_amount, qualified_lost_amount
deal_by_closed_on AS (
  SELECT ((year(deal.closed_on) - $first_year) * 12 + month(deal.closed_on) - $first_month) AS period_no,
       deal.owner_id AS owner,
       count(*) FILTER (WHERE deal.outcome = 'won' AND (deal.is_deleted) IS NOT TRUE AND deal.qualified_on IS NOT NULL) AS won_deals,
       count(*) FILTER (WHERE deal.outcome = 'lost' AND (deal.is_deleted) IS NOT TRUE AND deal.qualified_on IS NOT NULL) AS lost_deals,
       sum(deal.amount) FILTER (WHERE deal.outcome = 'won' AND (deal.is_deleted) IS NOT TRUE AND deal.qualified_on IS NOT NULL AND deal.amount IS NOT NULL) AS qualified_won_amount,
       sum(deal.amount) FILTER (WHERE deal.outcome = 'lost' AND (deal.is_deleted) IS NOT TRUE AND deal.qualified_on IS NOT NULL AND deal.amount IS NOT NULL) AS qualified_lost_amount,
       count(*) FILTER (WHERE deal.is_deleted AND (deal.outcome = 'won' OR deal.outcome = 'lost')) AS left_out_1,
       count(*) FILTER (WHERE deal.qualified_on IS NULL AND (deal.is_deleted) IS NOT TRUE AND (deal.outcome = 'won' OR deal.outcome = 'lost')) AS left_out_2,
       count(*) FILTER (WHERE deal.amount IS NULL AND (deal.is_deleted) IS NOT TRUE AND deal.qualified_on IS NOT NULL AND (deal.outcome = 'won' OR deal.outcome = 'lost')) AS left_out_3
  FROM deal
  WHERE deal.closed_on >= $first_on AND deal.closed_on < $known_until
  GROUP BY 1, 2
),
-- deal, by created_on: created_deals_won_in_time, created_qualified_deals
deal_by_created_on AS (
  SELECT ((year(deal.created_on) - $first_year) * 12 + month(deal.created_on) - $first_month) AS period_no,
       deal.owner_id AS owner,
       count(*) FILTER (WHERE (deal.outcome = 'won' AND deal.closed_on <= $as_of AND date_diff('DAY', deal.created_on, deal.closed_on) <= $within_days) AND (deal.is_deleted) IS NOT TRUE AND deal.qualified_on IS NOT NULL) AS created_deals_won_in_time,
       count(*) FILTER (WHERE (deal.is_deleted) IS NOT TRUE AND deal.qualified_on IS NOT NULL) AS created_qualified_deals,
       count(*) FILTER (WHERE deal.is_deleted) AS left_out_4,
       count(*) FILTER (WHERE deal.qualified_on IS NULL AND (deal.is_deleted) IS NOT TRUE) AS left_out_5
  FROM deal
  WHERE deal.created_on >= $first_on AND deal.created_on < $known_until
  GROUP BY 1, 2
),
-- one row per period and group
together AS (
  SELECT period_no, owner, max(won_deals) AS won_deals, max(lost_deals) AS lost_deals, max(qualified_won_amount) AS
         qualified_won_amount, max(qualified_lost_amount) AS qualified_lost_amount, max(left_out_1) AS left_out_1,
         max(left_out_2) AS left_out_2, max(left_out_3) AS left_out_3, max(created_deals_won_in_time) AS
         created_deals_won_in_time, max(created_qualified_deals) AS created_qualified_deals, max(left_out_4) AS
         left_out_4, max(left_out_5) AS left_out_5
  FROM (
    SELECT period_no, owner, won_deals, lost_deals, qualified_won_amount, qualified_lost_amount, left_out_1,
           left_out_2, left_out_3, NULL AS created_deals_won_in_time, NULL AS created_qualified_deals, NULL AS
           left_out_4, NULL AS left_out_5 FROM deal_by_closed_on
    UNION ALL
    SELECT period_no, owner, NULL AS won_deals, NULL AS lost_deals, NULL AS qualified_won_amount, NULL AS
           qualified_lost_amount, NULL AS left_out_1, NULL AS left_out_2, NULL AS left_out_3,
           created_deals_won_in_time, created_qualified_deals, left_out_4, left_out_5 FROM deal_by_created_on
  ) AS stacked
  GROUP BY period_no, owner
)
SELECT together.*, owner_named.name AS owner_label
FROM together
LEFT JOIN rep AS owner_named ON owner_named.id = together.owner

WITH
-- deal, by closed_on: won_amount, won_deals_with_amount, median_won_amount, largest_won_amount
deal_by_closed_on AS (
  SELECT * EXCLUDE (median_won_amount_rows),
       CASE WHEN len(median_won_amount_rows) >= 6 THEN median_won_amount_rows[CAST(floor((len(median_won_amount_rows) + 1) / 2 - 0.98 * sqrt(len(median_won_amount_rows))) AS BIGINT)] END AS median_won_amount_low,
       CASE WHEN len(median_won_amount_rows) >= 6 THEN median_won_amount_rows[len(median_won_amount_rows) + 1 - CAST(floor((len(median_won_amount_rows) + 1) / 2 - 0.98 * sqrt(len(median_won_amount_rows))) AS BIGINT)] END AS median_won_amount_high
  FROM (
    SELECT 0 AS period_no,
       deal.currency AS currency,
       sum((CASE WHEN deal.currency = $currency THEN deal.amount ELSE round(CAST(deal.amount AS DECIMAL(28, 2)) * rate.rate, 2) END)) FILTER (WHERE deal.outcome = 'won' AND (deal.is_deleted) IS NOT TRUE AND deal.amount IS NOT NULL AND (deal.currency <> $currency AND (rate.rate) IS NULL) IS NOT TRUE) AS won_amount,
       count(*) FILTER (WHERE deal.outcome = 'won' AND (deal.is_deleted) IS NOT TRUE AND deal.amount IS NOT NULL AND (deal.currency <> $currency AND (rate.rate) IS NULL) IS NOT TRUE) AS won_deals_with_amount,
       median(CAST((CASE WHEN deal.currency = $currency THEN deal.amount ELSE round(CAST(deal.amount AS DECIMAL(28, 2)) * rate.rate, 2) END) AS DOUBLE)) FILTER (WHERE deal.outcome = 'won' AND (deal.is_deleted) IS NOT TRUE AND deal.amount IS NOT NULL AND (deal.currency <> $currency AND (rate.rate) IS NULL) IS NOT TRUE) AS median_won_amount,
       list_sort(list((CASE WHEN deal.currency = $currency THEN deal.amount ELSE round(CAST(deal.amount AS DECIMAL(28, 2)) * rate.rate, 2) END)) FILTER (WHERE deal.outcome = 'won' AND (deal.is_deleted) IS NOT TRUE AND deal.amount IS NOT NULL AND (deal.currency <> $currency AND (rate.rate) IS NULL) IS NOT TRUE)) AS median_won_amount_rows,
       max((CASE WHEN deal.currency = $currency THEN deal.amount ELSE round(CAST(deal.amount AS DECIMAL(28, 2)) * rate.rate, 2) END)) FILTER (WHERE deal.outcome = 'won' AND (deal.is_deleted) IS NOT TRUE AND deal.amount IS NOT NULL AND (deal.currency <> $currency AND (rate.rate) IS NULL) IS NOT TRUE) AS largest_won_amount,
       count(*) FILTER (WHERE deal.is_deleted AND deal.outcome = 'won') AS left_out_1,
       count(*) FILTER (WHERE deal.amount IS NULL AND (deal.is_deleted) IS NOT TRUE AND deal.outcome = 'won') AS left_out_2,
       count(*) FILTER (WHERE (deal.currency <> $currency AND (rate.rate) IS NULL) AND (deal.is_deleted) IS NOT TRUE AND deal.amount IS NOT NULL AND deal.outcome = 'won') AS left_out_3
    FROM deal
    LEFT JOIN rate_day AS rate ON rate.on_date = deal.closed_on AND rate.from_currency = deal.currency AND rate.to_currency = $currency AND rate.kind = 'market'
    WHERE deal.closed_on >= $first_on AND deal.closed_on < $known_until
    GROUP BY 1, 2
  ) AS measured
),
-- deal, by closed_on: all_won_deals
deal_by_closed_on_2 AS (
  SELECT 0 AS period_no,
       deal.currency AS currency,
       count(*) FILTER (WHERE deal.outcome = 'won' AND (deal.is_deleted) IS NOT TRUE) AS all_won_deals
  FROM deal
  WHERE deal.closed_on >= $first_on AND deal.closed_on < $known_until
  GROUP BY 1, 2
),
-- one row per period and group
together AS (
  SELECT period_no, currency, max(won_amount) AS won_amount, max(won_deals_with_amount) AS won_deals_with_amount,
         max(median_won_amount) AS median_won_amount, max(median_won_amount_low) AS median_won_amount_low,
         max(median_won_amount_high) AS median_won_amount_high, max(largest_won_amount) AS largest_won_amount,
         max(left_out_1) AS left_out_1, max(left_out_2) AS left_out_2, max(left_out_3) AS left_out_3,
         max(all_won_deals) AS all_won_deals
  FROM (
    SELECT period_no, currency, won_amount, won_deals_with_amount, median_won_amount, median_won_amount_low,
           median_won_amount_high, largest_won_amount, left_out_1, left_out_2, left_out_3, NULL AS all_won_deals FROM
           deal_by_closed_on
    UNION ALL
    SELECT period_no, currency, NULL AS won_amount, NULL AS won_deals_with_amount, NULL AS median_won_amount, NULL AS
           median_won_amount_low, NULL AS median_won_amount_high, NULL AS largest_won_amount, NULL AS left_out_1, NULL
           AS left_out_2, NULL AS left_out_3, all_won_deals FROM deal_by_closed_on_2
  ) AS stacked
  GROUP BY period_no, currency
)
SELECT together.*
FROM together

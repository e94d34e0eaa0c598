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
),
-- lead, by first_qualified_on: qualified_leads, qualified_leads_won
lead_by_first_qualified_on AS (
  SELECT 0 AS period_no,
       count(*) FILTER (WHERE (lower(lead.disqualified_reason) IN ('spam', 'invalid', 'test', 'duplicate', 'neplatný', 'duplicita')) IS NOT TRUE) AS qualified_leads,
       count(*) FILTER (WHERE lead.won_on <= $as_of AND (lower(lead.disqualified_reason) IN ('spam', 'invalid', 'test', 'duplicate', 'neplatný', 'duplicita')) IS NOT TRUE) AS qualified_leads_won,
       count(*) FILTER (WHERE lower(lead.disqualified_reason) IN ('spam', 'invalid', 'test', 'duplicate', 'neplatný', 'duplicita')) AS left_out_1
  FROM lead
  WHERE lead.first_qualified_on >= $first_on AND lead.first_qualified_on < $known_until
  GROUP BY 1
),
-- deal, by closed_on: won_amount, won_deals_with_amount, won_cycle_days, won_deals_with_cycle, won_deals, lost_deals, days_open_of_closed_deals, closed_deals_with_creation, all_won_deals
deal_by_closed_on AS (
  SELECT 0 AS period_no,
       sum(deal.amount) FILTER (WHERE deal.outcome = 'won' AND deal.reason_1 = 0) AS won_amount,
       count(*) FILTER (WHERE deal.outcome = 'won' AND deal.reason_1 = 0) AS won_deals_with_amount,
       sum(greatest(date_diff('DAY', deal.cycle_started_on, deal.closed_on), 0)) FILTER (WHERE deal.outcome = 'won' AND (deal.is_deleted) IS NOT TRUE) AS won_cycle_days,
       count(*) FILTER (WHERE deal.outcome = 'won' AND (deal.is_deleted) IS NOT TRUE) AS won_deals_with_cycle,
       count(*) FILTER (WHERE deal.outcome = 'won' AND deal.reason_2 = 0) AS won_deals,
       count(*) FILTER (WHERE deal.outcome = 'lost' AND deal.reason_2 = 0) AS lost_deals,
       sum(greatest(date_diff('DAY', deal.created_on, deal.closed_on), 0)) FILTER (WHERE deal.outcome IN ('won', 'lost') AND deal.reason_2 = 0) AS days_open_of_closed_deals,
       count(*) FILTER (WHERE deal.outcome IN ('won', 'lost') AND deal.reason_2 = 0) AS closed_deals_with_creation,
       count(*) FILTER (WHERE deal.outcome = 'won' AND (deal.is_deleted) IS NOT TRUE) AS all_won_deals,
       count(*) FILTER (WHERE deal.reason_1 = 1 AND deal.outcome = 'won') AS left_out_2,
       count(*) FILTER (WHERE deal.reason_1 = 2 AND deal.outcome = 'won') AS left_out_3,
       count(*) FILTER (WHERE (deal.reason_1 = 1 AND deal.outcome = 'won') OR (deal.reason_2 = 1 AND (deal.outcome = 'lost' OR deal.outcome IN ('won', 'lost')))) AS left_out_4,
       count(*) FILTER (WHERE deal.reason_2 = 2 AND (deal.outcome = 'won' OR deal.outcome = 'lost' OR deal.outcome IN ('won', 'lost'))) AS left_out_5
  FROM (
    SELECT *,
           CASE WHEN deal.is_deleted THEN 1 WHEN deal.amount IS NULL THEN 2 ELSE 0 END AS reason_1,
           CASE WHEN deal.is_deleted THEN 1 WHEN deal.qualified_on IS NULL THEN 2 ELSE 0 END AS reason_2
    FROM deal
  ) AS deal
  WHERE deal.closed_on >= $first_on AND deal.closed_on < $known_until
  GROUP BY 1
),
-- deal, by closed_on, over all time: p80_days_to_close
deal_by_closed_on_2 AS (
  SELECT -1 AS period_no,
       quantile_cont(CAST(greatest(date_diff('DAY', deal.created_on, deal.closed_on), 0) AS DOUBLE), 0.8) FILTER (WHERE deal.outcome IN ('won', 'lost') AND (deal.is_deleted) IS NOT TRUE) AS p80_days_to_close
  FROM deal
  WHERE deal.closed_on <= $as_of
),
-- deal, mean of the period: mean_open_deals
deal_by_mean_of_period AS (
  SELECT period.period_no AS period_no,
       sum(greatest(date_diff('day', greatest(coalesce(deal.created_on, period.starts_on), period.starts_on), least(coalesce(deal.open_until, period.known_until), period.known_until)), 0)) FILTER (WHERE (deal.is_deleted) IS NOT TRUE AND deal.qualified_on IS NOT NULL) / nullif(max(period.days), 0) AS mean_open_deals,
       count(*) FILTER (WHERE deal.is_deleted) AS left_out_6,
       count(*) FILTER (WHERE deal.qualified_on IS NULL AND (deal.is_deleted) IS NOT TRUE) AS left_out_7
  FROM deal
  JOIN period ON deal.created_on < period.known_until AND (deal.open_until IS NULL OR deal.open_until >= period.starts_on)
  GROUP BY 1
),
-- one row per period and group
together AS (
  SELECT period_no, max(qualified_leads) AS qualified_leads, max(qualified_leads_won) AS qualified_leads_won,
         max(left_out_1) AS left_out_1, max(won_amount) AS won_amount, max(won_deals_with_amount) AS
         won_deals_with_amount, max(won_cycle_days) AS won_cycle_days, max(won_deals_with_cycle) AS
         won_deals_with_cycle, max(won_deals) AS won_deals, max(lost_deals) AS lost_deals,
         max(days_open_of_closed_deals) AS days_open_of_closed_deals, max(closed_deals_with_creation) AS
         closed_deals_with_creation, max(all_won_deals) AS all_won_deals, max(left_out_2) AS left_out_2,
         max(left_out_3) AS left_out_3, max(left_out_4) AS left_out_4, max(left_out_5) AS left_out_5,
         max(p80_days_to_close) AS p80_days_to_close, max(mean_open_deals) AS mean_open_deals, max(left_out_6) AS
         left_out_6, max(left_out_7) AS left_out_7
  FROM (
    SELECT period_no, qualified_leads, qualified_leads_won, left_out_1, NULL AS won_amount, NULL AS
           won_deals_with_amount, NULL AS won_cycle_days, NULL AS won_deals_with_cycle, NULL AS won_deals, NULL AS
           lost_deals, NULL AS days_open_of_closed_deals, NULL AS closed_deals_with_creation, NULL AS all_won_deals,
           NULL AS left_out_2, NULL AS left_out_3, NULL AS left_out_4, NULL AS left_out_5, NULL AS p80_days_to_close,
           NULL AS mean_open_deals, NULL AS left_out_6, NULL AS left_out_7 FROM lead_by_first_qualified_on
    UNION ALL
    SELECT period_no, NULL AS qualified_leads, NULL AS qualified_leads_won, NULL AS left_out_1, won_amount,
           won_deals_with_amount, won_cycle_days, won_deals_with_cycle, won_deals, lost_deals,
           days_open_of_closed_deals, closed_deals_with_creation, all_won_deals, left_out_2, left_out_3, left_out_4,
           left_out_5, NULL AS p80_days_to_close, NULL AS mean_open_deals, NULL AS left_out_6, NULL AS left_out_7 FROM
           deal_by_closed_on
    UNION ALL
    SELECT period_no, NULL AS qualified_leads, NULL AS qualified_leads_won, NULL AS left_out_1, NULL AS won_amount,
           NULL AS won_deals_with_amount, NULL AS won_cycle_days, NULL AS won_deals_with_cycle, NULL AS won_deals,
           NULL AS lost_deals, NULL AS days_open_of_closed_deals, NULL AS closed_deals_with_creation, NULL AS
           all_won_deals, NULL AS left_out_2, NULL AS left_out_3, NULL AS left_out_4, NULL AS left_out_5,
           p80_days_to_close, NULL AS mean_open_deals, NULL AS left_out_6, NULL AS left_out_7 FROM deal_by_closed_on_2
    UNION ALL
    SELECT period_no, NULL AS qualified_leads, NULL AS qualified_leads_won, NULL AS left_out_1, NULL AS won_amount,
           NULL AS won_deals_with_amount, NULL AS won_cycle_days, NULL AS won_deals_with_cycle, NULL AS won_deals,
           NULL AS lost_deals, NULL AS days_open_of_closed_deals, NULL AS closed_deals_with_creation, NULL AS
           all_won_deals, NULL AS left_out_2, NULL AS left_out_3, NULL AS left_out_4, NULL AS left_out_5, NULL AS
           p80_days_to_close, mean_open_deals, left_out_6, left_out_7 FROM deal_by_mean_of_period
  ) AS stacked
  GROUP BY period_no
)
SELECT together.*
FROM together

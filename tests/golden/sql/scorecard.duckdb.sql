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
  FROM (VALUES (0, CAST($start_0 AS DATE), CAST($end_0 AS DATE)), (1, CAST($start_1 AS DATE), CAST($end_1 AS DATE)), (2, CAST($start_2 AS DATE), CAST($end_2 AS DATE))) AS given (period_no, starts_on, ends_on)
),
-- deal, by closed_on: won_deals, lost_deals, qualified_won_amount, qualified_lost_amount, won_amount, won_deals_with_amount, all_won_deals, median_won_amount, largest_won_amount, won_cycle_days, won_deals_with_cycle, median_won_cycle_days, lost_cycle_days, lost_deals_with_cycle
deal_by_closed_on AS (
  SELECT * EXCLUDE (median_won_amount_rows, median_won_cycle_days_rows),
       CASE WHEN len(median_won_amount_rows) >= 6 THEN median_won_amount_rows[CAST(floor((len(median_won_amount_rows) + 1) / 2 - 0.98 * sqrt(len(median_won_amount_rows))) AS BIGINT)] END AS median_won_amount_low,
       CASE WHEN len(median_won_amount_rows) >= 6 THEN median_won_amount_rows[len(median_won_amount_rows) + 1 - CAST(floor((len(median_won_amount_rows) + 1) / 2 - 0.98 * sqrt(len(median_won_amount_rows))) AS BIGINT)] END AS median_won_amount_high,
       CASE WHEN len(median_won_cycle_days_rows) >= 6 THEN median_won_cycle_days_rows[CAST(floor((len(median_won_cycle_days_rows) + 1) / 2 - 0.98 * sqrt(len(median_won_cycle_days_rows))) AS BIGINT)] END AS median_won_cycle_days_low,
       CASE WHEN len(median_won_cycle_days_rows) >= 6 THEN median_won_cycle_days_rows[len(median_won_cycle_days_rows) + 1 - CAST(floor((len(median_won_cycle_days_rows) + 1) / 2 - 0.98 * sqrt(len(median_won_cycle_days_rows))) AS BIGINT)] END AS median_won_cycle_days_high
  FROM (
    SELECT period.period_no AS period_no,
       count(*) FILTER (WHERE deal.outcome = 'won' AND (deal.is_deleted) IS NOT TRUE AND deal.qualified_on IS NOT NULL) AS won_deals,
       count(*) FILTER (WHERE deal.outcome = 'lost' AND (deal.is_deleted) IS NOT TRUE AND deal.qualified_on IS NOT NULL) AS lost_deals,
       sum(deal.amount) FILTER (WHERE deal.outcome = 'won' AND (deal.is_deleted) IS NOT TRUE AND deal.qualified_on IS NOT NULL AND deal.amount IS NOT NULL) AS qualified_won_amount,
       sum(deal.amount) FILTER (WHERE deal.outcome = 'lost' AND (deal.is_deleted) IS NOT TRUE AND deal.qualified_on IS NOT NULL AND deal.amount IS NOT NULL) AS qualified_lost_amount,
       sum(deal.amount) FILTER (WHERE deal.outcome = 'won' AND deal.reason_1 = 0) AS won_amount,
       count(*) FILTER (WHERE deal.outcome = 'won' AND deal.reason_1 = 0) AS won_deals_with_amount,
       count(*) FILTER (WHERE deal.outcome = 'won' AND (deal.is_deleted) IS NOT TRUE) AS all_won_deals,
       median(CAST(deal.amount AS DOUBLE)) FILTER (WHERE deal.outcome = 'won' AND deal.reason_1 = 0) AS median_won_amount,
       list_sort(list(deal.amount) FILTER (WHERE deal.outcome = 'won' AND deal.reason_1 = 0)) AS median_won_amount_rows,
       max(deal.amount) FILTER (WHERE deal.outcome = 'won' AND deal.reason_1 = 0) AS largest_won_amount,
       sum(greatest(date_diff('DAY', deal.cycle_started_on, deal.closed_on), 0)) FILTER (WHERE deal.outcome = 'won' AND (deal.is_deleted) IS NOT TRUE) AS won_cycle_days,
       count(*) FILTER (WHERE deal.outcome = 'won' AND (deal.is_deleted) IS NOT TRUE) AS won_deals_with_cycle,
       median(CAST(greatest(date_diff('DAY', deal.cycle_started_on, deal.closed_on), 0) AS DOUBLE)) FILTER (WHERE deal.outcome = 'won' AND (deal.is_deleted) IS NOT TRUE) AS median_won_cycle_days,
       list_sort(list(greatest(date_diff('DAY', deal.cycle_started_on, deal.closed_on), 0)) FILTER (WHERE deal.outcome = 'won' AND (deal.is_deleted) IS NOT TRUE)) AS median_won_cycle_days_rows,
       sum(greatest(date_diff('DAY', deal.cycle_started_on, deal.closed_on), 0)) FILTER (WHERE deal.outcome = 'lost' AND (deal.is_deleted) IS NOT TRUE) AS lost_cycle_days,
       count(*) FILTER (WHERE deal.outcome = 'lost' AND (deal.is_deleted) IS NOT TRUE) AS lost_deals_with_cycle,
       count(*) FILTER (WHERE deal.is_deleted AND (deal.outcome = 'won' OR deal.outcome = 'lost')) AS left_out_1,
       count(*) FILTER (WHERE deal.qualified_on IS NULL AND (deal.is_deleted) IS NOT TRUE AND (deal.outcome = 'won' OR deal.outcome = 'lost')) AS left_out_2,
       count(*) FILTER (WHERE deal.amount IS NULL AND (deal.is_deleted) IS NOT TRUE AND deal.qualified_on IS NOT NULL AND (deal.outcome = 'won' OR deal.outcome = 'lost')) AS left_out_3,
       count(*) FILTER (WHERE deal.reason_1 = 1 AND deal.outcome = 'won') AS left_out_4,
       count(*) FILTER (WHERE deal.reason_1 = 2 AND deal.outcome = 'won') AS left_out_5,
       count(*) FILTER (WHERE deal.is_deleted AND deal.outcome = 'lost') AS left_out_6
    FROM (
      SELECT *,
             CASE WHEN deal.is_deleted THEN 1 WHEN deal.amount IS NULL THEN 2 ELSE 0 END AS reason_1
      FROM deal
    ) AS deal
    JOIN period ON deal.closed_on >= period.starts_on AND deal.closed_on < period.known_until
    GROUP BY 1
  ) AS measured
),
-- deal, by created_on: created_deals_won_in_time, created_qualified_deals
deal_by_created_on AS (
  SELECT period.period_no AS period_no,
       count(*) FILTER (WHERE (deal.outcome = 'won' AND deal.closed_on <= $as_of AND date_diff('DAY', deal.created_on, deal.closed_on) <= $within_days) AND (deal.is_deleted) IS NOT TRUE AND deal.qualified_on IS NOT NULL) AS created_deals_won_in_time,
       count(*) FILTER (WHERE (deal.is_deleted) IS NOT TRUE AND deal.qualified_on IS NOT NULL) AS created_qualified_deals,
       count(*) FILTER (WHERE deal.is_deleted) AS left_out_7,
       count(*) FILTER (WHERE deal.qualified_on IS NULL AND (deal.is_deleted) IS NOT TRUE) AS left_out_8
  FROM deal
  JOIN period ON deal.created_on >= period.starts_on AND deal.created_on < period.known_until AND period.period_no IN (2)
  GROUP BY 1
),
-- deal, by closed_on, reaching 12 months back: median_won_cycle_days_in_12_months, won_deals_with_cycle_in_12_months
deal_by_closed_on_2 AS (
  SELECT * EXCLUDE (median_won_cycle_days_in_12_months_rows),
       CASE WHEN len(median_won_cycle_days_in_12_months_rows) >= 6 THEN median_won_cycle_days_in_12_months_rows[CAST(floor((len(median_won_cycle_days_in_12_months_rows) + 1) / 2 - 0.98 * sqrt(len(median_won_cycle_days_in_12_months_rows))) AS BIGINT)] END AS median_won_cycle_days_in_12_months_low,
       CASE WHEN len(median_won_cycle_days_in_12_months_rows) >= 6 THEN median_won_cycle_days_in_12_months_rows[len(median_won_cycle_days_in_12_months_rows) + 1 - CAST(floor((len(median_won_cycle_days_in_12_months_rows) + 1) / 2 - 0.98 * sqrt(len(median_won_cycle_days_in_12_months_rows))) AS BIGINT)] END AS median_won_cycle_days_in_12_months_high
  FROM (
    SELECT period.period_no AS period_no,
       median(CAST(greatest(date_diff('DAY', deal.cycle_started_on, deal.closed_on), 0) AS DOUBLE)) FILTER (WHERE deal.outcome = 'won' AND (deal.is_deleted) IS NOT TRUE) AS median_won_cycle_days_in_12_months,
       list_sort(list(greatest(date_diff('DAY', deal.cycle_started_on, deal.closed_on), 0)) FILTER (WHERE deal.outcome = 'won' AND (deal.is_deleted) IS NOT TRUE)) AS median_won_cycle_days_in_12_months_rows,
       count(*) FILTER (WHERE deal.outcome = 'won' AND (deal.is_deleted) IS NOT TRUE) AS won_deals_with_cycle_in_12_months,
       count(*) FILTER (WHERE deal.is_deleted AND deal.outcome = 'won') AS left_out_9
    FROM deal
    JOIN period ON deal.closed_on >= period.year_from AND deal.closed_on < period.known_until AND period.period_no IN (2)
    GROUP BY 1
  ) AS measured
),
-- lead, by created_on: converted_leads, created_leads, contactable_leads_converted, contactable_leads
lead_by_created_on AS (
  SELECT period.period_no AS period_no,
       count(*) FILTER (WHERE (lead.first_converted_on <= $as_of AND date_diff('DAY', lead.created_on, lead.first_converted_on) <= $window_days) AND (lower(lead.disqualified_reason) IN ('spam', 'invalid', 'test', 'duplicate', 'neplatný', 'duplicita')) IS NOT TRUE) AS converted_leads,
       count(*) FILTER (WHERE (lower(lead.disqualified_reason) IN ('spam', 'invalid', 'test', 'duplicate', 'neplatný', 'duplicita')) IS NOT TRUE) AS created_leads,
       count(*) FILTER (WHERE (lead.first_converted_on <= $as_of AND date_diff('DAY', lead.created_on, lead.first_converted_on) <= $window_days) AND (lower(lead.disqualified_reason) IN ('spam', 'invalid', 'test', 'duplicate', 'neplatný', 'duplicita')) IS NOT TRUE AND (lead.reachability = 'unreachable') IS NOT TRUE) AS contactable_leads_converted,
       count(*) FILTER (WHERE (lower(lead.disqualified_reason) IN ('spam', 'invalid', 'test', 'duplicate', 'neplatný', 'duplicita')) IS NOT TRUE AND (lead.reachability = 'unreachable') IS NOT TRUE) AS contactable_leads,
       count(*) FILTER (WHERE lower(lead.disqualified_reason) IN ('spam', 'invalid', 'test', 'duplicate', 'neplatný', 'duplicita')) AS left_out_10,
       count(*) FILTER (WHERE lead.reachability = 'unreachable' AND (lower(lead.disqualified_reason) IN ('spam', 'invalid', 'test', 'duplicate', 'neplatný', 'duplicita')) IS NOT TRUE) AS left_out_11
  FROM lead
  JOIN period ON lead.created_on >= period.starts_on AND lead.created_on < period.known_until AND period.period_no IN (2)
  GROUP BY 1
),
-- lead, by first_converted_on: leads_converted_in_period
lead_by_first_converted_on AS (
  SELECT period.period_no AS period_no,
       count(*) FILTER (WHERE (lower(lead.disqualified_reason) IN ('spam', 'invalid', 'test', 'duplicate', 'neplatný', 'duplicita')) IS NOT TRUE) AS leads_converted_in_period,
       count(*) FILTER (WHERE lower(lead.disqualified_reason) IN ('spam', 'invalid', 'test', 'duplicate', 'neplatný', 'duplicita')) AS left_out_12
  FROM lead
  JOIN period ON lead.first_converted_on >= period.starts_on AND lead.first_converted_on < period.known_until AND period.period_no IN (2)
  GROUP BY 1
),
-- deal, by expected_close_on: open_amount, open_deals
deal_by_expected_close_on AS (
  SELECT period.period_no AS period_no,
       sum(deal.amount) FILTER (WHERE ((deal.outcome = 'open' OR deal.closed_on > $as_of) AND (deal.created_on IS NULL OR deal.created_on <= $as_of)) AND deal.reason_1 = 0) AS open_amount,
       count(*) FILTER (WHERE ((deal.outcome = 'open' OR deal.closed_on > $as_of) AND (deal.created_on IS NULL OR deal.created_on <= $as_of)) AND deal.reason_1 = 0) AS open_deals,
       count(*) FILTER (WHERE deal.reason_1 = 1 AND ((deal.outcome = 'open' OR deal.closed_on > $as_of) AND (deal.created_on IS NULL OR deal.created_on <= $as_of))) AS left_out_13,
       count(*) FILTER (WHERE deal.reason_1 = 2 AND ((deal.outcome = 'open' OR deal.closed_on > $as_of) AND (deal.created_on IS NULL OR deal.created_on <= $as_of))) AS left_out_14,
       count(*) FILTER (WHERE deal.reason_1 = 3 AND ((deal.outcome = 'open' OR deal.closed_on > $as_of) AND (deal.created_on IS NULL OR deal.created_on <= $as_of))) AS left_out_15,
       count(*) FILTER (WHERE deal.reason_1 = 4 AND ((deal.outcome = 'open' OR deal.closed_on > $as_of) AND (deal.created_on IS NULL OR deal.created_on <= $as_of))) AS left_out_16
  FROM (
    SELECT *,
           CASE WHEN deal.is_deleted THEN 1 WHEN deal.qualified_on IS NULL THEN 2 WHEN deal.expected_close_on < $as_of THEN 3 WHEN deal.amount IS NULL THEN 4 ELSE 0 END AS reason_1
    FROM deal
  ) AS deal
  JOIN period ON deal.expected_close_on >= period.starts_on AND deal.expected_close_on < period.ends_on AND period.period_no IN (2)
  GROUP BY 1
),
-- quota_month, by month_on: quota_amount
quota_month_by_month_on AS (
  SELECT period.period_no AS period_no,
       sum(quota_month.quota_amount) AS quota_amount
  FROM quota_month
  JOIN period ON quota_month.month_on >= period.starts_on AND quota_month.month_on < period.ends_on AND period.period_no IN (2)
  WHERE quota_month.counts_for_company
  GROUP BY 1
),
-- customer, during of the period: retained_customers, customers_at_start
customer_by_during_of_period_per_account_id AS (
  SELECT grouped.period_no,
       count(*) FILTER (WHERE grouped.at_start AND grouped.at_end) AS retained_customers,
       count(*) FILTER (WHERE grouped.at_start) AS customers_at_start
  FROM (
    SELECT period.period_no AS period_no,
         customer.account_id AS account_id,
         bool_or(CAST(customer.became_on < period.starts_on AND (customer.left_on IS NULL OR customer.left_on > period.starts_on) AS BOOLEAN)) AS at_start,
         bool_or(CAST(customer.became_on < period.known_until AND (customer.left_on IS NULL OR customer.left_on > period.known_until) AS BOOLEAN)) AS at_end
    FROM customer
    JOIN period ON customer.became_on < period.known_until AND (customer.left_on IS NULL OR customer.left_on > period.starts_on) AND period.period_no IN (2)
    WHERE customer.account_id IS NOT NULL
    GROUP BY 1, 2
  ) AS grouped
  GROUP BY grouped.period_no
),
-- customer_amount, during of the period: recurring_amount_kept_and_grown, recurring_amount_at_start, recurring_amount_kept
customer_amount_by_during_of_period_per_account_id AS (
  SELECT grouped.period_no,
       sum(grouped.end_amount) FILTER (WHERE grouped.was_there AND grouped.is_there AND grouped.start_amount > 0) AS recurring_amount_kept_and_grown,
       sum(grouped.start_amount) FILTER (WHERE grouped.was_there) AS recurring_amount_at_start,
       sum(least(grouped.start_amount, grouped.end_amount)) FILTER (WHERE grouped.was_there AND grouped.is_there) AS recurring_amount_kept
  FROM (
    SELECT period.period_no AS period_no,
         customer_amount.account_id AS account_id,
         sum(CASE WHEN customer_amount.starts_on < period.starts_on AND (customer_amount.ends_on IS NULL OR customer_amount.ends_on >= period.starts_on) THEN customer_amount.monthly_amount ELSE 0 END) AS start_amount,
         bool_or(CAST(customer_amount.starts_on < period.starts_on AND (customer_amount.ends_on IS NULL OR customer_amount.ends_on >= period.starts_on) AND customer_amount.monthly_amount > 0 AS BOOLEAN)) AND bool_or(CAST(customer_amount.starts_on <= period.starts_on AND (customer_amount.ends_on IS NULL OR customer_amount.ends_on > period.starts_on) AND customer_amount.monthly_amount > 0 AS BOOLEAN)) AS was_there,
         sum(CASE WHEN customer_amount.starts_on < period.known_until AND (customer_amount.ends_on IS NULL OR customer_amount.ends_on >= period.known_until) THEN customer_amount.monthly_amount ELSE 0 END) AS end_amount,
         bool_or(CAST(customer_amount.starts_on < period.known_until AND (customer_amount.ends_on IS NULL OR customer_amount.ends_on >= period.known_until) AND customer_amount.monthly_amount > 0 AS BOOLEAN)) AND bool_or(CAST(customer_amount.starts_on <= period.known_until AND (customer_amount.ends_on IS NULL OR customer_amount.ends_on > period.known_until) AND customer_amount.monthly_amount > 0 AS BOOLEAN)) AS is_there
    FROM customer_amount
    JOIN period ON customer_amount.starts_on <= period.known_until AND (customer_amount.ends_on IS NULL OR customer_amount.ends_on >= period.starts_on) AND period.period_no IN (2)
    WHERE customer_amount.account_id IS NOT NULL
    GROUP BY 1, 2
  ) AS grouped
  GROUP BY grouped.period_no
),
-- one row per period and group
together AS (
  SELECT period_no, max(won_deals) AS won_deals, max(lost_deals) AS lost_deals, max(qualified_won_amount) AS
         qualified_won_amount, max(qualified_lost_amount) AS qualified_lost_amount, max(won_amount) AS won_amount,
         max(won_deals_with_amount) AS won_deals_with_amount, max(all_won_deals) AS all_won_deals,
         max(median_won_amount) AS median_won_amount, max(median_won_amount_low) AS median_won_amount_low,
         max(median_won_amount_high) AS median_won_amount_high, max(largest_won_amount) AS largest_won_amount,
         max(won_cycle_days) AS won_cycle_days, max(won_deals_with_cycle) AS won_deals_with_cycle,
         max(median_won_cycle_days) AS median_won_cycle_days, max(median_won_cycle_days_low) AS
         median_won_cycle_days_low, max(median_won_cycle_days_high) AS median_won_cycle_days_high,
         max(lost_cycle_days) AS lost_cycle_days, max(lost_deals_with_cycle) AS lost_deals_with_cycle, max(left_out_1)
         AS left_out_1, max(left_out_2) AS left_out_2, max(left_out_3) AS left_out_3, max(left_out_4) AS left_out_4,
         max(left_out_5) AS left_out_5, max(left_out_6) AS left_out_6, max(created_deals_won_in_time) AS
         created_deals_won_in_time, max(created_qualified_deals) AS created_qualified_deals, max(left_out_7) AS
         left_out_7, max(left_out_8) AS left_out_8, max(median_won_cycle_days_in_12_months) AS
         median_won_cycle_days_in_12_months, max(median_won_cycle_days_in_12_months_low) AS
         median_won_cycle_days_in_12_months_low, max(median_won_cycle_days_in_12_months_high) AS
         median_won_cycle_days_in_12_months_high, max(won_deals_with_cycle_in_12_months) AS
         won_deals_with_cycle_in_12_months, max(left_out_9) AS left_out_9, max(converted_leads) AS converted_leads,
         max(created_leads) AS created_leads, max(contactable_leads_converted) AS contactable_leads_converted,
         max(contactable_leads) AS contactable_leads, max(left_out_10) AS left_out_10, max(left_out_11) AS
         left_out_11, max(leads_converted_in_period) AS leads_converted_in_period, max(left_out_12) AS left_out_12,
         max(open_amount) AS open_amount, max(open_deals) AS open_deals, max(left_out_13) AS left_out_13,
         max(left_out_14) AS left_out_14, max(left_out_15) AS left_out_15, max(left_out_16) AS left_out_16,
         max(quota_amount) AS quota_amount, max(retained_customers) AS retained_customers, max(customers_at_start) AS
         customers_at_start, max(recurring_amount_kept_and_grown) AS recurring_amount_kept_and_grown,
         max(recurring_amount_at_start) AS recurring_amount_at_start, max(recurring_amount_kept) AS
         recurring_amount_kept
  FROM (
    SELECT period_no, won_deals, lost_deals, qualified_won_amount, qualified_lost_amount, won_amount,
           won_deals_with_amount, all_won_deals, median_won_amount, median_won_amount_low, median_won_amount_high,
           largest_won_amount, won_cycle_days, won_deals_with_cycle, median_won_cycle_days, median_won_cycle_days_low,
           median_won_cycle_days_high, lost_cycle_days, lost_deals_with_cycle, left_out_1, left_out_2, left_out_3,
           left_out_4, left_out_5, left_out_6, NULL AS created_deals_won_in_time, NULL AS created_qualified_deals,
           NULL AS left_out_7, NULL AS left_out_8, NULL AS median_won_cycle_days_in_12_months, NULL AS
           median_won_cycle_days_in_12_months_low, NULL AS median_won_cycle_days_in_12_months_high, NULL AS
           won_deals_with_cycle_in_12_months, NULL AS left_out_9, NULL AS converted_leads, NULL AS created_leads, NULL
           AS contactable_leads_converted, NULL AS contactable_leads, NULL AS left_out_10, NULL AS left_out_11, NULL
           AS leads_converted_in_period, NULL AS left_out_12, NULL AS open_amount, NULL AS open_deals, NULL AS
           left_out_13, NULL AS left_out_14, NULL AS left_out_15, NULL AS left_out_16, NULL AS quota_amount, NULL AS
           retained_customers, NULL AS customers_at_start, NULL AS recurring_amount_kept_and_grown, NULL AS
           recurring_amount_at_start, NULL AS recurring_amount_kept FROM deal_by_closed_on
    UNION ALL
    SELECT period_no, NULL AS won_deals, NULL AS lost_deals, NULL AS qualified_won_amount, NULL AS
           qualified_lost_amount, NULL AS won_amount, NULL AS won_deals_with_amount, NULL AS all_won_deals, NULL AS
           median_won_amount, NULL AS median_won_amount_low, NULL AS median_won_amount_high, NULL AS
           largest_won_amount, NULL AS won_cycle_days, NULL AS won_deals_with_cycle, NULL AS median_won_cycle_days,
           NULL AS median_won_cycle_days_low, NULL AS median_won_cycle_days_high, NULL AS lost_cycle_days, NULL AS
           lost_deals_with_cycle, NULL AS left_out_1, NULL AS left_out_2, NULL AS left_out_3, NULL AS left_out_4, NULL
           AS left_out_5, NULL AS left_out_6, created_deals_won_in_time, created_qualified_deals, left_out_7,
           left_out_8, NULL AS median_won_cycle_days_in_12_months, NULL AS median_won_cycle_days_in_12_months_low,
           NULL AS median_won_cycle_days_in_12_months_high, NULL AS won_deals_with_cycle_in_12_months, NULL AS
           left_out_9, NULL AS converted_leads, NULL AS created_leads, NULL AS contactable_leads_converted, NULL AS
           contactable_leads, NULL AS left_out_10, NULL AS left_out_11, NULL AS leads_converted_in_period, NULL AS
           left_out_12, NULL AS open_amount, NULL AS open_deals, NULL AS left_out_13, NULL AS left_out_14, NULL AS
           left_out_15, NULL AS left_out_16, NULL AS quota_amount, NULL AS retained_customers, NULL AS
           customers_at_start, NULL AS recurring_amount_kept_and_grown, NULL AS recurring_amount_at_start, NULL AS
           recurring_amount_kept FROM deal_by_created_on
    UNION ALL
    SELECT period_no, NULL AS won_deals, NULL AS lost_deals, NULL AS qualified_won_amount, NULL AS
           qualified_lost_amount, NULL AS won_amount, NULL AS won_deals_with_amount, NULL AS all_won_deals, NULL AS
           median_won_amount, NULL AS median_won_amount_low, NULL AS median_won_amount_high, NULL AS
           largest_won_amount, NULL AS won_cycle_days, NULL AS won_deals_with_cycle, NULL AS median_won_cycle_days,
           NULL AS median_won_cycle_days_low, NULL AS median_won_cycle_days_high, NULL AS lost_cycle_days, NULL AS
           lost_deals_with_cycle, NULL AS left_out_1, NULL AS left_out_2, NULL AS left_out_3, NULL AS left_out_4, NULL
           AS left_out_5, NULL AS left_out_6, NULL AS created_deals_won_in_time, NULL AS created_qualified_deals, NULL
           AS left_out_7, NULL AS left_out_8, median_won_cycle_days_in_12_months,
           median_won_cycle_days_in_12_months_low, median_won_cycle_days_in_12_months_high,
           won_deals_with_cycle_in_12_months, left_out_9, NULL AS converted_leads, NULL AS created_leads, NULL AS
           contactable_leads_converted, NULL AS contactable_leads, NULL AS left_out_10, NULL AS left_out_11, NULL AS
           leads_converted_in_period, NULL AS left_out_12, NULL AS open_amount, NULL AS open_deals, NULL AS
           left_out_13, NULL AS left_out_14, NULL AS left_out_15, NULL AS left_out_16, NULL AS quota_amount, NULL AS
           retained_customers, NULL AS customers_at_start, NULL AS recurring_amount_kept_and_grown, NULL AS
           recurring_amount_at_start, NULL AS recurring_amount_kept FROM deal_by_closed_on_2
    UNION ALL
    SELECT period_no, NULL AS won_deals, NULL AS lost_deals, NULL AS qualified_won_amount, NULL AS
           qualified_lost_amount, NULL AS won_amount, NULL AS won_deals_with_amount, NULL AS all_won_deals, NULL AS
           median_won_amount, NULL AS median_won_amount_low, NULL AS median_won_amount_high, NULL AS
           largest_won_amount, NULL AS won_cycle_days, NULL AS won_deals_with_cycle, NULL AS median_won_cycle_days,
           NULL AS median_won_cycle_days_low, NULL AS median_won_cycle_days_high, NULL AS lost_cycle_days, NULL AS
           lost_deals_with_cycle, NULL AS left_out_1, NULL AS left_out_2, NULL AS left_out_3, NULL AS left_out_4, NULL
           AS left_out_5, NULL AS left_out_6, NULL AS created_deals_won_in_time, NULL AS created_qualified_deals, NULL
           AS left_out_7, NULL AS left_out_8, NULL AS median_won_cycle_days_in_12_months, NULL AS
           median_won_cycle_days_in_12_months_low, NULL AS median_won_cycle_days_in_12_months_high, NULL AS
           won_deals_with_cycle_in_12_months, NULL AS left_out_9, converted_leads, created_leads,
           contactable_leads_converted, contactable_leads, left_out_10, left_out_11, NULL AS
           leads_converted_in_period, NULL AS left_out_12, NULL AS open_amount, NULL AS open_deals, NULL AS
           left_out_13, NULL AS left_out_14, NULL AS left_out_15, NULL AS left_out_16, NULL AS quota_amount, NULL AS
           retained_customers, NULL AS customers_at_start, NULL AS recurring_amount_kept_and_grown, NULL AS
           recurring_amount_at_start, NULL AS recurring_amount_kept FROM lead_by_created_on
    UNION ALL
    SELECT period_no, NULL AS won_deals, NULL AS lost_deals, NULL AS qualified_won_amount, NULL AS
           qualified_lost_amount, NULL AS won_amount, NULL AS won_deals_with_amount, NULL AS all_won_deals, NULL AS
           median_won_amount, NULL AS median_won_amount_low, NULL AS median_won_amount_high, NULL AS
           largest_won_amount, NULL AS won_cycle_days, NULL AS won_deals_with_cycle, NULL AS median_won_cycle_days,
           NULL AS median_won_cycle_days_low, NULL AS median_won_cycle_days_high, NULL AS lost_cycle_days, NULL AS
           lost_deals_with_cycle, NULL AS left_out_1, NULL AS left_out_2, NULL AS left_out_3, NULL AS left_out_4, NULL
           AS left_out_5, NULL AS left_out_6, NULL AS created_deals_won_in_time, NULL AS created_qualified_deals, NULL
           AS left_out_7, NULL AS left_out_8, NULL AS median_won_cycle_days_in_12_months, NULL AS
           median_won_cycle_days_in_12_months_low, NULL AS median_won_cycle_days_in_12_months_high, NULL AS
           won_deals_with_cycle_in_12_months, NULL AS left_out_9, NULL AS converted_leads, NULL AS created_leads, NULL
           AS contactable_leads_converted, NULL AS contactable_leads, NULL AS left_out_10, NULL AS left_out_11,
           leads_converted_in_period, left_out_12, NULL AS open_amount, NULL AS open_deals, NULL AS left_out_13, NULL
           AS left_out_14, NULL AS left_out_15, NULL AS left_out_16, NULL AS quota_amount, NULL AS retained_customers,
           NULL AS customers_at_start, NULL AS recurring_amount_kept_and_grown, NULL AS recurring_amount_at_start,
           NULL AS recurring_amount_kept FROM lead_by_first_converted_on
    UNION ALL
    SELECT period_no, NULL AS won_deals, NULL AS lost_deals, NULL AS qualified_won_amount, NULL AS
           qualified_lost_amount, NULL AS won_amount, NULL AS won_deals_with_amount, NULL AS all_won_deals, NULL AS
           median_won_amount, NULL AS median_won_amount_low, NULL AS median_won_amount_high, NULL AS
           largest_won_amount, NULL AS won_cycle_days, NULL AS won_deals_with_cycle, NULL AS median_won_cycle_days,
           NULL AS median_won_cycle_days_low, NULL AS median_won_cycle_days_high, NULL AS lost_cycle_days, NULL AS
           lost_deals_with_cycle, NULL AS left_out_1, NULL AS left_out_2, NULL AS left_out_3, NULL AS left_out_4, NULL
           AS left_out_5, NULL AS left_out_6, NULL AS created_deals_won_in_time, NULL AS created_qualified_deals, NULL
           AS left_out_7, NULL AS left_out_8, NULL AS median_won_cycle_days_in_12_months, NULL AS
           median_won_cycle_days_in_12_months_low, NULL AS median_won_cycle_days_in_12_months_high, NULL AS
           won_deals_with_cycle_in_12_months, NULL AS left_out_9, NULL AS converted_leads, NULL AS created_leads, NULL
           AS contactable_leads_converted, NULL AS contactable_leads, NULL AS left_out_10, NULL AS left_out_11, NULL
           AS leads_converted_in_period, NULL AS left_out_12, open_amount, open_deals, left_out_13, left_out_14,
           left_out_15, left_out_16, NULL AS quota_amount, NULL AS retained_customers, NULL AS customers_at_start,
           NULL AS recurring_amount_kept_and_grown, NULL AS recurring_amount_at_start, NULL AS recurring_amount_kept
           FROM deal_by_expected_close_on
    UNION ALL
    SELECT period_no, NULL AS won_deals, NULL AS lost_deals, NULL AS qualified_won_amount, NULL AS
           qualified_lost_amount, NULL AS won_amount, NULL AS won_deals_with_amount, NULL AS all_won_deals, NULL AS
           median_won_amount, NULL AS median_won_amount_low, NULL AS median_won_amount_high, NULL AS
           largest_won_amount, NULL AS won_cycle_days, NULL AS won_deals_with_cycle, NULL AS median_won_cycle_days,
           NULL AS median_won_cycle_days_low, NULL AS median_won_cycle_days_high, NULL AS lost_cycle_days, NULL AS
           lost_deals_with_cycle, NULL AS left_out_1, NULL AS left_out_2, NULL AS left_out_3, NULL AS left_out_4, NULL
           AS left_out_5, NULL AS left_out_6, NULL AS created_deals_won_in_time, NULL AS created_qualified_deals, NULL
           AS left_out_7, NULL AS left_out_8, NULL AS median_won_cycle_days_in_12_months, NULL AS
           median_won_cycle_days_in_12_months_low, NULL AS median_won_cycle_days_in_12_months_high, NULL AS
           won_deals_with_cycle_in_12_months, NULL AS left_out_9, NULL AS converted_leads, NULL AS created_leads, NULL
           AS contactable_leads_converted, NULL AS contactable_leads, NULL AS left_out_10, NULL AS left_out_11, NULL
           AS leads_converted_in_period, NULL AS left_out_12, NULL AS open_amount, NULL AS open_deals, NULL AS
           left_out_13, NULL AS left_out_14, NULL AS left_out_15, NULL AS left_out_16, quota_amount, NULL AS
           retained_customers, NULL AS customers_at_start, NULL AS recurring_amount_kept_and_grown, NULL AS
           recurring_amount_at_start, NULL AS recurring_amount_kept FROM quota_month_by_month_on
    UNION ALL
    SELECT period_no, NULL AS won_deals, NULL AS lost_deals, NULL AS qualified_won_amount, NULL AS
           qualified_lost_amount, NULL AS won_amount, NULL AS won_deals_with_amount, NULL AS all_won_deals, NULL AS
           median_won_amount, NULL AS median_won_amount_low, NULL AS median_won_amount_high, NULL AS
           largest_won_amount, NULL AS won_cycle_days, NULL AS won_deals_with_cycle, NULL AS median_won_cycle_days,
           NULL AS median_won_cycle_days_low, NULL AS median_won_cycle_days_high, NULL AS lost_cycle_days, NULL AS
           lost_deals_with_cycle, NULL AS left_out_1, NULL AS left_out_2, NULL AS left_out_3, NULL AS left_out_4, NULL
           AS left_out_5, NULL AS left_out_6, NULL AS created_deals_won_in_time, NULL AS created_qualified_deals, NULL
           AS left_out_7, NULL AS left_out_8, NULL AS median_won_cycle_days_in_12_months, NULL AS
           median_won_cycle_days_in_12_months_low, NULL AS median_won_cycle_days_in_12_months_high, NULL AS
           won_deals_with_cycle_in_12_months, NULL AS left_out_9, NULL AS converted_leads, NULL AS created_leads, NULL
           AS contactable_leads_converted, NULL AS contactable_leads, NULL AS left_out_10, NULL AS left_out_11, NULL
           AS leads_converted_in_period, NULL AS left_out_12, NULL AS open_amount, NULL AS open_deals, NULL AS
           left_out_13, NULL AS left_out_14, NULL AS left_out_15, NULL AS left_out_16, NULL AS quota_amount,
           retained_customers, customers_at_start, NULL AS recurring_amount_kept_and_grown, NULL AS
           recurring_amount_at_start, NULL AS recurring_amount_kept FROM customer_by_during_of_period_per_account_id
    UNION ALL
    SELECT period_no, NULL AS won_deals, NULL AS lost_deals, NULL AS qualified_won_amount, NULL AS
           qualified_lost_amount, NULL AS won_amount, NULL AS won_deals_with_amount, NULL AS all_won_deals, NULL AS
           median_won_amount, NULL AS median_won_amount_low, NULL AS median_won_amount_high, NULL AS
           largest_won_amount, NULL AS won_cycle_days, NULL AS won_deals_with_cycle, NULL AS median_won_cycle_days,
           NULL AS median_won_cycle_days_low, NULL AS median_won_cycle_days_high, NULL AS lost_cycle_days, NULL AS
           lost_deals_with_cycle, NULL AS left_out_1, NULL AS left_out_2, NULL AS left_out_3, NULL AS left_out_4, NULL
           AS left_out_5, NULL AS left_out_6, NULL AS created_deals_won_in_time, NULL AS created_qualified_deals, NULL
           AS left_out_7, NULL AS left_out_8, NULL AS median_won_cycle_days_in_12_months, NULL AS
           median_won_cycle_days_in_12_months_low, NULL AS median_won_cycle_days_in_12_months_high, NULL AS
           won_deals_with_cycle_in_12_months, NULL AS left_out_9, NULL AS converted_leads, NULL AS created_leads, NULL
           AS contactable_leads_converted, NULL AS contactable_leads, NULL AS left_out_10, NULL AS left_out_11, NULL
           AS leads_converted_in_period, NULL AS left_out_12, NULL AS open_amount, NULL AS open_deals, NULL AS
           left_out_13, NULL AS left_out_14, NULL AS left_out_15, NULL AS left_out_16, NULL AS quota_amount, NULL AS
           retained_customers, NULL AS customers_at_start, recurring_amount_kept_and_grown, recurring_amount_at_start,
           recurring_amount_kept FROM customer_amount_by_during_of_period_per_account_id
  ) AS stacked
  GROUP BY period_no
)
SELECT together.*
FROM together

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
-- customer, during of the period: lost_customers, customers_at_start
customer_by_during_of_period_per_account_id AS (
  SELECT grouped.period_no,
       count(*) FILTER (WHERE grouped.at_start AND NOT grouped.at_end) AS lost_customers,
       count(*) FILTER (WHERE grouped.at_start) AS customers_at_start
  FROM (
    SELECT period.period_no AS period_no,
         customer.account_id AS account_id,
         bool_or(CAST(customer.became_on < period.starts_on AND (customer.left_on IS NULL OR customer.left_on > period.starts_on) AS BOOLEAN)) AS at_start,
         bool_or(CAST(customer.became_on < period.known_until AND (customer.left_on IS NULL OR customer.left_on > period.known_until) AS BOOLEAN)) AS at_end
    FROM customer
    JOIN period ON customer.became_on < period.known_until AND (customer.left_on IS NULL OR customer.left_on > period.starts_on)
    WHERE customer.account_id IS NOT NULL
    GROUP BY 1, 2
  ) AS grouped
  GROUP BY grouped.period_no
),
-- customer_amount, during of the period: recurring_amount_at_start, recurring_amount_kept
customer_amount_by_during_of_period_per_account_id AS (
  SELECT grouped.period_no,
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
    JOIN period ON customer_amount.starts_on <= period.known_until AND (customer_amount.ends_on IS NULL OR customer_amount.ends_on >= period.starts_on)
    WHERE customer_amount.account_id IS NOT NULL
    GROUP BY 1, 2
  ) AS grouped
  GROUP BY grouped.period_no
),
-- one row per period and group
together AS (
  SELECT period_no, max(lost_customers) AS lost_customers, max(customers_at_start) AS customers_at_start,
         max(recurring_amount_at_start) AS recurring_amount_at_start, max(recurring_amount_kept) AS
         recurring_amount_kept
  FROM (
    SELECT period_no, lost_customers, customers_at_start, NULL AS recurring_amount_at_start, NULL AS
           recurring_amount_kept FROM customer_by_during_of_period_per_account_id
    UNION ALL
    SELECT period_no, NULL AS lost_customers, NULL AS customers_at_start, recurring_amount_at_start,
           recurring_amount_kept FROM customer_amount_by_during_of_period_per_account_id
  ) AS stacked
  GROUP BY period_no
)
SELECT together.*
FROM together

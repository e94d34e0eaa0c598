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
-- customer_period, mean of the period, reaching 12 months back: revenue_of_customer_periods
customer_period_by_mean_of_period AS (
  SELECT period.period_no AS period_no,
       sum((customer_period.monthly_amount) * greatest(date_diff('day', greatest(coalesce(customer_period.starts_on, period.year_from), period.year_from), least(coalesce(customer_period.ends_on, period.known_until), period.known_until)), 0)) FILTER (WHERE NOT customer_period.is_trial) / nullif(max(period.year_days), 0) AS revenue_of_customer_periods
  FROM customer_period
  JOIN period ON customer_period.starts_on < period.known_until AND (customer_period.ends_on IS NULL OR customer_period.ends_on > period.year_from)
  GROUP BY 1
),
-- customer, mean of the period, reaching 12 months back: average_customers
customer_by_mean_of_period AS (
  SELECT period.period_no AS period_no,
       sum(greatest(date_diff('day', greatest(coalesce(customer.became_on, period.year_from), period.year_from), least(coalesce(customer.left_on, period.known_until), period.known_until)), 0)) / nullif(max(period.year_days), 0) AS average_customers
  FROM customer
  JOIN period ON customer.became_on < period.known_until AND (customer.left_on IS NULL OR customer.left_on > period.year_from)
  GROUP BY 1
),
-- customer, end of the period, from the beginning: lifetime_years
customer_by_end_of_period AS (
  SELECT period_no,
         CASE WHEN sum(ended) > 0 THEN sum(area) / 365.25 END AS lifetime_years,
         CASE WHEN sum(ended) > 0 THEN greatest(sum(area) - 1.959963984540054 * sqrt(sum(spread)), 0) / 365.25 END AS lifetime_years_low,
         CASE WHEN sum(ended) > 0 THEN least(sum(area) + 1.959963984540054 * sqrt(sum(spread)), max(days)) / 365.25 END AS lifetime_years_high
  FROM (
    SELECT period_no, days, ended, alive_before * (days - days_before) AS area,
           CASE WHEN ended < at_risk THEN coalesce(sum(alive_before * (days - days_before)) OVER later, 0) ** 2
             * ended / (at_risk * (at_risk - ended)) ELSE 0 END AS spread
    FROM (
      SELECT period_no, days, ended, at_risk, lag(days, 1, 0) OVER seen AS days_before,
             coalesce(exp(sum(ln(CASE WHEN ended < at_risk THEN 1 - ended / at_risk END)) OVER earlier), 1) AS alive_before
      FROM (
        SELECT period_no, days, sum(ended) AS ended,
               sum(count(*)) OVER (PARTITION BY period_no ORDER BY days DESC) AS at_risk
        FROM (
          SELECT period.period_no AS period_no, least(date_diff('day', customer.became_on, least(coalesce(customer.left_on, period.known_until), period.known_until)), CAST(floor($horizon_years * 365.25) AS INTEGER)) AS days, CASE WHEN customer.left_on <= period.known_until AND date_diff('day', customer.became_on, customer.left_on) <= CAST(floor($horizon_years * 365.25) AS INTEGER) THEN 1 ELSE 0 END AS ended
          FROM customer
          JOIN period ON customer.became_on < period.known_until
        ) AS lives
        GROUP BY period_no, days
      ) AS survival
      WINDOW seen AS (PARTITION BY period_no ORDER BY days),
             earlier AS (PARTITION BY period_no ORDER BY days ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
    ) AS curve
    WINDOW later AS (PARTITION BY period_no ORDER BY days ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING)
  ) AS mean_of_curve
  GROUP BY period_no
),
-- customer, by left_on, from the beginning: ended_lifetime_years
customer_by_left_on AS (
  SELECT period.period_no AS period_no,
       avg(date_diff('DAY', customer.became_on, customer.left_on) / 365.25) FILTER (WHERE NOT customer.left_on IS NULL) AS ended_lifetime_years
  FROM customer
  JOIN period ON customer.left_on >= DATE '1900-01-01' AND customer.left_on < period.known_until
  GROUP BY 1
),
-- customer, during of the period, reaching 12 months back: lost_customers_in_12_months, customers_12_months_ago
customer_by_during_of_period_per_account_id AS (
  SELECT grouped.period_no,
       count(*) FILTER (WHERE grouped.at_start AND NOT grouped.at_end) AS lost_customers_in_12_months,
       count(*) FILTER (WHERE grouped.at_start) AS customers_12_months_ago
  FROM (
    SELECT period.period_no AS period_no,
         customer.account_id AS account_id,
         bool_or(CAST(customer.became_on < period.year_from AND (customer.left_on IS NULL OR customer.left_on > period.year_from) AS BOOLEAN)) AS at_start,
         bool_or(CAST(customer.became_on < period.known_until AND (customer.left_on IS NULL OR customer.left_on > period.known_until) AS BOOLEAN)) AS at_end
    FROM customer
    JOIN period ON customer.became_on < period.known_until AND (customer.left_on IS NULL OR customer.left_on > period.year_from)
    WHERE customer.account_id IS NOT NULL
    GROUP BY 1, 2
  ) AS grouped
  GROUP BY grouped.period_no
),
-- one row per period and group
together AS (
  SELECT period_no, max(revenue_of_customer_periods) AS revenue_of_customer_periods, max(average_customers) AS
         average_customers, max(lifetime_years) AS lifetime_years, max(lifetime_years_low) AS lifetime_years_low,
         max(lifetime_years_high) AS lifetime_years_high, max(ended_lifetime_years) AS ended_lifetime_years,
         max(lost_customers_in_12_months) AS lost_customers_in_12_months, max(customers_12_months_ago) AS
         customers_12_months_ago
  FROM (
    SELECT period_no, revenue_of_customer_periods, NULL AS average_customers, NULL AS lifetime_years, NULL AS
           lifetime_years_low, NULL AS lifetime_years_high, NULL AS ended_lifetime_years, NULL AS
           lost_customers_in_12_months, NULL AS customers_12_months_ago FROM customer_period_by_mean_of_period
    UNION ALL
    SELECT period_no, NULL AS revenue_of_customer_periods, average_customers, NULL AS lifetime_years, NULL AS
           lifetime_years_low, NULL AS lifetime_years_high, NULL AS ended_lifetime_years, NULL AS
           lost_customers_in_12_months, NULL AS customers_12_months_ago FROM customer_by_mean_of_period
    UNION ALL
    SELECT period_no, NULL AS revenue_of_customer_periods, NULL AS average_customers, lifetime_years,
           lifetime_years_low, lifetime_years_high, NULL AS ended_lifetime_years, NULL AS lost_customers_in_12_months,
           NULL AS customers_12_months_ago FROM customer_by_end_of_period
    UNION ALL
    SELECT period_no, NULL AS revenue_of_customer_periods, NULL AS average_customers, NULL AS lifetime_years, NULL AS
           lifetime_years_low, NULL AS lifetime_years_high, ended_lifetime_years, NULL AS lost_customers_in_12_months,
           NULL AS customers_12_months_ago FROM customer_by_left_on
    UNION ALL
    SELECT period_no, NULL AS revenue_of_customer_periods, NULL AS average_customers, NULL AS lifetime_years, NULL AS
           lifetime_years_low, NULL AS lifetime_years_high, NULL AS ended_lifetime_years, lost_customers_in_12_months,
           customers_12_months_ago FROM customer_by_during_of_period_per_account_id
  ) AS stacked
  GROUP BY period_no
)
SELECT together.*
FROM together

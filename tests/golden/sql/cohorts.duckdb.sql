SELECT basis, min(became_on), max(became_on)
FROM customer
GROUP BY basis
ORDER BY count(*) DESC

-- customers by the month they first became one, and by the age at which they are lost
WITH first AS (
  SELECT account_id, min(became_on) AS first_on
  FROM customer
  GROUP BY account_id
),
spell AS (
  SELECT customer.account_id, first.first_on, customer.became_on, customer.left_on,
         12 * year(first.first_on) + month(first.first_on) - 1 AS month_no,
         CAST(NULL AS VARCHAR) AS part, CAST(NULL AS VARCHAR) AS label
  FROM customer
  JOIN first ON first.account_id = customer.account_id
  WHERE first.first_on >= $start_on AND first.first_on < $end_on
    AND customer.became_on <= $as_of
)
SELECT month_no, part, label, 12 * year(became_on) + month(became_on) - 1 - month_no AS from_age,
       CASE WHEN left_on <= $tomorrow THEN 12 * year(left_on - 1) + month(left_on - 1) - 1 END - month_no AS lost_age,
       count(*), became_on = first_on AS is_first
FROM spell
WHERE became_on = first_on
GROUP BY ALL
ORDER BY ALL

-- what they bring, by the age at which it begins and the one from which it is gone
WITH first AS (
  SELECT account_id, min(became_on) AS first_on
  FROM customer
  GROUP BY account_id
),
spell AS (
  SELECT customer.account_id, first.first_on, customer.became_on, customer.left_on,
         12 * year(first.first_on) + month(first.first_on) - 1 AS month_no,
         CAST(NULL AS VARCHAR) AS part, CAST(NULL AS VARCHAR) AS label
  FROM customer
  JOIN first ON first.account_id = customer.account_id
  WHERE first.first_on >= $start_on AND first.first_on < $end_on
    AND customer.became_on <= $as_of
)
SELECT spell.month_no, spell.part, spell.label, 12 * year(money.starts_on) + month(money.starts_on) - 1 - spell.month_no AS from_age,
       CASE WHEN (money.account_id, money.ends_on) IN (SELECT account_id, left_on FROM customer) THEN CASE WHEN money.ends_on <= $tomorrow THEN 12 * year(money.ends_on - 1) + month(money.ends_on - 1) - 1 END
            ELSE CASE WHEN money.ends_on <= $as_of THEN 12 * year(money.ends_on) + month(money.ends_on) - 1 END END - spell.month_no AS lost_age,
       sum(money.monthly_amount), count(*) FILTER (WHERE money.monthly_amount IS NULL)
FROM spell
JOIN customer_amount AS money
  ON money.account_id = spell.account_id
  AND money.starts_on >= spell.became_on AND money.starts_on <= $as_of
  AND (spell.left_on IS NULL OR money.starts_on < spell.left_on)
WHERE spell.became_on = spell.first_on
  AND money.monthly_amount > 0
GROUP BY ALL
ORDER BY ALL

SELECT count(*)
FROM customer_period AS money
WHERE money.account_id IS NULL AND money.starts_on <= $as_of
  AND money.monthly_amount > 0 AND money.is_trial IS NOT TRUE

-- relationships by their days up to the end, or so far
WITH first AS (
  SELECT account_id, min(became_on) AS first_on
  FROM customer
  GROUP BY account_id
),
spell AS (
  SELECT customer.account_id, first.first_on, customer.became_on, customer.left_on,
         12 * year(first.first_on) + month(first.first_on) - 1 AS month_no,
         CAST(NULL AS VARCHAR) AS part, CAST(NULL AS VARCHAR) AS label
  FROM customer
  JOIN first ON first.account_id = customer.account_id
  WHERE first.first_on >= $start_on AND first.first_on < $end_on
    AND customer.became_on <= $as_of
)
SELECT part, label, date_diff('day', became_on, least(coalesce(left_on, $tomorrow), $tomorrow)) AS days,
       count(*) FILTER (WHERE coalesce(left_on <= $tomorrow, FALSE)), count(*) FILTER (WHERE NOT coalesce(left_on <= $tomorrow, FALSE))
FROM spell
WHERE became_on = first_on
GROUP BY part, label, days
ORDER BY part, label, days

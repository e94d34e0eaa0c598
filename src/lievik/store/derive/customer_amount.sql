-- One row a paid subscription as long as it counts for its customer: until service ends, notice is given or a loss is
-- stated, as agreed. What ends untold, with nothing after it, goes on for the days of grace.
WITH paid AS (
    SELECT
        customer_period.id,
        customer_period.account_id AS own_id,
        coalesce(subsidiary.customer_id, customer_period.account_id) AS account_id,
        customer_period.starts_on,
        coalesce(customer_period.ends_on, DATE '9999-12-31') AS ends_on,
        customer_period.cancelled_on,
        CASE WHEN customer_period.term_months > 0 THEN customer_period.term_months END AS term_months,
        customer_period.monthly_amount,
        customer_period.currency
    FROM customer_period
    LEFT JOIN subsidiary ON subsidiary.account_id = customer_period.account_id
    WHERE
        NOT customer_period.is_trial AND customer_period.monthly_amount IS NOT NULL
        AND customer_period.account_id IS NOT NULL AND customer_period.starts_on IS NOT NULL
        AND (customer_period.ends_on IS NULL OR customer_period.ends_on > customer_period.starts_on)
),
-- what tells of an end: a notice, or a loss of the account itself or of its customer; that day still counts
telling AS (
    SELECT id, greatest(cancelled_on + 1, starts_on) AS until_on
    FROM paid
    WHERE $customer_ends = 'notice' AND cancelled_on <= ends_on
    UNION ALL
    SELECT paid.id, churn_event.lost_on + 1 AS until_on
    FROM paid
    INNER JOIN churn_event ON churn_event.account_id = paid.own_id
    WHERE $customer_ends = 'stated' AND churn_event.lost_on > paid.starts_on AND churn_event.lost_on <= paid.ends_on
    UNION ALL
    SELECT paid.id, churn_event.lost_on + 1 AS until_on
    FROM paid
    INNER JOIN churn_event ON churn_event.account_id = paid.account_id
    WHERE $customer_ends = 'stated' AND churn_event.lost_on > paid.starts_on AND churn_event.lost_on <= paid.ends_on
),
told AS (
    SELECT id, min(until_on) AS until_on
    FROM telling
    GROUP BY id
),
ended AS (
    SELECT
        paid.account_id,
        paid.starts_on,
        coalesce(told.until_on, paid.ends_on) AS ends_on,
        told.until_on IS NOT NULL OR paid.ends_on = DATE '9999-12-31' AS is_told,
        told.until_on IS NOT NULL AND $customer_ends = 'notice' AS is_noticed,
        told.until_on IS NOT NULL AND $customer_ends = 'stated' AS is_stated,
        paid.term_months,
        paid.monthly_amount,
        paid.currency
    FROM paid
    LEFT JOIN told ON told.id = paid.id
    WHERE coalesce(told.until_on, paid.ends_on) > paid.starts_on
),
followed AS (
    SELECT
        *,
        coalesce(
            min(CASE WHEN monthly_amount > 0 THEN starts_on END) OVER (
                PARTITION BY account_id ORDER BY ends_on DESC GROUPS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
            ),
            DATE '9999-12-31'
        ) AS next_on,
        min(CASE WHEN monthly_amount > 0 THEN starts_on END) OVER (PARTITION BY account_id) AS first_on
    FROM ended
),
-- the terms that a customer ever paid by, in order
agreed AS (
    SELECT account_id, string_agg(CAST(term_months AS VARCHAR), ' + ' ORDER BY term_months) AS terms
    FROM (SELECT DISTINCT account_id, term_months FROM ended WHERE monthly_amount > 0 AND term_months IS NOT NULL)
    GROUP BY account_id
),
graced AS (
    SELECT
        *,
        CASE
            WHEN is_told THEN ends_on
            ELSE least(ends_on + CAST($customer_grace_days AS INTEGER), greatest(ends_on, next_on))
        END AS lasts_until
    FROM followed
)
SELECT
    graced.account_id,
    year(graced.first_on) || '-Q' || quarter(graced.first_on) AS cohort,
    agreed.terms,
    graced.starts_on,
    nullif(graced.lasts_until, DATE '9999-12-31') AS ends_on,
    graced.term_months,
    graced.monthly_amount,
    graced.currency,
    graced.is_noticed,
    graced.is_stated,
    graced.lasts_until > graced.ends_on AS is_graced,
    (SELECT count(DISTINCT terms) FROM agreed) > 1 OR agreed.terms LIKE '% + %' AS is_one_of_several_terms
FROM graced
LEFT JOIN agreed ON agreed.account_id = graced.account_id

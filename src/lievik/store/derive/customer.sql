-- One row a spell of an account as a customer: by its subscriptions, else by its invoices, else by its won deals.
-- Who buys by order is lost after a gap that is long for them; a later order begins the next spell.
WITH subscription AS (
    SELECT
        account_id,
        starts_on,
        coalesce(ends_on, DATE '9999-12-31') AS ends_on
    FROM customer_period
    WHERE
        monthly_amount > 0 AND NOT is_trial AND account_id IS NOT NULL AND starts_on IS NOT NULL
        AND (ends_on IS NULL OR ends_on > starts_on)
),
invoice AS (
    SELECT DISTINCT
        account_id,
        invoiced_on AS ordered_on
    FROM invoice_line
    WHERE NOT is_return AND amount > 0 AND account_id IS NOT NULL AND invoiced_on IS NOT NULL
),
win AS (
    SELECT DISTINCT
        account_id,
        closed_on AS ordered_on
    FROM deal
    WHERE outcome = 'won' AND NOT is_deleted AND account_id IS NOT NULL AND closed_on IS NOT NULL
),
-- subscriptions: spans that overlap or touch are one spell
reached AS (
    SELECT
        *,
        max(ends_on) OVER (
            PARTITION BY account_id ORDER BY starts_on, ends_on ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS covered_until
    FROM subscription
),
subscription_numbered AS (
    SELECT
        *,
        sum(CASE WHEN starts_on <= covered_until THEN 0 ELSE 1 END) OVER (
            PARTITION BY account_id ORDER BY starts_on, ends_on ROWS UNBOUNDED PRECEDING
        ) AS spell_no
    FROM reached
),
subscription_spell AS (
    SELECT
        account_id,
        spell_no,
        min(starts_on) AS became_on,
        nullif(max(ends_on), DATE '9999-12-31') AS left_on,
        'subscription' AS basis
    FROM subscription_numbered
    GROUP BY account_id, spell_no
),
-- orders: one row a day on which an account ordered
ordered AS (
    SELECT account_id, ordered_on, 'invoices' AS basis
    FROM invoice
    WHERE NOT EXISTS (SELECT 1 FROM subscription)
    UNION ALL
    SELECT account_id, ordered_on, 'deals' AS basis
    FROM win
    WHERE NOT EXISTS (SELECT 1 FROM subscription) AND NOT EXISTS (SELECT 1 FROM invoice)
),
spaced AS (
    SELECT
        *,
        date_diff('day', lag(ordered_on) OVER (PARTITION BY account_id ORDER BY ordered_on), ordered_on) AS gap
    FROM ordered
),
usual AS (
    SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY gap) AS gap
    FROM spaced
    WHERE gap IS NOT NULL
),
own AS (
    SELECT
        account_id,
        CASE WHEN count(*) >= 3 THEN percentile_cont(0.5) WITHIN GROUP (ORDER BY gap) END AS gap
    FROM spaced
    GROUP BY account_id
),
patience AS (
    SELECT
        own.account_id,
        CAST(coalesce(CAST($churn_fixed_days AS DOUBLE), floor($churn_gaps * coalesce(own.gap, usual.gap))) AS INTEGER) AS days
    FROM own
    CROSS JOIN usual
),
order_numbered AS (
    SELECT
        spaced.account_id,
        spaced.ordered_on,
        spaced.basis,
        patience.days,
        1 + sum(CASE WHEN spaced.gap > patience.days THEN 1 ELSE 0 END) OVER (
            PARTITION BY spaced.account_id ORDER BY spaced.ordered_on ROWS UNBOUNDED PRECEDING
        ) AS spell_no
    FROM spaced
    INNER JOIN patience ON patience.account_id = spaced.account_id
),
order_spell AS (
    SELECT
        account_id,
        spell_no,
        min(ordered_on) AS became_on,
        max(ordered_on) + max(days) AS left_on,
        basis
    FROM order_numbered
    GROUP BY account_id, spell_no, basis
),
-- the last day on which something is known to have happened: nobody is lost after it
last_day AS (
    SELECT max(last_on) AS on_date
    FROM meta_span
    WHERE (table_name || '.' || column_name) IN (
        'deal.created_on', 'deal.closed_on', 'lead.created_on', 'touch.touched_on', 'activity.started_on',
        'work_time.worked_on', 'invoice_line.invoiced_on', 'spend.spent_on'
    )
)
SELECT account_id, spell_no, became_on, left_on, basis
FROM subscription_spell
UNION ALL
SELECT
    order_spell.account_id,
    order_spell.spell_no,
    order_spell.became_on,
    CASE WHEN order_spell.left_on <= last_day.on_date THEN order_spell.left_on END AS left_on,
    order_spell.basis
FROM order_spell
CROSS JOIN last_day

-- One row a spell of an account as a customer: by its subscriptions, else by its invoices, else by its won deals, or by
-- those that are agreed on. Who buys by order is lost after a gap that is long for them; a later order begins the next.
WITH invoice AS (
    SELECT DISTINCT
        coalesce(subsidiary.customer_id, invoice_line.account_id) AS account_id,
        invoice_line.invoiced_on AS ordered_on
    FROM invoice_line
    LEFT JOIN subsidiary ON subsidiary.account_id = invoice_line.account_id
    WHERE
        NOT invoice_line.is_return AND invoice_line.amount > 0
        AND invoice_line.account_id IS NOT NULL AND invoice_line.invoiced_on IS NOT NULL
),
win AS (
    SELECT DISTINCT
        coalesce(subsidiary.customer_id, deal.account_id) AS account_id,
        deal.closed_on AS ordered_on
    FROM deal
    LEFT JOIN subsidiary ON subsidiary.account_id = deal.account_id
    WHERE deal.outcome = 'won' AND NOT deal.is_deleted AND deal.account_id IS NOT NULL AND deal.closed_on IS NOT NULL
),
chosen AS (
    SELECT coalesce(
        CAST($customer_basis AS VARCHAR),
        CASE
            WHEN EXISTS (SELECT 1 FROM customer_amount WHERE monthly_amount > 0) THEN 'subscription'
            WHEN EXISTS (SELECT 1 FROM invoice) THEN 'invoices'
            ELSE 'deals'
        END
    ) AS basis
),
-- orders: one row a day on which an account ordered
ordered AS (
    SELECT account_id, ordered_on, 'invoices' AS basis
    FROM invoice
    WHERE (SELECT basis FROM chosen) = 'invoices'
    UNION ALL
    SELECT account_id, ordered_on, 'deals' AS basis
    FROM win
    WHERE (SELECT basis FROM chosen) = 'deals'
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
told AS (
    SELECT ordered.account_id, ordered.ordered_on, min(churn_event.lost_on) + 1 AS until_on
    FROM ordered
    INNER JOIN churn_event ON churn_event.account_id = ordered.account_id
    WHERE $customer_ends = 'stated' AND churn_event.lost_on > ordered.ordered_on
    GROUP BY ordered.account_id, ordered.ordered_on
),
-- what makes a customer, and for how long
span AS (
    SELECT
        account_id,
        starts_on,
        coalesce(ends_on, DATE '9999-12-31') AS ends_on,
        'subscription' AS basis,
        is_stated
    FROM customer_amount
    WHERE monthly_amount > 0 AND (SELECT basis FROM chosen) = 'subscription'
    UNION ALL
    SELECT
        ordered.account_id,
        ordered.ordered_on AS starts_on,
        least(coalesce(told.until_on, DATE '9999-12-31'), coalesce(ordered.ordered_on + patience.days, DATE '9999-12-31')) AS ends_on,
        ordered.basis,
        told.until_on < ordered.ordered_on + patience.days AS is_stated
    FROM ordered
    INNER JOIN patience ON patience.account_id = ordered.account_id
    LEFT JOIN told ON told.account_id = ordered.account_id AND told.ordered_on = ordered.ordered_on
),
-- spans that overlap or touch are one spell
reached AS (
    SELECT
        *,
        max(ends_on) OVER (
            PARTITION BY account_id ORDER BY starts_on, ends_on ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS covered_until
    FROM span
),
numbered AS (
    SELECT
        *,
        sum(CASE WHEN starts_on <= covered_until THEN 0 ELSE 1 END) OVER (
            PARTITION BY account_id ORDER BY starts_on, ends_on ROWS UNBOUNDED PRECEDING
        ) AS spell_no
    FROM reached
),
spell AS (
    SELECT
        account_id,
        spell_no,
        min(starts_on) AS became_on,
        nullif(max(ends_on), DATE '9999-12-31') AS left_on,
        basis,
        coalesce(bool_or(is_stated), FALSE) AS is_stated
    FROM numbered
    GROUP BY account_id, spell_no, basis
),
-- the last day on which something is known to have happened: no buyer by order is lost after it
last_day AS (
    SELECT max(last_on) AS on_date
    FROM meta_span
    WHERE (table_name || '.' || column_name) IN (
        'deal.created_on', 'deal.closed_on', 'lead.created_on', 'touch.touched_on', 'activity.started_on',
        'work_time.worked_on', 'invoice_line.invoiced_on', 'spend.spent_on'
    )
)
SELECT
    spell.account_id,
    year(min(spell.became_on) OVER (PARTITION BY spell.account_id))
    || '-Q' || quarter(min(spell.became_on) OVER (PARTITION BY spell.account_id)) AS cohort,
    term.terms,
    spell.spell_no,
    spell.became_on,
    CASE WHEN spell.basis = 'subscription' OR spell.left_on <= last_day.on_date THEN spell.left_on END AS left_on,
    spell.basis,
    spell.is_stated
FROM spell
CROSS JOIN last_day
LEFT JOIN (SELECT DISTINCT account_id, terms FROM customer_amount) AS term
    ON term.account_id = spell.account_id AND spell.basis = 'subscription'

-- One row a stretch of a contract with the same monthly amount: a new one begins with every year, and with an expansion.
WITH change AS (
    SELECT firm_no, starts_on AS on_date, monthly_amount AS amount FROM contract
    UNION ALL
    SELECT firm_no, on_date, change_amount FROM anniversary WHERE NOT is_last
    UNION ALL
    SELECT
        made_deal.firm_no,
        month_after(made_deal.closed_on, 1),
        round(made_deal.amount * 0.05, 0)
    FROM made_deal
    INNER JOIN contract ON contract.firm_no = made_deal.firm_no
    WHERE
        made_deal.deal_type = 'expansion' AND made_deal.outcome = 'won'
        AND month_after(made_deal.closed_on, 1) > contract.starts_on
        AND (contract.years IS NULL OR month_after(made_deal.closed_on, 1) < month_after(contract.starts_on, 12 * contract.years))
),
stretch AS (
    SELECT
        firm_no,
        on_date AS starts_on,
        CAST(sum(sum(amount)) OVER (PARTITION BY firm_no ORDER BY on_date) AS DECIMAL(18, 2)) AS monthly_amount,
        lead(on_date) OVER (PARTITION BY firm_no ORDER BY on_date) AS next_on,
        row_number() OVER (PARTITION BY firm_no ORDER BY on_date) AS place
    FROM change
    WHERE on_date <= getvariable('as_of')
    GROUP BY firm_no, on_date
),
ended AS (
    SELECT
        stretch.*,
        contract.currency,
        CASE
            WHEN stretch.next_on IS NULL AND month_after(contract.starts_on, 12 * contract.years) - 60 <= getvariable('as_of')
                THEN month_after(contract.starts_on, 12 * contract.years)
        END AS left_on
    FROM stretch
    INNER JOIN contract ON contract.firm_no = stretch.firm_no
)
SELECT
    numbered('C', firm_no + 1) || '-' || lpad(CAST(place AS VARCHAR), 2, '0') AS id,
    numbered('A', firm_no + 1) AS account_id,
    'X6' AS product_id,
    starts_on,
    coalesce(next_on, left_on) AS ends_on,
    12 AS term_months,
    monthly_amount,
    currency,
    FALSE AS is_trial,
    left_on - 60 AS cancelled_on,
    CASE
        WHEN left_on IS NOT NULL
            THEN one_of(['Price', 'Competitor', 'Made in-house', 'Closed down'], part_1(draw('churn', firm_no)))
    END AS reason
FROM ended
UNION ALL
-- one in sixteen tried it for a month first
SELECT
    numbered('C', firm_no + 1) || '-00',
    numbered('A', firm_no + 1),
    'X6',
    month_after(starts_on, -1),
    starts_on,
    1,
    0,
    currency,
    TRUE,
    NULL,
    NULL
FROM contract
WHERE part_1(draw('trial', firm_no)) < 0.06 AND starts_on <= getvariable('as_of')
ORDER BY id

SELECT
    numbered('A', firm_no + 1) AS id,
    numbered('A', firm_no + 1) AS account_id,
    on_date AS lost_on,
    one_of(['Price', 'Competitor', 'Made in-house', 'Closed down'], part_1(draw('churn', firm_no))) AS reason,
    CASE WHEN part_2(draw('churn', firm_no)) < 0.1 THEN monthly_amount ELSE 0 END AS refund_amount,
    currency
FROM anniversary
WHERE is_last AND on_date <= getvariable('as_of')
ORDER BY id

WITH
-- deal, by expected_close_on: open_amount, open_deals
deal_by_expected_close_on AS (
  SELECT 0 AS period_no,
       deal.owner_id AS owner,
       sum(deal.amount) FILTER (WHERE ((deal.outcome = 'open' OR deal.closed_on > $as_of) AND (deal.created_on IS NULL OR deal.created_on <= $as_of)) AND deal.reason_1 = 0) AS open_amount,
       count(*) FILTER (WHERE ((deal.outcome = 'open' OR deal.closed_on > $as_of) AND (deal.created_on IS NULL OR deal.created_on <= $as_of)) AND deal.reason_1 = 0) AS open_deals,
       count(*) FILTER (WHERE deal.reason_1 = 1 AND ((deal.outcome = 'open' OR deal.closed_on > $as_of) AND (deal.created_on IS NULL OR deal.created_on <= $as_of))) AS left_out_1,
       count(*) FILTER (WHERE deal.reason_1 = 2 AND ((deal.outcome = 'open' OR deal.closed_on > $as_of) AND (deal.created_on IS NULL OR deal.created_on <= $as_of))) AS left_out_2,
       count(*) FILTER (WHERE deal.reason_1 = 3 AND ((deal.outcome = 'open' OR deal.closed_on > $as_of) AND (deal.created_on IS NULL OR deal.created_on <= $as_of))) AS left_out_3,
       count(*) FILTER (WHERE deal.reason_1 = 4 AND ((deal.outcome = 'open' OR deal.closed_on > $as_of) AND (deal.created_on IS NULL OR deal.created_on <= $as_of))) AS left_out_4
  FROM (
    SELECT *,
           CASE WHEN deal.is_deleted THEN 1 WHEN deal.qualified_on IS NULL THEN 2 WHEN deal.expected_close_on < $as_of THEN 3 WHEN deal.amount IS NULL THEN 4 ELSE 0 END AS reason_1
    FROM deal
  ) AS deal
  JOIN rep AS rep_1 ON rep_1.id = deal.owner_id AND (rep_1.region = $filter_0_0)
  WHERE deal.expected_close_on >= $first_on AND deal.expected_close_on < $end_on
  GROUP BY 1, 2
),
-- quota_month, by month_on: quota_amount
quota_month_by_month_on AS (
  SELECT period_no, owner, FALSE AS is_total, quota_amount FROM (
    SELECT 0 AS period_no,
       quota_month.rep_id AS owner,
       sum(quota_month.quota_amount) AS quota_amount
    FROM quota_month
    JOIN rep AS rep_1 ON rep_1.id = quota_month.rep_id AND (rep_1.region = $filter_0_0)
    WHERE quota_month.month_on >= $first_on AND quota_month.month_on < $end_on
  AND quota_month.subject_kind = 'rep'
    GROUP BY 1, 2
  ) AS parts
  UNION ALL
  SELECT period_no, NULL AS owner, TRUE AS is_total, quota_amount FROM (
    SELECT 0 AS period_no,
       sum(quota_month.quota_amount) AS quota_amount
    FROM quota_month
    JOIN rep AS rep_1 ON rep_1.id = quota_month.rep_id AND (rep_1.region = $filter_0_0)
    WHERE quota_month.month_on >= $first_on AND quota_month.month_on < $end_on
  AND quota_month.subject_kind = 'rep'
    GROUP BY 1
  ) AS whole
),
-- deal, by closed_on: won_amount
deal_by_closed_on AS (
  SELECT 0 AS period_no,
       deal.owner_id AS owner,
       sum(deal.amount) FILTER (WHERE deal.outcome = 'won' AND (deal.is_deleted) IS NOT TRUE AND deal.amount IS NOT NULL) AS won_amount,
       count(*) FILTER (WHERE deal.is_deleted AND deal.outcome = 'won') AS left_out_5,
       count(*) FILTER (WHERE deal.amount IS NULL AND (deal.is_deleted) IS NOT TRUE AND deal.outcome = 'won') AS left_out_6
  FROM deal
  JOIN rep AS rep_1 ON rep_1.id = deal.owner_id AND (rep_1.region = $filter_0_0)
  WHERE deal.closed_on >= $first_on AND deal.closed_on < $known_until
  GROUP BY 1, 2
),
-- one row per period and group
together AS (
  SELECT period_no, owner, is_total, max(open_amount) AS open_amount, max(open_deals) AS open_deals, max(left_out_1)
         AS left_out_1, max(left_out_2) AS left_out_2, max(left_out_3) AS left_out_3, max(left_out_4) AS left_out_4,
         max(quota_amount) AS quota_amount, max(won_amount) AS won_amount, max(left_out_5) AS left_out_5,
         max(left_out_6) AS left_out_6
  FROM (
    SELECT period_no, owner, FALSE AS is_total, open_amount, open_deals, left_out_1, left_out_2, left_out_3,
           left_out_4, NULL AS quota_amount, NULL AS won_amount, NULL AS left_out_5, NULL AS left_out_6 FROM
           deal_by_expected_close_on
    UNION ALL
    SELECT period_no, NULL AS owner, TRUE AS is_total, sum(open_amount) AS open_amount, CAST(sum(open_deals) AS
           BIGINT) AS open_deals, CAST(sum(left_out_1) AS BIGINT) AS left_out_1, CAST(sum(left_out_2) AS BIGINT) AS
           left_out_2, CAST(sum(left_out_3) AS BIGINT) AS left_out_3, CAST(sum(left_out_4) AS BIGINT) AS left_out_4,
           NULL AS quota_amount, NULL AS won_amount, NULL AS left_out_5, NULL AS left_out_6 FROM
           deal_by_expected_close_on GROUP BY period_no
    UNION ALL
    SELECT period_no, owner, is_total, NULL AS open_amount, NULL AS open_deals, NULL AS left_out_1, NULL AS
           left_out_2, NULL AS left_out_3, NULL AS left_out_4, quota_amount, NULL AS won_amount, NULL AS left_out_5,
           NULL AS left_out_6 FROM quota_month_by_month_on
    UNION ALL
    SELECT period_no, owner, FALSE AS is_total, NULL AS open_amount, NULL AS open_deals, NULL AS left_out_1, NULL AS
           left_out_2, NULL AS left_out_3, NULL AS left_out_4, NULL AS quota_amount, won_amount, left_out_5,
           left_out_6 FROM deal_by_closed_on
    UNION ALL
    SELECT period_no, NULL AS owner, TRUE AS is_total, NULL AS open_amount, NULL AS open_deals, NULL AS left_out_1,
           NULL AS left_out_2, NULL AS left_out_3, NULL AS left_out_4, NULL AS quota_amount, sum(won_amount) AS
           won_amount, CAST(sum(left_out_5) AS BIGINT) AS left_out_5, CAST(sum(left_out_6) AS BIGINT) AS left_out_6
           FROM deal_by_closed_on GROUP BY period_no
  ) AS stacked
  GROUP BY period_no, owner, is_total
)
SELECT together.*, owner_named.name AS owner_label
FROM together
LEFT JOIN rep AS owner_named ON owner_named.id = together.owner

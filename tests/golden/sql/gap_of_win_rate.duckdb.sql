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
-- what each row adds to either reading, or why it adds nothing
part AS (
  SELECT seen.record_table,
         seen.record,
         CASE WHEN seen.in_0 THEN coalesce(seen.adds_0, 0) ELSE 0 END AS a_above,
         CASE WHEN seen.in_0 THEN 0 END AS a_above_in,
         CASE WHEN (seen.in_0) IS NOT TRUE THEN seen.out_0 END AS a_above_out,
         CASE WHEN seen.in_0 THEN coalesce(seen.adds_0, 0) ELSE 0 END + CASE WHEN seen.in_1 THEN coalesce(seen.adds_1, 0) ELSE 0 END AS a_below,
         CASE WHEN seen.in_0 THEN 1 WHEN seen.in_1 THEN 2 END AS a_below_in,
         CASE WHEN (seen.in_0 OR seen.in_1) IS NOT TRUE THEN greatest(seen.out_0, seen.out_1) END AS a_below_out,
         0 AS b_above,
         NULL AS b_above_in,
         NULL AS b_above_out,
         0 AS b_below,
         NULL AS b_below_in,
         NULL AS b_below_out
  FROM (
    SELECT 'deal' AS record_table,
           deal.id AS record,
           deal.outcome = 'won' AND (deal.is_deleted) IS NOT TRUE AND deal.qualified_on IS NOT NULL AS in_0,
           1 AS adds_0,
           CASE WHEN (deal.outcome = 'won') IS NOT TRUE THEN 200000 WHEN deal.is_deleted THEN 300000 WHEN deal.qualified_on IS NULL AND (deal.is_deleted) IS NOT TRUE THEN 300001 ELSE 200000 END AS out_0,
           deal.outcome = 'lost' AND (deal.is_deleted) IS NOT TRUE AND deal.qualified_on IS NOT NULL AS in_1,
           1 AS adds_1,
           CASE WHEN (deal.outcome = 'lost') IS NOT TRUE THEN 200000 WHEN deal.is_deleted THEN 300000 WHEN deal.qualified_on IS NULL AND (deal.is_deleted) IS NOT TRUE THEN 300001 ELSE 200000 END AS out_1
    FROM deal
    WHERE deal.closed_on >= $first_on AND deal.closed_on < $known_until
      AND 0 = 0
  ) AS seen
  UNION ALL
  SELECT seen.record_table,
         seen.record,
         0 AS a_above,
         NULL AS a_above_in,
         NULL AS a_above_out,
         0 AS a_below,
         NULL AS a_below_in,
         NULL AS a_below_out,
         CASE WHEN seen.in_0 THEN coalesce(seen.adds_0, 0) ELSE 0 END AS b_above,
         CASE WHEN seen.in_0 THEN 3 END AS b_above_in,
         CASE WHEN (seen.in_0) IS NOT TRUE THEN seen.out_0 END AS b_above_out,
         CASE WHEN seen.in_1 THEN coalesce(seen.adds_1, 0) ELSE 0 END AS b_below,
         CASE WHEN seen.in_1 THEN 4 END AS b_below_in,
         CASE WHEN (seen.in_1) IS NOT TRUE THEN seen.out_1 END AS b_below_out
  FROM (
    SELECT 'deal' AS record_table,
           deal.id AS record,
           (deal.outcome = 'won' AND deal.closed_on <= $as_of AND date_diff('DAY', deal.created_on, deal.closed_on) <= $within_days) AND (deal.is_deleted) IS NOT TRUE AND deal.qualified_on IS NOT NULL AS in_0,
           1 AS adds_0,
           CASE WHEN ((deal.outcome = 'won' AND deal.closed_on <= $as_of AND date_diff('DAY', deal.created_on, deal.closed_on) <= $within_days)) IS NOT TRUE THEN 200000 WHEN deal.is_deleted THEN 300000 WHEN deal.qualified_on IS NULL AND (deal.is_deleted) IS NOT TRUE THEN 300001 ELSE 200000 END AS out_0,
           (deal.is_deleted) IS NOT TRUE AND deal.qualified_on IS NOT NULL AS in_1,
           1 AS adds_1,
           CASE WHEN deal.is_deleted THEN 300000 WHEN deal.qualified_on IS NULL AND (deal.is_deleted) IS NOT TRUE THEN 300001 ELSE 200000 END AS out_1
    FROM deal
    WHERE deal.created_on >= $first_on AND deal.created_on < $known_until
      AND 0 = 0
  ) AS seen
),
-- a record once
counted AS (
  SELECT record_table, record, sum(a_above) AS a_above, sum(a_below) AS a_below, sum(b_above) AS b_above, sum(b_below) AS b_below,
         max(a_above_in) AS a_above_in, max(a_above_out) AS a_above_out, max(a_below_in) AS a_below_in, max(a_below_out) AS a_below_out, max(b_above_in) AS b_above_in, max(b_above_out) AS b_above_out, max(b_below_in) AS b_below_in, max(b_below_out) AS b_below_out
  FROM part GROUP BY record_table, record
  HAVING coalesce(max(a_above_in), max(a_below_in), max(b_above_in), max(b_below_in)) IS NOT NULL
),
-- what counts it in both, and why it stands otherwise in one than in the other
compared AS (
  SELECT record_table, record, a_above, a_below, b_above, b_below, coalesce(a_above_in, -1) AS a_above_in, coalesce(a_below_in, -1) AS a_below_in, coalesce(b_above_in, -1) AS b_above_in, coalesce(b_below_in, -1) AS b_below_in,
         CASE WHEN (a_above_in IS NULL) = (b_above_in IS NULL) AND (a_below_in IS NULL) = (b_below_in IS NULL) THEN CASE WHEN a_above = b_above AND a_below = b_below THEN 0 WHEN b_above > a_above OR (b_above = a_above AND b_below > a_below) THEN 1 ELSE 2 END
              ELSE greatest(CASE WHEN a_above_in IS NULL AND b_above_in IS NOT NULL THEN coalesce(a_above_out, CASE WHEN record_table = 'deal' THEN 100000 ELSE 0 END) + 100000 WHEN b_above_in IS NULL AND a_above_in IS NOT NULL THEN coalesce(b_above_out, CASE WHEN record_table = 'deal' THEN 100000 ELSE 0 END) + 101000 ELSE 0 END, CASE WHEN a_below_in IS NULL AND b_below_in IS NOT NULL THEN coalesce(a_below_out, CASE WHEN record_table = 'deal' THEN 100000 ELSE 0 END) + 110000 WHEN b_below_in IS NULL AND a_below_in IS NOT NULL THEN coalesce(b_below_out, CASE WHEN record_table = 'deal' THEN 100000 ELSE 0 END) + 111000 ELSE 0 END) END AS why
  FROM counted
)
SELECT a_above_in, a_below_in, b_above_in, b_below_in, why, count(*) AS records, sum(a_above) AS a_above, sum(a_below) AS a_below, sum(b_above) AS b_above, sum(b_below) AS b_below
FROM compared
GROUP BY a_above_in, a_below_in, b_above_in, b_below_in, why

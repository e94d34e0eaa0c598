-- Customers: whoever buys for the first time also agrees on a supply of spare parts, renewed every year until they leave.
CREATE TABLE first_order AS
SELECT
    firm_no,
    -- of two on the same day the first one
    min({on_date: closed_on, i: i}).i AS i,
    min(closed_on) AS closed_on
FROM (
    SELECT
        firm_no,
        i,
        CASE WHEN chance < win_chance THEN won_on ELSE reclosed_on END AS closed_on
    FROM deal_draft
    WHERE chance < win_chance OR (was_reopened AND is_won_later)
)
WHERE closed_on <= getvariable('as_of')
GROUP BY firm_no;

CREATE TABLE contract AS
WITH agreed AS (
    SELECT
        first_order.firm_no,
        month_after(first_order.closed_on, 1) AS starts_on,
        draft.owner_no,
        draft.currency,
        round(worth.amount * CAST(between_whole(6, 10, part_1(draw('contract', first_order.firm_no))) AS DECIMAL(4, 0)) / 100, 0) AS monthly_amount,
        draw('contract years', first_order.firm_no) AS d1,
        draw('contract changes', first_order.firm_no) AS d2,
        CASE firm.size_band WHEN '10-49' THEN 0.22 WHEN '50-249' THEN 0.14 ELSE 0.08 END AS churn_chance
    FROM first_order
    INNER JOIN deal_draft AS draft ON draft.i = first_order.i
    INNER JOIN worth ON worth.i = first_order.i
    INNER JOIN firm ON firm.i = first_order.firm_no
)
SELECT
    firm_no,
    starts_on,
    owner_no,
    currency,
    CAST(monthly_amount AS DECIMAL(18, 2)) AS monthly_amount,
    CASE
        WHEN part_1(d1) < churn_chance THEN 1
        WHEN part_2(d1) < churn_chance THEN 2
        WHEN part_3(d1) < churn_chance THEN 3
    END AS years,
    d2
FROM agreed;

-- one row a yearly term that ended, or will soon
CREATE TABLE anniversary AS
WITH numbered AS (
    SELECT
        contract.*,
        unnest([1, 2, 3]) AS year_no
    FROM contract
),
dated AS (
    SELECT
        *,
        month_after(starts_on, 12 * year_no) AS on_date,
        coalesce(year_no = years, FALSE) AS is_last,
        CASE year_no WHEN 1 THEN part_1(d2) WHEN 2 THEN part_2(d2) ELSE part_3(d2) END AS change_part
    FROM numbered
)
SELECT
    firm_no,
    owner_no,
    currency,
    starts_on,
    monthly_amount,
    year_no,
    on_date,
    is_last,
    -- most pay a little more, some need less
    CASE WHEN change_part < 0.1 THEN -round(monthly_amount * 0.25, 0) ELSE round(monthly_amount * 0.03, 0) END AS change_amount
FROM dated
WHERE (years IS NULL OR year_no <= years) AND on_date <= getvariable('as_of') + 80;

-- For as many of them as it takes there was a deal; the others were renewed, or not, without one.
CREATE TABLE renewal AS
WITH timed AS (
    SELECT
        *,
        draw('renewal', firm_no * 10 + year_no) AS d1
    FROM anniversary
),
chosen AS (
    SELECT
        *,
        workday(on_date - 80 + between_whole(0, 20, part_1(d1)), part_3(d1)) AS created_on,
        weekday(on_date - between_whole(3, 25, part_2(d1))) AS closed_on
    FROM timed
    WHERE workday(on_date - 80 + between_whole(0, 20, part_1(d1)), part_3(d1)) <= getvariable('as_of')
    ORDER BY d1, firm_no, year_no
    LIMIT getvariable('renewals')
)
SELECT
    chosen.* EXCLUDE (owner_no),
    -- who left does not renew, and Lucia Šimková leaves it to Michal Grňa
    CASE
        WHEN chosen.owner_no = 5 AND chosen.created_on >= DATE '2025-09-01' THEN 11
        WHEN chosen.owner_no = 6 THEN 10
        WHEN seller.left_on IS NULL OR seller.left_on > chosen.created_on THEN chosen.owner_no
        ELSE 2 - seller.team_no % 2
    END AS owner_no,
    getvariable('sales') + row_number() OVER (ORDER BY created_on, firm_no, year_no) - 1 AS i
FROM chosen
INNER JOIN seller ON seller.no = chosen.owner_no;

-- Who sells, in which team and since when; a larger company has more people and teams, who have no story of their own.
CREATE TABLE seller AS
WITH named AS (
    SELECT * FROM (VALUES
        (1, 'Jana Kováčová', 1, DATE '2019-03-01', NULL, NULL, 110),
        (2, 'Zuzana Balážová', 2, DATE '2020-05-01', NULL, NULL, 106),
        (3, 'Peter Horváth', 1, DATE '2021-09-01', NULL, NULL, 100),
        (4, 'Martin Novák', 2, DATE '2022-01-10', NULL, NULL, 98),
        -- leaves; Andrea Tóthová takes his open deals over
        (5, 'Tomáš Urban', 1, DATE '2020-02-01', DATE '2025-09-01', NULL, 94),
        -- on the rise: see 06_deal_draft.sql
        (6, 'Lucia Šimková', 2, DATE '2023-03-01', NULL, 'standard', 100),
        -- writes little down: see 12_deal.sql
        (7, 'Ján Ďurčo', 1, DATE '2021-04-01', NULL, NULL, 96),
        (8, 'Katarína Žáková', 2, DATE '2021-06-01', NULL, NULL, 95),
        -- moves from one team to the other
        (9, 'Ľuboš Čierny', 1, DATE '2022-03-01', NULL, NULL, 100),
        (10, 'Michal Grňa', 2, DATE '2020-10-01', NULL, NULL, 95),
        (11, 'Andrea Tóthová', 1, DATE '2024-09-01', NULL, 'standard', 100),
        -- still learning at the end, and as good as the others for that
        (12, 'Filip Mäsiar', 1, DATE '2026-02-01', NULL, 'standard', 100)
    ) AS listed (no, name, team_no, started_on, left_on, ramp_id, skill)
),
others AS (
    SELECT
        CAST(no AS INTEGER) AS no,
        person(draw('seller', no)) AS name,
        CAST(1 + no % (2 + 2 * (getvariable('deals') // 200000)) AS INTEGER) AS team_no,
        CASE
            WHEN part_1(draw('seller since', no)) < 0.8 THEN DATE '2018-01-01' + between_whole(0, 1600, part_2(draw('seller since', no)))
            ELSE first_of_month(DATE '2023-01-01' + between_whole(0, 1000, part_2(draw('seller since', no))))
        END AS started_on,
        CASE WHEN part_3(draw('seller since', no)) < 0.08 THEN DATE '2026-01-01' END AS left_on,
        'standard' AS ramp_id,
        between_whole(90, 110, part_1(draw('seller skill', no))) AS skill
    FROM range(13, 13 + greatest(0, (getvariable('deals') - 2000) // 5000)) AS counted (no)
)
SELECT * FROM named
UNION ALL
SELECT no, name, team_no, started_on, left_on, ramp_id, skill FROM others;

CREATE TABLE crew AS
SELECT
    CAST(no AS INTEGER) AS team_no,
    CASE no % 2 WHEN 1 THEN 'Západ' ELSE 'Východ' END AS region,
    CASE no % 2 WHEN 1 THEN 'Západ' ELSE 'Východ' END || CASE WHEN no > 2 THEN ' ' || CAST((no + 1) // 2 AS VARCHAR) ELSE '' END AS name,
    CASE no WHEN 1 THEN 'Miroslav Varga' WHEN 2 THEN 'Eva Krajčírová' ELSE person(draw('manager', no)) END AS manager
FROM range(1, 3 + 2 * (getvariable('deals') // 200000)) AS counted (no);

CREATE TABLE membership AS
SELECT
    no AS seller_no,
    team_no,
    started_on AS starts_on,
    CASE no WHEN 9 THEN DATE '2025-04-01' ELSE left_on END AS ends_on
FROM seller
UNION ALL
SELECT 9, 2, DATE '2025-04-01', NULL;

CREATE TABLE ramp_month AS
SELECT * FROM (VALUES (1, 0.10), (2, 0.20), (3, 0.35), (4, 0.50), (5, 0.70), (6, 0.85)) AS listed (month_no, share);

-- Who gets the new deals of a team in a month, one row a place to be drawn: beginners have fewer places, but the two whose
-- progress is told have more than others.
CREATE TABLE roster AS
WITH present AS (
    SELECT
        month.no AS month_no,
        membership.team_no,
        seller.no AS seller_no,
        unnest(range(CAST(CASE seller.no WHEN 6 THEN 32 WHEN 12 THEN 26 ELSE 20 * coalesce(ramp_month.share, 1) END AS INTEGER))) AS times
    FROM month
    INNER JOIN membership
        ON membership.starts_on <= month.month_on AND (membership.ends_on IS NULL OR membership.ends_on >= month.next_on)
    INNER JOIN seller ON seller.no = membership.seller_no
    LEFT JOIN ramp_month
        ON seller.ramp_id IS NOT NULL AND ramp_month.month_no = date_diff('month', seller.started_on, month.month_on) + 1
)
SELECT
    month_no,
    team_no,
    seller_no,
    CAST(row_number() OVER (PARTITION BY month_no, team_no ORDER BY seller_no, times) - 1 AS INTEGER) AS place
FROM present;

CREATE TABLE roster_size AS
SELECT month_no, team_no, count(*) AS places FROM roster GROUP BY month_no, team_no;

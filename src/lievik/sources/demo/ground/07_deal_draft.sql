-- Sales as they would run: when each stage is entered, and when the deal is won or lost, whichever it will be.
-- Stories: stage 4 takes four times as long from October 2025 on, two engaged contacts make everything faster,
-- sellers hurry before a quarter ends, car makers buy more readily, one seller gets better from quarter to quarter.
CREATE TABLE drawn AS
SELECT
    i,
    month_no,
    month_on,
    workday(on_date, part_1(draw('deal', i))) AS created_on,
    CAST(floor(part_2(draw('deal', i)) * (
        getvariable('firms_known') + (getvariable('firms') - getvariable('firms_known')) * ((i + 1.0) / getvariable('sales'))
    )) AS BIGINT) AS firm_no,
    draw('deal chance', i) AS d2,
    draw('deal course', i) AS d3,
    draw('deal stages', i) AS d4,
    draw('deal more stages', i) AS d5,
    draw('deal end', i) AS d6
FROM spread_over_months(getvariable('sales'));

-- the deals of a team go round among its sellers
CREATE TABLE placed AS
WITH of_team AS (
    SELECT
        drawn.*,
        firm.team_no,
        firm.industry,
        firm.currency,
        firm.price_factor,
        firm.size_factor,
        firm.pace,
        evenly(row_number() OVER (PARTITION BY firm.team_no ORDER BY drawn.i)) AS owner_part
    FROM drawn
    INNER JOIN firm ON firm.i = drawn.firm_no
)
SELECT
    of_team.* EXCLUDE (owner_part),
    CAST(floor(of_team.owner_part * roster_size.places) AS INTEGER) AS place
FROM of_team
INNER JOIN roster_size ON roster_size.month_no = of_team.month_no AND roster_size.team_no = of_team.team_no;
DROP TABLE drawn;

CREATE TABLE owned AS
SELECT
    placed.* EXCLUDE (team_no, place),
    roster.seller_no AS owner_no
FROM placed
INNER JOIN roster
    ON roster.month_no = placed.month_no AND roster.team_no = placed.team_no AND roster.place = placed.place;
DROP TABLE placed;

CREATE TABLE paced AS
SELECT
    owned.i,
    least(greatest(owned.created_on, DATE '2022-10-03'), getvariable('as_of')) AS created_on,
    owned.firm_no,
    owned.currency,
    owned.price_factor,
    owned.size_factor,
    owned.owner_no,
    CASE
        WHEN owned.owner_no = 6
            -- from 2023-Q1 on, by the quarter that the deal was created in
            THEN [30, 30, 30, 30, 30, 30, 30, 35, 45, 62, 90, 125, 165, 210, 250][
                1 + greatest(0, date_diff('quarter', DATE '2023-01-01', owned.month_on))
            ]
        ELSE seller.skill
    END * 0.0019 * CASE owned.industry WHEN 'Automotive' THEN 1.65 ELSE 1 END AS win_chance,
    -- the fortune of the two whose progress is told is spread evenly over their deals
    CASE
        WHEN owned.owner_no IN (6, 12) THEN evenly(2 + row_number() OVER (PARTITION BY owned.owner_no ORDER BY owned.i))
        ELSE part_1(owned.d2)
    END AS chance,
    one_of(chances.deal_channels, part_2(owned.d2)) AS channel_no,
    one_of([1, 1, 1, 2, 2, 3, 3, 4, 5, 5], part_3(owned.d2)) AS article_no,
    CASE WHEN part_1(owned.d3) < 0.55 THEN 1 WHEN part_1(owned.d3) < 0.85 THEN 2 ELSE 3 END AS engaged,
    one_of([1, 1, 2, 2, 2, 3, 3, 3, 4, 5], part_2(owned.d3)) AS lost_in_stage,
    part_3(owned.d3) AS detour_part,
    owned.pace * CASE WHEN part_1(owned.d3) < 0.55 THEN 1.2 ELSE 0.75 END AS pace,
    owned.d4,
    owned.d5,
    owned.d6
FROM owned
CROSS JOIN chances
INNER JOIN seller ON seller.no = owned.owner_no;
DROP TABLE owned;

CREATE TABLE staged AS
WITH second AS MATERIALIZED (
    SELECT *, weekday(created_on + days_of(6, pace, part_1(d4))) AS second_on FROM paced
),
third AS MATERIALIZED (
    SELECT *, weekday(second_on + days_of(11, pace, part_2(d4))) AS third_on FROM second
),
fourth AS MATERIALIZED (
    SELECT *, weekday(third_on + days_of(17, pace, part_3(d4))) AS fourth_on FROM third
),
fifth AS MATERIALIZED (
    SELECT
        *,
        -- one deal in eight is for a part that needs no samples
        part_1(d6) < 0.12 AS is_untested,
        weekday(fourth_on + CASE
            WHEN part_1(d6) < 0.12 THEN 0
            ELSE days_of(11, pace * CASE WHEN fourth_on >= DATE '2025-10-01' THEN 4 ELSE 1 END, part_1(d5))
        END) AS fifth_on
    FROM fourth
),
sent_back AS MATERIALIZED (
    SELECT
        *,
        detour_part < 0.07 AS is_sent_back,
        weekday(fifth_on + between_whole(14, 30, part_2(d6))) AS again_on
    FROM fifth
)
SELECT
    * EXCLUDE (pace, d4, d5, is_sent_back, detour_part, again_on),
    -- some go back from negotiation to the offer
    CASE WHEN is_sent_back THEN weekday(fifth_on + 6) END AS back_on,
    CASE WHEN is_sent_back THEN again_on END AS again_on,
    CASE WHEN is_sent_back THEN again_on ELSE fifth_on END + days_of(13, pace, part_2(d5)) AS ready_on,
    CASE lost_in_stage
        WHEN 1 THEN created_on + days_of(9, pace, part_2(d5))
        WHEN 2 THEN second_on + days_of(14, pace, part_2(d5))
        WHEN 3 THEN third_on + days_of(20, pace, part_2(d5))
        WHEN 4 THEN fourth_on + days_of(14, pace, part_2(d5))
        WHEN 5 THEN CASE WHEN is_sent_back THEN again_on ELSE fifth_on END + days_of(16, pace, part_2(d5))
    END AS lost_on
FROM sent_back;
DROP TABLE paced;

CREATE TABLE deal_draft AS
WITH hurried AS MATERIALIZED (
    SELECT
        *,
        CAST(month_after(quarter_of(ready_on), 3) - ready_on AS INTEGER) AS days_left,
        CAST(ready_on - quarter_of(ready_on) AS INTEGER) AS days_over,
        part_3(d6) AS hurry_part
    FROM staged
),
ended AS (
    SELECT
        * EXCLUDE (days_left, days_over, hurry_part),
        weekday(CASE
            WHEN hurry_part < 0.6 AND days_left BETWEEN 15 AND 40 THEN ready_on + days_left - 1 - CAST(floor(hurry_part * 20) AS INTEGER)
            WHEN hurry_part < 0.6 AND days_over < 12 AND quarter_of(ready_on) - 5 > coalesce(again_on, fifth_on)
                THEN quarter_of(ready_on) - 1 - CAST(floor(hurry_part * 3) AS INTEGER)
            ELSE ready_on
        END) AS won_on,
        part_2(d6) < 0.08 AND lost_in_stage >= 3 AS is_reopened
    FROM hurried
)
SELECT
    * EXCLUDE (ready_on, lost_on, d6, is_reopened),
    weekday(lost_on) AS lost_on,
    is_reopened AND weekday(lost_on) + 30 + 28 <= getvariable('as_of') AS was_reopened,
    CASE WHEN is_reopened THEN weekday(weekday(lost_on) + 30) END AS reopened_on,
    CASE WHEN is_reopened THEN weekday(weekday(lost_on) + 30 + 28) END AS reclosed_on,
    is_reopened AND part_3(d6) < 0.4 AS is_won_later
FROM ended;
DROP TABLE staged;

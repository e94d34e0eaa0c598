-- Every deal as it runs up to the as-of day: sales, some of them expansions of what a customer has, and renewals.
-- what a deal is taken to be worth before there is an offer, in round five hundreds
CREATE MACRO guessed(listed_amount, drawn) AS
    CAST(greatest(1, round(listed_amount * (0.8 + 0.4 * part_1(drawn)) / 500)) * 500 AS DECIMAL(18, 2));

CREATE TABLE sale AS
WITH kinds AS (
    SELECT
        draft.*,
        CASE
            WHEN draft.created_on > first_order.closed_on
                AND (contract.years IS NULL OR draft.created_on < month_after(contract.starts_on, 12 * contract.years))
                THEN 'expansion'
            ELSE 'new'
        END AS deal_type
    FROM deal_draft AS draft
    LEFT JOIN first_order ON first_order.firm_no = draft.firm_no
    LEFT JOIN contract ON contract.firm_no = draft.firm_no
),
decided AS (
    SELECT
        *,
        -- a customer buys again more readily
        chance < win_chance * CASE deal_type WHEN 'expansion' THEN 1.5 ELSE 1 END AS is_won_at_once
    FROM kinds
)
SELECT
    i,
    deal_type,
    1 AS pipeline_no,
    firm_no,
    owner_no,
    currency,
    CASE deal_type WHEN 'new' THEN channel_no END AS channel_no,
    article_no,
    engaged,
    created_on,
    list_filter(
        [
            {no: 1, on_date: created_on},
            {no: 2, on_date: CASE WHEN is_won_at_once OR lost_in_stage >= 2 THEN second_on END},
            {no: 3, on_date: CASE WHEN is_won_at_once OR lost_in_stage >= 3 THEN third_on END},
            {no: 4, on_date: CASE WHEN (is_won_at_once OR lost_in_stage >= 4) AND NOT is_untested THEN fourth_on END},
            {no: 5, on_date: CASE WHEN is_won_at_once OR lost_in_stage = 5 THEN fifth_on END},
            {no: 3, on_date: CASE WHEN is_won_at_once OR lost_in_stage = 5 THEN back_on END},
            {no: 5, on_date: CASE WHEN is_won_at_once OR lost_in_stage = 5 THEN again_on END},
            {no: CASE WHEN is_won_at_once THEN 6 ELSE 7 END, on_date: CASE WHEN is_won_at_once THEN won_on ELSE lost_on END},
            {no: 3, on_date: CASE WHEN was_reopened AND NOT is_won_at_once THEN reopened_on END},
            {no: CASE WHEN is_won_later THEN 6 ELSE 7 END, on_date: CASE WHEN was_reopened AND NOT is_won_at_once THEN reclosed_on END}
        ],
        lambda entered : entered.on_date <= getvariable('as_of')
    ) AS steps
FROM decided;

CREATE TABLE running AS
WITH every AS (
    SELECT * FROM sale
    UNION ALL
    SELECT
        i,
        'renewal',
        2,
        firm_no,
        owner_no,
        currency,
        NULL,
        6,
        1,
        created_on,
        list_filter(
            [
                {no: 8, on_date: created_on},
                {no: 9, on_date: weekday(created_on + CAST(closed_on - created_on AS INTEGER) // 2)},
                {no: CASE WHEN is_last THEN 7 ELSE 6 END, on_date: closed_on}
            ],
            lambda entered : entered.on_date <= getvariable('as_of')
        )
    FROM renewal
),
placed AS (
    SELECT
        every.*,
        steps[-1].no AS stage_no,
        CASE WHEN steps[-1].no IN (6, 7) THEN steps[-1].on_date END AS closed_on,
        list_max(list_transform(list_filter(steps, lambda entered : entered.no <= 5), lambda entered : entered.no)) AS furthest,
        draw('deal detail', i) AS d1,
        draw('deal gaps', i) AS d2
    FROM every
),
expected AS (
    SELECT
        placed.*,
        CASE
            WHEN pipeline_no = 2 THEN placed.created_on + 75
            WHEN part_1(d1) < 0.4 THEN last_day(placed.created_on + CAST(round(56 * firm.pace) AS INTEGER))
            ELSE placed.created_on + CAST(round(56 * firm.pace) AS INTEGER)
        END AS first_expected_on,
        -- a few are left lying with a date that has long passed
        CASE WHEN part_2(d1) < 0.05 THEN 1 ELSE 12 END AS most_slips
    FROM placed
    INNER JOIN firm ON firm.i = placed.firm_no
)
SELECT
    *,
    list_transform(
        range(least(
            most_slips,
            greatest(0, CAST(coalesce(closed_on, getvariable('as_of')) - first_expected_on AS INTEGER) + 29) // 30
        )),
        lambda times : weekday(first_expected_on + CAST(times AS INTEGER) * 30 - 3)
    ) AS slips
FROM expected;
DROP TABLE sale;

CREATE TABLE valued AS
SELECT
    running.i,
    CASE
        WHEN running.pipeline_no = 2 THEN CAST(12 * renewal.monthly_amount AS DECIMAL(18, 2))
        WHEN running.furthest >= 5 OR running.stage_no = 6 THEN CAST(worth.amount AS DECIMAL(18, 2))
        WHEN running.furthest >= 3 THEN CAST(worth.listed_amount AS DECIMAL(18, 2))
        ELSE guessed(worth.listed_amount, running.d1)
    END AS amount,
    CASE
        WHEN running.pipeline_no = 2 THEN CAST(12 * renewal.monthly_amount AS DECIMAL(18, 2))
        ELSE CAST(worth.listed_amount AS DECIMAL(18, 2))
    END AS listed_amount,
    guessed(worth.listed_amount, running.d1) AS guessed_amount
FROM running
LEFT JOIN worth ON worth.i = running.i
LEFT JOIN renewal ON renewal.i = running.i;
DROP TABLE worth;

CREATE TABLE made_deal AS
SELECT
    running.i,
    numbered('D', running.i + 1) AS id,
    running.deal_type,
    running.pipeline_no,
    running.firm_no,
    CASE WHEN running.handed_on IS NOT NULL THEN 11 ELSE running.owner_no END AS owner_no,
    running.owner_no AS first_owner_no,
    running.handed_on,
    running.currency,
    running.channel_no,
    running.article_no,
    running.engaged,
    running.created_on,
    CASE
        WHEN running.channel_no IS NULL THEN running.created_on
        ELSE weekday(running.created_on - between_whole(3, 18, part_3(running.d1)))
    END AS first_contact_on,
    running.steps,
    running.slips,
    running.stage_no,
    running.furthest,
    running.closed_on,
    CASE running.stage_no WHEN 6 THEN 'won' WHEN 7 THEN 'lost' ELSE 'open' END AS outcome,
    running.first_expected_on,
    -- Ján Ďurčo leaves every third amount out, and most next steps
    part_1(running.d2) >= CASE WHEN running.owner_no = 7 THEN 0.35 WHEN running.furthest < 3 THEN 0.03 ELSE 0 END AS has_amount,
    part_2(running.d2) >= CASE WHEN running.owner_no = 7 THEN 0.8 ELSE 0.06 END AS has_next_step,
    running.stage_no <> 6 AND part_3(running.d2) < 0.012 AS is_deleted,
    valued.amount,
    valued.listed_amount,
    valued.guessed_amount
FROM (
    SELECT
        *,
        CASE
            WHEN owner_no = 5 AND created_on <= DATE '2025-08-29' AND coalesce(closed_on, getvariable('as_of')) > DATE '2025-08-29'
                THEN DATE '2025-08-29'
        END AS handed_on
    FROM running
) AS running
INNER JOIN valued ON valued.i = running.i;
DROP TABLE valued;
DROP TABLE running;

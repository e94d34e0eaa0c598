-- Each state that a deal was in: a stage entered, a closing date put off, an amount that became clearer, another owner,
-- and for one that was entered by mistake, that it was deleted.
WITH happened AS (
    SELECT i, unnest(steps).on_date AS on_date, unnest(steps).no AS stage_no, 0 AS slips, FALSE AS is_deleted FROM made_deal
    UNION ALL
    SELECT i, unnest(slips), NULL, 1, FALSE FROM made_deal
    UNION ALL
    SELECT i, handed_on, NULL, 0, FALSE FROM made_deal WHERE handed_on IS NOT NULL
    UNION ALL
    -- in the middle of its last open stage, or weeks after all else, when somebody tidies up
    SELECT
        i,
        CASE
            WHEN closed_on IS NOT NULL AND part_1(draw('deal tidied', i)) < 0.6
                THEN weekday(open_from + CAST(greatest(1, CAST(closed_on - open_from AS INTEGER) // 2) AS INTEGER))
            ELSE least(
                weekday(greatest(steps[-1].on_date, open_from) + between_whole(5, 60, part_3(draw('deal tidied', i)))),
                getvariable('as_of')
            )
        END,
        NULL,
        0,
        TRUE
    FROM (SELECT *, greatest(steps[-2].on_date, slips[-1], handed_on) AS open_from FROM made_deal) AS made_deal
    WHERE is_deleted
),
changed AS (
    SELECT i, on_date, max(stage_no) AS stage_no, sum(slips) AS slips, bool_or(is_deleted) AS is_deleted
    FROM happened
    GROUP BY i, on_date
),
state AS (
    SELECT
        i,
        on_date,
        last_value(stage_no IGNORE NULLS) OVER past AS stage_no,
        last_value(CASE WHEN stage_no IS NOT NULL THEN on_date END IGNORE NULLS) OVER past AS stage_on,
        max(CASE WHEN stage_no <> 7 THEN stage_no END) OVER past AS furthest,
        CAST(sum(slips) OVER past AS INTEGER) AS slips,
        bool_or(is_deleted) OVER past AS is_deleted,
        row_number() OVER past AS version_no,
        lead(on_date) OVER (PARTITION BY i ORDER BY on_date) AS until_on
    FROM changed
    WINDOW past AS (PARTITION BY i ORDER BY on_date ROWS UNBOUNDED PRECEDING)
),
deal AS MATERIALIZED (
    SELECT
        made_deal.i,
        made_deal.id,
        article.name || ', ' || firm.name AS name,
        firm_no,
        numbered('A', firm_no + 1) AS account_id,
        numbered('R', owner_no) AS owner_id,
        numbered('R', first_owner_no) AS first_owner_id,
        handed_on,
        pipeline_no,
        deal_type,
        CASE WHEN has_amount THEN amount END AS amount,
        CASE WHEN has_amount THEN listed_amount END AS listed_amount,
        CASE WHEN has_amount THEN guessed_amount END AS guessed_amount,
        made_deal.currency,
        made_deal.created_on,
        first_contact_on,
        first_expected_on,
        coalesce(channel.name, 'Account management') AS lead_source,
        CASE WHEN channel_no IS NOT NULL THEN campaign_id(channel_no, first_contact_on) END AS campaign_id,
        'X' || article_no AS product_id,
        has_next_step,
        draw('lost', made_deal.i) AS d_lost,
        INTERVAL 1 MINUTE * between_whole(480, 1000, part_1(draw('minute', made_deal.i))) AS time_of_day
    FROM made_deal
    INNER JOIN firm ON firm.i = made_deal.firm_no
    INNER JOIN article ON article.no = made_deal.article_no
    LEFT JOIN channel ON channel.no = made_deal.channel_no
)
SELECT
    deal.id || '-' || lpad(CAST(state.version_no AS VARCHAR), 2, '0') AS id,
    deal.id AS deal_id,
    deal.name,
    deal.account_id,
    CASE WHEN deal.handed_on <= state.on_date THEN deal.owner_id ELSE deal.first_owner_id END AS owner_id,
    'S' || deal.pipeline_no AS pipeline_id,
    stage_id(deal.pipeline_no, state.stage_no) AS stage_id,
    deal.deal_type,
    CASE
        WHEN state.furthest >= 5 THEN deal.amount
        WHEN state.furthest >= 3 THEN deal.listed_amount
        ELSE deal.guessed_amount
    END AS amount,
    deal.currency,
    deal.created_on,
    deal.first_contact_on,
    deal.first_expected_on + 30 * state.slips AS expected_close_on,
    CASE WHEN state.stage_no IN (6, 7) THEN state.stage_on END AS closed_on,
    CASE
        WHEN state.stage_no = 7 AND deal.pipeline_no = 1
            THEN one_of(
                ['Price', 'Price', 'Price', 'Competitor', 'Competitor', 'No decision', 'No decision', 'Timing', 'Technical fit'],
                part_1(deal.d_lost)
            )
        WHEN state.stage_no = 7
            THEN one_of(['Price', 'Competitor', 'Made in-house', 'Closed down'], part_1(draw('churn', deal.firm_no)))
    END AS lost_reason,
    step.category AS forecast_category,
    step.probability,
    deal.lead_source,
    deal.campaign_id,
    deal.product_id,
    CASE
        WHEN state.stage_no NOT IN (6, 7) AND deal.has_next_step
            -- what is planned now was planned on the last day; before that, on the day of each state
            THEN weekday(
                CASE WHEN state.until_on IS NULL THEN getvariable('as_of') ELSE state.on_date END
                + between_whole(3, 21, part_2(deal.d_lost))
            )
    END AS next_step_on,
    state.is_deleted,
    state.on_date + deal.time_of_day AS valid_from,
    state.until_on + deal.time_of_day AS valid_until,
    'vendor' AS origin
FROM state
INNER JOIN deal ON deal.i = state.i
INNER JOIN step ON step.no = state.stage_no AND step.pipeline_no = deal.pipeline_no
ORDER BY state.i, state.version_no

-- Each state that a deal was in: a stage entered, a closing date put off, an amount that became clearer, another owner.
WITH happened AS (
    SELECT i, unnest(steps).on_date AS on_date, unnest(steps).no AS stage_no, 0 AS slips FROM made_deal
    UNION ALL
    SELECT i, unnest(slips), NULL, 1 FROM made_deal
    UNION ALL
    SELECT i, handed_on, NULL, 0 FROM made_deal WHERE handed_on IS NOT NULL
),
changed AS (
    SELECT i, on_date, max(stage_no) AS stage_no, sum(slips) AS slips
    FROM happened
    GROUP BY i, on_date
),
state AS (
    SELECT
        i,
        on_date,
        last_value(stage_no IGNORE NULLS) OVER past AS stage_no,
        max(CASE WHEN stage_no <> 7 THEN stage_no END) OVER past AS furthest,
        CAST(sum(slips) OVER past AS INTEGER) AS slips,
        row_number() OVER past AS version_no,
        lead(on_date) OVER (PARTITION BY i ORDER BY on_date) AS until_on
    FROM changed
    WINDOW past AS (PARTITION BY i ORDER BY on_date ROWS UNBOUNDED PRECEDING)
),
deal AS MATERIALIZED (
    SELECT
        i,
        id,
        numbered('A', firm_no + 1) AS account_id,
        numbered('R', owner_no) AS owner_id,
        numbered('R', first_owner_no) AS first_owner_id,
        handed_on,
        pipeline_no,
        deal_type,
        CASE WHEN has_amount THEN amount END AS amount,
        CASE WHEN has_amount THEN listed_amount END AS listed_amount,
        CASE WHEN has_amount THEN guessed_amount END AS guessed_amount,
        currency,
        created_on,
        first_expected_on,
        coalesce(channel.name, 'Account management') AS lead_source,
        'X' || article_no AS product_id,
        INTERVAL 1 MINUTE * between_whole(480, 1000, part_1(draw('minute', i))) AS time_of_day
    FROM made_deal
    LEFT JOIN channel ON channel.no = made_deal.channel_no
)
SELECT
    deal.id || '-' || lpad(CAST(state.version_no AS VARCHAR), 2, '0') AS id,
    deal.id AS deal_id,
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
    deal.first_expected_on + 30 * state.slips AS expected_close_on,
    CASE WHEN state.stage_no IN (6, 7) THEN state.on_date END AS closed_on,
    step.category AS forecast_category,
    step.probability,
    deal.lead_source,
    deal.product_id,
    state.on_date + deal.time_of_day AS valid_from,
    state.until_on + deal.time_of_day AS valid_until,
    'vendor' AS origin
FROM state
INNER JOIN deal ON deal.i = state.i
INNER JOIN step ON step.no = state.stage_no AND step.pipeline_no = deal.pipeline_no
ORDER BY state.i, state.version_no

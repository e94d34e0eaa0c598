SELECT
    made_deal.id,
    article.name || ', ' || firm.name AS name,
    numbered('A', made_deal.firm_no + 1) AS account_id,
    numbered('R', made_deal.owner_no) AS owner_id,
    'S' || made_deal.pipeline_no AS pipeline_id,
    stage_id(made_deal.pipeline_no, made_deal.stage_no) AS stage_id,
    made_deal.deal_type,
    CASE WHEN made_deal.has_amount THEN made_deal.amount END AS amount,
    made_deal.currency,
    made_deal.created_on,
    made_deal.first_contact_on,
    made_deal.first_expected_on + 30 * CAST(len(made_deal.slips) AS INTEGER) AS expected_close_on,
    made_deal.closed_on,
    CASE
        WHEN made_deal.outcome = 'lost' AND made_deal.pipeline_no = 1
            THEN one_of(
                ['Price', 'Price', 'Price', 'Competitor', 'Competitor', 'No decision', 'No decision', 'Timing', 'Technical fit'],
                part_1(draw('lost', made_deal.i))
            )
        WHEN made_deal.outcome = 'lost'
            THEN one_of(['Price', 'Competitor', 'Made in-house', 'Closed down'], part_1(draw('churn', made_deal.firm_no)))
    END AS lost_reason,
    step.category AS forecast_category,
    step.probability,
    coalesce(channel.name, 'Account management') AS lead_source,
    CASE WHEN made_deal.channel_no IS NOT NULL THEN campaign_id(made_deal.channel_no, made_deal.first_contact_on) END AS campaign_id,
    'X' || made_deal.article_no AS product_id,
    CASE
        WHEN made_deal.outcome = 'open' AND made_deal.has_next_step
            THEN weekday(getvariable('as_of') + between_whole(3, 21, part_2(draw('lost', made_deal.i))))
    END AS next_step_on,
    made_deal.is_deleted
FROM made_deal
INNER JOIN firm ON firm.i = made_deal.firm_no
INNER JOIN article ON article.no = made_deal.article_no
INNER JOIN step ON step.no = made_deal.stage_no AND step.pipeline_no = made_deal.pipeline_no
LEFT JOIN channel ON channel.no = made_deal.channel_no
ORDER BY made_deal.i

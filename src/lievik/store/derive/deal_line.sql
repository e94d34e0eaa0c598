-- One row a line of a deal: how and when its deal ended, so that lines are counted by the day they were sold.
SELECT
    deal_line.id,
    deal.closed_on,
    deal.outcome,
    coalesce(deal.is_deleted, FALSE) AS is_deleted
FROM deal_line
LEFT JOIN deal ON deal.id = deal_line.deal_id

-- what was won is delivered and billed in one to three parts; one line in twenty-five is partly sent back
WITH billed AS (
    SELECT
        made_deal.id,
        made_deal.firm_no,
        made_deal.owner_no,
        made_deal.closed_on,
        line_draft.*,
        between_whole(1, 3, part_1(draw('invoice', made_deal.i))) AS parts,
        between_whole(0, 12, part_2(draw('invoice', made_deal.i))) AS days,
        part_3(draw('invoice', made_deal.i * 4 + line_draft.line_no)) < 0.04 AS is_sent_back
    FROM made_deal
    INNER JOIN line_draft ON line_draft.i = made_deal.i
    WHERE made_deal.outcome = 'won' AND made_deal.pipeline_no = 1
),
split AS (
    SELECT *, unnest(range(1, 4)) AS part_no FROM billed
),
part AS (
    SELECT
        *,
        closed_on + 14 + days + 30 * (CAST(part_no AS INTEGER) - 1) AS invoiced_on,
        quantity * part_no // parts - quantity * (part_no - 1) // parts AS part_quantity,
        FALSE AS is_return
    FROM split
    WHERE part_no <= parts
    UNION ALL
    SELECT
        *,
        closed_on + 60 + days,
        -((quantity + 9) // 10),
        TRUE
    FROM split
    WHERE part_no = 1 AND is_sent_back
)
SELECT
    id || '-' || line_no || CASE WHEN is_return THEN 'R' ELSE CAST(part_no AS VARCHAR) END AS id,
    CASE WHEN is_return THEN 'DB' ELSE 'FA' END || id || '-' || part_no AS invoice_no,
    numbered('A', firm_no + 1) AS account_id,
    id AS deal_id,
    numbered('R', owner_no) AS rep_id,
    'X' || article_no AS product_id,
    invoiced_on,
    part_quantity AS quantity,
    unit_price,
    CAST(round(CAST(part_quantity * unit_price AS DECIMAL(20, 6)) * (1 - CAST(discount_share AS DECIMAL(4, 2))), 2) AS DECIMAL(18, 2)) AS amount,
    currency,
    is_return
FROM part
WHERE invoiced_on <= getvariable('as_of') AND part_quantity <> 0
ORDER BY id

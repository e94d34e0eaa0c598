SELECT
    numbered('A', firm.i + 1) AS id,
    firm.name,
    firm.industry,
    firm.size_band,
    firm.region,
    firm.country,
    numbered('R', coalesce(owner.seller_no, 1)) AS owner_id,
    firm.icp_fit >= 0.8 AS is_target,
    CASE WHEN firm.i > 200 AND part_1(draw('parent', firm.i)) < 0.04 THEN numbered('A', firm.i - 99) END AS parent_id,
    firm.created_on,
    firm.icp_fit
FROM firm
LEFT JOIN (
    SELECT team_no, seller_no, row_number() OVER (PARTITION BY team_no ORDER BY seller_no) - 1 AS place, count(*) OVER (PARTITION BY team_no) AS places
    FROM membership
    WHERE ends_on IS NULL
) AS owner ON owner.team_no = firm.team_no AND owner.place = firm.i % owner.places
ORDER BY firm.i

-- One row a lead that was won: the first win of all its repeats, as lead.sql gives it, by which lead repeats which.
WITH RECURSIVE won_lead AS (
    SELECT
        lead.id,
        lead.merged_into_id,
        lead.duplicate_of_id,
        deal.closed_on
    FROM lead
    INNER JOIN deal ON deal.id = lead.deal_id
    WHERE deal.outcome = 'won' AND NOT deal.is_deleted
),
merged AS (
    SELECT
        id,
        merged_into_id AS into_id
    FROM lead
    WHERE merged_into_id IS NOT NULL
    UNION
    SELECT
        merged.id,
        lead.merged_into_id AS into_id
    FROM merged
    INNER JOIN lead ON lead.id = merged.into_id
    WHERE lead.merged_into_id IS NOT NULL
),
counted AS (
    SELECT
        coalesce(duplicate_of_id, id) AS kept_id,
        closed_on
    FROM won_lead
    WHERE merged_into_id IS NULL
    UNION ALL
    SELECT
        coalesce(target.duplicate_of_id, target.id) AS kept_id,
        won_lead.closed_on
    FROM won_lead
    INNER JOIN merged ON merged.id = won_lead.id
    INNER JOIN lead AS target ON target.id = merged.into_id
    WHERE won_lead.merged_into_id IS NOT NULL AND target.merged_into_id IS NULL AND NOT target.is_deleted
),
won AS (
    SELECT
        kept_id,
        min(closed_on) AS won_on
    FROM counted
    GROUP BY kept_id
)
SELECT
    won.kept_id AS id,
    won.won_on
FROM won
INNER JOIN lead ON lead.id = won.kept_id
WHERE NOT lead.is_deleted AND lead.merged_into_id IS NULL AND lead.duplicate_of_id IS NULL

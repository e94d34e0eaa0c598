-- One row a lead: the lead it repeats, and, on leads that repeat none, the first qualification, conversion and win of all its repeats.
WITH RECURSIVE merged AS (
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
written AS (
    SELECT
        id,
        nullif(lower(trim(email)), '') AS email,
        created_on,
        created_at
    FROM lead
    WHERE NOT is_deleted AND merged_into_id IS NULL
),
untagged AS (
    SELECT
        id,
        CASE WHEN contains(email, '+') THEN regexp_replace(email, '^([^@+]+)[+][^@]*@', '\1@') ELSE email END AS email,
        created_on,
        created_at
    FROM written
),
-- one mailbox may be written in several ways: with a tag after a plus, and at Gmail with dots or without
kept AS (
    SELECT
        id,
        CASE
            WHEN email LIKE '%@gmail.com' OR email LIKE '%@googlemail.com'
                THEN replace(split_part(email, '@', 1), '.', '') || '@gmail.com'
            ELSE email
        END AS email,
        created_on,
        created_at
    FROM untagged
),
original AS (
    SELECT
        id,
        first_value(id) OVER (
            PARTITION BY email ORDER BY created_on NULLS LAST, created_at NULLS LAST, id
        ) AS original_id
    FROM kept
    WHERE email IS NOT NULL
),
-- what each lead counts for: what it was merged into, and the first one with the same address
counted AS (
    SELECT
        lead.id,
        coalesce(original.original_id, target.id, lead.id) AS kept_id
    FROM lead
    LEFT JOIN merged ON merged.id = lead.id
    LEFT JOIN kept AS target ON target.id = coalesce(merged.into_id, lead.id)
    LEFT JOIN original ON original.id = target.id
),
reached AS (
    SELECT
        counted.kept_id,
        min(lead.qualified_on) AS first_qualified_on,
        min(lead.converted_on) AS first_converted_on,
        min(deal.closed_on) AS won_on
    FROM counted
    INNER JOIN lead ON lead.id = counted.id
    LEFT JOIN deal ON deal.id = lead.deal_id AND deal.outcome = 'won' AND NOT deal.is_deleted
    GROUP BY counted.kept_id
)
SELECT
    lead.id,
    CASE WHEN original.original_id <> lead.id THEN original.original_id END AS duplicate_of_id,
    CASE WHEN coalesce(original.original_id, kept.id) = lead.id THEN reached.first_qualified_on END AS first_qualified_on,
    CASE WHEN coalesce(original.original_id, kept.id) = lead.id THEN reached.first_converted_on END AS first_converted_on,
    CASE WHEN coalesce(original.original_id, kept.id) = lead.id THEN reached.won_on END AS won_on
FROM lead
LEFT JOIN kept ON kept.id = lead.id
LEFT JOIN original ON original.id = lead.id
LEFT JOIN reached ON reached.kept_id = lead.id

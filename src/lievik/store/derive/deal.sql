-- One row a deal: its outcome (else by its stage), when it was first qualified, when its cycle started.
WITH qualified AS (
    SELECT
        version.deal_id,
        min(version.valid_from_on) AS qualified_on
    FROM deal_version AS version
    INNER JOIN stage ON stage.id = version.stage_id
    WHERE stage.is_qualified AND version.known_until IS NULL
    GROUP BY version.deal_id
),
first_lead AS (
    SELECT
        deal_id,
        min(created_on) AS created_on
    FROM lead
    WHERE deal_id IS NOT NULL
    GROUP BY deal_id
)
SELECT
    deal.id,
    coalesce(deal.given_outcome, stage.kind) AS outcome,
    coalesce(deal.given_qualified_on, qualified.qualified_on) AS qualified_on,
    coalesce(deal.first_contact_on, first_lead.created_on, deal.created_on) AS cycle_started_on,
    -- an open deal stands open whatever day it closed on before; one that ended on an unknown day never stood open
    CASE WHEN coalesce(deal.given_outcome, stage.kind) IN ('won', 'lost') THEN coalesce(deal.closed_on, deal.created_on) END
        AS open_until
FROM deal
LEFT JOIN stage ON stage.id = deal.stage_id
LEFT JOIN qualified ON qualified.deal_id = deal.id
LEFT JOIN first_lead ON first_lead.deal_id = deal.id

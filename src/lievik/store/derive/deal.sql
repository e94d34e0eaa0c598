-- One row a deal: its outcome (else by its stage), when it was first qualified, when its cycle started, and whether its
-- versions tell of all of its states.
WITH history AS (
    SELECT
        version.deal_id,
        min(CASE WHEN stage.is_qualified THEN version.valid_from_on END) AS qualified_on,
        min(version.valid_from_on) AS first_on,
        bool_or(version.until_on IS NULL) AS is_open_ended
    FROM deal_version AS version
    LEFT JOIN stage ON stage.id = version.stage_id
    WHERE version.known_until IS NULL AND version.deal_id IN (SELECT id FROM deal)
    GROUP BY version.deal_id
),
first_lead AS (
    SELECT
        deal_id,
        min(created_on) AS created_on
    FROM lead
    WHERE deal_id IN (SELECT id FROM deal)
    GROUP BY deal_id
)
SELECT
    deal.id,
    coalesce(deal.given_outcome, stage.kind) AS outcome,
    coalesce(deal.given_qualified_on, history.qualified_on) AS qualified_on,
    coalesce(deal.first_contact_on, first_lead.created_on, deal.created_on) AS cycle_started_on,
    -- an open deal stands open whatever day it closed on before; one that ended on an unknown day never stood open
    CASE WHEN coalesce(deal.given_outcome, stage.kind) IN ('won', 'lost') THEN coalesce(deal.closed_on, deal.created_on) END
        AS open_until,
    coalesce(history.is_open_ended AND history.first_on <= coalesce(deal.created_on, history.first_on), FALSE) AS is_versioned
FROM deal
LEFT JOIN stage ON stage.id = deal.stage_id
LEFT JOIN history ON history.deal_id = deal.id
LEFT JOIN first_lead ON first_lead.deal_id = deal.id

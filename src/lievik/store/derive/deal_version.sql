-- One row a state of a deal: its outcome (else by the kind of its stage), and when it was first qualified, as far as that
-- had happened by then.
SELECT
    version.id,
    coalesce(version.given_outcome, stage.kind) AS outcome,
    coalesce(
        version.given_qualified_on,
        min(CASE WHEN stage.is_qualified AND version.known_until IS NULL THEN version.valid_from_on END) OVER (
            PARTITION BY version.deal_id ORDER BY version.valid_from NULLS FIRST, version.valid_from_on NULLS FIRST
        )
    ) AS qualified_on
FROM deal_version AS version
LEFT JOIN stage ON stage.id = version.stage_id

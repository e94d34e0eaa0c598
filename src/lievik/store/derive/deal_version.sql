-- One row a state of a deal: its outcome (else by the kind of its stage), when it was first qualified, as far as that had
-- happened by then, and the day from which the next state holds, else the day that is given as its end.
SELECT
    version.id,
    coalesce(version.given_outcome, stage.kind) AS outcome,
    coalesce(
        version.given_qualified_on,
        min(CASE WHEN stage.is_qualified AND version.known_until IS NULL THEN version.valid_from_on END) OVER (
            PARTITION BY version.deal_id ORDER BY version.valid_from NULLS FIRST, version.valid_from_on NULLS FIRST
        )
    ) AS qualified_on,
    coalesce(
        lead(version.valid_from_on) OVER (
            PARTITION BY version.deal_id, version.known_until IS NULL
            ORDER BY version.valid_from NULLS FIRST, version.valid_from_on NULLS FIRST, version.id
        ),
        version.valid_until_on
    ) AS until_on
FROM deal_version AS version
LEFT JOIN stage ON stage.id = version.stage_id

SELECT
    stage_id(pipeline_no, no) AS id,
    'S' || pipeline_no AS pipeline_id,
    name,
    row_number() OVER (PARTITION BY pipeline_no ORDER BY CASE WHEN no > 7 THEN no - 7 ELSE no END) AS position,
    kind,
    is_qualified OR no > 7 AS is_qualified,
    probability
FROM step
ORDER BY id

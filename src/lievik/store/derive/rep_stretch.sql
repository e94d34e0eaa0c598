-- One row a stretch of a rep's time in one team, or in none; together they are the time that the rep was there.
-- An open beginning or end is a far day while it is worked out.
WITH person AS (
    SELECT
        id AS rep_id,
        coalesce(started_on, DATE '0001-01-01') AS first_on,
        coalesce(left_on, DATE '9999-12-31') AS until_on,
        carries_quota
    FROM rep
),
turn AS (
    SELECT rep_id, first_on AS on_date FROM person
    UNION
    SELECT rep_id, until_on FROM person
    UNION
    SELECT rep_id, starts_on FROM membership WHERE starts_on IS NOT NULL
    UNION
    SELECT rep_id, ends_on FROM membership WHERE ends_on IS NOT NULL
),
piece AS (
    SELECT
        person.rep_id,
        person.carries_quota,
        turn.on_date AS starts_on,
        lead(turn.on_date) OVER (PARTITION BY person.rep_id ORDER BY turn.on_date) AS ends_on
    FROM person
    INNER JOIN turn ON turn.rep_id = person.rep_id AND turn.on_date BETWEEN person.first_on AND person.until_on
)
SELECT
    piece.rep_id,
    membership.team_id,
    nullif(piece.starts_on, DATE '0001-01-01') AS starts_on,
    nullif(piece.ends_on, DATE '9999-12-31') AS ends_on,
    piece.carries_quota
FROM piece
LEFT JOIN membership
    ON membership.rep_id = piece.rep_id
    AND (membership.starts_on IS NULL OR membership.starts_on <= piece.starts_on)
    AND (membership.ends_on IS NULL OR piece.starts_on < membership.ends_on)
WHERE piece.ends_on IS NOT NULL

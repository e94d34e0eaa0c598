-- One row a spell of a rep in a team, never two at once: a later start ends the earlier spell.
WITH ordered AS (
    SELECT
        team_id,
        rep_id,
        starts_on,
        ends_on,
        lead(starts_on) OVER (PARTITION BY rep_id ORDER BY starts_on NULLS FIRST, id) AS next_on,
        row_number() OVER (PARTITION BY rep_id ORDER BY starts_on NULLS FIRST, id) AS place,
        count(*) OVER (PARTITION BY rep_id) AS places
    FROM team_member
    WHERE rep_id IS NOT NULL
)
SELECT
    team_id,
    rep_id,
    starts_on,
    least(ends_on, next_on) AS ends_on
FROM ordered
-- of several spells without a start only the last stands; so does the last of several with the same start
WHERE
    (place = places OR next_on IS NOT NULL)
    AND (starts_on IS NULL OR least(ends_on, next_on) IS NULL OR least(ends_on, next_on) > starts_on)

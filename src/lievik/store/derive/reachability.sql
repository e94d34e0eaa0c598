-- One row a holder of an address: whether what is sent there arrives, and why that is thought. What is wrong with the
-- address itself comes first, then the newest verdict of a verifier that says anything, then what the CRM says of it.
WITH written AS (
    SELECT
        id,
        nullif(lower(trim(email)), '') AS email,
        email_status
    FROM addressed
),
parted AS (
    SELECT
        id,
        email,
        email_status,
        split_part(split_part(email, '@', 1), '+', 1) AS mailbox,
        split_part(email, '@', 2) AS domain,
        length(split_part(email, '@', 1)) <= 64 AND length(email) <= 254 AND regexp_matches(
            -- a letter of any language is as good as a plain one
            CASE WHEN strlen(email) = length(email) THEN email ELSE regexp_replace(email, '[\p{L}\p{M}\p{N}]', 'x', 'g') END,
            '^[a-z0-9!#$%&''*+/=?^_`{|}~-]+([.][a-z0-9!#$%&''*+/=?^_`{|}~-]+)*@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?[.])+[a-z][a-z0-9-]{0,61}[a-z0-9]$'
        ) AS is_well_written
    FROM written
),
word AS (SELECT * FROM looked_up_address_word),
domain AS (
    SELECT
        each.domain,
        coalesce(whole.meaning, beyond.meaning, ending.meaning) AS trouble
    FROM (SELECT DISTINCT domain FROM parted WHERE domain <> '') AS each
    LEFT JOIN word AS whole ON whole.kind = 'domain' AND whole.word = each.domain
    LEFT JOIN word AS beyond ON beyond.kind = 'domain' AND beyond.word = regexp_replace(each.domain, '^[^.]*[.]', '')
    LEFT JOIN word AS ending ON ending.kind = 'domain' AND ending.word = regexp_extract(each.domain, '[.][^.]*$')
),
spoken AS (
    SELECT
        each.status,
        coalesce(word.meaning, 'not_known') AS verdict
    FROM (SELECT email_status AS status FROM written UNION SELECT status FROM email_verdict) AS each
    LEFT JOIN word ON word.kind = 'verdict'
        AND word.word = trim(regexp_replace(strip_accents(lower(each.status)), '[^a-z0-9]+', ' ', 'g'))
    WHERE trim(each.status) <> ''
),
-- of verdicts of one day the one that came last, and of those that came together the worst
checked AS (
    SELECT
        lower(trim(email_verdict.email)) AS email,
        spoken.verdict,
        row_number() OVER (
            PARTITION BY lower(trim(email_verdict.email))
            ORDER BY
                spoken.verdict = 'not_known',
                coalesce(email_verdict.checked_on, CAST(email_verdict.known_from AS DATE)) DESC,
                email_verdict.known_from DESC,
                CASE spoken.verdict WHEN 'unreachable' THEN 1 WHEN 'risky' THEN 2 ELSE 3 END
        ) AS place
    FROM email_verdict
    INNER JOIN spoken ON spoken.status = email_verdict.status
),
judged AS (
    SELECT
        parted.id,
        parted.email,
        CASE
            -- of somebody who was forgotten nothing but a verdict is left
            WHEN parted.email IS NULL OR (parted.email LIKE 'forgotten-%' AND NOT contains(parted.email, '@')) THEN NULL
            WHEN NOT parted.is_well_written THEN 'wrong_syntax'
            ELSE domain.trouble
        END AS trouble,
        nullif(checked.verdict, 'not_known') AS verdict,
        nullif(spoken.verdict, 'not_known') AS said,
        CASE
            WHEN checked.verdict IS NULL AND spoken.verdict IS NULL THEN 'not_checked'
            ELSE 'verifier_unsure'
        END AS doubt,
        CASE
            WHEN strlen(parted.mailbox) > length(parted.mailbox) THEN 'accented_mailbox'
            WHEN word.word IS NOT NULL THEN 'role_account'
        END AS care
    FROM parted
    LEFT JOIN domain ON domain.domain = parted.domain
    LEFT JOIN checked ON checked.email = parted.email AND checked.place = 1
    LEFT JOIN spoken ON spoken.status = parted.email_status
    LEFT JOIN word ON word.kind = 'role'
        AND word.word = replace(replace(rtrim(parted.mailbox, '0123456789'), '-', ''), '_', '')
)
SELECT
    id,
    CASE
        WHEN trouble IS NOT NULL THEN 'unreachable'
        WHEN coalesce(verdict, said) IS NOT NULL THEN coalesce(verdict, said)
        WHEN care IS NOT NULL THEN 'risky'
        WHEN email IS NOT NULL THEN 'not_known'
    END AS reachability,
    CASE
        WHEN trouble IS NOT NULL THEN trouble
        WHEN verdict IS NOT NULL THEN 'verifier'
        WHEN said IS NOT NULL THEN 'crm_status'
        WHEN care IS NOT NULL THEN care
        WHEN email IS NOT NULL THEN doubt
    END AS reachability_reason
FROM judged

-- As untidy as leads are: some entered twice, some merged, some spam, a few deleted, some that cannot be reached.
-- Story: paid ads bring many more leads that cannot be reached than any other source, and none of those is ever sold to.
WITH flawed AS (
    SELECT
        lead_draft.*,
        part_1(draw('lead flaw', no)) AS flaw_part,
        part_2(draw('lead flaw', no)) AS reason_part,
        part_3(draw('lead flaw', no)) AS minute_part
    FROM lead_draft
),
named AS (
    SELECT
        *,
        CASE WHEN deal_no IS NULL AND flaw_part < 0.02 AND no > getvariable('sales') + 7 THEN no - 7 ELSE no END AS person_no
    FROM flawed
),
addressed AS (
    SELECT
        *,
        part_1(draw('lead mail', no)) AS mail_part,
        part_2(draw('lead mail', no)) AS host_part,
        replace(plain(person(draw('lead person', person_no))), '-', '.') AS mailbox,
        -- those that are entered again keep their address
        deal_no IS NULL AND person_no = no AND part_1(draw('lead flaw', no + 7)) >= 0.02 AS is_only_here
    FROM named
)
SELECT
    numbered('L', named.no + 1) AS id,
    named.created_on + INTERVAL 1 MINUTE * between_whole(420, 1080, named.minute_part) AS created_at,
    channel.name AS lead_source,
    campaign_id(named.channel_no, named.created_on) AS campaign_id,
    numbered('R', named.owner_no) AS owner_id,
    CASE
        WHEN named.converted_on IS NOT NULL THEN 'Converted'
        WHEN named.qualified_on IS NOT NULL THEN 'Qualified'
        WHEN named.disqualified_on IS NOT NULL THEN 'Disqualified'
        WHEN named.created_on > getvariable('as_of') - 14 THEN 'New'
        ELSE 'Working'
    END AS status,
    named.qualified_on,
    named.disqualified_on,
    CASE
        WHEN named.disqualified_on IS NOT NULL
            THEN one_of(['No need', 'No need', 'No budget', 'No budget', 'Wrong contact', 'Competitor', 'Spam', 'Too small', 'Too small', 'Test'], named.reason_part)
    END AS disqualified_reason,
    named.converted_on,
    CASE WHEN named.deal_no IS NOT NULL THEN numbered('D', named.deal_no + 1) END AS deal_id,
    CASE WHEN named.firm_no IS NOT NULL THEN numbered('A', named.firm_no + 1) END AS account_id,
    CASE
        WHEN named.is_only_here AND named.channel_no = 2 AND named.mail_part < 0.09
            THEN named.mailbox || (named.no + 1) || '@' || one_of(['mailinator.com', 'yopmail.com', 'guerrillamail.com'], named.host_part)
        WHEN named.is_only_here AND named.mail_part < CASE WHEN named.channel_no = 2 THEN 0.15 ELSE 0.01 END
            THEN named.mailbox || '@firma' || (named.no + 1)
        WHEN named.is_only_here AND named.mail_part > 0.93
            THEN one_of(['info', 'obchod', 'kancelaria', 'office'], named.host_part) || '@firma' || (named.no + 1) || '.example'
        ELSE named.mailbox || '@firma' || (named.person_no + 1) || '.example'
    END AS email,
    CASE
        -- the last ones have not been checked yet
        WHEN named.created_on > getvariable('as_of') - 60 THEN NULL
        WHEN named.deal_no IS NOT NULL THEN CASE WHEN named.reason_part < 0.93 THEN 'valid' ELSE 'risky' END
        WHEN named.reason_part < CASE WHEN named.channel_no = 2 THEN 0.72 ELSE 0.87 END THEN 'valid'
        WHEN named.reason_part < CASE WHEN named.channel_no = 2 THEN 0.8 ELSE 0.94 END THEN 'risky'
        ELSE 'invalid'
    END AS email_status,
    coalesce(firm.industry, one_of(['Machinery', 'Automotive', 'Food', 'Wood and furniture', 'Metallurgy', 'Agriculture'], named.reason_part)) AS industry,
    coalesce(firm.country, one_of(['SK', 'SK', 'SK', 'SK', 'CZ', 'CZ', 'PL', 'HU', 'DE'], named.minute_part)) AS country,
    named.deal_no IS NULL AND flaw_part > 0.99 AS is_deleted,
    CASE WHEN named.deal_no IS NULL AND named.flaw_part BETWEEN 0.02 AND 0.027 AND named.no > getvariable('sales') THEN numbered('L', named.no) END AS merged_into_id
FROM addressed AS named
INNER JOIN channel ON channel.no = named.channel_no
LEFT JOIN firm ON firm.i = named.firm_no
ORDER BY named.no

-- As untidy as leads are: some entered twice, some merged, some spam, a few deleted.
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
    replace(plain(person(draw('lead person', named.person_no))), '-', '.') || '@firma' || (named.person_no + 1) || '.example' AS email,
    CASE WHEN named.reason_part < 0.85 THEN 'valid' WHEN named.reason_part < 0.93 THEN 'risky' ELSE 'invalid' END AS email_status,
    coalesce(firm.industry, one_of(['Machinery', 'Automotive', 'Food', 'Wood and furniture', 'Metallurgy', 'Agriculture'], named.reason_part)) AS industry,
    coalesce(firm.country, one_of(['SK', 'SK', 'SK', 'SK', 'CZ', 'CZ', 'PL', 'HU', 'DE'], named.minute_part)) AS country,
    named.deal_no IS NULL AND flaw_part > 0.99 AS is_deleted,
    CASE WHEN named.deal_no IS NULL AND named.flaw_part BETWEEN 0.02 AND 0.027 AND named.no > getvariable('sales') THEN numbered('L', named.no) END AS merged_into_id
FROM named
INNER JOIN channel ON channel.no = named.channel_no
LEFT JOIN firm ON firm.i = named.firm_no
ORDER BY named.no

-- One row an activity: whether it is selling (as it says itself, else as the company says of its kind, else as is usual),
-- and whether the hours that its rep worked are known at all, by a timesheet of the month or by a contract.
WITH usual (folded, is_selling) AS (
    VALUES
    ('prospecting', TRUE), ('outreach', TRUE), ('coldcall', TRUE), ('coldcalling', TRUE), ('qualification', TRUE),
    ('discovery', TRUE), ('discoverycall', TRUE), ('call', TRUE), ('calls', TRUE), ('phone', TRUE), ('phonecall', TRUE),
    ('salescall', TRUE), ('videocall', TRUE), ('meeting', TRUE), ('meetings', TRUE), ('salesmeeting', TRUE),
    ('clientmeeting', TRUE), ('customermeeting', TRUE), ('visit', TRUE), ('customervisit', TRUE), ('demo', TRUE),
    ('demos', TRUE), ('demonstration', TRUE), ('presentation', TRUE), ('negotiation', TRUE), ('negotiations', TRUE),
    ('closing', TRUE), ('selling', TRUE), ('sales', TRUE),
    ('vyhladavaniezakaznikov', TRUE), ('oslovovanie', TRUE), ('oslovenie', TRUE), ('akvizicia', TRUE), ('hovor', TRUE),
    ('hovory', TRUE), ('telefonat', TRUE), ('telefonaty', TRUE), ('telefonickyhovor', TRUE), ('videohovor', TRUE),
    ('stretnutie', TRUE), ('stretnutia', TRUE), ('obchodnestretnutie', TRUE), ('stretnutiesozakaznikom', TRUE),
    ('schodzka', TRUE), ('navsteva', TRUE), ('navstevazakaznika', TRUE), ('ukazka', TRUE), ('prezentacia', TRUE),
    ('rokovanie', TRUE), ('jednanie', TRUE), ('vyjednavanie', TRUE), ('uzatvaranie', TRUE), ('uzavretie', TRUE),
    ('uzatvorenieobchodu', TRUE), ('predaj', TRUE),
    ('schuzka', TRUE), ('schuzky', TRUE), ('prezentace', TRUE), ('jednani', TRUE), ('vyjednavani', TRUE),
    ('uzavreni', TRUE), ('anruf', TRUE), ('telefonanruf', TRUE), ('kundentermin', TRUE), ('kundenbesuch', TRUE),
    ('besuch', TRUE), ('vorfuhrung', TRUE), ('prasentation', TRUE), ('verhandlung', TRUE), ('abschluss', TRUE),
    ('spotkanie', TRUE), ('rozmowa', TRUE), ('negocjacje', TRUE), ('hivas', TRUE), ('targyalas', TRUE),
    ('preparation', FALSE), ('prep', FALSE), ('followup', FALSE), ('admin', FALSE), ('administration', FALSE),
    ('administrative', FALSE), ('paperwork', FALSE), ('reporting', FALSE), ('crm', FALSE), ('dataentry', FALSE),
    ('internal', FALSE), ('internalmeeting', FALSE), ('teammeeting', FALSE), ('standup', FALSE), ('oneonone', FALSE),
    ('travel', FALSE), ('travelling', FALSE), ('traveling', FALSE), ('commute', FALSE), ('training', FALSE),
    ('education', FALSE), ('onboarding', FALSE), ('break', FALSE), ('lunch', FALSE), ('focustime', FALSE),
    ('priprava', FALSE), ('naslednakomunikacia', FALSE), ('administrativa', FALSE), ('papierovanie', FALSE),
    ('vykazy', FALSE), ('interne', FALSE), ('internestretnutie', FALSE), ('porada', FALSE), ('porady', FALSE),
    ('cesta', FALSE), ('cestovanie', FALSE), ('skolenie', FALSE), ('skolenia', FALSE), ('vzdelavanie', FALSE),
    ('prestavka', FALSE), ('obed', FALSE),
    ('internischuzka', FALSE), ('cestovani', FALSE), ('skoleni', FALSE), ('vzdelavani', FALSE), ('verwaltung', FALSE),
    ('vorbereitung', FALSE), ('nachbereitung', FALSE), ('intern', FALSE), ('internesmeeting', FALSE), ('reise', FALSE),
    ('reisezeit', FALSE), ('schulung', FALSE), ('pause', FALSE), ('podroz', FALSE), ('szkolenie', FALSE), ('utazas', FALSE)
),
said AS (
    SELECT
        regexp_replace(lower(strip_accents(kind)), '[^\p{L}\p{N}]+', '', 'g') AS folded,
        -- where the same kind stands there twice, selling goes first
        bool_or(is_selling) AS is_selling
    FROM activity_kind
    WHERE kind IS NOT NULL AND is_selling IS NOT NULL
    GROUP BY 1
),
timesheet AS (
    SELECT DISTINCT
        rep_id,
        date_trunc('month', worked_on) AS month_on
    FROM work_time
    WHERE NOT is_leave AND hours IS NOT NULL AND worked_on IS NOT NULL
)
SELECT
    activity.id,
    coalesce(activity.given_is_selling, said.is_selling, usual.is_selling) AS is_selling,
    timesheet.month_on IS NOT NULL
    OR (
        coalesce(rep.contract_hours, 0) > 0
        AND coalesce(rep.carries_quota, TRUE)
        AND coalesce(activity.started_on >= rep.started_on, TRUE)
        AND coalesce(activity.started_on < rep.left_on, TRUE)
    ) AS is_timed
FROM activity
LEFT JOIN said ON said.folded = regexp_replace(lower(strip_accents(activity.kind)), '[^\p{L}\p{N}]+', '', 'g')
LEFT JOIN usual ON usual.folded = regexp_replace(lower(strip_accents(activity.kind)), '[^\p{L}\p{N}]+', '', 'g')
LEFT JOIN timesheet
    ON timesheet.month_on = date_trunc('month', activity.started_on)
    AND timesheet.rep_id IS NOT DISTINCT FROM activity.rep_id
LEFT JOIN rep ON rep.id = activity.rep_id

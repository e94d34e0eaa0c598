WITH halves AS (
    SELECT
        channel.*,
        month.month_on AS starts_on,
        month_after(month.month_on, 6) AS ends_on
    FROM channel
    CROSS JOIN month
    WHERE month(month.month_on) IN (1, 7)
    UNION ALL
    SELECT *, DATE '2022-07-01', DATE '2023-01-01' FROM channel
)
SELECT
    campaign_id(no, starts_on) AS id,
    CASE name
        WHEN 'SEO' THEN 'Vyhľadávanie'
        WHEN 'Paid ads' THEN 'Platená reklama'
        WHEN 'Content' THEN 'Technické články'
        WHEN 'E-mail' THEN 'Novinky pre konštruktérov'
        WHEN 'Social' THEN 'Sociálne siete'
        WHEN 'Events' THEN CASE WHEN month(starts_on) < 7 THEN 'Strojársky veľtrh Nitra' ELSE 'Veľtrh Brno' END
        ELSE 'Odporúčania zákazníkov'
    END || ' ' || year(starts_on) || CASE WHEN name = 'Events' THEN '' WHEN month(starts_on) < 7 THEN '/1' ELSE '/2' END AS name,
    name AS channel,
    starts_on,
    ends_on
FROM halves
ORDER BY id

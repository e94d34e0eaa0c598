-- Companies that may buy: a third was known before the first deal, the others become known as time goes by.
CREATE TABLE firm AS
WITH known AS (
    SELECT
        i,
        DATE '2019-01-07' + CAST(i * 1300 // greatest(getvariable('firms_known'), 1) AS INTEGER) AS created_on
    FROM range(getvariable('firms_known')) AS counted (i)
    UNION ALL
    SELECT
        i + getvariable('firms_known') AS i,
        weekday(on_date - 3) AS created_on
    FROM spread_over_months(getvariable('firms') - getvariable('firms_known'))
),
drawn AS (
    SELECT
        known.*,
        draw('firm', i) AS d1,
        draw('firm size', i) AS d2
    FROM known
),
placed AS (
    SELECT
        i,
        created_on,
        one_of([
            'Machinery', 'Machinery', 'Machinery', 'Machinery', 'Automotive', 'Automotive', 'Automotive', 'Automotive', 'Food', 'Food', 'Food',
            'Wood and furniture', 'Wood and furniture', 'Metallurgy', 'Metallurgy', 'Agriculture', 'Agriculture'
        ], part_1(d1)) AS industry,
        one_of(['10-49', '10-49', '10-49', '10-49', '10-49', '50-249', '50-249', '50-249', '50-249', '250+'], part_1(d2)) AS size_band,
        one_of(['SK', 'SK', 'SK', 'SK', 'SK', 'SK', 'SK', 'SK', 'SK', 'SK', 'SK', 'SK', 'SK', 'CZ', 'CZ', 'CZ', 'CZ', 'AT', 'DE', 'PL', 'HU', 'US'], part_2(d1))
            AS country,
        CASE WHEN part_3(d1) < 0.5 THEN 'Západ' ELSE 'Východ' END AS half,
        part_2(d2) AS fit_part,
        part_3(d2) AS team_part
    FROM drawn
),
grouped AS (
    SELECT
        placed.*,
        land.region,
        land.currency,
        land.forms,
        land.towns,
        trade.names,
        row_number() OVER (PARTITION BY placed.industry, land.country, land.region ORDER BY placed.i) - 1 AS place
    FROM placed
    INNER JOIN land ON land.country = placed.country AND (placed.country <> 'SK' OR land.region = placed.half)
    INNER JOIN trade ON trade.industry = placed.industry
)
SELECT
    i,
    created_on,
    names[1 + place % 8] || ' ' || towns[1 + (place // 8 + place % 8) % len(towns)]
    || CASE WHEN place >= 8 * len(towns) THEN ' ' || CAST(place // (8 * len(towns)) + 1 AS VARCHAR) ELSE '' END
    || ' ' || forms[1 + (place // 3) % len(forms)] AS name,
    industry,
    size_band,
    country,
    region,
    currency,
    CASE WHEN region = 'Západ' THEN 1 ELSE 2 END
    + 2 * CAST(floor(team_part * (1 + getvariable('deals') // 200000)) AS INTEGER) AS team_no,
    CAST(CASE WHEN industry = 'Automotive' THEN 0.75 WHEN country = 'SK' THEN 0.5 ELSE 0.4 END + 0.2 * fit_part AS DECIMAL(9, 2)) AS icp_fit,
    CASE size_band WHEN '10-49' THEN 0.75 WHEN '50-249' THEN 1.0 ELSE 1.6 END AS size_factor,
    -- a large company takes nearly twice as long to decide
    CASE size_band WHEN '10-49' THEN 0.85 WHEN '50-249' THEN 1.0 ELSE 1.8 END AS pace,
    -- prices in crowns and dollars follow from those in euros at a rate that stands in the price list
    CASE currency WHEN 'CZK' THEN 25 WHEN 'USD' THEN 1.1 ELSE 1 END AS price_factor
FROM grouped;

-- One row a public holiday of a country where a rep works by contract, in the years that the data speak of.
SELECT
    country,
    on_date,
    name
FROM looked_up_holiday
WHERE
    country IN (
        SELECT CASE WHEN rep.country SIMILAR TO '[A-Za-z]{2}' THEN upper(rep.country) ELSE $country END
        FROM rep
        WHERE contract_hours > 0
    )
    AND year(on_date) IN (SELECT year FROM day)

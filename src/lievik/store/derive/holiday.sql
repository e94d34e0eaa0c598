-- One row a public holiday of a country, for the years that the data speak of; they were looked up before.
SELECT country, on_date, name
FROM looked_up_holiday

-- How chance is drawn: a number that depends on the seed, a name and a key alone, the same on every machine.
-- One draw gives three parts of [0, 1); only plain arithmetic is done with them, which rounds everywhere alike.
CREATE MACRO draw(name, key) AS md5_number_lower(concat_ws(':', getvariable('seed'), name, key));
CREATE MACRO part_1(drawn) AS (drawn >> 43) / 2097152.0;
CREATE MACRO part_2(drawn) AS ((drawn >> 22) & 2097151) / 2097152.0;
CREATE MACRO part_3(drawn) AS ((drawn >> 1) & 2097151) / 2097152.0;

-- parts of [0, 1) that lie evenly whatever the number of things they are for
CREATE MACRO evenly(number) AS number * 0.6180339887 - floor(number * 0.6180339887);
-- one of several, all alike; what is listed twice comes twice as often
CREATE MACRO one_of(listed, part) AS listed[1 + CAST(floor(part * len(listed)) AS INTEGER)];
-- a whole number, both ends included
CREATE MACRO between_whole(low, high, part) AS low + CAST(floor(part * (high - low + 1)) AS INTEGER);
-- a factor around 1, seldom far away and skewed to the right: twentieths of a distribution, and a straight line between
CREATE MACRO twentieth(place) AS [
    0.32, 0.43, 0.50, 0.56, 0.61, 0.66, 0.71, 0.76, 0.80, 0.85, 0.90, 0.95, 1.01, 1.07, 1.14, 1.22, 1.31, 1.43, 1.60, 1.88, 2.76
][1 + place];
CREATE MACRO factor(part) AS
    twentieth(CAST(floor(part * 20) AS INTEGER))
    + (twentieth(CAST(floor(part * 20) AS INTEGER) + 1) - twentieth(CAST(floor(part * 20) AS INTEGER)))
    * (part * 20 - floor(part * 20));
-- days that something takes
CREATE MACRO days_of(usual, pace, part) AS greatest(3, CAST(round(usual * pace * factor(part)) AS INTEGER));
-- Saturdays and Sundays become any other day of their week, none more often than others
CREATE MACRO workday(day, part) AS
    CASE WHEN isodow(day) <= 5 THEN day ELSE day - CAST(isodow(day) AS INTEGER) + between_whole(1, 5, part) END;
-- Saturdays and Sundays go back to Friday
CREATE MACRO weekday(day) AS day - CAST(greatest(isodow(day) - 5, 0) AS INTEGER);
CREATE MACRO first_of_month(day) AS CAST(date_trunc('month', day) AS DATE);
CREATE MACRO month_after(day, months) AS CAST(date_trunc('month', day) + INTERVAL 1 MONTH * months AS DATE);
CREATE MACRO quarter_of(day) AS CAST(date_trunc('quarter', day) AS DATE);
CREATE MACRO numbered(letter, number) AS letter || lpad(CAST(number AS VARCHAR), 8, '0');
-- a letter that every address can hold
CREATE MACRO plain(name) AS replace(lower(strip_accents(name)), ' ', '-');

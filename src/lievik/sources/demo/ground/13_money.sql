-- What was won in euros, as quotas and forecasts are made from it, roughly converted.
CREATE MACRO in_euros(amount, currency) AS
    CAST(round(amount / CASE currency WHEN 'CZK' THEN 25 WHEN 'USD' THEN 1.1 ELSE 1 END, 2) AS DECIMAL(18, 2));

CREATE TABLE booking AS
SELECT
    made_deal.owner_no,
    firm.team_no,
    quarter_of(made_deal.closed_on) AS quarter_on,
    sum(in_euros(made_deal.amount, made_deal.currency)) AS amount
FROM made_deal
INNER JOIN firm ON firm.i = made_deal.firm_no
WHERE made_deal.outcome = 'won' AND made_deal.has_amount
GROUP BY made_deal.owner_no, firm.team_no, quarter_of(made_deal.closed_on);

CREATE TABLE month_booking AS
SELECT first_of_month(closed_on) AS month_on, sum(in_euros(amount, currency)) AS amount
FROM made_deal
WHERE outcome = 'won' AND has_amount
GROUP BY first_of_month(closed_on);

-- how much of a year falls in each quarter
CREATE MACRO season(quarter_on) AS [0.22, 0.265, 0.245, 0.27][CAST(quarter(quarter_on) AS INTEGER)];

-- what a seller past ramp-up wins in a quarter, by team and year
CREATE TABLE usual_booking AS
WITH won AS (
    SELECT team_no, year(quarter_on) AS in_year, sum(amount) AS amount
    FROM booking
    GROUP BY team_no, year(quarter_on)
),
there AS (
    SELECT roster.team_no, year(month.month_on) AS in_year, count(*) AS places
    FROM roster
    INNER JOIN month ON month.no = roster.month_no
    GROUP BY roster.team_no, year(month.month_on)
)
SELECT
    won.team_no,
    won.in_year,
    -- twenty places are a seller's month
    CAST(won.amount * 60 / there.places AS DECIMAL(18, 2)) AS amount
FROM won
INNER JOIN there ON there.team_no = won.team_no AND there.in_year = won.in_year;

-- who sells in a quarter, and in which team
CREATE TABLE post AS
SELECT
    quarter.starts_on,
    quarter.ends_on,
    membership.seller_no,
    membership.team_no,
    CAST(round(usual_booking.amount * 4 * season(quarter.starts_on), 2) AS DECIMAL(18, 2)) AS usual_amount
FROM quarter
INNER JOIN membership
    ON membership.starts_on < quarter.ends_on AND (membership.ends_on IS NULL OR membership.ends_on > quarter.starts_on)
INNER JOIN usual_booking
    ON usual_booking.team_no = membership.team_no AND usual_booking.in_year = year(quarter.starts_on);

CREATE TABLE quota_draft AS
SELECT
    *,
    CAST(round(usual_amount * (0.93 + 0.1 * part_1(draw('quota', seller_no))) / 1000) * 1000 AS DECIMAL(18, 2)) AS amount
FROM post;

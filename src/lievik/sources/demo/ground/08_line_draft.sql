-- What each sale offers: one to three lines, at the prices of the day it would be ordered on; they went up in 2026.
CREATE TABLE line_draft AS
WITH offered AS (
    SELECT
        deal_draft.*,
        -- the two whose progress is told sell alike, so that it shows
        16000 * CASE
            WHEN owner_no IN (6, 12) THEN 0.9 + 0.2 * part_1(draw('amount', i))
            ELSE size_factor * (0.4 + 0.6 * factor(part_1(draw('amount', i))))
        END AS worth,
        part_2(draw('amount', i)) AS lines_part,
        part_3(draw('amount', i)) AS discount_part,
        CASE WHEN won_on >= DATE '2026-01-01' THEN 1.18 ELSE 1 END AS price_rise
    FROM deal_draft
),
lined AS (
    SELECT
        offered.*,
        unnest(CASE WHEN lines_part < 0.5 THEN [1] WHEN lines_part < 0.85 THEN [1, 2] ELSE [1, 2, 3] END) AS line_no
    FROM offered
),
priced AS (
    SELECT
        i,
        line_no,
        1 + (article_no - 1 + 2 * (line_no - 1)) % 5 AS article_no,
        currency,
        worth * CASE
            WHEN lines_part < 0.5 THEN 1
            WHEN line_no = 1 THEN 0.65
            WHEN lines_part < 0.85 THEN 0.35
            WHEN line_no = 2 THEN 0.2
            ELSE 0.15
        END AS worth,
        price_factor * price_rise AS price_factor,
        one_of([0.00, 0.00, 0.00, 0.03, 0.05, 0.05, 0.08, 0.10, 0.12], discount_part) AS discount_share
    FROM lined
),
counted AS (
    SELECT
        priced.i,
        priced.line_no,
        priced.article_no,
        priced.currency,
        priced.discount_share,
        CAST(greatest(1, round(priced.worth / article.price)) AS INTEGER) AS quantity,
        CAST(round(article.price * priced.price_factor, 2) AS DECIMAL(12, 2)) AS unit_price
    FROM priced
    INNER JOIN article ON article.no = priced.article_no
)
SELECT
    *,
    CAST(quantity * unit_price AS DECIMAL(18, 2)) AS listed_amount,
    CAST(round(CAST(quantity * unit_price AS DECIMAL(20, 6)) * (1 - CAST(discount_share AS DECIMAL(4, 2))), 2) AS DECIMAL(18, 2)) AS amount
FROM counted;

CREATE TABLE worth AS
SELECT
    i,
    sum(listed_amount) AS listed_amount,
    sum(amount) AS amount
FROM line_draft
GROUP BY i;

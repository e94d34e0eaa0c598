-- Days that each seller worked: not on weekends, on holidays of a fixed date, in two weeks of summer and after Christmas.
CREATE TABLE day_worked AS
WITH days AS (
    SELECT DATE '2022-10-03' + CAST(no AS INTEGER) AS on_date
    FROM range(CAST(getvariable('as_of') - DATE '2022-10-03' AS INTEGER) + 1) AS counted (no)
)
SELECT
    seller.no AS seller_no,
    days.on_date
FROM days
INNER JOIN seller
    ON seller.started_on <= days.on_date AND (seller.left_on IS NULL OR seller.left_on > days.on_date)
WHERE
    isodow(days.on_date) <= 5
    AND strftime(days.on_date, '%m-%d') NOT IN (
        '01-01', '01-06', '05-01', '05-08', '07-05', '08-29', '09-01', '09-15', '11-01', '11-17', '12-24', '12-25', '12-26',
        '12-27', '12-28', '12-29', '12-30', '12-31'
    )
    -- the summer is four spans of two weeks
    AND CAST(floor(CAST(days.on_date - make_date(year(days.on_date), 7, 1) AS INTEGER) / 14) AS INTEGER)
    <> between_whole(0, 3, part_1(draw('holiday', seller.no * 10000 + year(days.on_date))));

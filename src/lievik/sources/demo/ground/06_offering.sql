-- What is sold, through which channels, and by which stages.
CREATE TABLE article AS
SELECT * FROM (VALUES
    (1, 'Ozubené kolesá', 'Prevody', 86.00, 51.00),
    (2, 'Ložiskové telesá', 'Prevody', 132.00, 79.00),
    (3, 'Hydraulické valce', 'Hydraulika', 640.00, 402.00),
    (4, 'Dopravníkové valčeky', 'Doprava', 38.00, 22.00),
    (5, 'Diely na mieru', 'Zákazková výroba', 215.00, 118.00),
    (6, 'Rámcová dodávka náhradných dielov', 'Služby', 1.00, 0.55)
) AS listed (no, name, family, price, cost);

-- share of deals and of leads that come to nothing, in hundredths; what a month costs in euros for a company of 2,000 deals
CREATE TABLE channel AS
SELECT * FROM (VALUES
    (1, 'SEO', 20, 20, 1100, 'marketing'),
    (2, 'Paid ads', 16, 20, 2000, 'ads'),
    (3, 'Content', 13, 13, 900, 'marketing'),
    (4, 'E-mail', 13, 13, 500, 'marketing'),
    (5, 'Social', 9, 13, 600, 'marketing'),
    -- costs far more than it brings
    (6, 'Events', 13, 11, 9000, 'events'),
    (7, 'Networking', 16, 10, 600, 'marketing')
) AS listed (no, name, deals, idle_leads, monthly_cost, category);

CREATE TABLE chances AS
SELECT
    flatten(list(list_transform(range(deals), lambda any_one : no) ORDER BY no)) AS deal_channels,
    flatten(list(list_transform(range(idle_leads), lambda any_one : no) ORDER BY no)) AS idle_channels
FROM channel;

-- Stages 1 to 5 are those of a sale, 8 and 9 those of a renewal; 6 is won and 7 is lost in either.
CREATE TABLE step AS
SELECT * FROM (VALUES
    (1, 1, 'Inquiry', 'open', FALSE, 0.10, 'pipeline'),
    (2, 1, 'Qualified', 'open', TRUE, 0.22, 'pipeline'),
    (3, 1, 'Offer', 'open', TRUE, 0.38, 'best case'),
    (4, 1, 'Sample testing', 'open', TRUE, 0.55, 'best case'),
    (5, 1, 'Negotiation', 'open', TRUE, 0.68, 'commit'),
    (6, 1, 'Won', 'won', TRUE, 1.00, 'closed'),
    (7, 1, 'Lost', 'lost', FALSE, 0.00, 'omitted'),
    (8, 2, 'Renewal due', 'open', TRUE, 0.80, 'best case'),
    (9, 2, 'Renewal offered', 'open', TRUE, 0.88, 'commit'),
    (6, 2, 'Renewed', 'won', TRUE, 1.00, 'closed'),
    (7, 2, 'Not renewed', 'lost', FALSE, 0.00, 'omitted')
) AS listed (no, pipeline_no, name, kind, is_qualified, probability, category);
CREATE MACRO stage_id(pipeline_no, no) AS 'S' || pipeline_no || no;

-- a campaign a channel and half-year
CREATE MACRO campaign_id(channel_no, day) AS 'K' || channel_no || '-' || year(day) || '-' || CASE WHEN month(day) < 7 THEN '1' ELSE '2' END;

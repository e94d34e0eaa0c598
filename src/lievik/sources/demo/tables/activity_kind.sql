SELECT 'K' || lpad(CAST(no AS VARCHAR), 2, '0') AS id, kind, is_selling
FROM (
    VALUES
    (1, 'Prospecting', TRUE), (2, 'Call', TRUE), (3, 'Meeting', TRUE), (4, 'Closing', TRUE),
    (5, 'Administration', FALSE), (6, 'Internal meeting', FALSE), (7, 'Training', FALSE)
) AS listed (no, kind, is_selling)
ORDER BY id

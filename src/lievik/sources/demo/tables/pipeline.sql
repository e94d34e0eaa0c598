SELECT id, name FROM (VALUES ('S1', 'Sales'), ('S2', 'Renewals')) AS listed (id, name) ORDER BY id

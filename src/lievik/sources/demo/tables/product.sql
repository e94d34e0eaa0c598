SELECT 'X' || no AS id, name, family, cost AS unit_cost FROM article ORDER BY id

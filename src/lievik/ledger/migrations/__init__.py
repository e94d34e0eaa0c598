"""How the database of decisions came to its present shape, step by step."""

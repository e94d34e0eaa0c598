"""The pipeline: what is open, how it moves, where it is held up, and whether it is enough."""

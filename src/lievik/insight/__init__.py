"""What numbers mean: intervals, statuses, and results built from the rows of a statement."""

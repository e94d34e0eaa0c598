"""Systems that are asked over a network: what they hold is written to files untouched; a mapping makes rows of it."""

"""How fast Lievik is, as ratios to hand-written SQL and to a bare Python taken in the same run."""

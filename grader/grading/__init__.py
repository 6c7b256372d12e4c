"""Grade exercises: run their checks and add up the points."""

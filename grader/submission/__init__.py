"""Read what a learner handed in, as data."""

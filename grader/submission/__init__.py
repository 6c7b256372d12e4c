"""What a learner handed in, read as data."""

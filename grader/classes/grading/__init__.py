"""Grade the submissions of a class, here or on a cluster."""

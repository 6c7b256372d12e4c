"""The one result of a grading, and all that is done to it."""

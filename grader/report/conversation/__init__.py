"""The transcript of a check as a list of steps."""

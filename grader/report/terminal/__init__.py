"""The result for a person at a terminal."""

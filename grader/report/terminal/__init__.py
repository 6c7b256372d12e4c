"""The result for a reader at a terminal."""

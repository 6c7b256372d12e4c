"""The points of a class as files that other programs import."""

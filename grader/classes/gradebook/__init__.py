"""The gradebook of a class: one SQLite file."""

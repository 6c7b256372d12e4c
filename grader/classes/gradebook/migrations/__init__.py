"""The versions of a gradebook's schema, as Alembic keeps them.

A new version is a new file in `versions/` (`revision` is the next number, `down_revision` the one before) and the same
change in `tables.py`; a test compares both.
"""

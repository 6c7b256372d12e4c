"""The forms that a gradebook had and has, as Alembic keeps them.

A new form is a new file in `versions/` (`revision` is the next number, `down_revision` the one before), and the same
change in `tables.py`; a test holds one against the other.
"""

"""Alembic's environment: run the steps on the connection of `migrate.py`, in its transaction."""

from alembic import context

from grader.classes.gradebook.tables import METADATA

# render_as_batch: SQLite changes a table by copying it.
context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA, render_as_batch=True)
context.run_migrations()

"""A gradebook stores the name of its class."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the table for the class's name, without a row: the next grading adds the row."""
    op.create_table(
        "classes",
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_classes"),
    )

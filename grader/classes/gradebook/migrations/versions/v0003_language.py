"""A grading stores the language of its texts."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the language, which is unknown for existing gradings."""
    op.add_column("attempts", sa.Column("language", sa.Text(), nullable=False, server_default=""))

"""The first schema of a gradebook."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "submissions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_submissions"),
        sa.UniqueConstraint("name", name="uq_submissions_name"),
    )
    op.create_table(
        "attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("graded", sa.Text(), nullable=False),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.Column("commit_id", sa.Text(), nullable=False),
        sa.Column("committed", sa.Text(), nullable=False),
        sa.Column("trouble", sa.Text(), nullable=False),
        sa.Column("score", sa.Integer()),
        sa.Column("max", sa.Integer()),
        sa.Column("hidden", sa.Integer()),
        sa.Column("box", sa.Text()),
        sa.Column("python", sa.Text()),
        sa.Column("result", sa.LargeBinary()),
        sa.PrimaryKeyConstraint("id", name="pk_attempts"),
        sa.ForeignKeyConstraint(["submission_id"], ["submissions.id"], name="fk_attempts_submission_id"),
    )
    op.create_index("ix_attempts_submission_id", "attempts", ["submission_id"])
    op.create_table(
        "checks",
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("exercise_id", sa.Text(), nullable=False),
        sa.Column("check_id", sa.Text(), nullable=False),
        sa.Column("promise", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("max", sa.Integer(), nullable=False),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.Column("mistake_id", sa.Text()),
        sa.Column("line", sa.Integer()),
        sa.Column("seconds", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("attempt_id", "exercise_id", "check_id", name="pk_checks"),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempts.id"], name="fk_checks_attempt_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_checks_exercise_id_check_id", "checks", ["exercise_id", "check_id"])
    op.create_table(
        "mistakes",
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("exercise_id", sa.Text(), nullable=False),
        sa.Column("check_id", sa.Text(), nullable=False),
        sa.Column("mistake_id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("attempt_id", "exercise_id", "check_id", name="pk_mistakes"),
        of_a_check("fk_mistakes_checks"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_mistakes_mistake_id", "mistakes", ["mistake_id"])
    op.create_table(
        "conversations",
        sa.Column("attempt_id", sa.Integer(), nullable=False),
        sa.Column("exercise_id", sa.Text(), nullable=False),
        sa.Column("check_id", sa.Text(), nullable=False),
        sa.Column("conversation", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("attempt_id", "exercise_id", "check_id", name="pk_conversations"),
        of_a_check("fk_conversations_checks"),
    )
    op.create_table(
        "overrides",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer()),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_overrides"),
        sa.ForeignKeyConstraint(["submission_id"], ["submissions.id"], name="fk_overrides_submission_id"),
    )
    op.create_index("ix_overrides_submission_id", "overrides", ["submission_id"])


def of_a_check(name: str) -> sa.ForeignKeyConstraint:
    """A row that belongs to a check."""
    places = ["attempt_id", "exercise_id", "check_id"]
    return sa.ForeignKeyConstraint(places, [f"checks.{place}" for place in places], name=name)

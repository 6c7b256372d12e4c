"""The first schema of a gradebook."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "submissions",
        *required(sa.Integer(), "id"),
        *required(sa.Text(), "name", "place"),
        sa.PrimaryKeyConstraint("id", name="pk_submissions"),
        sa.UniqueConstraint("name", name="uq_submissions_name"),
    )
    op.create_table(
        "attempts",
        *required(sa.Integer(), "id", "submission_id"),
        *required(sa.Text(), "digest", "version", "graded"),
        *required(sa.Float(), "seconds"),
        *required(sa.Text(), "commit_id", "committed", "trouble"),
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
        *required(sa.Integer(), "attempt_id"),
        *required(sa.Text(), "exercise_id", "check_id", "promise", "status"),
        *required(sa.Integer(), "points", "max"),
        *required(sa.Boolean(), "hidden"),
        sa.Column("mistake_id", sa.Text()),
        sa.Column("line", sa.Integer()),
        *required(sa.Float(), "seconds"),
        sa.PrimaryKeyConstraint("attempt_id", "exercise_id", "check_id", name="pk_checks"),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempts.id"], name="fk_checks_attempt_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_checks_exercise_id_check_id", "checks", ["exercise_id", "check_id"])
    op.create_table(
        "mistakes",
        *required(sa.Integer(), "attempt_id"),
        *required(sa.Text(), "exercise_id", "check_id", "mistake_id", "title"),
        sa.PrimaryKeyConstraint("attempt_id", "exercise_id", "check_id", name="pk_mistakes"),
        of_a_check("fk_mistakes_checks"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_mistakes_mistake_id", "mistakes", ["mistake_id"])
    op.create_table(
        "conversations",
        *required(sa.Integer(), "attempt_id"),
        *required(sa.Text(), "exercise_id", "check_id"),
        *required(sa.LargeBinary(), "conversation"),
        sa.PrimaryKeyConstraint("attempt_id", "exercise_id", "check_id", name="pk_conversations"),
        of_a_check("fk_conversations_checks"),
    )
    op.create_table(
        "overrides",
        *required(sa.Integer(), "id", "submission_id"),
        sa.Column("points", sa.Integer()),
        *required(sa.Text(), "reason", "at"),
        sa.PrimaryKeyConstraint("id", name="pk_overrides"),
        sa.ForeignKeyConstraint(["submission_id"], ["submissions.id"], name="fk_overrides_submission_id"),
    )
    op.create_index("ix_overrides_submission_id", "overrides", ["submission_id"])


def required(kind: sa.types.TypeEngine[Any], *names: str) -> Iterator[sa.Column[Any]]:
    """Columns of one type that are not NULL."""
    return (sa.Column(name, kind, nullable=False) for name in names)


def of_a_check(name: str) -> sa.ForeignKeyConstraint:
    """The reference of a row to its check."""
    places = ["attempt_id", "exercise_id", "check_id"]
    return sa.ForeignKeyConstraint(places, [f"checks.{place}" for place in places], name=name)

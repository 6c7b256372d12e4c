"""The tables of a gradebook.

    submissions ─┬─ attempts ─┬─ checks           one row for each check of an attempt
                 │            ├─ mistakes         one for each check with a known mistake
                 │            └─ conversations    one for each check that had one
                 └─ overrides                     points by hand; the newest row counts
    classes                                       the class of the gradebook: one row at most

Only a submission's `place` is ever updated; rows are never removed. An attempt's `result` and its conversations
hold the whole result (packing.py); the other columns repeat parts of it for SQL.
"""

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
)
from sqlalchemy.schema import SchemaItem

APPLICATION = 0x534F434B  # SQLite's application_id: it distinguishes a gradebook from other databases

# Every constraint has a name, so that a migration can change it.
METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

classes = Table("classes", METADATA, Column("name", Text, primary_key=True, nullable=False))

submissions = Table(
    "submissions",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("place", Text, nullable=False),
)

attempts = Table(
    "attempts",
    METADATA,
    Column("id", Integer, primary_key=True),  # increases with time: the greatest is the latest
    Column("submission_id", ForeignKey("submissions.id"), nullable=False, index=True),
    Column("digest", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("graded", Text, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("commit_id", Text, nullable=False),
    Column("committed", Text, nullable=False),
    Column("trouble", Text, nullable=False),
    Column("language", Text, nullable=False, server_default=""),  # empty: graded before this column existed
    Column("score", Integer),  # this and what follows: NULL where there is no result
    Column("max", Integer),
    Column("hidden", Integer),
    Column("box", Text),
    Column("python", Text),
    Column("result", LargeBinary),
)

checks = Table(
    "checks",
    METADATA,
    Column("attempt_id", ForeignKey("attempts.id"), primary_key=True),
    Column("exercise_id", Text, primary_key=True),
    Column("check_id", Text, primary_key=True),
    Column("promise", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("points", Integer, nullable=False),
    Column("max", Integer, nullable=False),
    Column("hidden", Boolean, nullable=False),
    Column("mistake_id", Text),
    Column("line", Integer),
    Column("seconds", Float, nullable=False),
    Index(None, "exercise_id", "check_id"),
    sqlite_with_rowid=False,
)


def _check_key(table: str) -> tuple[SchemaItem, ...]:
    """The columns that name a check, as a key of this table and a reference to `checks`."""
    names = ["attempt_id", "exercise_id", "check_id"]
    columns = (Column(name, Integer if name == "attempt_id" else Text, primary_key=True) for name in names)
    return *columns, ForeignKeyConstraint(names, [f"checks.{name}" for name in names], name=f"fk_{table}_checks")


mistakes = Table(
    "mistakes",
    METADATA,
    *_check_key("mistakes"),
    Column("mistake_id", Text, nullable=False, index=True),
    Column("title", Text, nullable=False),
    sqlite_with_rowid=False,
)

conversations = Table(
    "conversations", METADATA, *_check_key("conversations"), Column("conversation", LargeBinary, nullable=False)
)

overrides = Table(
    "overrides",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("submission_id", ForeignKey("submissions.id"), nullable=False, index=True),
    Column("points", Integer),  # NULL: withdrawn, the grading counts again
    Column("reason", Text, nullable=False),
    Column("at", Text, nullable=False),
)

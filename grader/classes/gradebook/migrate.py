"""Upgrade a gradebook with an older schema, after a backup; refuse one with a newer schema.

The schema's versions are Alembic's revisions in `migrations/versions/`. An upgrade is one transaction, so that the
gradebook has the old schema or the new one.
"""

import contextlib
import os
import sqlite3
from itertools import chain, count
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from grader.classes.gradebook.database import (
    CHANGE,
    NO_DATABASE,
    engine_for,
    explain_errors,
    must_be_undamaged,
    must_be_writable,
    transaction,
)
from grader.classes.gradebook.tables import APPLICATION
from grader.model.errors import GraderError, UsageError
from grader.storage import atomic
from grader.storage.real_path import real_path
from grader.texts.language import _

MIGRATIONS = Path(__file__).with_name("migrations")


def bring_up(path: Path, patience: float, migrations: Path = MIGRATIONS) -> None:
    """Upgrade a gradebook to the newest schema; a new file becomes an empty gradebook. UsageError where that fails."""
    engine, newest = engine_for(path, patience, CHANGE), newest_revision(migrations)
    with transaction(engine, path) as connection:
        must_be_undamaged(connection, path)
        revision = revision_of(connection, path, migrations)
    must_be_writable(engine, path)
    if revision == newest:
        return
    if revision:
        back_up(path, newest)
    with transaction(engine, path) as connection:
        command.upgrade(configured(migrations, connection), "head")
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION}")
        if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
            raise GraderError(f"{path}: schema {newest} would break references between tables; nothing was changed")


def newest_revision(migrations: Path = MIGRATIONS) -> str:
    """The revision that this grader writes."""
    newest = ScriptDirectory(str(migrations)).get_current_head()
    assert newest is not None
    return newest


def revision_of(connection: Connection, path: Path, migrations: Path = MIGRATIONS) -> str:
    """The revision of a gradebook; empty for an empty file. UsageError for another file or an unknown revision."""
    if connection.exec_driver_sql("PRAGMA application_id").scalar() != APPLICATION:
        if connection.exec_driver_sql("SELECT count(*) FROM sqlite_master").scalar():
            raise UsageError(_(NO_DATABASE).format(path=path))
        return ""
    revision = MigrationContext.configure(connection).get_current_revision()
    if revision is None:
        raise UsageError(_(NO_DATABASE).format(path=path))
    if revision not in {each.revision for each in ScriptDirectory(str(migrations)).walk_revisions()}:
        said = _("{path} was written by a newer grader (form {form}); nothing was changed. Bring this one up to date")
        raise UsageError(said.format(path=path, form=revision))
    return revision


def configured(migrations: Path, connection: Connection) -> Config:
    """Alembic's configuration, without alembic.ini."""
    config = Config()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def back_up(path: Path, newest: str) -> Path:
    """Copy a gradebook to `NAME.before-REVISION.sqlite` beside it, or to the next free name."""
    place = real_path(path)
    numbers = chain([""], (f".{number}" for number in count(2)))
    names = (place.with_name(f"{place.stem}.before-{newest}{number}{place.suffix}") for number in numbers)
    backup = next(name for name in names if not os.path.lexists(name))
    try:
        with explain_errors(backup), atomic.replacing(backup, backup.with_name(f"{backup.name}.tmp")) as unfinished:
            unfinished.unlink(missing_ok=True)
            with (
                contextlib.closing(sqlite3.connect(place)) as source,
                contextlib.closing(sqlite3.connect(unfinished)) as target,
            ):
                source.backup(target)
    except OSError as error:
        said = _("{path} cannot be copied to {backup} before it is changed ({reason}); nothing was changed")
        raise GraderError(said.format(path=path, backup=backup.name, reason=error.strerror)) from error
    return backup

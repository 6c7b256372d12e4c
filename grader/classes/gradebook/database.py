"""Open one SQLite file: every transaction is durable when it ends, and every error becomes a message of one line.

The journal is SQLite's rollback journal. A write-ahead log would let readers and the writer work at the same time, but
it needs shared memory, which a network folder (where classes often lie) does not have: the file would be damaged. It
also needs two more files and write permission for readers. Here a transaction takes milliseconds, and others wait.
Source: sqlite.org, "Write-Ahead Logging".
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy
from sqlalchemy import Connection, Engine

from grader.model.errors import GraderError, SocketCourseError, UsageError
from grader.storage.real_path import real_path
from grader.texts.language import N_, _
from grader.texts.wording import shorten

PATIENCE = 10.0  # seconds that a transaction waits for another one to end


@dataclass(frozen=True)
class OpenMode:
    """How a file is opened: SQLite's settings, how each transaction begins, whether the file may be new."""

    settings: tuple[str, ...]
    begin: str
    new: bool = False


# EXTRA also syncs the folder after the journal is deleted: without it a power cut could undo a finished transaction.
DURABLE = ("synchronous = EXTRA", "fullfsync = ON")
READ = OpenMode(("query_only = ON",), "BEGIN")
WRITE = OpenMode((*DURABLE, "foreign_keys = ON"), "BEGIN IMMEDIATE")
CHANGE = OpenMode((*DURABLE, "foreign_keys = OFF"), "BEGIN IMMEDIATE", new=True)  # SQLite changes a table by copying it

IN_USE = N_("{path} is in use by another program; close it there, and start again")
READ_ONLY = N_("{path} is read-only: nothing can be written into it")
FULL = N_("{path}: the disk is full; what was written before is kept. Make room, and start again")
UNOPENED = N_("{path} cannot be opened; look whether it is there and whether you may read and write it and its folder")
DAMAGED = N_("{path} is damaged ({reason}); nothing was changed. Go on with a backup of it, or with a new file")
NO_DATABASE = N_("{path} is no gradebook; nothing was changed. Name another file")

TROUBLE: dict[int, tuple[type[SocketCourseError], str]] = {
    sqlite3.SQLITE_BUSY: (UsageError, IN_USE),
    sqlite3.SQLITE_LOCKED: (UsageError, IN_USE),
    sqlite3.SQLITE_READONLY: (UsageError, READ_ONLY),
    sqlite3.SQLITE_PERM: (UsageError, READ_ONLY),
    sqlite3.SQLITE_CANTOPEN: (UsageError, UNOPENED),
    sqlite3.SQLITE_CORRUPT: (UsageError, DAMAGED),
    sqlite3.SQLITE_NOTADB: (UsageError, NO_DATABASE),
    sqlite3.SQLITE_FULL: (GraderError, FULL),
}


def engine_for(path: Path, patience: float, mode: OpenMode) -> Engine:
    """An engine for a file. A transaction waits `patience` seconds for another one to end.

    No connection stays open between transactions: a file that is moved away is noticed and not written to.
    """

    def connect() -> sqlite3.Connection:
        if not mode.new:
            must_exist(path)
        made = sqlite3.connect(real_path(path), timeout=patience, isolation_level=None, check_same_thread=False)
        try:
            for setting in mode.settings:
                made.execute(f"PRAGMA {setting}")
        except BaseException:
            made.close()
            raise
        return made

    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(mode.begin)

    engine = sqlalchemy.create_engine("sqlite://", creator=connect, poolclass=sqlalchemy.NullPool)
    sqlalchemy.event.listen(engine, "begin", begin)
    return engine


def must_exist(path: Path) -> None:
    """UsageError where there is no gradebook."""
    if path.is_dir():
        raise UsageError(_("{path} is a folder; name a file").format(path=path))
    if not real_path(path).is_file():
        said = _("there is no gradebook {path}; name the one that the class was graded into")
        raise UsageError(said.format(path=path))


@contextmanager
def transaction(engine: Engine, path: Path) -> Iterator[Connection]:
    """One transaction, committed whole or not at all. Its errors become one line."""
    with explain_errors(path), engine.begin() as connection:
        yield connection


@contextmanager
def explain_errors(path: Path, unreadable: str = "") -> Iterator[None]:
    """Turn SQLite's errors into one line about this file. `unreadable` is the message for a file of another kind."""
    try:
        yield
    except sqlalchemy.exc.DBAPIError as error:
        raise explained(path, error.orig or error, unreadable) from error
    except sqlite3.Error as error:
        raise explained(path, error, unreadable) from error


def explained(path: Path, error: BaseException, unreadable: str = "") -> SocketCourseError:
    """Convert an error of SQLite into an error with a message of one line."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the primary code, without the extended part
    kind, said = TROUBLE.get(code, (GraderError, N_("{path}: {reason}")))
    if unreadable and code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        said = unreadable
    return kind(_(said).format(path=path, reason=shorten(str(error), 80)))


def must_be_undamaged(connection: Connection, path: Path) -> None:
    """UsageError where the file is damaged."""
    found = str(connection.exec_driver_sql("PRAGMA quick_check(1)").scalar())
    if found != "ok":
        raise UsageError(_(DAMAGED).format(path=path, reason=shorten(found, 80)))


def must_be_writable(engine: Engine, path: Path) -> None:
    """UsageError where the file is read-only.

    SQLite opens such a file and fails only at the first change, so a change is tried and rolled back.
    """
    with explain_errors(path), engine.connect() as connection, connection.begin() as trial:
        connection.exec_driver_sql("PRAGMA user_version = 1")
        trial.rollback()

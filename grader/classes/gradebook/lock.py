"""A lock, so that one process at a time grades into a gradebook.

The lock is an open write transaction on a small SQLite file beside the gradebook, `NAME.lock`. It is a file lock of the
system and ends with the process, on all three systems. The content of the file names the holder, for the message. The
file is left behind on purpose: removing it could remove a lock that another process has just taken.
"""

import contextlib
import os
import platform
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from grader.classes.gradebook.database import IN_USE, explain_errors
from grader.model.errors import UsageError
from grader.storage.real_path import real_path
from grader.texts.language import N_, _
from grader.texts.wording import shorten

UNREADABLE = N_("{path} is no lock of a gradebook; remove it, and start again")
TRIES = 10  # another process may write its name between two steps
WITHIN = 1.0  # seconds for an ending holder to release the lock


class Holder(msgspec.Struct, frozen=True, array_like=True):
    """The process that holds a lock: its pid, its host, its start (ISO 8601, UTC)."""

    pid: int
    host: str
    since: str


@contextmanager
def held(path: Path, patience: float) -> Iterator[None]:
    """Hold the lock of a gradebook. UsageError, which names the holder, where another process has it."""
    place = real_path(path)
    lock = place.with_name(f"{place.name}.lock")
    own = Holder(os.getpid(), platform.node(), datetime.now(UTC).isoformat(timespec="seconds"))
    with contextlib.ExitStack() as stack:
        with explain_errors(lock, unreadable=UNREADABLE):
            connection = sqlite3.connect(lock, timeout=min(patience, WITHIN), isolation_level=None)
            stack.enter_context(contextlib.closing(connection))
            if not take_lock(connection, own):
                raise UsageError(in_use(path, lock_holder(connection), own))
        yield


def take_lock(connection: sqlite3.Connection, own: Holder) -> bool:
    """Take the lock; False where another process has it.

    The holder is committed first, because others cannot read what an open transaction wrote.
    """
    for _try in range(TRIES):
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
                return False
            raise
        if lock_holder(connection) == own:
            return True
        connection.execute("DROP TABLE IF EXISTS holder")
        connection.execute("CREATE TABLE holder (pid INTEGER, host TEXT, since TEXT)")
        connection.execute("INSERT INTO holder VALUES (?, ?, ?)", msgspec.structs.astuple(own))
        connection.execute("COMMIT")
    return False


def lock_holder(connection: sqlite3.Connection) -> Holder | None:
    """The process that wrote its name last; None where it is unknown."""
    with contextlib.suppress(sqlite3.OperationalError, msgspec.ValidationError):
        for row in connection.execute("SELECT pid, host, since FROM holder").fetchall():
            return msgspec.convert(row, Holder)
    return None


def in_use(path: Path, other: Holder | None, own: Holder) -> str:
    """The message that names the holder."""
    if other is None or other == own:
        return _(IN_USE).format(path=path)
    said = _("{path} is being written by process {pid} on {host}, since {since}; wait until it ends")
    return said.format(path=path, pid=other.pid, host=shorten(other.host), since=shorten(other.since))

"""Snapshots of a learner's files, and a listener for the system's file events.

Watch mode compares snapshots to decide whether a file changed. It takes one before a grading and one after it, so that
it misses no save, whatever events an editor causes. File events only say when to compare.
"""

import os
import stat
import threading
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import watchfiles

from grader.course.exercise import Exercise
from grader.storage.bounded import read_regular
from grader.submission.reader import FILE_AT_MOST, FILES_AT_MOST

STEP = 10  # milliseconds without a further event after which an event is reported
TOGETHER = 100  # milliseconds after which an event is reported despite further ones
QUIET = 0.01  # seconds without a change after which a save is complete
UNFINISHED = 0.25  # seconds at most to wait for a save to complete


@dataclass(frozen=True)
class SeenFile:
    """One file: its mtime in nanoseconds (`written`), its inode (`number`), and its CRC-32 (`sum`).

    The CRC-32 finds a second save within one tick of a coarse clock. An unreadable file has the size -1.
    """

    name: str
    size: int
    written: int
    number: int
    sum: int


Snapshot = frozenset[SeenFile]


def take_snapshot(folder: Path, exercise: Exercise) -> Snapshot:
    """A snapshot of the Python files of an exercise; empty where its folder cannot be read."""
    inside = folder / exercise.id
    try:
        paths = sorted([*inside.glob("*.py"), *inside.glob("*/*.py")])[:FILES_AT_MOST]
    except OSError:
        return frozenset()
    return frozenset(filter(None, (_seen(path, path.relative_to(inside).as_posix()) for path in paths)))


def _seen(path: Path, name: str) -> SeenFile | None:
    try:
        facts = os.lstat(path)
        total = 0
        if stat.S_ISREG(facts.st_mode) and facts.st_size <= FILE_AT_MOST:
            total = zlib.crc32(read_regular(path, FILE_AT_MOST))
    except FileNotFoundError:  # an editor is replacing the file
        return None
    except OSError:  # the grading reports the reason
        return SeenFile(name, -1, 0, 0, 0)
    return SeenFile(name, facts.st_size, facts.st_mtime_ns, facts.st_ino, total)


def settled(folder: Path, exercise: Exercise) -> Snapshot:
    """A snapshot once the save is complete: no file changes, and the learner's file exists and is not empty.

    After UNFINISHED seconds any snapshot is accepted.
    """
    until = time.monotonic() + UNFINISHED
    before = take_snapshot(folder, exercise)
    while True:
        time.sleep(QUIET)
        now = take_snapshot(folder, exercise)
        filled = any(each.name == exercise.facts.file and each.size for each in now)
        if (now == before and filled) or time.monotonic() > until:
            return now
        before = now


class FileEventListener:
    """Calls `on_event` when the system reports changes below a folder, and `on_loss` if it cannot report them.

    Both are called in the listener's thread. `with` starts and stops it.
    """

    def __init__(self, folder: Path, on_event: Callable[[], None], on_loss: Callable[[], None]) -> None:
        self._folder = folder
        self._on_event = on_event
        self._on_loss = on_loss
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._listen, name="changes", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join(1.0)

    def _listen(self) -> None:
        try:
            for _ in watchfiles.watch(
                self._folder,
                watch_filter=None,
                debounce=TOGETHER,
                step=STEP,
                rust_timeout=1000,
                stop_event=self._over,
                force_polling=False,
                ignore_permission_denied=False,
            ):
                self._on_event()
        except Exception:  # the folder is missing or unreadable, or no inotify watch is left: poll instead
            self._on_loss()

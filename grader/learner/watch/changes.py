"""What a learner's files look like, and a bell that rings when the system tells of a change.

A look decides whether there is something new: it is taken before a grading and again after it, so that a save is
never lost, however many events an editor makes of it. The bell only says when to look.
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

STEP = 10  # milliseconds without a further event before the bell rings
TOGETHER = 100  # milliseconds after which it rings although there are further events
QUIET = 0.01  # seconds without a change that make a save a whole one
UNFINISHED = 0.25  # seconds for an editor to fill a file that is empty or not there


@dataclass(frozen=True)
class SeenFile:
    """One file as it was: `written` in nanoseconds, `sum` over its bytes, for clocks that are too coarse."""

    name: str
    size: int
    written: int
    number: int
    sum: int


Snapshot = frozenset[SeenFile]


def take_snapshot(folder: Path, exercise: Exercise) -> Snapshot:
    """The Python files of an exercise as they are now; none where its folder cannot be looked into."""
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
    except FileNotFoundError:  # an editor puts another one in its place
        return None
    except OSError:  # not to be read; its grading says why
        return SeenFile(name, -1, 0, 0, 0)
    return SeenFile(name, facts.st_size, facts.st_mtime_ns, facts.st_ino, total)


def settled(folder: Path, exercise: Exercise) -> Snapshot:
    """The look of an exercise once its save is over: it rests, and its file is there and not empty.

    A file that stays away or empty is taken as it is.
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
    """Calls `ring` when the system tells of changes below a folder, and `broken` where it cannot tell any more.

    Both are called in a thread of its own. `with` starts and ends it.
    """

    def __init__(self, folder: Path, ring: Callable[[], None], broken: Callable[[], None]) -> None:
        self._folder = folder
        self._ring = ring
        self._broken = broken
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
                self._ring()
        except Exception:  # no such folder, one that is not to be read, or no watch left: then somebody looks
            self._broken()

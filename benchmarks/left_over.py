"""What gradings leave behind in this process and on this machine: processes, files, sockets."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil


@contextmanager
def own_temporary_folder() -> Iterator[Path]:
    """A folder in which every temporary file of this process is made, so that strangers' files do not count."""
    before = tempfile.tempdir
    with tempfile.TemporaryDirectory(prefix="socket-course-soak-") as folder:
        tempfile.tempdir = folder
        try:
            yield Path(folder)
        finally:
            tempfile.tempdir = before


def sockets() -> int:
    """How many sockets of every kind this process holds."""
    return len(psutil.Process().net_connections(kind="all"))


def left_over(folder: Path, ours: set[int], sockets_before: int) -> list[str]:
    """A line for each process below this one that is none of `ours`, each temporary file, and for more sockets."""
    found = []
    for process in psutil.Process().children(recursive=True):
        if process.pid not in ours:
            try:
                found.append(f"process {process.pid}, {process.status()}: {process.name()}")
            except psutil.NoSuchProcess:
                continue
    found += [f"file {path.name}" for path in sorted(folder.iterdir())]
    more = sockets() - sockets_before
    if more > 0:
        found.append(f"{more} sockets")
    return found

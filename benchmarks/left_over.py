"""Find what gradings leave behind in this process and on this machine: processes, files, sockets."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil


@contextmanager
def own_temporary_folder() -> Iterator[Path]:
    """A folder for all temporary files of this process, so that files of other programs are not counted."""
    before = tempfile.tempdir
    with tempfile.TemporaryDirectory(prefix="socket-course-soak-") as folder:
        tempfile.tempdir = folder
        try:
            yield Path(folder)
        finally:
            tempfile.tempdir = before


def count_sockets() -> int:
    """Number of open sockets of every kind in this process."""
    return len(psutil.Process().net_connections(kind="all"))


def find_left_over(folder: Path, own_pids: set[int], sockets_before: int) -> list[str]:
    """One line for each child process outside `own_pids`, one for each temporary file, one for additional sockets."""
    found = []
    for process in psutil.Process().children(recursive=True):
        if process.pid not in own_pids:
            try:
                found.append(f"process {process.pid}, {process.status()}: {process.name()}")
            except psutil.NoSuchProcess:
                continue
    found += [f"file {path.name}" for path in sorted(folder.iterdir())]
    more = count_sockets() - sockets_before
    if more > 0:
        found.append(f"{more} sockets")
    return found

"""Kill all processes of a program: its process tree, and its orphans."""

import contextlib
import ctypes
import os
import signal
import sys
import time
from collections.abc import Iterable

import psutil

from grader.model.errors import GraderError

_PR_SET_CHILD_SUBREAPER = 36  # linux/prctl.h
_END_WITHIN = 5.0  # seconds; SIGKILL needs far less, so that a broken machine gives a clear error


def adopt_orphans() -> bool:
    """Become the parent of every orphan of a program; False if the system does not support that.

    Source: prctl(2), PR_SET_CHILD_SUBREAPER.
    """
    if not sys.platform.startswith("linux"):
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    return bool(libc.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0)


def descendants(pid: int) -> list[psutil.Process]:
    """The descendants of `pid`, without itself; empty if it has ended."""
    try:
        return psutil.Process(pid).children(recursive=True)
    except psutil.Error:
        return []


def children_of(pid: int) -> list[int]:
    """The direct children of `pid`, from /proc on Linux, else from psutil.

    Source: proc_pid_task(5), `children`.
    """
    found: list[int] = []
    try:
        for task in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{task}/children", "rb") as file:
                found += map(int, file.read().split())
    except OSError:
        if not os.path.isdir("/proc/self/task"):
            return [child.pid for child in descendants(pid)]
    return found


def kill_tree(pid: int) -> None:
    """Kill a program and its descendants, without waiting for their end."""
    below = descendants(pid) if not sys.platform.startswith("linux") or children_of(pid) else []
    if os.name == "posix":
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)  # boot.py made it a session leader
    with contextlib.suppress(psutil.Error):
        below.append(psutil.Process(pid))
    for process in below:
        with contextlib.suppress(psutil.Error):
            process.kill()


# The children that this process started itself. A property of the process, hence a global.
STARTED: set[int] = set()


def kill_orphans(since: float) -> None:
    """Kill and reap the orphans that this process has adopted, until none is left.

    An orphan is a child that this process did not start, in another session, and started at `since` (see `now`) or
    later, while one of our programs ran. So children that other code of this process started are not killed.
    """
    own = os.getsid(0)
    until = time.monotonic() + _END_WITHIN
    while orphans := [pid for pid in children_of(os.getpid()) if pid not in STARTED and _is_orphan(pid, own, since)]:
        if time.monotonic() > until:
            raise GraderError(f"processes that a program left behind cannot be ended: {orphans}")
        for pid in orphans:
            kill_tree(pid)
        reap(orphans)


def now() -> float:
    """Seconds on the clock of process start times, which counts from the start of the machine."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


def _is_orphan(pid: int, own_session: int, since: float) -> bool:
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            fields = file.read().rpartition(b")")[2].split()
    except OSError:
        return False  # it has ended meanwhile
    began = int(fields[19]) / os.sysconf("SC_CLK_TCK")  # starttime, proc_pid_stat(5)
    return session_of(pid) not in (0, own_session) and began >= since - 2 / os.sysconf("SC_CLK_TCK")


def session_of(pid: int) -> int:
    """The session of a process (getsid(2)); 0 if it has ended."""
    try:
        return os.getsid(pid)
    except OSError:
        return 0


def reap(pids: Iterable[int]) -> None:
    """Wait for the end of processes that are ending and that this process may have adopted."""
    until = time.monotonic() + _END_WITHIN
    for pid in pids:
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(pid, os.WNOHANG)[0] == 0 and time.monotonic() < until:
                time.sleep(0.001)  # a killed process ends at the kernel's next tick; no event reports its end

"""End all of a program: its whole tree of processes, and what it left behind."""

import ctypes
import os
import signal
import sys
import time
from collections.abc import Iterable

import psutil

from grader.model.errors import GraderError

_PR_SET_CHILD_SUBREAPER = 36  # linux/prctl.h
_END_WITHIN = 5.0  # seconds; far more than a SIGKILL needs, so that a sick machine ends in a clear error


def adopt_orphans() -> bool:
    """Become the parent of every process that a program leaves behind; False where no system call does it.

    Source: prctl(2), PR_SET_CHILD_SUBREAPER.
    """
    if not sys.platform.startswith("linux"):
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    return bool(libc.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0)


def descendants(pid: int) -> list[psutil.Process]:
    """The processes below `pid`, without itself; empty when it is gone."""
    try:
        return psutil.Process(pid).children(recursive=True)
    except psutil.Error:
        return []


def children_of(pid: int) -> list[int]:
    """The direct children of `pid`. Linux reads them from /proc, others from psutil.

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
    """Kill a program and everything below it, without waiting."""
    below = descendants(pid) if not sys.platform.startswith("linux") or children_of(pid) else []
    if os.name == "posix":
        try:
            os.killpg(pid, signal.SIGKILL)  # boot.py made it the leader of a session of its own
        except (ProcessLookupError, PermissionError):
            pass
    for process in [*below, *_itself(pid)]:
        try:
            process.kill()
        except psutil.Error:
            pass


def _itself(pid: int) -> list[psutil.Process]:
    try:
        return [psutil.Process(pid)]
    except psutil.Error:
        return []


# The children of this process that this process started itself: a fact of the process, so it stands here once.
STARTED: set[int] = set()


def kill_orphans(since: float) -> None:
    """Kill and reap what programs left behind and this process adopted, until there is none.

    An orphan is a child of this process that it did not start, that lives in another session, and that began to
    live at `since` (see `now`) or later, while one of our programs ran: children that other code of this process
    started are left alone.
    """
    own = os.getsid(0)
    until = time.monotonic() + _END_WITHIN
    while orphans := [pid for pid in children_of(os.getpid()) if pid not in STARTED and _is_orphan(pid, own, since)]:
        if time.monotonic() > until:
            raise GraderError(f"processes that a program left behind cannot be ended: {orphans}")
        for pid in orphans:
            kill_tree(pid)
        for pid in orphans:
            _reap(pid, until)


def now() -> float:
    """Seconds on the clock by which the system says when a process began: since the machine started."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


def _is_orphan(pid: int, own_session: int, since: float) -> bool:
    try:
        with open(f"/proc/{pid}/stat", "rb") as file:
            fields = file.read().rpartition(b")")[2].split()
    except OSError:
        return False  # gone in the meantime
    began = int(fields[19]) / os.sysconf("SC_CLK_TCK")  # starttime, proc_pid_stat(5)
    return _session(pid) != own_session and began >= since - 2 / os.sysconf("SC_CLK_TCK")


def _session(pid: int) -> int:
    try:
        return os.getsid(pid)
    except OSError:
        return os.getsid(0)  # gone in the meantime: nothing to do


def reap(pids: Iterable[int]) -> None:
    """Wait until processes are gone that are ending, and that this process may have adopted."""
    until = time.monotonic() + _END_WITHIN
    for pid in pids:
        _reap(pid, until)


def _reap(pid: int, until: float) -> None:
    while time.monotonic() < until:
        try:
            done, _ = os.waitpid(pid, os.WNOHANG)
        except ChildProcessError:
            return
        if done:
            return
        time.sleep(0.001)  # a killed process needs the kernel's next tick; there is no event for foreign ones

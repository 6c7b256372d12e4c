"""The proof that a program is stuck, so that nobody has to wait out a time limit.

A program is proven stuck when, in several looks in a row,

    every thread of it and of its descendants sleeps in a system call that waits without a time limit,
    no thread was switched in between (the kernel's own counters), and
    no byte is on its way in either direction on its connections,

and the peer, who asks for the proof, has nothing left to say. Then nobody will ever speak again.

One look alone is no proof: a program is asleep for a moment between any two bytes.

    Proof        Linux: /proc, in about 15 ms. Sources: proc_pid_syscall(5), proc_pid_status(5), proc_pid_net(5).
    QuietProof   every other system: the trace shows a call without a time limit that has not returned, and the
                 program used no processor time for a while
"""

import os
import platform
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

import psutil

from grader.sandbox.process_tree import children_of
from grader.wire.tcp_queues import LISTEN, SYN_RECV, SYN_SENT, Queue, parsed

LOOKS = 4
LOOK_EVERY = 0.003  # seconds
QUIET_FOR = 1.0  # seconds; far more than a busy machine keeps a runnable program waiting

# Numbers of system calls that can wait without limit, by architecture: number -> (name, argument that holds
# the time limit, what that argument is when there is none). sigtimedwait() is not among them: a timer may send the
# signal that it waits for, and nobody can see that from outside. Source: the kernel's syscall tables.
_NEVER = None
_NULL = 0
_MINUS_ONE = -1
_Waits = dict[int, tuple[str, int | None, int | None]]
_X86_64: _Waits = {
    0: ("read", _NEVER, None),
    1: ("write", _NEVER, None),
    7: ("poll", 2, _MINUS_ONE),
    20: ("writev", _NEVER, None),
    23: ("select", 4, _NULL),
    34: ("pause", _NEVER, None),
    43: ("accept", _NEVER, None),
    44: ("sendto", _NEVER, None),
    45: ("recvfrom", _NEVER, None),
    46: ("sendmsg", _NEVER, None),
    47: ("recvmsg", _NEVER, None),
    61: ("wait4", _NEVER, None),
    130: ("rt_sigsuspend", _NEVER, None),
    202: ("futex", 3, _NULL),
    232: ("epoll_wait", 3, _MINUS_ONE),
    247: ("waitid", _NEVER, None),
    270: ("pselect6", 4, _NULL),
    271: ("ppoll", 2, _NULL),
    281: ("epoll_pwait", 3, _MINUS_ONE),
    288: ("accept4", _NEVER, None),
    441: ("epoll_pwait2", 3, _NULL),
}
_AARCH64: _Waits = {
    22: ("epoll_pwait", 3, _MINUS_ONE),
    63: ("read", _NEVER, None),
    64: ("write", _NEVER, None),
    66: ("writev", _NEVER, None),
    72: ("pselect6", 4, _NULL),
    73: ("ppoll", 2, _NULL),
    95: ("waitid", _NEVER, None),
    98: ("futex", 3, _NULL),
    133: ("rt_sigsuspend", _NEVER, None),
    202: ("accept", _NEVER, None),
    206: ("sendto", _NEVER, None),
    207: ("recvfrom", _NEVER, None),
    211: ("sendmsg", _NEVER, None),
    212: ("recvmsg", _NEVER, None),
    242: ("accept4", _NEVER, None),
    260: ("wait4", _NEVER, None),
    441: ("epoll_pwait2", 3, _NULL),
}
_TABLES: dict[str, _Waits] = {"x86_64": _X86_64, "amd64": _X86_64, "aarch64": _AARCH64, "arm64": _AARCH64}
_FUTEX_WAITS = (0, 9)  # FUTEX_WAIT, FUTEX_WAIT_BITSET; the private and clock flags are masked off
_ALARMS = (14, 26, 27)  # SIGALRM, SIGVTALRM, SIGPROF: a caught one may wake the program by itself


class Watch(Protocol):
    """Looks at a program again and again while its peer waits for it."""

    def look(self) -> bool:
        """Look once, at most every few milliseconds; True once the program is proven stuck."""

    def restart(self) -> None:
        """Something happened: whatever was seen before proves nothing."""


@dataclass(frozen=True)
class Wait:
    """A thread that waits without a time limit: where, and how often it was switched in and out so far."""

    task: int
    call: str
    switches: bytes


def waits_for_ever(line: str, table: _Waits) -> str | None:
    """The name of the call if a line of /proc/PID/task/TID/syscall is one that waits without limit."""
    words = line.split()
    if len(words) < 7 or not words[0].isdigit():
        return None  # `running`, or asleep outside of a system call
    known = table.get(int(words[0]))
    if known is None:
        return None
    name, place, unlimited = known
    arguments = [int(word, 16) for word in words[1:7]]
    if name == "futex" and arguments[1] & 0x7F not in _FUTEX_WAITS:
        return None
    if place is not None:
        limit = arguments[place]
        if unlimited == _MINUS_ONE:
            limit = -1 if limit & 0x8000_0000 else limit
        if limit != unlimited:
            return None
    return name


def catches_alarms(status: str) -> bool:
    """Whether a text of /proc/PID/status says that a timer's signal may wake the program: caught, or waited for."""
    for line in status.splitlines():
        if line.startswith(("SigCgt:", "SigBlk:")):
            caught = int(line.split()[1], 16)
            if any(caught >> (number - 1) & 1 for number in _ALARMS):
                return True
    return False


def on_its_way(rows: Iterable[str], ports: set[int]) -> bool:
    """Whether rows of /proc/net/tcp show bytes or a handshake under way on one of the ports."""
    for row in rows:
        known = parsed(row)
        if known is not None and (known[0] in ports or known[1] in ports) and under_way(known[2]):
            return True
    return False


def under_way(queue: Queue | None) -> bool:
    """Whether bytes or a handshake are under way from one side of a connection."""
    if queue is None or queue.state == LISTEN:
        return False
    return queue.unsent > 0 or queue.state in (SYN_SENT, SYN_RECV)


class Proof:
    """The proof from /proc. `ports` are those of the conversation.

    `moving` tells whether bytes are under way on it, where the system answers such a question; None where it does not,
    and the table of all connections is read. It takes so many `looks`, one `every` so many seconds. `adopter` is the
    process that gets the program's orphans; without one it is this process.
    """

    def __init__(
        self,
        pid: int,
        ports: Callable[[], set[int]],
        moving: Callable[[], bool | None] = lambda: None,
        looks: int = LOOKS,
        every: float = LOOK_EVERY,
        adopter: int | None = None,
    ) -> None:
        self.pid = pid
        self._adopter = adopter or os.getpid()
        self._looks = looks
        self._every = every
        self._ports = ports
        self._moving = moving
        self._table = _TABLES[platform.machine().lower()]
        self._last: tuple[Wait, ...] | None = None
        self._same = 0
        self._next = 0.0

    @staticmethod
    def possible() -> bool:
        """Whether this system tells what the proof needs; tried on this very process."""
        if platform.machine().lower() not in _TABLES:
            return False
        try:
            with open(f"/proc/{os.getpid()}/syscall") as file:
                return bool(file.read()) and os.path.exists("/proc/net/tcp")
        except OSError:
            return False

    @staticmethod
    def may_look(pid: int) -> bool:
        """Whether this process may look at another one: some systems forbid it (ptrace(2), access modes)."""
        try:
            return bool(_text(f"/proc/{pid}/syscall"))
        except PermissionError:
            return False
        except OSError:
            return True  # it has ended: the next look tells

    def restart(self) -> None:
        """Forget what was seen."""
        self._last = None
        self._same = 0

    def look(self) -> bool:
        """One look; True once enough of them in a row were the same."""
        now = time.monotonic()
        if now < self._next:
            return False
        self._next = now + self._every
        seen = self._threads()
        if seen is None or seen != self._last:
            self._last = seen
            self._same = 0 if seen is None else 1
            return False
        self._same += 1
        if self._same < self._looks:
            return False
        moving = self._moving()
        if moving is None:
            moving = on_its_way(_tcp_rows(self.pid), self._ports())
        if moving:
            self._same = 1  # ask again only after as many looks
            return False
        return self._threads() == seen  # nothing ran while the queues were read

    def _threads(self) -> tuple[Wait, ...] | None:
        """Every thread of the whole tree, if each waits without limit; else None."""
        found: list[Wait] = []
        todo = [self.pid, *self._orphans()]
        while todo:
            pid = todo.pop()
            if pid != self.pid and _is_zombie(pid):
                continue
            waits = self._threads_of(pid)
            if waits is None:
                return None
            found += waits
            todo += children_of(pid)
        return tuple(found)

    def _orphans(self) -> list[int]:
        """Processes of its session that lost their parent and were adopted: it may wait for them."""
        return [pid for pid in children_of(self._adopter) if pid != self.pid and _session(pid) == self.pid]

    def _threads_of(self, pid: int) -> list[Wait] | None:
        waits = []
        try:
            for task in os.listdir(f"/proc/{pid}/task"):
                base = f"/proc/{pid}/task/{task}/"
                call = waits_for_ever(_text(base + "syscall"), self._table)
                if call is None:
                    return None
                status = _text(base + "status")
                if "\nState:\tS" not in status or catches_alarms(status):
                    return None  # not asleep (a slow disk, D), or a timer may wake it
                switches = "".join(line for line in status.splitlines() if "ctxt_switches" in line)
                waits.append(Wait(int(task), call, switches.encode()))
        except (OSError, ValueError):
            return None  # it ended, or may not be looked at: nothing is proven
        return waits or None


class QuietProof:
    """The second way: an unlimited call that does not return, and no processor time used for QUIET_FOR seconds.

    `waits` tells whether the trace's last word is such a call.
    """

    def __init__(self, pid: int, waits: Callable[[], bool], quiet_for: float = QUIET_FOR) -> None:
        self._waits = waits
        self._quiet_for = quiet_for
        self._since: float | None = None
        self._used = 0.0
        try:
            self._process: psutil.Process | None = psutil.Process(pid)
        except psutil.Error:
            self._process = None

    def restart(self) -> None:
        """Forget what was seen."""
        self._since = None

    def look(self) -> bool:
        """One look; True once the program was quiet for long enough."""
        used = processor_seconds(self._process)
        now = time.monotonic()
        if used is None or not self._waits():
            self._since = None
            return False
        if self._since is None or used != self._used:
            self._since, self._used = now, used
            return False
        return now - self._since >= self._quiet_for


def processor_seconds(process: psutil.Process | None) -> float | None:
    """The processor time that a process and its descendants have used; None when it is gone."""
    if process is None:
        return None
    try:
        times = [each.cpu_times() for each in (process, *process.children(recursive=True))]
    except psutil.Error:
        return None
    return float(sum(each.user + each.system for each in times))


def _session(pid: int) -> int:
    try:
        return os.getsid(pid)
    except OSError:
        return 0


def _is_zombie(pid: int) -> bool:
    """Whether a process has ended and only waits to be asked for its status: nobody will hear from it."""
    try:
        return "\nState:\tZ" in _text(f"/proc/{pid}/status")
    except OSError:
        return True


def _text(path: str) -> str:
    with open(path, encoding="ascii", errors="replace") as file:
        return file.read()


def _tcp_rows(pid: int) -> list[str]:
    rows = []
    for name in ("tcp", "tcp6"):
        try:
            with open(f"/proc/{pid}/net/{name}", encoding="ascii") as file:
                rows += file.readlines()
        except OSError:
            continue
    return rows

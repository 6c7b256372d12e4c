"""One observation of a program as plain data, and the parsers of the kernel's texts.

    Sample    the tasks of the program and of every process that belongs to it     from /proc
    Queues    whether bytes are under way on the connections of the conversation   from sock_diag(7) or /proc/net/tcp
    Quiet     the processor time, and the call in the trace                        on every system

A task is a thread, as the kernel counts them. Sources: proc_pid_syscall(5), proc_pid_status(5), proc_pid_net(5).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from grader.program.system_calls import SystemCall
from grader.wire.tcp_queues import LISTEN, SYN_RECV, SYN_SENT, Queue


@dataclass(frozen=True, slots=True)
class Task:
    """One task. `call` is None while it runs, or sleeps outside of a system call.

    `state` is the kernel's letter; `switches` counts the voluntary and the involuntary context switches; `caught` and
    `blocked` are masks of signals: bit 0 is signal 1.
    """

    number: int
    call: SystemCall | None = None
    state: str = "?"
    switches: tuple[int, int] = (0, 0)
    caught: int = 0
    blocked: int = 0


@dataclass(frozen=True, slots=True)
class Process:
    """One process: its tasks (empty if it could not be read) and its children; `ended`: it is a zombie or gone."""

    number: int
    tasks: tuple[Task, ...] = ()
    children: tuple[int, ...] = ()
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Adopted:
    """A child of the process that adopts the program's orphans, with its session (setsid(2))."""

    number: int
    session: int


@dataclass(frozen=True, slots=True)
class Sample:
    """One observation of a program. `program` is its process, the leader of its session."""

    program: int
    processes: tuple[Process, ...]
    adopted: tuple[Adopted, ...] = ()


@dataclass(frozen=True, slots=True)
class Queues:
    """Whether bytes or a handshake are under way on a connection of the check."""

    under_way: bool


@dataclass(frozen=True, slots=True)
class Quiet:
    """One observation without /proc, at `at` seconds.

    `used` is the processor time of the program in seconds, None if unknown. `waits`: the program is in a traced call
    without a time limit.
    """

    at: float
    used: float | None
    waits: bool


def parse_status(number: int, call: SystemCall, status: str) -> Task:
    """A task from its text of /proc/PID/task/TID/status."""
    return Task(
        number,
        call,
        _field(status, "State")[:1] or "?",
        (int(_field(status, "voluntary_ctxt_switches") or 0), int(_field(status, "nonvoluntary_ctxt_switches") or 0)),
        int(_field(status, "SigCgt") or "0", 16),
        int(_field(status, "SigBlk") or "0", 16),
    )


def _field(status: str, name: str) -> str:
    start = status.find(f"\n{name}:\t")
    if start < 0:
        return ""
    start += len(name) + 3
    return status[start : status.find("\n", start)]


def is_under_way(queue: Queue | None) -> bool:
    """Whether bytes or a handshake are under way from one side of a connection."""
    if queue is None or queue.state == LISTEN:
        return False
    return queue.unsent > 0 or queue.state in (SYN_SENT, SYN_RECV)


def any_under_way(table: Iterable[tuple[int, int, Queue]], ports: set[int]) -> bool:
    """Whether a table of sockets (`read_table`) shows bytes or a handshake under way on one of the ports."""
    return any((local in ports or remote in ports) and is_under_way(queue) for local, remote, queue in table)

"""System calls that wait without a time limit, as /proc/PID/task/TID/syscall shows them (proc_pid_syscall(5))."""

from dataclasses import dataclass

# System calls that can wait without a limit, by architecture: number -> (name, index of the argument that holds the
# time limit, value of that argument without a limit). sigtimedwait() is not included: a timer may send the signal that
# it waits for, and /proc does not show timers. Source: the kernel's syscall tables.
_NEVER = None
_NULL = 0
_MINUS_ONE = -1
Waits = dict[int, tuple[str, int | None, int | None]]
_X86_64: Waits = {
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
_AARCH64: Waits = {
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
TABLES: dict[str, Waits] = {"x86_64": _X86_64, "amd64": _X86_64, "aarch64": _AARCH64, "arm64": _AARCH64}
_FUTEX_WAITS = (0, 9)  # FUTEX_WAIT, FUTEX_WAIT_BITSET; the private and clock flags are masked off


@dataclass(frozen=True, slots=True)
class SystemCall:
    """A system call in which a task sleeps: its number and its six arguments."""

    number: int
    arguments: tuple[int, ...]


def parse_system_call(line: str) -> SystemCall | None:
    """The line of /proc/PID/task/TID/syscall; None for a task that runs, or that sleeps outside of a system call."""
    words = line.split()
    if len(words) < 7 or not words[0].isdigit():
        return None
    return SystemCall(int(words[0]), tuple([int(word, 16) for word in words[1:7]]))


def name_endless_wait(call: SystemCall, table: Waits) -> str | None:
    """The name of a call that waits without a time limit; None for any other."""
    known = table.get(call.number)
    if known is None:
        return None
    name, place, unlimited = known
    if name == "futex" and call.arguments[1] & 0x7F not in _FUTEX_WAITS:
        return None
    if place is not None:
        limit = call.arguments[place]
        if unlimited == _MINUS_ONE:
            limit = -1 if limit & 0x8000_0000 else limit
        if limit != unlimited:
            return None
    return name

"""Inside the learner's process: restrict it with Landlock, right before its code runs. Linux 6.2 and newer.

    files     only listed paths can be read, run or written; /proc and everything else is denied     from ABI 3
    TCP       connect() reaches only the listed ports                                                from ABI 4
    devices   no ioctl() on a device that is opened later                                            from ABI 5
    signals   no signal and no connection to an abstract Unix socket leaves the sandbox              from ABI 6

Files that are already open stay open. Every process that the program starts is restricted too. bind() is not
restricted: the exercise judges it. Source: landlock(7), linux/landlock.h. Standard library only.
"""

from __future__ import annotations

import ctypes
import os
import struct

TYPE_CHECKING = False  # importing `typing` would cost each program milliseconds
if TYPE_CHECKING:
    from grader.child.order import LandlockRules

_LIBC = ctypes.CDLL(None, use_errno=True)

OLDEST_ABI = 3  # older versions do not prevent truncate() on the user's files
ABI_WITH_TCP, ABI_WITH_DEVICES, ABI_WITH_SIGNALS = 4, 5, 6

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # the same numbers on every architecture
_ASK_VERSION = 1
_PATH_BENEATH, _NET_PORT = 1, 2
_EXECUTE, _WRITE, _READ, _READ_FOLDER = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_TRUNCATE, _IOCTL_DEVICE = 1 << 14, 1 << 15
_ALL_FILES = (1 << 15) - 1  # up to and including truncate
_CONNECT = 1 << 1
_ABSTRACT_SOCKETS, _SIGNALS = 1 << 0, 1 << 1


def abi() -> int:
    """The version of Landlock in this kernel; 0 if it has none."""
    return max(0, int(_LIBC.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), ctypes.c_uint32(_ASK_VERSION))))


def restrict(rules: LandlockRules) -> None:
    """Restrict this process and its future children to what the rules allow.

    Drop the capabilities first (capabilities.py). OSError if the kernel refuses: do not run a program then.
    """
    known = abi()
    if known < OLDEST_ABI:
        raise OSError(f"Landlock is too old here (ABI {known})")
    files = _ALL_FILES | (_IOCTL_DEVICE if known >= ABI_WITH_DEVICES else 0)
    sizes = (8, 16, 24)[(known >= ABI_WITH_TCP) + (known >= ABI_WITH_SIGNALS)]
    wanted = (ctypes.c_uint64 * 3)(files, _CONNECT, _ABSTRACT_SOCKETS | _SIGNALS)
    call = _LIBC.syscall
    ruleset = _checked(call(_CREATE_RULESET, wanted, ctypes.c_size_t(sizes), ctypes.c_uint32(0)), "creating the rules")
    for paths, allowed in (
        (rules.read, _EXECUTE | _READ | _READ_FOLDER),
        (rules.write, files & ~_IOCTL_DEVICE),
        (rules.devices, _READ | _WRITE),
    ):
        for path in paths:
            _allow(ruleset, path, allowed)
    if known >= ABI_WITH_TCP:
        for port in rules.ports:
            rule = (ctypes.c_uint64 * 2)(_CONNECT, port)
            _checked(call(_ADD_RULE, ruleset, _NET_PORT, rule, ctypes.c_uint32(0)), f"allowing port {port}")
    _checked(call(_RESTRICT_SELF, ruleset, ctypes.c_uint32(0)), "restricting the process")
    os.close(ruleset)


def _allow(ruleset: int, path: str, allowed: int) -> None:
    try:
        number = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return  # the path does not exist on this system
    if not os.path.isdir(path):
        allowed &= _EXECUTE | _WRITE | _READ | _TRUNCATE
    rule = ctypes.create_string_buffer(struct.pack("=Qi", allowed, number))
    result = _LIBC.syscall(_ADD_RULE, ruleset, _PATH_BENEATH, rule, ctypes.c_uint32(0))
    os.close(number)
    _checked(result, f"allowing {path}")


def _checked(result: int, what: str) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"Landlock: {what}: {os.strerror(number)}")
    return result

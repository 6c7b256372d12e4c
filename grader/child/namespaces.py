"""Inside the inner sandbox: create new namespaces for each program.

    fork server ── forks ── a process that creates the namespaces and exits
                              └── the init process of the new PID namespace
                                    └── the program, without capabilities, and all processes that it starts

There are new PID, IPC and mount namespaces, with a private /tmp and /dev/shm, both small and in memory. When the
program ends, the init process writes the exit status to its end of a socket pair and exits; then the kernel kills
all remaining processes in the namespace (pid_namespaces(7)). No process in it can signal the init process. Linux only,
standard library only.
"""

from __future__ import annotations

import ctypes
import os
import signal
import socket

TYPE_CHECKING = False  # importing `typing` would cost each program milliseconds
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import NoReturn

_NEWNS, _NEWIPC, _NEWPID = 0x00020000, 0x08000000, 0x20000000  # linux/sched.h
_READ_ONLY, _NOSUID, _NODEV = 1, 2, 4  # linux/mount.h
_PR_SET_DUMPABLE = 4
_SMALL = b"size=64m,nr_inodes=4096,mode=0700"
_DESCRIPTORS = 256

_LIBC = ctypes.CDLL(None, use_errno=True)


def fork_into(hidden: str, end: int, give_up: Callable[[], None]) -> bool:
    """True in the program, in its namespaces; False in this process, once creating them succeeded or failed.

    `hidden` is a folder that is empty in them; `end` is the socket of the init process; `give_up` drops capabilities.
    """
    first = os.fork()
    if first:
        os.waitpid(first, 0)
        return False
    try:
        _open(hidden)
        if os.fork():
            os._exit(0)
        grader = _become_init_process(end)
        program = os.fork()
        if program:
            _wait_for(program, grader)
        grader.close()
        _become_program()
        give_up()
    except BaseException:
        os._exit(1)  # the grader sees the channel closed before the line `hello`
    return True


def _open(hidden: str) -> None:
    if _LIBC.unshare(_NEWNS | _NEWIPC | _NEWPID):
        raise OSError(ctypes.get_errno(), "no namespaces could be created")
    _mount(hidden, _NOSUID | _NODEV | _READ_ONLY, b"size=4k")  # first: this folder may be inside one of the others
    _mount("/tmp", _NOSUID | _NODEV, _SMALL)  # noqa: S108
    _mount("/dev/shm", _NOSUID | _NODEV, _SMALL)  # noqa: S108


def _mount(folder: str, flags: int, options: bytes) -> None:
    if _LIBC.mount(b"tmpfs", os.fsencode(folder), b"tmpfs", ctypes.c_ulong(flags), options):
        raise OSError(ctypes.get_errno(), f"no private folder could be mounted at {folder}")


def _become_init_process(end: int) -> socket.socket:
    """Make this process undumpable before it forks the program, and send the grader its PID."""
    _LIBC.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # the kernel sends an init process only signals with a handler
    grader = socket.socket(fileno=end)
    grader.send(b"k")  # the kernel adds the PID of this process in the namespace of the grader
    return grader


def _become_program() -> None:
    """Undo what _become_init_process() has set."""
    _LIBC.prctl(_PR_SET_DUMPABLE, 1, 0, 0, 0)
    signal.signal(signal.SIGINT, signal.default_int_handler)


def _wait_for(program: int, grader: socket.socket) -> NoReturn:
    """Do the work of an init process: reap children, send the program's status, and exit, which ends the namespace."""
    os.closerange(0, grader.fileno())
    os.closerange(grader.fileno() + 1, _DESCRIPTORS)
    while True:
        pid, status = os.wait()
        if pid == program:
            grader.send(status.to_bytes(4, "big"))
            os._exit(0)

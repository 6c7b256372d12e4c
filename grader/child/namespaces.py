"""Inside the inner sandbox: namespaces of its own for each program.

    fork server ── forks ── a process that makes the namespaces, and ends
                              └── the init process of the new process namespace
                                    └── the program, without any capability, and all that it starts

The namespaces are those of processes, IPC and mounts, with an own /tmp and /dev/shm, both in memory and small. When the
program ends, the init process writes its status to its end of a socket pair and ends too; then the kernel kills
whatever is left in the namespace (pid_namespaces(7)). No process in it can signal the init process. Linux only,
standard library only.
"""

from __future__ import annotations

import ctypes
import os
import signal
import socket

TYPE_CHECKING = False  # `typing` itself would cost each program milliseconds
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
    """True in the program, in its namespaces; False in this process, once they are made or that has failed.

    `hidden` is a folder that is empty in them; `end` is the init process's end; `give_up` gives up every capability.
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
        os._exit(1)  # the grader notices: the channel closes before the line `hello`
    return True


def _open(hidden: str) -> None:
    if _LIBC.unshare(_NEWNS | _NEWIPC | _NEWPID):
        raise OSError(ctypes.get_errno(), "no namespaces")
    _mount(hidden, _NOSUID | _NODEV | _READ_ONLY, b"size=4k")  # first: it may lie below one of the others
    _mount("/tmp", _NOSUID | _NODEV, _SMALL)  # noqa: S108
    _mount("/dev/shm", _NOSUID | _NODEV, _SMALL)  # noqa: S108


def _mount(folder: str, flags: int, options: bytes) -> None:
    if _LIBC.mount(b"tmpfs", os.fsencode(folder), b"tmpfs", ctypes.c_ulong(flags), options):
        raise OSError(ctypes.get_errno(), f"no folder of its own at {folder}")


def _become_init_process(end: int) -> socket.socket:
    """Put this process out of the program's reach, before there is one, and send the grader its number."""
    _LIBC.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # a signal without a handler does not reach a first process
    grader = socket.socket(fileno=end)
    grader.send(b"k")  # the kernel adds the number of this process, as the grader sees it
    return grader


def _become_program() -> None:
    """Be an ordinary process again."""
    _LIBC.prctl(_PR_SET_DUMPABLE, 1, 0, 0, 0)
    signal.signal(signal.SIGINT, signal.default_int_handler)


def _wait_for(program: int, grader: socket.socket) -> NoReturn:
    """Do the work of an init process: reap, send the program's status, and end with all of the namespace."""
    os.closerange(0, grader.fileno())
    os.closerange(grader.fileno() + 1, _DESCRIPTORS)
    while True:
        pid, status = os.wait()
        if pid == program:
            grader.send(status.to_bytes(4, "big"))
            os._exit(0)

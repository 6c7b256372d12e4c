"""The fork server: an interpreter that forks a fresh program for each request. Linux only; elsewhere see `boot.py`.

An interpreter's start is most of a check's time. This one has started already and imported what every program
needs; a fork of it is a fresh process within two milliseconds. It never runs a learner's code itself.

    fork_server.py CONTROL              programs in the namespaces of the grader
    fork_server.py CONTROL namespaces   each in namespaces of its own (namespaces.py); for the inner sandbox

A request on the control socket is one byte with descriptors: the program's channel; with namespaces also the init
process's end, and the files for its output and for the lines at which it is. Without, a program is forked twice, so
that it belongs to the grader (a subreaper, see sandbox/process_tree.py) and not to this process, and its exit status
reaches the grader as that of a child.
"""

from __future__ import annotations

import ctypes
import gc
import os
import signal
import socket
import sys

TYPE_CHECKING = False  # `typing` itself would cost each program milliseconds
HERE = os.path.dirname(os.path.abspath(__file__))

if TYPE_CHECKING:
    from grader.child import boot, namespaces
else:
    sys.path.insert(0, HERE)
    import boot
    import namespaces

    sys.path.remove(HERE)
    for _name in ("boot", "namespaces"):
        del sys.modules[_name]

# prctl(2): this process's programs die with the grader, however it ends.
_PR_SET_PDEATHSIG = 1
_PRCTL = ctypes.CDLL(None).prctl

# Imported once here and not once in each program.
import _sitebuiltins  # noqa: E402, F401
import encodings.gbk  # noqa: E402, F401
import faulthandler  # noqa: E402, F401
import resource  # noqa: E402, F401
import threading  # noqa: E402, F401
import traceback  # noqa: E402, F401

CAPABILITIES = boot.restrictions()[0]


def fork_program(channel: int) -> bool:
    """True in the new program; False in this process, once the grader is about to become the program's parent."""
    first = os.fork()
    if first:
        os.waitpid(first, 0)
        return False
    os.setsid()
    left = os.getpid()
    if os.fork():
        os._exit(0)
    while os.getppid() == left:
        os.sched_yield()  # until the grader is the parent: the signal is bound to the parent of that moment
    _PRCTL(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
    return True


def main() -> None:
    """Serve until the grader closes its side."""
    control = socket.socket(fileno=int(sys.argv[1]))
    # A forked program's garbage collector would look through all objects of this process, and so copy their pages.
    gc.collect()
    gc.freeze()
    apart = sys.argv[2:] == ["namespaces"]
    while True:
        _, descriptors, _, _ = socket.recv_fds(control, 1, 5)
        if not descriptors:
            return
        channel, *others = descriptors
        if namespaces.fork_into(HERE, others[0], CAPABILITIES.give_up) if apart else fork_program(channel):
            control.close()
            sys.argv = ["boot.py", *map(str, (channel, *others[1:]))]
            boot.main()
            return
        for number in descriptors:
            os.close(number)


if __name__ == "__main__":
    main()

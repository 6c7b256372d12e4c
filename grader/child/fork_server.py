"""Inside a warm interpreter: fork a fresh program for each request. Linux only; `boot.py` is the way elsewhere.

An interpreter's start is most of a check's time. This one has started already and imported what every program
needs; a fork of it is a fresh process within two milliseconds. It never runs a learner's code itself.

    fork_server.py CONTROL         free programs
    fork_server.py CONTROL rooms   each in namespaces of its own (namespaces.py); for the inner sandbox

A request on the control socket is one byte with descriptors: the program's channel; for a room also the keeper's
end, and the files for its output and for the lines at which it is. A free program is forked twice, so that it belongs
to the grader (a subreaper, see sandbox/process_tree.py) and not to this process, and its exit status reaches the
grader as that of a child.
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

POWERS = boot.shutters()[0]


def fork_program(channel: int) -> bool:
    """True in the new program; False in this process, once the program has left home."""
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
    # What is here stays for ever: no forked program shall look through it, and thereby copy it, to collect garbage.
    gc.collect()
    gc.freeze()
    rooms = sys.argv[2:] == ["rooms"]
    while True:
        _, descriptors, _, _ = socket.recv_fds(control, 1, 5)
        if not descriptors:
            return
        channel, *others = descriptors
        if namespaces.fork_into(HERE, others[0], POWERS.give_up) if rooms else fork_program(channel):
            control.close()
            sys.argv = ["boot.py", *map(str, (channel, *others[1:]))]
            boot.main()
            return
        for number in descriptors:
            os.close(number)


if __name__ == "__main__":
    main()

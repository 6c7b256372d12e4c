"""The fork server: an interpreter that forks a new process for each request. Linux only; elsewhere see `boot.py`.

Starting an interpreter takes most of a check's time. This one already runs and has imported the modules that a program
needs; a fork takes two milliseconds. The fork server itself never runs a learner's code.

    fork_server.py CONTROL              programs in the namespaces of the grader
    fork_server.py CONTROL namespaces   each program in new namespaces (namespaces.py); for the inner sandbox

A request on the control socket is one byte with descriptors: the program's channel; with namespaces also the socket of
the init process, and the files for the output and for the stacks. Without namespaces, a program is forked twice, so
that the grader (a subreaper, see sandbox/process_tree.py) becomes its parent and receives its exit status.
"""

from __future__ import annotations

import ctypes
import gc
import os
import signal
import socket
import sys

TYPE_CHECKING = False  # importing `typing` would cost each program milliseconds
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

# prctl(2): the kernel kills the programs when the grader ends, for whatever reason.
_PR_SET_PDEATHSIG = 1
_PRCTL = ctypes.CDLL(None).prctl

# Imported once here, so that the programs do not import them.
import _sitebuiltins  # noqa: E402, F401
import encodings.gbk  # noqa: E402, F401
import faulthandler  # noqa: E402, F401
import resource  # noqa: E402, F401
import threading  # noqa: E402, F401
import traceback  # noqa: E402, F401

CAPABILITIES = boot.restrictions()[0]


def fork_program(channel: int) -> bool:
    """True in the new process; False in this process, once the grader is about to become the parent of the new one."""
    first = os.fork()
    if first:
        os.waitpid(first, 0)
        return False
    os.setsid()
    left = os.getpid()
    if os.fork():
        os._exit(0)
    while os.getppid() == left:
        os.sched_yield()  # until the grader is the parent: prctl() below refers to the current parent
    _PRCTL(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
    return True


def main() -> None:
    """Serve requests until the grader closes the control socket."""
    control = socket.socket(fileno=int(sys.argv[1]))
    # Otherwise the garbage collector of each fork would write to all objects of this process and so copy their pages.
    gc.collect()
    gc.freeze()
    in_namespaces = sys.argv[2:] == ["namespaces"]
    while True:
        _, descriptors, _, _ = socket.recv_fds(control, 1, 5)
        if not descriptors:
            return
        channel, *others = descriptors
        if namespaces.fork_into(HERE, others[0], CAPABILITIES.give_up) if in_namespaces else fork_program(channel):
            control.close()
            sys.argv = ["boot.py", *map(str, (channel, *others[1:]))]
            boot.main()
            return
        for number in descriptors:
            os.close(number)


if __name__ == "__main__":
    main()

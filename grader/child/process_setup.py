"""Inside the learner's process, before its code runs: standard streams, files, limits, and the lines at which it is."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # `typing` itself would cost each program milliseconds
if TYPE_CHECKING:
    from grader.child.order import Order


def redirect_streams(order: Order) -> None:
    """Give the program its own standard streams: no input, and two files for what it prints."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
    for number, name in ((0, os.devnull), (1, order.stdout), (2, order.stderr)):
        opened = name if isinstance(name, int) else os.open(name, flags if number else os.O_RDONLY, 0o600)
        if opened != number:
            os.dup2(opened, number)
            os.close(opened)
    sys.stdin = open(0, encoding="utf-8", closefd=False)
    # Line by line, so that what was printed before the program hung is not lost.
    sys.stdout = open(1, "w", encoding="utf-8", buffering=1, closefd=False)
    sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", buffering=1, closefd=False)
    for name in ("stdin", "stdout", "stderr"):
        setattr(sys, f"__{name}__", getattr(sys, name))


def write_files(order: Order) -> None:
    """Write the files that come with the order, where the program is in namespaces without the grader's files."""
    for name, data in order.files.items():
        path = order.folder + name
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(data)


def set_limits(order: Order) -> None:
    """Take the limits that the grader ordered: (name in `resource`, value) pairs. POSIX only."""
    if not order.limits:
        return
    import resource
    import signal

    for name, value in order.limits:
        number = getattr(resource, name, None)
        if number is not None:
            hard = resource.getrlimit(number)[1]
            if hard != resource.RLIM_INFINITY:
                value = min(value, hard)
            resource.setrlimit(number, (value, value))
    # Python ignores SIGXFSZ: a flood of prints would end in an OSError that looks like the learner's own. So the
    # kernel ends the program, and the grader says what it was.
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)


def report_lines(order: Order) -> None:
    """Write down at which line each thread is: on SIGUSR1, or again and again where signals fail."""
    import faulthandler
    import signal

    # This file stays open for as long as the process lives.
    where = order.where
    if not isinstance(where, int):
        where = os.open(where, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    if hasattr(faulthandler, "register") and not order.portable:
        faulthandler.register(signal.SIGUSR1, file=where, all_threads=True, chain=False)
    else:
        faulthandler.dump_traceback_later(order.patience / 4, repeat=True, file=where)


def add_builtins() -> None:
    """Add what the `site` module, left out by -S, adds: exit() and quit()."""
    import _sitebuiltins
    import builtins

    builtins.exit = _sitebuiltins.Quitter("exit", "Ctrl-D (i.e. EOF)")
    builtins.quit = _sitebuiltins.Quitter("quit", "Ctrl-D (i.e. EOF)")

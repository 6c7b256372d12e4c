"""Inside the learner's process, before its code runs: set up streams, files, limits and the writing of stacks."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # importing `typing` would cost each program milliseconds
if TYPE_CHECKING:
    from types import FrameType

    from grader.child.order import Order

STACK_AT_MOST = 100  # frames of a thread, as in faulthandler


def redirect_streams(order: Order) -> None:
    """Replace the standard streams: no input, and one file each for output and errors."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
    for number, name in ((0, os.devnull), (1, order.stdout), (2, order.stderr)):
        opened = name if isinstance(name, int) else os.open(name, flags if number else os.O_RDONLY, 0o600)
        if opened != number:
            os.dup2(opened, number)
            os.close(opened)
    sys.stdin = open(0, encoding="utf-8", closefd=False)
    # Line buffered, so that the output before a hang is not lost.
    sys.stdout = open(1, "w", encoding="utf-8", buffering=1, closefd=False)
    sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", buffering=1, closefd=False)
    for name in ("stdin", "stdout", "stderr"):
        setattr(sys, f"__{name}__", getattr(sys, name))


def write_files(order: Order) -> None:
    """Write the files in the order: a program in namespaces does not see the files of the grader."""
    for name, data in order.files.items():
        path = order.folder + name
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(data)


def set_limits(order: Order) -> None:
    """Set the resource limits of the order: pairs of a name in `resource` and a value. POSIX only."""
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
    # Python ignores SIGXFSZ: too much output would raise an OSError that looks like the learner's mistake. With the
    # default action the kernel ends the program, and the grader reports the reason.
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)


def open_where(order: Order) -> int:
    """Open the file for the stacks; it stays open as long as the process lives."""
    if isinstance(order.where, int):
        return order.where
    return os.open(order.where, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)


def report_lines(order: Order, where: int) -> None:
    """Have the stacks of all threads written to `where`: on SIGUSR1, or every `patience` / 4 seconds if portable."""
    import _thread
    import faulthandler
    import signal

    if hasattr(faulthandler, "register") and not order.portable:
        faulthandler.register(signal.SIGUSR1, file=where, all_threads=True, chain=False)
    else:
        _thread.start_new_thread(write_stacks, (where, order.patience / 4, _thread.get_ident()))


def write_stacks(where: int, every: float, main: int) -> None:
    """Write the stacks of all other threads every `every` seconds in the format of faulthandler, thread `main` last.

    This thread holds the interpreter's lock while it reads them. faulthandler.dump_traceback_later() does not: it may
    read a frame that is freed at that moment, and then the program ends with SIGSEGV.
    """
    import _thread
    import signal
    import time

    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())  # they must interrupt the program
    own = _thread.get_ident()
    # Local references: the program may replace these functions in their modules.
    sleep, current_frames, write = time.sleep, sys._current_frames, os.write
    while True:
        sleep(every)
        frames = sorted(current_frames().items(), key=lambda item: item[0] == main)
        stacks = "".join([stack_text(thread, frame) for thread, frame in frames if thread != own])
        del frames  # before the lock is released: a frame keeps the program's objects alive
        write(where, stacks.encode("utf-8", "backslashreplace"))


def stack_text(thread: int, frame: FrameType | None) -> str:
    """The stack of one thread as faulthandler writes it, with at most STACK_AT_MOST frames."""
    lines = [f"Thread 0x{thread:016x} (most recent call first):\n"]
    while frame is not None and len(lines) <= STACK_AT_MOST:
        lines.append(f'  File "{frame.f_code.co_filename}", line {frame.f_lineno} in {frame.f_code.co_name}\n')
        frame = frame.f_back
    return "".join(lines) if frame is None else "".join(lines) + "  ...\n"


def add_builtins() -> None:
    """Add exit() and quit(), which the module `site` adds when Python runs without -S."""
    import _sitebuiltins
    import builtins

    builtins.exit = _sitebuiltins.Quitter("exit", "Ctrl-D (i.e. EOF)")
    builtins.quit = _sitebuiltins.Quitter("quit", "Ctrl-D (i.e. EOF)")

"""Inside the learner's process: set up, then run the host program or the learner's program.

Started as `python -I -S -X utf8 boot.py CHANNEL [STDOUT STDERR WHERE]`. CHANNEL is the number of an inherited
socket, or `PORT:TOKEN` of one to connect to where sockets cannot be inherited. The other arguments are numbers of open
files, used instead of the paths in the order. The grader sends one order through the channel (marshal, after its size
in four bytes). After that, the child sends lines to the grader:

    hello PID
    unloadable KIND FILE LINE TEXT DETAIL SOURCE
                                     the file cannot be imported: KIND is the exception's name
    missing    NAME WHAT             a step that was called does not exist, or is a WHAT instead of a function
    misreturned NAME PROMISED CAME   a step returned a value CAME that is not of the type PROMISED by its signature
    loaded                           the step's file is imported
    raised     KIND FILE LINE TEXT DETAIL SOURCE
                                     an exception ended the program; DETAIL holds its attributes as NAME=VALUE
                                     between semicolons, SOURCE is the learner's line
    thread     ...                   the same for an exception that ended only a thread
    encoding   NAME                  the final encoding of the standard output, if it is not UTF-8
    call, done                       see trace.py
"""

from __future__ import annotations

import os
import socket
import sys

TYPE_CHECKING = False  # importing `typing` would cost each program milliseconds
HERE = os.path.dirname(os.path.abspath(__file__))

if TYPE_CHECKING:
    from typing import Any

    from grader.child import process_setup, trace
    from grader.child.frames import receive_frame
    from grader.child.order import ORDER_AT_MOST, LandlockRules, Order, unpack
    from grader.child.runner import ChildRunner
else:
    sys.path.insert(0, HERE)
    import trace

    import process_setup
    from frames import receive_frame
    from order import ORDER_AT_MOST, unpack
    from runner import ChildRunner

    sys.path.remove(HERE)
    for _name in "channel exceptions frames order process_setup runner side_channel trace".split():
        del sys.modules[_name]


def join(channel: str) -> socket.socket:
    """Open this side of the grader's channel."""
    if ":" not in channel:
        return socket.socket(fileno=int(channel))
    port, token = channel.split(":")
    made = socket.create_connection(("127.0.0.1", int(port)))
    made.sendall(token.encode())
    return made


def restrict(rules: LandlockRules | None) -> None:
    """Drop all capabilities of this process and restrict it with Landlock, if the order says so."""
    if rules is not None:
        capabilities, landlock = restrictions()
        capabilities.give_up()
        landlock.restrict(rules)


_RESTRICTIONS: list[Any] = []


def restrictions() -> list[Any]:
    """The modules capabilities and landlock. Imported only when needed: `ctypes` costs milliseconds."""
    if not _RESTRICTIONS:
        sys.path.insert(0, HERE)
        _RESTRICTIONS.extend(__import__(name) for name in ("capabilities", "landlock"))
        sys.path.remove(HERE)
        for name in ("landlock", "capabilities"):
            del sys.modules[name]
    return _RESTRICTIONS


def obey(channel: socket.socket, order: Order) -> int:
    """Carry out one order in this process; return the exit status."""
    runner = ChildRunner(channel, order)
    if os.name == "posix" and os.getpid() != os.getsid(0):
        os.setsid()
    runner.channel.send_line("hello", os.getpid())
    process_setup.redirect_streams(order)
    process_setup.write_files(order)
    os.chdir(order.folder)
    for name in ("TMPDIR", "TEMP", "TMP"):
        os.environ[name] = order.tmp  # removed together with the scratch folder
    where = process_setup.open_where(order)
    process_setup.set_limits(order)
    process_setup.add_builtins()
    runner.report_threads()
    sys.argv = [order.file]  # the host's arguments are hidden from the learner's file
    sys.path.append(order.folder.rstrip("/\\"))
    restrict(order.landlock)
    process_setup.report_lines(order, where)  # a thread inherits the restrictions of the thread that starts it
    trace.install(runner.tracer)
    return runner.run()


def main() -> None:
    """Connect to the grader, receive the order, carry it out."""
    channel = join(sys.argv[1])
    try:
        order = unpack(receive_frame(channel, ORDER_AT_MOST))
    except (EOFError, OSError):
        return  # a spare process that was not needed
    if len(sys.argv) > 2:
        order.stdout, order.stderr, order.where = map(int, sys.argv[2:])
    sys.exit(obey(channel, order))


if __name__ == "__main__":
    main()

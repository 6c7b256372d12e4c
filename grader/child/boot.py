"""Inside the learner's process: set up, then run the host program or the learner's own.

Started as `python -I -S -X utf8 boot.py CHANNEL [STDOUT STDERR WHERE]`. CHANNEL is the number of an inherited
socket, or `PORT:TOKEN` of one to connect to where sockets cannot be inherited; the others are the numbers of open
files in the place of those that the order names. The grader sends one order through the channel (marshal, with its
size in four bytes before it); afterwards it carries lines the other way:

    hello PID
    unloadable KIND FILE LINE TEXT DETAIL SOURCE
                                     the file cannot be imported: KIND is the exception's name
    missing    NAME WHAT             a step that was called is not there, or is WHAT and no function
    misreturned NAME PROMISED CAME   a step gave back something else than its signature says
    loaded                           the step's file is imported
    raised     KIND FILE LINE TEXT DETAIL SOURCE
                                     an exception ended the program; DETAIL is what it knows of its cause, as
                                     NAME=VALUE between semicolons, SOURCE the learner's line
    thread     ...                   the same for an exception that ended only a thread
    encoding   NAME                  the encoding of its standard output at its end, where it is not UTF-8
    call, done                       see trace.py

Standard library only. Nothing of the grader's stays importable for the learner's program.
"""

from __future__ import annotations

import marshal
import os
import socket
import sys

TYPE_CHECKING = False  # `typing` itself would cost each program milliseconds
HERE = os.path.dirname(os.path.abspath(__file__))

if TYPE_CHECKING:
    from types import CodeType, ModuleType
    from typing import Any

    from grader.child import side_channel as _desk
    from grader.child import trace as _trace

    Order = dict[str, Any]  # its keys are those of launch.py's message
else:
    sys.path.insert(0, HERE)
    import trace as _trace

    import side_channel as _desk

    sys.path.remove(HERE)
    for _name in ("side_channel", "trace"):
        del sys.modules[_name]


def join(channel: str) -> socket.socket:
    """Open this side of the grader's channel."""
    if ":" not in channel:
        return socket.socket(fileno=int(channel))
    port, token = channel.split(":")
    made = socket.create_connection(("127.0.0.1", int(port)))
    made.sendall(token.encode())
    return made


def take_order(channel: socket.socket) -> Order:
    """Wait for the one order of this process. EOFError where the grader has gone."""
    head = _exactly(channel, 4)
    order: Order = marshal.loads(_exactly(channel, int.from_bytes(head, "big")))
    return order


def _exactly(channel: socket.socket, size: int) -> bytes:
    parts = b""
    while len(parts) < size:
        part = channel.recv(size - len(parts))
        if not part:
            raise EOFError("the grader has gone")
        parts += part
    return parts


def redirect(order: Order) -> None:
    """Give the program its own standard streams: no input, and two files for what it prints."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
    for number, name in ((0, os.devnull), (1, order["stdout"]), (2, order["stderr"])):
        opened = name if type(name) is int else os.open(name, flags if number else os.O_RDONLY, 0o600)
        if opened != number:
            os.dup2(opened, number)
            os.close(opened)
    sys.stdin = open(0, encoding="utf-8", closefd=False)
    # Line by line, so that what was printed before the program hung is not lost.
    sys.stdout = open(1, "w", encoding="utf-8", buffering=1, closefd=False)
    sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", buffering=1, closefd=False)
    for name in ("stdin", "stdout", "stderr"):
        setattr(sys, f"__{name}__", getattr(sys, name))


def unpack(order: Order) -> None:
    """Lay out the files that come with the order, where the program is in a room and the grader's files are not."""
    for name, data in order["files"].items():
        path = order["folder"] + name
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(data)


def limit(order: Order) -> None:
    """Take the limits that the grader ordered: (name in `resource`, value) pairs. POSIX only."""
    if not order["limits"]:
        return
    import resource
    import signal

    for name, value in order["limits"]:
        number = getattr(resource, name, None)
        if number is not None:
            hard = resource.getrlimit(number)[1]
            if hard != resource.RLIM_INFINITY:
                value = min(value, hard)
            resource.setrlimit(number, (value, value))
    # Python ignores SIGXFSZ, so that a flood of prints would end in an OSError that looks like the
    # learner's own. Let the kernel end the flood instead, and the grader say what it was.
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)


def watch(order: Order) -> None:
    """Be able to say at which line the program is, when it is asked or, where signals fail, again and again."""
    import faulthandler
    import signal

    # This file stays open for as long as the process lives.
    where = order["where"]
    if type(where) is not int:
        where = os.open(where, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    if hasattr(faulthandler, "register") and not order["portable"]:
        faulthandler.register(signal.SIGUSR1, file=where, all_threads=True, chain=False)
    else:
        faulthandler.dump_traceback_later(order["patience"] / 4, repeat=True, file=where)


class Runner:
    """Runs one order; what it learns goes to the channel."""

    def __init__(self, channel: socket.socket, order: Order) -> None:
        self.order = order
        self.folder = order["folder"]
        self._channel = channel
        self._send = channel.sendall  # the real class's method, out of reach of later patches
        self._number = channel.fileno()
        self._identity = _identity(self._number)
        self.tracer = _trace.Tracer(self.say, self.folder, order["ports"], order["landlock"] is not None)

    def say(self, line: str) -> None:
        """Send one line to the grader."""
        if _identity(self._number) != self._identity:
            self.tracer.mute()  # the program closed every descriptor; the number may be a socket of its own by now
            return
        try:
            self._send(line.encode("utf-8", "backslashreplace").replace(b"\n", b" ") + b"\n")
        except OSError:
            self.tracer.mute()  # the grader has gone, or the learner closed every descriptor

    def run(self) -> int:
        """Run the order's program to its end; its exit status."""
        try:
            if self.order["host"] is None:
                self.run_program()
            else:
                self.run_host()
        except SystemExit as end:
            return self.exit_status(end.code)
        except _desk.Missing as gap:
            self.say(f"missing\t{gap.step}\t{gap.what}")
            return 1
        except _desk.Misreturned as odd:
            came = _trace.brief(odd.came)
            self.say(f"misreturned\t{odd.step}\t{odd.promised}\t{came}")
            return 1
        except BaseException as error:
            self.tell_error("raised", error)
            return 1
        finally:
            encoding = getattr(sys.stdout, "encoding", "utf-8")
            if type(encoding) is str and encoding.lower() != "utf-8":
                self.say(f"encoding\t{encoding}")
        return 0

    def exit_status(self, code: object) -> int:
        """The status that `sys.exit(code)` means."""
        if code is None:
            return 0
        if isinstance(code, int):
            return code & 0xFF if os.name == "posix" else code
        print(code, file=sys.stderr)
        return 1

    def run_program(self) -> None:
        """Run the learner's file as `python FILE` does."""
        code = self.compiled(self.order["file"])
        module = _module("__main__", self.folder + self.order["file"])
        exec(code, module.__dict__)

    def run_host(self) -> None:
        """Import the learner's file, then run the host program with its step plugged in."""
        name = self.order["file"].removesuffix(".py")
        code = self.compiled(self.order["file"])
        module = _module(name, self.folder + self.order["file"])
        try:
            exec(code, module.__dict__)
        except SystemExit:
            raise
        except BaseException as error:
            self.tell_error("unloadable", error)
            sys.exit(1)
        for step in self.order["steps"]:
            what = unfit(module, step)
            if what:
                setattr(module, step, _desk.stand_in(step, what))
        self.say("loaded")
        _desk.argv, _desk.brief = self.order["argv"], _trace.brief
        sys.modules["_course_desk"] = _desk
        main = _module("__main__", _trace.HOST)
        exec(marshal.loads(self.order["host"]), main.__dict__)

    def compiled(self, file: str) -> CodeType:
        """The code of the learner's file. SystemExit after telling why it does not compile."""
        path = self.folder + file
        with open(path, "rb") as opened:
            source = opened.read()
        try:
            return compile(source, path, "exec", dont_inherit=True)
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            self.tell_error("unloadable", error)
            sys.exit(1)

    def tell_error(self, what: str, error: BaseException) -> None:
        """Say which exception ended the program, and print the learner's part of its traceback."""
        file, line = "", 0
        if isinstance(error, SyntaxError) and error.filename and error.filename.startswith(self.folder):
            file, line = error.filename[len(self.folder) :], error.lineno or 0
        step = error.__traceback__
        innermost = ""
        flawed = bool(file)  # a module that does not compile: its own line, not the one that imports it
        while step is not None:
            innermost = step.tb_frame.f_code.co_filename
            if innermost.startswith(self.folder) and not flawed:
                file, line = innermost[len(self.folder) :], step.tb_lineno
            step = step.tb_next
        # "Not started" is said only of a stub's own raise, at the innermost line.
        kind = type(error).__name__
        if kind == "NotImplementedError" and not innermost.startswith(self.folder):
            kind = "NotImplementedError (raised elsewhere)"
        text = _text(error)
        detail = ";".join(f"{name}={value}" for name, value in cause(error).items())
        source = self.source_line(file, line)
        fields = (what, kind, file, line, text[:400], detail[:200], source[:200])
        self.say("\t".join(str(each).replace("\t", " ") for each in fields))
        self.print_traceback(error)

    def tell_threads(self) -> None:
        """Tell of exceptions in threads too: Python itself only prints them and goes on."""
        import threading

        real = threading.excepthook

        def told(ended: threading.ExceptHookArgs) -> None:
            if ended.exc_value is not None and not isinstance(ended.exc_value, SystemExit):
                self.tell_error("thread", ended.exc_value)
            else:
                real(ended)

        threading.excepthook = told

    def source_line(self, file: str, line: int) -> str:
        """A line of the learner's file; empty where it is not known."""
        if not file or not line:
            return ""
        try:
            with open(self.folder + file, "rb") as opened:
                lines = opened.read().splitlines()
            return lines[line - 1].decode("utf-8", "replace").strip()
        except (OSError, IndexError):
            return ""

    def print_traceback(self, error: BaseException) -> None:
        """Print it as Python would, without the frames that are the grader's."""
        import traceback

        shown = traceback.TracebackException.from_exception(error)
        told: object = shown
        seen = 0
        while isinstance(told, traceback.TracebackException) and seen < 10:
            kept = [frame for frame in told.stack if frame.filename.startswith(self.folder)]
            told.stack = traceback.StackSummary.from_list(kept)
            told = told.__cause__ or told.__context__
            seen += 1
        for stream, said in ((sys.stdout, ""), (sys.stderr, "".join(shown.format()))):
            try:
                stream.write(said)
                stream.flush()
            except (AttributeError, OSError, ValueError):
                pass  # the program closed it or put something else in its place


def _identity(number: int) -> tuple[int, int] | None:
    """What tells a descriptor from another one with the same number; None where it is closed."""
    if os.name != "posix":
        return None  # sockets are no descriptors there, and nothing closes all of them by number
    try:
        known = os.fstat(number)
    except OSError:
        return None
    return known.st_dev, known.st_ino


def unfit(module: ModuleType, step: str) -> str:
    """Why a step cannot be called as a function: `nothing`, or what it is instead; empty if it can."""
    if not hasattr(module, step):
        return "nothing"
    found = getattr(module, step)
    if not callable(found):
        return type(found).__name__
    flags = getattr(getattr(found, "__code__", None), "co_flags", 0)
    kinds = {0x80: "coroutine function", 0x20: "generator function", 0x200: "asynchronous generator function"}
    return next((kind for flag, kind in kinds.items() if flags & flag), "")  # the flags of inspect.CO_*


def cause(error: BaseException) -> dict[str, object]:
    """What an exception itself knows of its cause: the name that is missing, the error number, the encoding."""
    known: dict[str, object] = {}
    for name in ("name", "errno", "encoding", "start"):
        value = getattr(error, name, None)
        if type(value) in (str, int):
            known[name] = str(value).replace(";", " ")
    if isinstance(error, AttributeError):
        owner = getattr(error, "obj", None)
        known["of"] = type(owner).__name__
        if isinstance(owner, (type, type(sys))):
            known["of"] = f"{type(owner).__name__} {owner.__name__}"
    return known


def _text(error: BaseException) -> str:
    """What an exception says; a SyntaxError without the place, which is told apart."""
    try:
        return (error.msg or "") if isinstance(error, SyntaxError) else str(error)
    except Exception:
        return ""


def _module(name: str, path: str) -> ModuleType:
    """A fresh module, registered under its name."""
    module = type(sys)(name)
    module.__file__ = path
    sys.modules[name] = module
    return module


def shut_in(rules: dict[str, Any] | None) -> None:
    """Take every power from this process and shut it in with Landlock, where that is ordered."""
    if rules is not None:
        capabilities, landlock = shutters()
        capabilities.give_up()
        landlock.restrict(rules)


_SHUTTERS: list[Any] = []


def shutters() -> list[Any]:
    """The modules capabilities and landlock; imported only where they are wanted, as `ctypes` costs milliseconds."""
    if not _SHUTTERS:
        sys.path.insert(0, HERE)
        _SHUTTERS.extend(__import__(name) for name in ("capabilities", "landlock"))
        sys.path.remove(HERE)
        for name in ("landlock", "capabilities"):
            del sys.modules[name]
    return _SHUTTERS


def give_builtins() -> None:
    """Add what the `site` module, left out by -S, adds for everybody: exit() and quit()."""
    import _sitebuiltins
    import builtins

    builtins.exit = _sitebuiltins.Quitter("exit", "Ctrl-D (i.e. EOF)")
    builtins.quit = _sitebuiltins.Quitter("quit", "Ctrl-D (i.e. EOF)")


def obey(channel: socket.socket, order: Order) -> int:
    """Carry out one order in this process; the exit status to end with."""
    runner = Runner(channel, order)
    if os.name == "posix" and os.getpid() != os.getsid(0):
        os.setsid()
    runner.say(f"hello\t{os.getpid()}")
    redirect(order)
    unpack(order)
    os.chdir(order["folder"])
    for name in ("TMPDIR", "TEMP", "TMP"):
        os.environ[name] = order["tmp"]  # goes with the scratch folder
    watch(order)
    limit(order)
    give_builtins()
    runner.tell_threads()
    sys.argv = [order["file"]]  # what the host is to do is no business of the learner's file
    sys.path.append(order["folder"].rstrip("/\\"))
    shut_in(order["landlock"])
    _trace.install(runner.tracer)
    return runner.run()


def main() -> None:
    """Join the grader, take the order, obey."""
    channel = join(sys.argv[1])
    try:
        order = take_order(channel)
        order.update(zip(("stdout", "stderr", "where"), map(int, sys.argv[2:]), strict=False))
    except (EOFError, OSError):
        return  # a spare that was never needed
    sys.exit(obey(channel, order))


if __name__ == "__main__":
    main()

"""Inside the learner's process: run the host program or the learner's program, and report how it ended."""

from __future__ import annotations

import marshal
import os
import sys

TYPE_CHECKING = False  # importing `typing` would cost each program milliseconds
if TYPE_CHECKING:
    import socket
    from types import CodeType, ModuleType

    from grader.child import exceptions, side_channel, trace
    from grader.child.channel import Channel
    from grader.child.order import Order
else:
    import trace

    import exceptions
    import side_channel
    from channel import Channel


class ChildRunner:
    """Runs one order and reports to the grader."""

    def __init__(self, grader: socket.socket, order: Order) -> None:
        self.order = order
        self.folder = order.folder
        self.channel = Channel(grader)
        self.tracer = trace.Tracer(
            self.channel.send_line, self.folder, order.ports, order.landlock is not None, order.short_sends
        )

    def run(self) -> int:
        """Run the program of the order to its end; return its exit status."""
        try:
            if self.order.host is None:
                self.run_program()
            else:
                self.run_host(self.order.host)
        except SystemExit as end:
            return self.exit_status(end.code)
        except side_channel.MissingStep as gap:
            self.channel.send_line("missing", gap.step, gap.what)
            return 1
        except side_channel.MisreturnedStep as odd:
            self.channel.send_line("misreturned", odd.step, odd.promised, trace.brief(odd.came))
            return 1
        except BaseException as error:
            self.report_error("raised", error)
            return 1
        finally:
            encoding = getattr(sys.stdout, "encoding", "utf-8")
            if type(encoding) is str and encoding.lower() != "utf-8":
                self.channel.send_line("encoding", encoding)
        return 0

    def exit_status(self, code: object) -> int:
        """The exit status that Python uses for `sys.exit(code)`."""
        if code is None:
            return 0
        if isinstance(code, int):
            return code & 0xFF if os.name == "posix" else code
        print(code, file=sys.stderr)
        return 1

    def run_program(self) -> None:
        """Run the learner's file as `python FILE` does."""
        code = self.compiled(self.order.file)
        module = _module("__main__", self.folder + self.order.file)
        exec(code, module.__dict__)

    def run_host(self, host: bytes) -> None:
        """Import the learner's file, then run the host program, which is marshalled code and calls the steps."""
        name = self.order.file.removesuffix(".py")
        code = self.compiled(self.order.file)
        module = _module(name, self.folder + self.order.file)
        try:
            exec(code, module.__dict__)
        except SystemExit:
            raise
        except BaseException as error:
            self.report_error("unloadable", error)
            sys.exit(1)
        for step in self.order.steps:
            what = unfit(module, step)
            if what:
                setattr(module, step, side_channel.stand_in(step, what))
        self.channel.send_line("loaded")
        side_channel.argv, side_channel.brief = self.order.argv, trace.brief
        sys.modules["_side_channel"] = side_channel
        main = _module("__main__", trace.HOST)
        exec(marshal.loads(host), main.__dict__)

    def compiled(self, file: str) -> CodeType:
        """The code of the learner's file. If it does not compile, report that and raise SystemExit."""
        path = self.folder + file
        with open(path, "rb") as opened:
            source = opened.read()
        try:
            return compile(source, path, "exec", dont_inherit=True)
        except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
            self.report_error("unloadable", error)
            sys.exit(1)

    def report_error(self, what: str, error: BaseException) -> None:
        """Report an uncaught exception, and print the learner's part of its traceback."""
        self.channel.send_line(what, *exceptions.describe(error, self.folder))
        exceptions.print_traceback(error, self.folder)

    def report_threads(self) -> None:
        """Report exceptions in threads too: Python itself only prints them and continues."""
        import threading

        real = threading.excepthook

        def report(ended: threading.ExceptHookArgs) -> None:
            if ended.exc_value is not None and not isinstance(ended.exc_value, SystemExit):
                self.report_error("thread", ended.exc_value)
            else:
                real(ended)

        threading.excepthook = report


def unfit(module: ModuleType, step: str) -> str:
    """Why a step cannot be called as a function: `nothing`, or the kind of object it is; empty if it can."""
    if not hasattr(module, step):
        return "nothing"
    found = getattr(module, step)
    if not callable(found):
        return type(found).__name__
    flags = getattr(getattr(found, "__code__", None), "co_flags", 0)
    kinds = {0x80: "coroutine function", 0x20: "generator function", 0x200: "asynchronous generator function"}
    return next((kind for flag, kind in kinds.items() if flags & flag), "")  # the flags of inspect.CO_*


def _module(name: str, path: str) -> ModuleType:
    """A new module, registered in sys.modules."""
    module = type(sys)(name)
    module.__file__ = path
    sys.modules[name] = module
    return module

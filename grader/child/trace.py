"""Inside the learner's process: every call on a socket becomes two lines on the grader's channel.

    call  NUMBER  TIME  NAME  ARGUMENTS  TIMEOUT  FILE  LINE  DIRECT
    done  NUMBER  TIME  RESULT  ERROR

Fields are separated by tabs. TIME is `time.monotonic()` in seconds, one clock for all processes.
TIMEOUT is that of the socket (`None` waits without limit). DIRECT is 0 if the call came from the host program or from
the module `socket` itself, as in makefile() and sendfile(). The result of listen is the address at which it listens.
The trace explains a verdict and does not decide it: code that does not use this class (`os.read`, `_socket`) works as
usual and is not traced.

The traced class must behave exactly like the class it replaces: it accepts any arguments, passes them on unchanged, and
does not catch errors. It also maps the course's port to the private port of this run and back, so that two runs never
use the same port.

Standard library only; nothing of the grader is imported here.
"""

from __future__ import annotations

import _socket
import errno
import itertools
import os
import socket
import sys
import time

TYPE_CHECKING = False  # importing `typing` would cost each program milliseconds
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

LINES_AT_MOST = 400
TEXT_AT_MOST = 160
ARGUMENTS_AT_MOST = 240  # characters of all arguments: room for BYTES_SHOWN, each as four characters, and their size
BYTES_SHOWN = 48
HOST = "<host>"  # the file name in a host program's code: no file of a learner can have it

_CALLS = (
    "setsockopt bind listen accept connect connect_ex recv recv_into recvfrom recvfrom_into recvmsg "
    "send sendall sendto sendmsg sendfile shutdown close settimeout setblocking makefile detach"
).split()

_OPTIONS = (
    "SO_REUSEADDR SO_REUSEPORT SO_EXCLUSIVEADDRUSE SO_KEEPALIVE SO_LINGER SO_RCVBUF SO_SNDBUF SO_RCVTIMEO SO_SNDTIMEO"
)


def _by_number(names: str) -> dict[int, str]:
    return {getattr(socket, name): name for name in names.split() if hasattr(socket, name)}


# The names of numbers, by the call and the position of the argument.
_NAMES = {
    ("setsockopt", 0): _by_number("IPPROTO_IPV6 IPPROTO_TCP SOL_SOCKET"),
    ("setsockopt", 1): _by_number(_OPTIONS),
    ("shutdown", 0): _by_number("SHUT_RD SHUT_WR SHUT_RDWR"),
}


def error_text(error: BaseException) -> str:
    """The class and the message of an exception; only the class if it defines its own __str__()."""
    kind = type(error)
    own = kind.__str__ not in (BaseException.__str__, OSError.__str__, UnicodeEncodeError.__str__)
    return kind.__name__ if own else f"{kind.__name__}: {error}"


def brief(value: object, depth: int = 0) -> str:
    """A value in a few characters, without running code of the learner (no foreign `__repr__`)."""
    kind = type(value)
    if kind in (bytes, bytearray, memoryview):
        data = bytes(value[:BYTES_SHOWN])  # type: ignore[index]
        size = len(value)  # type: ignore[arg-type]
        shown = repr(data) if size <= BYTES_SHOWN else f"{data!r}... ({size} bytes)"
        return shown if kind is bytes else f"{kind.__name__}({shown})"
    if kind in (int, bool, float, type(None)):
        return repr(value) if kind is not int or value.bit_length() < 200 else "a huge number"  # type: ignore[attr-defined]
    if kind is str:
        return repr(value[:TEXT_AT_MOST])  # type: ignore[index]
    if kind is tuple and len(value) < 6 and depth < 3:  # type: ignore[arg-type]
        inside = ", ".join(brief(each, depth + 1) for each in value)  # type: ignore[attr-defined]
        return f"({inside},)" if len(value) == 1 else f"({inside})"  # type: ignore[arg-type]
    if issubclass(kind, int) and kind.__module__ in ("socket", "enum"):
        return str(getattr(value, "_name_", kind.__name__))
    if issubclass(kind, _socket.socket):
        return "a socket"
    return f"<{kind.__name__}>"


def _arguments_text(name: str, args: tuple[object, ...], kwargs: dict[str, object]) -> str:
    """The arguments of a call as source code."""
    words = []
    for place, value in enumerate(args):
        known = _NAMES.get((name, place), {})
        words.append(known.get(value, "") if type(value) is int and value in known else brief(value))
    words += [f"{key}={brief(value)}" for key, value in kwargs.items()]
    return ", ".join(words)


class Tracer:
    """Writes the trace. `send` takes the fields of one line; `folder` is the folder of the learner's files.

    `fenced`: the sandbox limits connect() to the check's own ports. A forbidden port is reported as a refusal, as if no
    program listened there. `short_sends`: each send() takes at most half of its bytes.
    """

    def __init__(
        self,
        send: Callable[..., None],
        folder: str,
        ports: dict[int, int],
        fenced: bool = False,
        short_sends: bool = False,
    ) -> None:
        self.fenced = fenced
        self.short_sends = short_sends
        self._send = send
        self._folder = folder
        self._private = ports
        self._course = {private: course for course, private in ports.items()}
        self._numbers = itertools.count(1)
        self._muted = False

    def mute(self) -> None:
        """Stop writing: the lines of a forked child would mix with those of its parent."""
        self._muted = True

    def place(self, frame: Any) -> tuple[str, int]:
        """The innermost line of the learner's files, else of the host, in the stack of a frame: file name, line."""
        host = ("", 0)
        while frame is not None:
            file = frame.f_code.co_filename
            if file.startswith(self._folder):
                return file[len(self._folder) :], frame.f_lineno
            if file == HOST and not host[0]:
                host = (file, frame.f_lineno)
            frame = frame.f_back
        return host

    def call(self, sock: Any, name: str, args: tuple[object, ...], kwargs: dict[str, object]) -> int:
        """Report that a call begins; its number, or 0 after `LINES_AT_MOST` calls."""
        number = next(self._numbers)
        if self._muted or number > LINES_AT_MOST:
            return 0
        caller = sys._getframe(2)
        file, line = self.place(caller)
        direct = int(caller.f_code.co_filename not in (socket.__file__, HOST))
        try:
            timeout = repr(_socket.socket.gettimeout(sock))
        except Exception:
            timeout = "None"
        said = _arguments_text(name, args, kwargs)[:ARGUMENTS_AT_MOST]
        self._send("call", number, f"{time.monotonic():.6f}", name, said, timeout, file, line, direct)
        return number

    def done(self, number: int, result: object = None, error: BaseException | None = None) -> None:
        """Report how call `number` ended."""
        if number:
            failure = "" if error is None else error_text(error)[:TEXT_AT_MOST]
            self._send("done", number, f"{time.monotonic():.6f}", brief(result)[:ARGUMENTS_AT_MOST], failure)

    def address_of(self, sock: Any) -> object:
        """The address that a socket is bound to, with the course's port."""
        try:
            return self.to_course(_socket.socket.getsockname(sock))
        except OSError:
            return None

    def to_private(self, address: object) -> object:
        """Turn (host, course's port) into (host, private port); other values are returned unchanged."""
        return _mapped(address, self._private)

    def to_course(self, address: object) -> object:
        """Turn (host, private port) into (host, course's port), for addresses that come from the kernel."""
        return _mapped(address, self._course)


def _mapped(address: Any, ports: dict[int, int]) -> Any:
    if issubclass(type(address), tuple) and len(address) >= 2 and issubclass(type(address[1]), int):
        port = ports.get(address[1])
        if port is not None:
            return (address[0], port, *address[2:])
    return address


def _first_half(data: Any) -> Any:
    """The first half of some bytes, at least one; other values are returned unchanged."""
    try:
        view = memoryview(data).cast("B")
    except TypeError:
        return data
    return view[: (len(view) + 1) // 2]


def _traced(tracer: Tracer, name: str, original: Any, turn: bool) -> Any:
    """A method that calls `original` and reports each call; `turn`: its argument is an address to map."""

    def method(*given: Any, **kwargs: Any) -> Any:
        if not given:
            return original()  # raises the same TypeError as the real method
        self, *rest = given
        args = tuple(rest)
        number = tracer.call(self, name, args, kwargs)
        if turn and args:
            args = (tracer.to_private(args[0]), *args[1:])
        if name == "send" and tracer.short_sends and args:
            args = (_first_half(args[0]), *args[1:])
        try:
            result = original(self, *args, **kwargs)
            if result == errno.EACCES and tracer.fenced and name == "connect_ex":
                result = errno.ECONNREFUSED
        except PermissionError as error:
            if not tracer.fenced or name != "connect":
                tracer.done(number, error=error)
                raise
            refused = ConnectionRefusedError(errno.ECONNREFUSED, os.strerror(errno.ECONNREFUSED))
            tracer.done(number, error=refused)
            raise refused from None
        except BaseException as error:
            tracer.done(number, error=error)
            raise
        tracer.done(number, tracer.address_of(self) if name == "listen" else result)
        return result

    method.__name__ = name
    method.__qualname__ = f"socket.{name}"
    method.__doc__ = original.__doc__
    return method


def _address_method(tracer: Tracer, original: Any) -> Any:
    """A method that calls getsockname or getpeername and returns the course's port."""

    def method(self: Any, /, *args: Any, **kwargs: Any) -> Any:
        return tracer.to_course(original(self, *args, **kwargs))

    return method


def _traced_init(tracer: Tracer, original: Any) -> Any:
    def __init__(self: Any, /, *args: Any, **kwargs: Any) -> None:
        if kwargs.get("fileno") is not None or len(args) > 3:
            original(self, *args, **kwargs)  # accept() wraps a descriptor: the program did not create a socket
            return
        number = tracer.call(self, "socket", args, kwargs)
        try:
            original(self, *args, **kwargs)
        except BaseException as error:
            tracer.done(number, error=error)
            raise
        tracer.done(number)

    return __init__


def install(tracer: Tracer) -> None:
    """Replace `socket.socket` with the traced class, before any code of the learner is imported.

    Source: in Lib/socket.py, accept(), create_server() and create_connection() create sockets through the global name
    `socket`, so that they are traced too.
    """
    real = socket.socket
    members: dict[str, Any] = {
        name: _traced(tracer, name, getattr(real, name), turn=name in ("bind", "connect", "connect_ex"))
        for name in _CALLS
        if hasattr(real, name)
    }
    for name in ("getsockname", "getpeername"):
        members[name] = _address_method(tracer, getattr(real, name))
    members["__init__"] = _traced_init(tracer, real.__init__)
    members["__slots__"] = ()  # like the real class: no new attributes
    members["__module__"] = "socket"
    members["__doc__"] = real.__doc__
    traced = type("socket", (real,), members)
    socket.socket = traced  # type: ignore[misc,assignment]
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=tracer.mute)

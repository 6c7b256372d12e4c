"""Inside the learner's process: how a host program reports to the grader what a step returned.

A host program imports this module as `_side_channel`. It uses the class of `_socket` directly, so that its own calls
are not traced and not affected by patches of the learner.
"""

from __future__ import annotations

import _socket

TYPE_CHECKING = False  # importing `typing` would cost each program milliseconds
if TYPE_CHECKING:
    from collections.abc import Callable


argv: tuple[str, ...] = ()  # the host's arguments
brief: Callable[[object], str] = repr  # trace.brief, set by runner.py


class MissingStep(BaseException):
    """A step that the host calls does not exist in the learner's file, or is a `what` instead of a function."""

    def __init__(self, step: str, what: str) -> None:
        super().__init__(step, what)
        self.step = step
        self.what = what


def stand_in(step: str, what: str) -> Callable[..., object]:
    """A function that replaces a missing step: it raises MissingStep only when it is called."""

    def missing(*_: object, **__: object) -> object:
        raise MissingStep(step, what)

    return missing


class MisreturnedStep(BaseException):
    """A step returned a value `came` that is not of the type `promised` by its signature."""

    def __init__(self, step: str, promised: str, came: object) -> None:
        super().__init__(step, promised, came)
        self.step = step
        self.promised = promised
        self.came = came


class SideChannel:
    """A connection to the grader's side channel server; it carries lines of UTF-8."""

    def __init__(self, port: int) -> None:
        self._socket = _socket.socket(_socket.AF_INET, _socket.SOCK_STREAM)
        self._socket.connect(("127.0.0.1", port))

    def tell(self, *words: object) -> None:
        """Send one line of words."""
        data = (" ".join(map(str, words)).replace("\n", " ") + "\n").encode("utf-8", "backslashreplace")
        while data:
            data = data[self._socket.send(data) :]

    def wait(self) -> None:
        """Wait until the grader lets the program continue, or closes the connection."""
        self._socket.recv(16)


def raises(kind: type[Exception], function: Callable[..., object], *args: object) -> str:
    """The name of the exception if the call raises it, else `returned ...`. Other exceptions are not caught."""
    try:
        value = function(*args)
    except kind:
        return kind.__name__
    if isinstance(value, str):
        value = str.__str__(value)[:60]  # also of an Enum that is a str
    return f"returned {brief(value)}"

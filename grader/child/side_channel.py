"""Inside the learner's process: how a host program reports to the grader what a step gave.

A host program imports this module as `_side_channel`. It uses the plain `_socket` class, so that what it sends is not
traced and does not go through a learner's patches.
"""

from __future__ import annotations

import _socket

TYPE_CHECKING = False  # `typing` itself would cost each program milliseconds
if TYPE_CHECKING:
    from collections.abc import Callable


argv: tuple[str, ...] = ()  # the host's arguments
brief: Callable[[object], str] = repr  # trace.brief, set by runner.py


class MissingStep(BaseException):
    """A step that the host calls is not in the learner's file, or is `what` and no function."""

    def __init__(self, step: str, what: str) -> None:
        super().__init__(step, what)
        self.step = step
        self.what = what


def stand_in(step: str, what: str) -> Callable[..., object]:
    """A function in the place of a step that is not there: it matters only once it is called."""

    def missing(*_: object, **__: object) -> object:
        raise MissingStep(step, what)

    return missing


class MisreturnedStep(BaseException):
    """A step gave back what its signature does not say: the name, what was promised, what came."""

    def __init__(self, step: str, promised: str, came: object) -> None:
        super().__init__(step, promised, came)
        self.step = step
        self.promised = promised
        self.came = came


class SideChannel:
    """A connection to the grader's side channel server, for lines of UTF-8."""

    def __init__(self, port: int) -> None:
        self._socket = _socket.socket(_socket.AF_INET, _socket.SOCK_STREAM)
        self._socket.connect(("127.0.0.1", port))

    def tell(self, *words: object) -> None:
        """Send one line of words."""
        data = (" ".join(map(str, words)).replace("\n", " ") + "\n").encode("utf-8", "backslashreplace")
        while data:
            data = data[self._socket.send(data) :]

    def wait(self) -> None:
        """Wait until the grader says to go on (or has closed the connection)."""
        self._socket.recv(16)


def raises(kind: type[Exception], function: Callable[..., object], *args: object) -> str:
    """The name of the exception if the call raises it, else `returned ...`. Any other exception goes through."""
    try:
        value = function(*args)
    except kind:
        return kind.__name__
    if isinstance(value, str):
        value = str.__str__(value)[:60]  # also of an Enum that is a str
    return f"returned {brief(value)}"

"""Keys as they are pressed, one by one, on every system behind one small interface.

PosixKeys      a terminal of POSIX, without Enter; its settings are put back at the end
WindowsKeys    a console of Windows, without Enter
LineKeys       anything else, a file or a pipe: the first letter of each line
"""

import os
import re
import select
import sys
import unicodedata
from types import TracebackType
from typing import Protocol, Self, TextIO

WAIT = 0.1  # seconds that one `read` waits at most, where it need not wait for ever
AT_ONCE = 64  # bytes
SEVERAL = re.compile(
    r"\x1b(?:[\[O][0-9;]*.?|.)?", re.DOTALL
)  # what a terminal sends for an arrow, for Alt and a letter
UNFINISHED = re.compile(rb"\x1b(?:[\[O][0-9;]*)?\Z")
INTERRUPT = "\x03"  # Ctrl-C where it comes as a letter
END_OF_FILE = "\x04"  # Ctrl-D


class Keys(Protocol):
    """Where keys come from; `with` makes it ready and puts everything back. `at_once`: no Enter is needed."""

    at_once: bool

    def __enter__(self) -> Self:
        """Make it ready."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        """Put everything back."""

    def read_keys(self) -> str | None:
        """The keys that were pressed, often none; None once no more can come."""


def keys_of(file: TextIO | None) -> Keys:
    """The keys of a standard input; none at all where it is closed."""
    if file is None:
        return LineKeys(os.open(os.devnull, os.O_RDONLY))
    if not file.isatty():
        return LineKeys(file.fileno())
    if sys.platform == "win32":
        return WindowsKeys()
    else:  # noqa: RET505  (a type checker skips what is not for its system)
        return PosixKeys(file.fileno())


def letters(text: str) -> str:
    """The keys that a terminal's text stands for: small letters; none for an arrow or another key of several letters.

    A Chinese input method may give full-width letters.
    """
    return unicodedata.normalize("NFKC", SEVERAL.sub("", text)).lower()


class LineKeys:
    """The first letter of each line of a file or pipe.

    It reads the descriptor itself: a thread that waits inside Python's own buffer would hold up the interpreter's end.
    """

    at_once = False

    def __init__(self, number: int) -> None:
        self._number = number
        self._rest = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def read_keys(self) -> str | None:
        """The first letters of the lines that came."""
        if os.name == "posix" and not _comes(self._number):
            return ""
        try:
            data = os.read(self._number, 1024)
        except OSError:
            return None
        *lines, self._rest = (self._rest + data).split(b"\n")
        if not data and self._rest:
            lines, self._rest = [self._rest], b""
        found = "".join(letters(line.decode("utf-8", "replace").strip()[:1]) for line in lines)
        return found if data or found else None


if sys.platform == "win32":
    import msvcrt
    import time

    class WindowsKeys:
        """The keys of a console."""

        at_once = True

        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None:
            pass

        def read_keys(self) -> str | None:
            """The key that is pressed; a console tells of none, so it is asked."""
            until = time.monotonic() + WAIT
            while not msvcrt.kbhit():
                if time.monotonic() > until:
                    return ""
                time.sleep(0.02)
            key = msvcrt.getwch()
            if key in ("\x00", "\xe0"):  # an arrow or a function key: a second letter says which
                msvcrt.getwch()
                return ""
            return letters(key)

else:
    import termios
    import tty

    class PosixKeys:
        """The keys of a terminal. Ctrl-C stays a signal."""

        at_once = True

        def __init__(self, number: int) -> None:
            self._number = number
            self._before = termios.tcgetattr(number)

        def __enter__(self) -> Self:
            tty.setcbreak(self._number, termios.TCSANOW)
            return self

        def __exit__(self, *_: object) -> None:
            # At once: a terminal whose output is held (Ctrl-S) must not hold up the end.
            termios.tcsetattr(self._number, termios.TCSANOW, self._before)

        def read_keys(self) -> str | None:
            """The keys that were pressed since."""
            data = b""
            while (not data or UNFINISHED.search(data)) and _comes(self._number):
                try:
                    more = os.read(self._number, AT_ONCE)
                except OSError:  # the terminal is gone
                    return None
                if not more:
                    return None
                data += more
            return letters(data.decode("utf-8", "ignore"))


def _comes(number: int) -> bool:
    """Whether there is something to read, or its end, within WAIT."""
    return bool(select.select([number], [], [], WAIT)[0])

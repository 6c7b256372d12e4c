"""Read single keys on every system, behind one small interface.

PosixKeys      a terminal of POSIX, without Enter; its settings are restored at the end
WindowsKeys    a console of Windows, without Enter
LineKeys       anything else, a file or a pipe: the first letter of each line
"""

import os
import re
import select
import sys
import unicodedata
from typing import Protocol, Self, TextIO

WAIT = 0.1  # seconds that `read_keys` waits at most for a key
AT_ONCE = 64  # bytes that are read at once
ESCAPES = re.compile(r"\x1b(?:[\[O][0-9;]*.?|.)?", re.DOTALL)  # the escape sequence of an arrow, or of Alt and a letter
UNFINISHED = re.compile(rb"\x1b(?:[\[O][0-9;]*)?\Z")
INTERRUPT = "\x03"  # Ctrl-C as a character
END_OF_FILE = "\x04"  # Ctrl-D


class Keys(Protocol):
    """A source of keys; `with` sets it up and restores it. `at_once`: it gives a key without Enter."""

    at_once: bool

    def __enter__(self) -> Self:
        """Set it up."""
        return self

    def __exit__(self, *_: object) -> None:
        """Restore it; by default there is nothing to do."""
        return

    def read_keys(self) -> str | None:
        """The keys pressed since the last call, often none; None at the end of the input."""


def keys_of(file: TextIO | None) -> Keys:
    """The keys of standard input; an empty source where it is closed."""
    if file is None:
        return LineKeys(os.open(os.devnull, os.O_RDONLY))
    if not file.isatty():
        return LineKeys(file.fileno())
    if sys.platform == "win32":
        return WindowsKeys()
    else:  # noqa: RET505  (a type checker skips code for other systems)
        return PosixKeys(file.fileno())


def letters(text: str) -> str:
    """The keys in a terminal's text, in lower case; escape sequences (arrows and others) are dropped.

    A Chinese input method may give full-width letters.
    """
    return unicodedata.normalize("NFKC", ESCAPES.sub("", text)).lower()


class LineKeys(Keys):
    """The first letter of each line of a file or pipe.

    It reads the descriptor itself: a thread that is blocked in a buffered reader would block the interpreter's exit.
    """

    at_once = False

    def __init__(self, number: int) -> None:
        self._number = number
        self._rest = b""

    def read_keys(self) -> str | None:
        """The first letters of the lines read since the last call."""
        if os.name == "posix" and not _is_readable(self._number):
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

    class WindowsKeys(Keys):
        """The keys of a console."""

        at_once = True

        def read_keys(self) -> str | None:
            """The key that was pressed. `msvcrt` cannot wait for a key with a time limit, so the console is polled."""
            until = time.monotonic() + WAIT
            while not msvcrt.kbhit():
                if time.monotonic() > until:
                    return ""
                time.sleep(0.02)
            key = msvcrt.getwch()
            if key in ("\x00", "\xe0"):  # an arrow or a function key: a second character follows
                msvcrt.getwch()
                return ""
            return letters(key)

else:
    import termios
    import tty

    class PosixKeys(Keys):
        """The keys of a terminal. Ctrl-C stays a signal."""

        at_once = True

        def __init__(self, number: int) -> None:
            self._number = number
            self._before = termios.tcgetattr(number)

        def __enter__(self) -> Self:
            tty.setcbreak(self._number, termios.TCSANOW)
            return self

        def __exit__(self, *_: object) -> None:
            # TCSANOW does not wait for output, so a terminal whose output is stopped (Ctrl-S) does not block the exit.
            termios.tcsetattr(self._number, termios.TCSANOW, self._before)

        def read_keys(self) -> str | None:
            """The keys pressed since the last call."""
            data = b""
            while (not data or UNFINISHED.search(data)) and _is_readable(self._number):
                try:
                    more = os.read(self._number, AT_ONCE)
                except OSError:  # the terminal is gone
                    return None
                if not more:
                    return None
                data += more
            return letters(data.decode("utf-8", "ignore"))


def _is_readable(number: int) -> bool:
    """Whether the descriptor is readable, or at its end, within WAIT."""
    return bool(select.select([number], [], [], WAIT)[0])

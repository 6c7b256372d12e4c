"""What a runner of GitHub Actions takes for a command, and how nothing of a learner's becomes one.

A line that begins with `::`, after any blanks, is a command; so is `##[name]` anywhere in a line. Between
`::stop-commands::TOKEN` and `::TOKEN::` nothing is.
Sources: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands, and ActionCommand.cs of
the runner.
"""

import contextlib
import secrets
from collections.abc import Callable, Iterator, Mapping

from grader.texts.wording import as_line

LINE = 600  # letters
BEGIN, ANYWHERE = "::", "##["


def defused(text: str, most: int = LINE) -> str:
    """A foreign text as one line that no runner takes for a command, wherever it is printed."""
    line = as_line(text, most).replace(ANYWHERE, "## [")
    bare = line.lstrip()
    return line[: -len(bare)] + ": " + bare[1:] if bare.startswith(BEGIN) else line


def command(name: str, message: str, **properties: str) -> str:
    """A command with its properties; nothing in them can end it."""
    said = ",".join(f"{key}={escaped_property(value)}" for key, value in properties.items())
    return f"::{name} {said}::{escaped(message)}" if said else f"::{name}::{escaped(message)}"


def escaped(text: str) -> str:
    """A text as it stands behind a command's second `::`."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def escaped_property(text: str) -> str:
    """A text as the value of a command's property."""
    return escaped(text).replace(":", "%3A").replace(",", "%2C")


def is_runner(environment: Mapping[str, str]) -> bool:
    """Whether a runner of GitHub Actions, or one that behaves like it, reads what is printed."""
    return environment.get("GITHUB_ACTIONS") == "true"


@contextlib.contextmanager
def stopped(tell: Callable[[str], None], wanted: bool) -> Iterator[None]:
    """Let no line be a command until the end, however it ends. `tell` prints one line at once."""
    if not wanted:
        yield
        return
    token = secrets.token_hex(16)  # a program cannot guess it, so it cannot end this
    tell(f"::stop-commands::{token}")
    try:
        yield
    except BaseException:
        tell("")  # the line that was being written may have no end
        raise
    finally:
        tell(f"::{token}::")

"""The commands of a GitHub Actions runner, and how to print foreign text without commands.

A line that begins with `::`, after any blanks, is a command; so is `##[name]` anywhere in a line. Between
`::stop-commands::TOKEN` and `::TOKEN::` there are no commands.
Sources: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands, and ActionCommand.cs of
the runner.
"""

import contextlib
import re
import secrets
from collections.abc import Callable, Iterator, Mapping

from grader.texts.wording import as_line

LINE = 600  # characters
BEGIN, ANYWHERE = "::", "##["
COMMAND = re.compile(r"^\s*::[a-z][a-z-]*(?:\s[^\n]*)?::|^\s*##\[[a-z]+\]", re.MULTILINE)


def defused(text: str, most: int = LINE) -> str:
    """A foreign text as one line that the runner does not read as a command."""
    line = as_line(text, most).replace(ANYWHERE, "## [")
    bare = line.lstrip()
    return line[: -len(bare)] + ": " + bare[1:] if bare.startswith(BEGIN) else line


def holds_command(text: str) -> bool:
    """Whether a line of a text is a command."""
    return COMMAND.search(text) is not None


def command(name: str, message: str, **properties: str) -> str:
    """A command with its properties, all escaped."""
    said = ",".join(f"{key}={escaped_property(value)}" for key, value in properties.items())
    return f"::{name} {said}::{escaped(message)}" if said else f"::{name}::{escaped(message)}"


def escaped(text: str) -> str:
    """A text as the message of a command, after the second `::`."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def escaped_property(text: str) -> str:
    """A text as the value of a command's property."""
    return escaped(text).replace(":", "%3A").replace(",", "%2C")


def is_runner(environment: Mapping[str, str]) -> bool:
    """Whether the output goes to a runner of GitHub Actions or a compatible one."""
    return environment.get("GITHUB_ACTIONS") == "true"


@contextlib.contextmanager
def stopped(tell: Callable[[str], None], wanted: bool) -> Iterator[None]:
    """Disable the runner's commands within the block; enable them at its end, also after an error.

    `tell` prints one line and flushes it. If `wanted` is false, nothing is printed.
    """
    if not wanted:
        yield
        return
    token = secrets.token_hex(16)  # a learner's program cannot guess it
    tell(f"::stop-commands::{token}")
    try:
        yield
    except BaseException:
        tell("")  # ends a line that was only half printed
        raise
    finally:
        tell(f"::{token}::")

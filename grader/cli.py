"""The command line: find a command by its name, and turn every error into a message and an exit status.

Command NAME is the function NAME in `commands/NAME.py`. It is imported only when it is called, so that `grade` starts
fast and a learner's copy can lack some commands. Python's keywords get an underscore (`class_.py`).
"""

import importlib
import keyword
import os
import pkgutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import click

from grader import commands
from grader.commands.options import GRADED, STOPPED, TROUBLE, USAGE
from grader.model.errors import SocketCourseError, UsageError
from grader.texts.language import _
from grader.texts.wording import own_failure

NO_COMMANDS = {"options"}


class Commands(click.Group):
    """A group whose commands are the files of `commands/`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands."""
        return sorted({each.name.rstrip("_") for each in pkgutil.iter_modules(commands.__path__)} - NO_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command by its name; None for an unknown name."""
        if cmd_name not in self.list_commands(ctx):
            return None
        name = f"{cmd_name}_" if keyword.iskeyword(cmd_name) else cmd_name
        found = getattr(importlib.import_module(f"{commands.__name__}.{name}"), name)
        assert isinstance(found, click.Command)
        return found


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Grade the exercises of the socket course."""


def interrupt(*_: object) -> None:
    """Handle SIGTERM and SIGHUP as Ctrl-C, so that child processes end and temporary files are removed."""
    raise KeyboardInterrupt


def run_command(command: Callable[[], object]) -> int:
    """Run a command; every error becomes a message and an exit status instead of a traceback."""
    try:
        command()
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.UsageError as error:
        error.show()
        return USAGE
    except UsageError as error:
        click.echo(f"grader: {error}", err=True)
        return USAGE
    except (click.Abort, KeyboardInterrupt):
        said = _("stopped")
        click.echo(f"grader: {said}", err=True)
        return STOPPED
    except SocketCourseError as error:
        click.echo(f"grader: {error}", err=True)
        return TROUBLE
    except Exception as error:
        missing = package_of(error)
        if missing:
            said = _("this command needs {package}: start it with nox, or run python -m pip install '.[class]'")
            click.echo(f"grader: {said.format(package=missing)}", err=True)
            return USAGE
        click.echo(f"grader: {own_failure(error)}", err=True)
        return TROUBLE
    return GRADED


def package_of(error: Exception) -> str:
    """The package that could not be imported; empty for another error, and for the grader's own package."""
    package = (error.name or "").split(".")[0] if isinstance(error, ModuleNotFoundError) else ""
    return "" if package == __package__ else package


def entry() -> None:
    """The entry point of `python -m grader`."""
    for name in ("SIGTERM", "SIGHUP"):  # Windows has no SIGHUP; nohup(1) ignores it
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, interrupt)
    said = open_streams() or missing_folder()
    if said:
        click.echo(f"grader: {said}", err=True)
        sys.exit(USAGE)
    sys.exit(flush_output(run_command(lambda: main(standalone_mode=False))))


def open_streams() -> str:
    """Open the null device for each standard stream that is closed; a sentence if standard output is one of them.

    Otherwise the next file or socket that is opened would get the number of the stream, and output would go there.
    """
    closed = sys.stdout is None
    while (number := os.open(os.devnull, os.O_RDWR)) <= 2:
        pass
    os.close(number)
    sys.stdin, sys.stdout, sys.stderr = (
        stream or open(os.devnull, mode, encoding="utf-8")  # noqa: SIM115 - open until the process ends
        for stream, mode in ((sys.stdin, "r"), (sys.stdout, "w"), (sys.stderr, "w"))
    )
    return _("standard output is closed: nobody would see the result. Use > FILE, or > /dev/null") if closed else ""


def missing_folder() -> str:
    """A sentence if the current folder does not exist any more; else empty."""
    try:
        Path.cwd()
    except OSError:
        return _("the current folder does not exist any more: change to another one with cd")
    return ""


def flush_output(status: int) -> int:
    """Flush standard output, and return the exit status.

    Output that cannot be written (a full disk) is discarded: else Python would exit with status 120 and a traceback.
    """
    try:
        sys.stdout.flush()
    except OSError as error:
        if status == GRADED:
            said = _("what there was to say could not be written: {reason}")
            click.echo(f"grader: {said.format(reason=error.strerror)}", err=True)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return status or TROUBLE
    return status

"""`watch`: grade an exercise as soon as its file is saved."""

import contextlib
import sys
from pathlib import Path

import click

from grader import course
from grader.commands.options import in_language, of_folder
from grader.course import Exercise
from grader.keys import keys_of
from grader.language import _
from grader.report import terminal
from grader.watch import Watching
from grader.watch import watch as watch_until_the_end


def no_hint(_exercise: Exercise) -> str:
    """What is said where there is no hint."""
    return _("no hints yet")


@click.command()
@in_language
@click.argument("exercise", nargs=-1)
@of_folder
@click.option("--poll", is_flag=True, help="Look for changes again and again, and trust no event of the system.")
def watch(exercise: tuple[str, ...], folder: str, poll: bool) -> None:
    """Grade an exercise as soon as its file is saved: all exercises are watched, or those named."""
    every = course.load()
    watching = Watching(every, course.choose(every, exercise), Path(folder), poll)
    with contextlib.suppress(KeyboardInterrupt):  # Ctrl-C is a way to quit
        watch_until_the_end(watching, terminal.console_for(sys.stdout), keys_of(sys.stdin), no_hint)

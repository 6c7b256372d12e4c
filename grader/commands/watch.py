"""`watch`: grade an exercise as soon as its file is saved."""

import contextlib
import sys
from pathlib import Path

import click
from rich.console import Console

from grader.commands.options import in_language, of_exercises, of_folder
from grader.course import catalogue
from grader.course.exercise import Exercise
from grader.learner.watch.app import Watching, watch_until_the_end
from grader.learner.watch.keys import keys_of
from grader.report.terminal import full_report
from grader.report.terminal import hint as report_hint
from grader.submission import hint_memory
from grader.texts import language
from grader.texts.language import _


def next_hint_text(exercise: Exercise, memory: Path, console: Console) -> str:
    """The next hint in several lines; where all were given, where to read more."""
    found = hint_memory.next_hint(exercise, memory, language.current())
    if found is None:
        said = _("{exercise}: there are no more hints. Read on in {readme}")
        return said.format(exercise=exercise.id, readme=exercise.readme(language.current()))
    return "\n".join([line.plain for line in report_hint.lines(exercise.id, found, console)]).strip()


@click.command()
@in_language
@of_exercises
@of_folder
@click.option("--poll", is_flag=True, help="Look for changes again and again, and trust no event of the system.")
def watch(exercise: tuple[str, ...], folder: str, poll: bool) -> None:
    """Grade an exercise as soon as its file is saved: all exercises are watched, or those named."""
    every = catalogue.load()
    watching = Watching(every, catalogue.choose(every, exercise), Path(folder), poll)
    console, memory = full_report.console_for(sys.stdout), hint_memory.memory_of(Path(folder))
    with contextlib.suppress(KeyboardInterrupt):  # Ctrl-C is a way to quit
        watch_until_the_end(watching, console, keys_of(sys.stdin), lambda each: next_hint_text(each, memory, console))

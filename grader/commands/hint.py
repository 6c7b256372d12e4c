"""`hint`: one hint at a time."""

import sys
from collections.abc import Iterable
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from grader.commands.options import in_language, of_exercises, of_folder
from grader.course import catalogue
from grader.course.exercise import Exercise
from grader.model.errors import UsageError
from grader.report.terminal import full_report
from grader.report.terminal import hint as report
from grader.submission import hint_memory
from grader.submission.hint_memory import Hint
from grader.texts import language
from grader.texts.language import _


@click.command()
@in_language
@of_exercises
@of_folder
@click.option("--again", is_flag=True, help="Show the hints that were given so far, and no new one.")
@click.option("--restart", is_flag=True, help="Forget how many were given; the next hint is the first one.")
def hint(exercise: tuple[str, ...], folder: str, again: bool, restart: bool) -> None:
    """Give the next hint for an exercise, from a nudge to nearly the answer."""
    if not exercise:
        raise UsageError(_("name the exercise that you want a hint for, such as 03"))
    if again and restart:
        raise UsageError(_("--again shows what was given and --restart forgets it: choose one of them"))
    console = full_report.console_for(sys.stdout)
    memory = hint_memory.memory_of(Path(folder))
    chosen = catalogue.choose(catalogue.load(), exercise)
    if restart:
        print_trouble([hint_memory.forget(chosen, memory)])
        for each in chosen:
            console.print(Text(_("{exercise}: the next hint is the first one again").format(exercise=each.id)))
        return
    for each in chosen:
        (show_again if again else show_next)(each, memory, console)


def show_next(exercise: Exercise, memory: Path, console: Console) -> None:
    """Show the next hint, or where to read more."""
    found = hint_memory.next_hint(exercise, memory, language.current())
    if found is None:
        said = _("{exercise}: there are no more hints. Read on in {readme}; --again shows those that you were given.")
        console.print(Text(said.format(exercise=exercise.id, readme=exercise.readme(language.current()))))
        return
    print_trouble([found.trouble])
    show(exercise, found, console)
    if found.number < found.of:
        console.print(Text(_("One more: nox -s hint -- {number}").format(number=exercise.id[:2]), "bright_black"))
    else:
        said = _("That was the last one. More stands in {readme}.")
        console.print(Text(said.format(readme=exercise.readme(language.current())), "bright_black"))


def show_again(exercise: Exercise, memory: Path, console: Console) -> None:
    """Show the hints that were given so far."""
    found = hint_memory.given_hints(exercise, memory, language.current())
    print_trouble([each.trouble for each in found[:1]])
    if not found:
        console.print(Text(_("{exercise}: no hint was given yet").format(exercise=exercise.id)))
    for each in found:
        show(exercise, each, console)


def show(exercise: Exercise, found: Hint, console: Console) -> None:
    """Show one hint."""
    for line in report.lines(exercise.id, found, console):
        console.print(line)


def print_trouble(lines: Iterable[str]) -> None:
    """Print what is wrong with the memory; the hint is shown anyway."""
    for line in lines:
        if line:
            click.echo(f"grader: {line}", err=True)

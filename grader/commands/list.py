"""`list`: all exercises at a glance."""

import sys
from pathlib import Path

import click
from rich.text import Text

from grader import course, language, listing, notes, submission
from grader.commands.options import in_language, of_folder
from grader.language import _
from grader.report import table, terminal


@click.command()
@in_language
@click.argument("exercise", nargs=-1)
@of_folder
def list(exercise: tuple[str, ...], folder: str) -> None:  # noqa: A001  (a command has its file's name)
    """Show all exercises, or those named: points, file, what became of the stub, hints used."""
    submission.must_be_there(Path(folder))
    chosen = course.choose(course.load(), exercise)
    console = terminal.console_for(sys.stdout)
    for line in table.lines(listing.rows(Path(folder), chosen, language.current())):
        console.print(line)
    for note in notes.on_whole(Path(folder), chosen):
        console.print(Text(note, "bright_black"))
    console.print(Text(_("Not graded here: nox -s grade shows your points.")))

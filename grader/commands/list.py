"""`list`: all exercises at a glance."""

import sys
from pathlib import Path

import click
from rich.text import Text

from grader.commands.options import in_language, of_exercises, of_folder
from grader.course import catalogue
from grader.grading import notes
from grader.report.terminal import exercise_list, full_report
from grader.submission import folders, overview
from grader.texts import language
from grader.texts.language import _


@click.command()
@in_language
@of_exercises
@of_folder
def list(exercise: tuple[str, ...], folder: str) -> None:  # noqa: A001  (the function has its file's name)
    """Show all exercises, or those named: points, file, what became of the stub, hints used."""
    folders.must_be_there(Path(folder))
    chosen = catalogue.choose(catalogue.load(), exercise)
    console = full_report.console_for(sys.stdout)
    for line in exercise_list.lines(overview.exercise_rows(Path(folder), chosen, language.current())):
        console.print(line)
    for note in notes.on_whole(Path(folder), chosen):
        console.print(Text(note, "bright_black"))
    console.print(Text(_("Not graded here: nox -s grade shows your points.")))

"""`reset`: restore a stub."""

from pathlib import Path

import click

from grader.commands.options import in_language, of_exercises, of_folder
from grader.course import catalogue
from grader.learner import reset as putting
from grader.model.errors import UsageError
from grader.submission import folders
from grader.texts.language import _


@click.command()
@in_language
@of_exercises
@of_folder
@click.option("--all", "everything", is_flag=True, help="Put all stubs back.")
def reset(exercise: tuple[str, ...], folder: str, everything: bool) -> None:
    """Put the stub back; your own file is kept beside it as a backup."""
    if not exercise and not everything:
        raise UsageError(_("name the exercise to put back, such as 03, or all of them with --all"))
    folders.must_be_there(Path(folder))
    for each in catalogue.choose(catalogue.load(), () if everything else exercise):
        click.echo(describe_reset(putting.reset_stub(Path(folder), each)))


def describe_reset(done: putting.ResetResult) -> str:
    """What was done, in one line."""
    if done.already:
        return _("{file} is the stub already").format(file=done.file)
    if not done.backup:
        return _("{file} is the stub again").format(file=done.file)
    return _("{file} is the stub again; your file is kept as {backup}").format(file=done.file, backup=done.backup)

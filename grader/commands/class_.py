"""`class`: grade a whole class. A command for teachers; a learner's copy does not have it."""

import sys
from pathlib import Path
from typing import Any

import click

from grader.commands.options import GRADED, STOPPED, TROUBLE, in_language, of_box, of_seed
from grader.report.terminal import full_report


@click.command(name="class")
@in_language
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--only", multiple=True, metavar="NAME", help="Grade only this one, or these: 'b*'. May be repeated.")
@click.option("--deadline", "until", metavar="WHEN", help="Grade the last commit made until then, by its own date.")
@click.option("--again", is_flag=True, help="Grade what has not changed too.")
@click.option("--roster", multiple=True, type=click.Path(path_type=Path), help="Who is in the class. May be repeated.")
@click.option("--missing-as-zero", is_flag=True, help="Who handed in nothing has 0 points in the files for a school.")
@click.option("--title", default="", help="What the page, and the column in a school's gradebook, are called.")
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the results (else the one that holds DIR).")
@click.option("--jobs", type=click.IntRange(min=1), help="Submissions graded at a time (else one a processor).")
@click.option("--scheduler", metavar="ADDRESS", help="Grade on the Dask cluster there: tcp://host:port.")
@of_seed
@of_box
def class_(**options: Any) -> None:
    """Grade every submission in DIR: clones, folders or zip files, as a classroom's tools leave them.

    What is graded is kept at once, in gradebook.sqlite. The same command goes on where it was stopped, and grades only
    what has changed.
    """
    # `class --help` and the list of commands work without the extra `class`, which the gradebook needs.
    from grader.classes.workflow import ClassRequest, grade_class

    console = full_report.console_for(sys.stdout)
    outcome = grade_class(ClassRequest(**options), console)
    if outcome.stopped:
        click.echo(f"grader: {outcome.stopped}", err=True)
        sys.exit(STOPPED)
    for line in outcome.lines:
        console.print(line)
    sys.exit(TROUBLE if outcome.trouble else GRADED)

"""`report`: a saved result in another form, without grading again."""

import datetime
import os
from pathlib import Path

import click

from grader.commands.options import for_learners, in_language, printed
from grader.report.formats import classroom50, orders
from grader.report.formats.registry import FORMATS
from grader.result import saved_result
from grader.result.redaction import redacted
from grader.texts import github_runner
from grader.texts.language import _


def list_formats(context: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
    """List the forms and their purposes, and exit."""
    if wanted:
        for name, made in FORMATS.items():
            click.echo(f"{name:<13} {_(made.what)}")
        context.exit()


@click.command()
@in_language
@click.option("--list", is_flag=True, expose_value=False, callback=list_formats, help="List the forms.")
@click.argument("name")
@click.argument("result", type=click.Path(path_type=Path))
@click.argument("file", default=orders.STANDARD_OUTPUT)
@for_learners
def report(name: str, result: Path, file: str, for_learners: bool) -> None:
    """Write the saved RESULT (JSON) in the form NAME to FILE, or to standard output ('-')."""
    order = orders.parse_order(f"{name}={file}")
    orders.must_be_possible([order])
    card = saved_result.read_result(result)
    if for_learners:
        card = redacted(card)
    about = classroom50.read_environment(os.environ, datetime.datetime.now(datetime.UTC))
    orders.write_files([order], card, about)
    orders.print_rest([order], card, about, printed, github_runner.is_runner(os.environ))

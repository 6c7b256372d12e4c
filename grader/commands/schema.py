"""`schema`: the published form of the result."""

import click

from grader.report.formats import json as json_report


@click.command()
def schema() -> None:
    """Print the JSON Schema of the result."""
    click.echo(json_report.schema_text(), nl=False)

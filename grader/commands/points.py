"""`points`: give a submission points by hand. A teacher's command; a learner's copy has no use for it."""

from pathlib import Path

import click

from grader import course
from grader.commands.options import in_language
from grader.errors import UsageError
from grader.language import _
from grader.wording import shorten

REASON_AT_MOST = 500  # characters


@click.command()
@in_language
@click.argument("name")
@click.argument("points", required=False, type=click.IntRange(min=0))
@click.option("--reason", metavar="TEXT", help="Why; every report shows it beside the points.")
@click.option("--take-back", is_flag=True, help="Take the points back: the grading counts again.")
@click.option(
    "--gradebook",
    "path",
    default="gradebook.sqlite",
    show_default=True,
    type=click.Path(path_type=Path),
    help="The class's gradebook.",
)
def points(name: str, points: int | None, reason: str | None, take_back: bool, path: Path) -> None:
    """Give the submission NAME points by hand, which count whatever is graded; or take them back."""
    from grader.classes.database import must_be_there
    from grader.classes.gradebook import open_gradebook

    reason = shorten(reason or "", REASON_AT_MOST)
    if take_back == (points is not None):
        raise UsageError(_("give either POINTS or --take-back"))
    if points is not None and not reason:
        raise UsageError(_("say why: --reason TEXT; every report shows it beside the points"))
    most = sum(each.facts.points for each in course.load())
    if points is not None and points > most:
        raise UsageError(_("all of the course is worth {most} points").format(most=most))
    must_be_there(path)
    with open_gradebook(path) as book:
        name = book.named(name)
        if points is None:
            book.take_back(name)
        else:
            book.override(name, points, reason)
        (entry,) = book.entries([name], talks=False)
    graded = _("no result") if entry.card is None else entry.card.score
    if points is None:
        said = _("{name}: the grading counts again ({graded})")
    else:
        said = _("{name}: {points} points by hand count now; graded: {graded}")
    click.echo(said.format(name=shorten(name), points=points, graded=graded))

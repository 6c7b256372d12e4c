"""`points`: give a submission points by hand. A command for teachers; a learner's copy does not have it."""

import re
from pathlib import Path

import click

from grader.commands.options import in_language
from grader.course import catalogue
from grader.model.errors import UsageError
from grader.texts.language import _
from grader.texts.wording import shorten

REASON_AT_MOST = 500  # characters
NEGATIVE = re.compile(r"-[\d.,]+")


class Numbers(click.Command):
    """A command that takes `-3` as a number, though it looks like an option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the arguments. A number that was taken for an option is moved behind all options first."""
        try:
            return super().parse_args(ctx, list(args))
        except click.NoSuchOption:
            at = self.number_in(args)
            if at is None:
                raise
            return super().parse_args(ctx, [*args[:at], *args[at + 1 :], "--", args[at]])

    def number_in(self, args: list[str]) -> int | None:
        """The index of the first negative number that is not an option's value; None without one."""
        options = [each for each in self.params if isinstance(each, click.Option) and not each.is_flag]
        before_values = {name for each in options for name in each.opts}
        for at, (last, word) in enumerate(zip(["", *args], args, strict=False)):
            if word == "--":
                return None
            if NEGATIVE.fullmatch(word) and last not in before_values:
                return at
        return None


@click.command(cls=Numbers)
@in_language
@click.argument("name")
@click.argument("points", required=False)
@click.option(
    "--reason",
    metavar="TEXT",
    help="Why. It stands on the class's page and in grades.csv; learners do not see it.",
)
@click.option("--take-back", is_flag=True, help="Take the points back: the grading counts again.")
@click.option(
    "--gradebook",
    "path",
    default="gradebook.sqlite",
    show_default=True,
    type=click.Path(path_type=Path),
    help="The class's gradebook.",
)
def points(name: str, points: str | None, reason: str | None, take_back: bool, path: Path) -> None:
    """Give the submission NAME points by hand, which count whatever is graded; or take them back."""
    from grader.classes.gradebook.database import must_exist
    from grader.classes.gradebook.gradebook import open_gradebook

    reason = shorten(reason or "", REASON_AT_MOST)
    if take_back == (points is not None):
        raise UsageError(_("give either POINTS or --take-back"))
    if points is not None and not reason:
        said = _("say why: --reason TEXT. It stands on the class's page and in grades.csv; learners do not see it")
        raise UsageError(said)
    given = None if points is None else number(points, sum(each.facts.points for each in catalogue.load()))
    must_exist(path)
    with open_gradebook(path) as book:
        name = book.named(name)
        if given is None:
            book.take_back(name)
        else:
            book.override(name, given, reason)
        (entry,) = book.entries([name], talks=False)
    graded = _("no result") if entry.card is None else entry.card.score
    said = _("{name}: {points} points by hand count now; graded: {graded}")
    if given is None:
        said = _("{name}: the grading counts again ({graded})")
    then = _("; run class again to write it into the page and the files")
    click.echo(said.format(name=shorten(name), points=given, graded=graded) + then)


def number(text: str, most: int) -> int:
    """Parse points. UsageError unless they are between 0 and `most`."""
    if re.fullmatch(r"\d{1,9}", text) and int(text) <= most:
        return int(text)
    raise UsageError(_("points are whole numbers, from 0 to {most}").format(most=most))

"""A comparison of a learner's program with a solution: what still prevents it, the difference, the list of ways."""

import itertools
from collections.abc import Iterator, Sequence

from rich.text import Text

from grader.course.ways import AcceptedWay
from grader.report.words import promise_words
from grader.result.scorecard import CheckStatus, ExerciseResult, ExerciseStatus
from grader.sourcefile.code_difference import DifferenceLine, Side, differences
from grader.sourcefile.code_lines import CodeLine
from grader.texts.cells import hanging, harmless
from grader.texts.language import _
from grader.texts.wording import as_line

LINE = 600  # characters of a line at most
OWN_AT_MOST = 12  # lines of the learner's own in a row
SIGNS = {Side.BOTH: "  ", Side.FIRST: "- ", Side.SECOND: "+ ", Side.LEFT_OUT: "  "}
STYLES = {Side.BOTH: "", Side.FIRST: "red", Side.SECOND: "green", Side.LEFT_OUT: "bright_black"}
MARGIN = "  "


def not_yet(each: ExerciseResult) -> str:
    """Why the solutions of an unfinished exercise are not shown, and how to go on, in one line."""
    if each.reason:
        return f"{each.id}: {as_line(each.reason, LINE)}"
    if each.status is ExerciseStatus.NOT_STARTED:
        said = _("{exercise}: not started. The solutions are shown when every check holds; start here: {file}")
        return said.format(exercise=each.id, file=each.file)
    lost = [check for check in each.checks if check.status is not CheckStatus.PASSED]
    said = _("{exercise}: not yet ({count} of {all} checks do not hold): {promise}. See why: nox -s grade -- {number}")
    promise = promise_words(lost[0].promise)
    return said.format(exercise=each.id, count=len(lost), all=len(each.checks), promise=promise, number=each.id[:2])


def program_lines(
    title: str, own: Sequence[CodeLine], program: Sequence[CodeLine], width: int, is_first: bool = True
) -> Iterator[Text]:
    """The title of a solution, and what differs from the learner's own program. A line of code is never broken.

    Below the first title stands what the marks mean.
    """
    yield from map(harmless, hanging(Text(as_line(title, LINE), "bold"), len(MARGIN), width))
    found = differences(own, program)
    if not found:
        said = _("Your code is the same, apart from layout, comments and type annotations.")
        yield from hanging(Text(MARGIN + said, "green"), len(MARGIN), width)
    elif is_first:
        yield from hanging(legend(), len(MARGIN), width)
    yield from map(harmless, difference_lines(found))


def difference_lines(found: Sequence[DifferenceLine]) -> Iterator[Text]:
    """The lines with their marks; a long row of the learner's own lines is cut."""
    for side, row in itertools.groupby(found, key=lambda line: line.side):
        texts = ["..." if side is Side.LEFT_OUT else as_line(line.text, LINE) for line in row]
        more = len(texts) - OWN_AT_MOST if side is Side.FIRST else 0
        if more > 1:
            texts[OWN_AT_MOST:] = [_("... {count} more lines of yours").format(count=more)]
        yield from (Text(f"{MARGIN}{SIGNS[side]}{text}".rstrip(), STYLES[side]) for text in texts)


def legend() -> Text:
    """What the marks mean."""
    return Text(MARGIN + _("(- only in your file, + only in this solution)"), "bright_black")


def way_title(number: int, way: AcceptedWay) -> str:
    """The title of a way, with its number."""
    return _("Way {number}: {title}").format(number=number, title=way.title)


def list_lines(exercise: str, ways: Sequence[AcceptedWay], room: int, width: int) -> Iterator[Text]:
    """The list of other ways in about `room` lines, and the commands that show them."""
    if not ways:
        return
    number = exercise[:2]
    said = _("{count} other ways pass every check. See one: nox -s compare -- {number} --way N")
    yield from hanging(Text(said.format(count=len(ways), number=number), "bold"), len(MARGIN), width)
    shown = ways if len(ways) <= room else ways[: room - 1]
    for place, way in enumerate(shown, 1):
        line = Text(f"{MARGIN}{place:>2}  {as_line(way.title, LINE)}")
        yield from map(harmless, hanging(line, len(MARGIN) + 4, width))
    if len(shown) < len(ways):
        said = _("{count} more; see all: nox -s compare -- {number} --all")
        line = Text(f"{MARGIN}    {said.format(count=len(ways) - len(shown), number=number)}", "bright_black")
        yield from hanging(line, len(MARGIN) + 4, width)

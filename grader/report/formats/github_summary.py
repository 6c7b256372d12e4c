"""The result as the summary page of a step of GitHub Actions: the Markdown report within the size limit of the page.

GitHub does not show a page above 1 MiB. So the page leaves out the details of the last exercises that do not fit, and
the last notes that do not fit into FOR_NOTES bytes. The table is always complete. Some bytes are left for other
commands of the step.
Source: https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands (adding a job summary)
"""

from collections.abc import Sequence

from grader.report.formats import markdown
from grader.report.formats.markdown import inline
from grader.report.formats.size_budget import kept
from grader.result.scorecard import Scorecard
from grader.texts.language import _

AT_MOST = 1_000_000  # bytes; 1 MiB is 1,048,576 bytes
FOR_NOTES = 100_000  # of these


def text(card: Scorecard) -> bytes:
    """The page; details that do not fit are left out, and a line says so."""
    notes = limited(card.notes, FOR_NOTES)
    heading, ending = written([*markdown.heading(card)]), written([*markdown.ending(card, notes)])
    details = [written([*markdown.exercise_lines(each)]) for each in markdown.unfinished(card)]
    room = AT_MOST - len(heading) - len(ending) - len(written(left_out(card, 0)))
    count = kept([len(each) for each in details], [0] * len(details), room)
    said = b"" if count == len(details) else written(left_out(card, count))
    return heading + b"".join(details[:count]) + said + ending


def written(lines: Sequence[str]) -> bytes:
    """The lines as bytes of the file."""
    return "".join(f"{line}\n" for line in lines).encode()


def left_out(card: Scorecard, count: int) -> list[str]:
    """The lines that list the exercises without details: all unfinished ones except the first `count`."""
    names = ", ".join(each.id for each in markdown.unfinished(card)[count:])
    said = _("This page has no room for the details of: {exercises}.").format(exercises=names)
    return ["", inline(said)]


def limited(notes: Sequence[str], room: int) -> list[str]:
    """The first notes, as many as fit into `room` bytes."""
    sizes = [len(written([f"- {inline(note)}"])) for note in notes]
    return list(notes[: kept(sizes, [0] * len(sizes), room)])

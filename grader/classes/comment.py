"""What is said of one submission in a cell: points by exercise and the commonest mistake, in one line."""

from collections import Counter

from grader.classes.cells import one_line
from grader.classes.entry import Entry
from grader.classes.titles import title
from grader.language import _
from grader.verdict import Scorecard

AT_MOST = 400  # characters; a cell is no report


def comment(entry: Entry | None) -> str:
    """The line for a learner. The reason of points that were given by hand stays with the teacher."""
    if entry is None:
        return _("no submission")
    said = []
    if entry.override is not None:
        said.append(_("points given by hand"))
    if entry.card is not None:
        said.append(", ".join(f"{each.id[:2]} {each.score}/{each.max}" for each in entry.card.exercises))
        if mistake := commonest(entry.card):
            said.append(_("most often: {title}").format(title=mistake))
    line = one_line("; ".join(each for each in said if each))
    return line if len(line) <= AT_MOST else f"{line[: AT_MOST - 3]}..."


def commonest(card: Scorecard) -> str:
    """The title of the mistake that was made most often, the first of equals; empty where none is known."""
    told = [(check.advice, each.id) for each in card.exercises for check in each.checks if check.advice is not None]
    counted = Counter(advice.id for advice, _exercise in told)
    if not counted:
        return ""
    most = counted.most_common(1)[0][0]
    return next(title(most, advice.title, [exercise]) for advice, exercise in told if advice.id == most)

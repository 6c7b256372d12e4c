"""The comment on one submission in a cell: points by exercise and the mistake to begin with, in one line."""

from collections import Counter

from grader.advice.choose import title_and_text
from grader.classes.collect.entry import Entry
from grader.classes.roster.csv_cells import one_line
from grader.result.scorecard import Advice, Scorecard
from grader.texts.language import _

AT_MOST = 400  # characters


def comment(entry: Entry | None) -> str:
    """The line for a learner, without the reason for points that were given by hand."""
    if entry is None:
        return _("no submission")
    said = []
    if entry.override is not None:
        said.append(_("points given by hand"))
    if entry.card is not None:
        said.append(", ".join(f"{each.id[:2]} {each.score}/{each.max}" for each in entry.card.exercises))
        if mistake := commonest(entry.card):
            text = _("most often: {title}") if stands_out(entry.card) else _("to begin with: {title}")
            said.append(text.format(title=mistake))
    line = one_line("; ".join(each for each in said if each))
    return line if len(line) <= AT_MOST else f"{line[: AT_MOST - 3]}..."


def commonest(card: Scorecard) -> str:
    """The title of the most frequent mistake, the first of equally frequent ones; empty where none is known."""
    named = mistakes(card)
    if not named:
        return ""
    most = Counter(advice.id for advice in named).most_common(1)[0][0]
    return next(title_and_text(advice)[0] for advice in named if advice.id == most)


def stands_out(card: Scorecard) -> bool:
    """Whether one mistake was made more often than any other, and more than once."""
    counts = [count for _id, count in Counter(advice.id for advice in mistakes(card)).most_common(2)]
    return bool(counts) and counts[0] > max([1, *counts[1:]])


def mistakes(card: Scorecard) -> list[Advice]:
    """The advice for each failed check that has one."""
    return [check.advice for each in card.exercises for check in each.checks if check.advice is not None]

"""The score as JSON for an endpoint badge of shields.io.

Where the grader itself failed, the badge is grey and has no number.
Source: https://shields.io/badges/endpoint-badge
"""

import msgspec

from grader.report.formats.encoded import indented
from grader.report.words import all_earned, percent, troubled
from grader.result.scorecard import ExerciseStatus, Scorecard
from grader.texts.language import _

GREY = "lightgrey"
COLOURS = ((80, "green"), (70, "yellow"), (40, "orange"), (0, "red"))  # minimum percentage and colour


class Badge(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """The file."""

    schema_version: int = 1
    label: str
    message: str
    color: str
    is_error: bool = False


def text(card: Scorecard) -> bytes:
    """The whole file."""
    if troubled(card):
        return indented(Badge(label=_("grade"), message=_("no result"), color=GREY, is_error=True))
    return indented(Badge(label=_("grade"), message=f"{card.score}/{card.max}", color=colour(card)))


def colour(card: Scorecard) -> str:
    """Grey where no exercise is started, bright green for all points, else the colour of the percentage."""
    if all(each.status is ExerciseStatus.NOT_STARTED for each in card.exercises):
        return GREY
    if all_earned(card):
        return "brightgreen"
    return next(name for least, name in COLOURS if percent(card) >= least)

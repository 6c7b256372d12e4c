"""The scores for Autolab: JSON in the last line of the output.

An exercise in which the grader itself failed is left out: Autolab then does not change its score.
Source: https://docs.autolabproject.com/lab/ (writing autograders)
"""

import msgspec

from grader.report.formats.encoded import as_json
from grader.result.scorecard import Scorecard


class AutolabScores(msgspec.Struct, frozen=True):
    """The line: the points of each exercise, by its id."""

    scores: dict[str, int]


def text(card: Scorecard) -> bytes:
    """The one line."""
    return as_json(AutolabScores({each.id: each.score for each in card.exercises if not each.own_trouble})) + b"\n"

"""One grading of one submission: made while a class is graded, and kept by the gradebook."""

from typing import NamedTuple

import msgspec

from grader.result.scorecard import Scorecard


class Attempt(msgspec.Struct, frozen=True, kw_only=True):
    """One grading of one submission.

    `name`, `place`, `commit`, `committed`, `language`, `card` and `trouble` are those of Entry.
    `digest` identifies the work and `version` the grader: work that the same grader has graded is not graded again.
    `graded` is the time (ISO 8601, UTC), `seconds` the duration.
    """

    name: str
    place: str
    digest: str
    version: str
    graded: str
    seconds: float = 0.0
    commit: str = ""
    committed: str = ""
    language: str = ""
    card: Scorecard | None = None
    trouble: str = ""


class Known(NamedTuple):
    """The work and the grader of a submission's latest grading."""

    digest: str
    version: str

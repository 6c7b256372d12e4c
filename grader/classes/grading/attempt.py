"""One grading of one submission, in frozen data: who grades a class gives it, and the gradebook keeps it."""

from typing import NamedTuple

import msgspec

from grader.result.scorecard import Scorecard


class Attempt(msgspec.Struct, frozen=True, kw_only=True):
    """One grading of one submission.

    `name`, `place`, `commit`, `committed`, `language`, `card` and `trouble` are those of Entry.
    `digest` tells one content of a submission from another, `version` one grader from another: where both are known
    already, there is nothing to grade. `graded` (ISO 8601, UTC) is when, `seconds` how long it took.
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
    """What was graded, and by which grader."""

    digest: str
    version: str

"""One submission of a class with its latest grading: the gradebook returns it, and every report of a class uses it."""

import msgspec

from grader.result.scorecard import Scorecard


class Override(msgspec.Struct, frozen=True, kw_only=True):
    """Points given by hand, with the reason and the time (ISO 8601, UTC). They count instead of any grading."""

    points: int
    reason: str
    at: str


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One submission, with its latest grading.

    `name` is the learner's user name where the folder's name contains it, else the folder's own name. `place` is the
    path from the class's folder, with `/` between its parts. `commit` and `committed` (ISO 8601, UTC) belong to the
    graded state and are empty without git. `card` is the result; where it is None, `trouble` gives the reason in one
    line. `language` is the language of the result's texts, empty where it is unknown. `later` is the place of a later
    download of the same submission, which counts instead; empty where there is none.

    `lost`: it was graded, and the stored result cannot be read.
    """

    name: str
    place: str
    graded: str
    commit: str = ""
    committed: str = ""
    language: str = ""
    card: Scorecard | None = None
    trouble: str = ""
    override: Override | None = None
    later: str = ""
    lost: bool = False

    @property
    def points(self) -> int | None:
        """The points that count: those given by hand, else those of the grading; None where there are none."""
        if self.override is not None:
            return self.override.points
        return None if self.card is None else self.card.score

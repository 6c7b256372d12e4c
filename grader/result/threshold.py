"""The threshold of --fail-under: a number of points, or an earlier result. A result below it has the exit status 1."""

from dataclasses import dataclass
from pathlib import Path

import msgspec

from grader.model.errors import UsageError
from grader.result.scorecard import Scorecard
from grader.texts.language import _


@dataclass(frozen=True)
class AtLeast:
    """A number of points."""

    points: int

    def missed(self, card: Scorecard) -> str:
        """One line with the points and the required points; empty where the result has enough points."""
        if card.score >= self.points:
            return ""
        return _("{score} points, and {wanted} are asked for").format(score=card.score, wanted=self.points)


class EarlierExercise(msgspec.Struct, frozen=True):
    """The points of an exercise in an earlier result."""

    id: str
    score: int


class EarlierResult(msgspec.Struct, frozen=True):
    """The points of an earlier result. Its other fields are ignored: they may differ between the grader's versions."""

    score: int
    max: int
    exercises: list[EarlierExercise]


@dataclass(frozen=True)
class NoFewerThan:
    """At least the points of an earlier result with the same maximum."""

    earlier: EarlierResult

    def missed(self, card: Scorecard) -> str:
        """One line on how many points were lost, in which exercises; empty for no loss or another maximum."""
        lost = self.earlier.score - card.score
        if lost <= 0 or card.max != self.earlier.max:
            return ""
        before = {each.id: each.score for each in self.earlier.exercises}
        said = _("{exercise}: {before}, now {score}")
        where = ", ".join(
            said.format(exercise=each.id, before=before[each.id], score=each.score)
            for each in card.exercises
            if each.score < before.get(each.id, 0)
        )
        said = _("{score} points, {lost} fewer than before ({where})")
        return said.format(score=card.score, lost=lost, where=where)


Threshold = AtLeast | NoFewerThan


def parse_threshold(text: str) -> Threshold | None:
    """Parse the value of --fail-under: a number of points, or FILE.json with an earlier result.

    None (no threshold) where that file does not exist yet. UsageError for any other value.
    """
    if text.isascii() and text.isdigit():
        return AtLeast(int(text))
    path = Path(text)
    if path.suffix != ".json":
        said = _("--fail-under: {text} is neither a number of points nor a FILE.json with an earlier result")
        raise UsageError(said.format(text=text))
    try:
        return NoFewerThan(msgspec.json.decode(path.read_bytes(), type=EarlierResult))
    except FileNotFoundError:
        return None
    except OSError as error:
        said = _("--fail-under: {path} cannot be read: {reason}")
        raise UsageError(said.format(path=path, reason=error.strerror or error)) from error
    except (msgspec.MsgspecError, UnicodeError) as error:
        said = _("--fail-under: {path} holds no result of a grading; remove it, or name another file")
        raise UsageError(said.format(path=path)) from error

"""From results to the scorecard. Pure: nobody else adds up points."""

from collections.abc import Sequence

from grader.course.exercise import Exercise
from grader.result.scorecard import CheckResult, CheckStatus, ExerciseResult, ExerciseStatus


def of_exercise(
    exercise: Exercise,
    file: str,
    checks: Sequence[CheckResult],
    not_started: bool = False,
    trouble: str = "",
    own_trouble: bool = False,
) -> ExerciseResult:
    """Add up one exercise.

    `trouble` is why it could not be graded at all, `own_trouble` whether that is the grader's own; `not_started`:
    a stub was met.
    """
    return ExerciseResult(
        id=exercise.id,
        file=file,
        status=_status(checks, not_started, trouble),
        score=sum(check.points for check in checks),
        max=exercise.tried,
        hidden=exercise.held_back,
        reason=trouble,
        own_trouble=own_trouble,
        checks=list(checks),
    )


def _status(checks: Sequence[CheckResult], not_started: bool, trouble: str) -> ExerciseStatus:
    if trouble:
        return ExerciseStatus.ERROR
    states = {check.status for check in checks}
    if states == {CheckStatus.PASSED}:
        return ExerciseStatus.PASSED
    if not_started and states == {CheckStatus.NOT_TRIED}:
        return ExerciseStatus.NOT_STARTED
    return ExerciseStatus.FAILED


def totals(exercises: Sequence[ExerciseResult]) -> tuple[int, int, int]:
    """Score, what was tried, and what is graded only on push."""
    return (
        sum(each.score for each in exercises),
        sum(each.max for each in exercises),
        sum(each.hidden for each in exercises),
    )


def most(exercises: Sequence[Exercise]) -> int:
    """The points that can be earned with the checks that are at hand."""
    return sum(each.tried for each in exercises)

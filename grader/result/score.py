"""Add up the points of an exercise and of a scorecard, and check the sums of a scorecard. Pure."""

from collections.abc import Iterator, Sequence

from grader.course.exercise import Exercise
from grader.result.scorecard import CheckResult, CheckStatus, ExerciseResult, ExerciseStatus, Scorecard


def of_exercise(
    exercise: Exercise,
    file: str,
    checks: Sequence[CheckResult],
    not_started: bool = False,
    trouble: str = "",
    own_trouble: bool = False,
) -> ExerciseResult:
    """Add up one exercise.

    `not_started`: the file is still the stub. `trouble` is the reason why the exercise could not be graded, empty where
    it was; `own_trouble`: the grader itself failed.
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
    """The points, the maximum of the checks in this copy, and the points that are graded only on push."""
    return (
        sum(each.score for each in exercises),
        sum(each.max for each in exercises),
        sum(each.hidden for each in exercises),
    )


def most(exercises: Sequence[Exercise]) -> int:
    """The maximum of the checks in this copy, without the points that are graded only on push."""
    return sum(each.tried for each in exercises)


def audit(card: Scorecard) -> list[str]:
    """The wrong sums of a result, as nouns for the end of a sentence; empty where all sums are right."""
    found = [fault for each in card.exercises for fault in _faults(each)]
    if len({each.id for each in card.exercises}) < len(card.exercises):
        found.append("the same exercise twice")
    if (card.score, card.max, card.hidden) != totals(card.exercises):
        found.append("wrong totals")
    return found


def _faults(each: ExerciseResult) -> Iterator[str]:
    if any(not 0 <= check.points <= check.max for check in each.checks) or each.hidden < 0:
        yield f"impossible points in {each.id}"
    if each.score != sum(check.points for check in each.checks):
        yield f"a wrong sum of points in {each.id}"
    if each.max != sum(check.max for check in each.checks):
        yield f"a wrong maximum in {each.id}"

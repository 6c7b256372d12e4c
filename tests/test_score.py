"""The scorecard: sums of points, and one status for each exercise."""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from msgspec.structs import replace as changed

from grader.course.exercise import Check, Exercise, Facts
from grader.result import score
from grader.result.scorecard import CheckResult, CheckStatus, ExerciseResult, ExerciseStatus, Scorecard

PASSED, FAILED, WITHHELD, NOT_TRIED = CheckStatus
EXERCISE = Exercise(
    "03_bind",
    Facts(points=8, file="bind.py", steps=("bind_server",)),
    Path("suites/03_bind"),
    (Check("a", "first", 3, None), Check("b", "second", 2, "a"), Check("c", "third", 1, None, hidden=True)),
)


def results(*statuses: CheckStatus) -> list[CheckResult]:
    """A result for each check of EXERCISE."""
    return [
        CheckResult(
            id=each.id,
            promise=each.promise,
            status=status,
            points=each.points if status is PASSED else 0,
            max=each.points,
            hidden=each.hidden,
        )
        for each, status in zip(EXERCISE.checks, statuses, strict=True)
    ]


def graded(statuses: Sequence[CheckStatus], not_started: bool = False, trouble: str = "") -> ExerciseResult:
    """The result of EXERCISE with these statuses of its checks."""
    return score.of_exercise(EXERCISE, "exercises/03_bind/bind.py", results(*statuses), not_started, trouble)


@pytest.mark.parametrize(
    ("statuses", "points"),
    [
        ((PASSED, PASSED, PASSED), 6),
        ((PASSED, FAILED, PASSED), 4),
        ((FAILED, NOT_TRIED, PASSED), 1),
        ((WITHHELD, PASSED, FAILED), 2),
        ((FAILED, FAILED, FAILED), 0),
        ((NOT_TRIED, NOT_TRIED, NOT_TRIED), 0),
    ],
)
def test_the_score_is_the_sum_of_the_points_of_passed_checks(statuses: tuple[CheckStatus, ...], points: int) -> None:
    assert graded(statuses).score == points


def test_the_maximum_counts_the_present_checks_and_the_remaining_points_are_hidden() -> None:
    made = graded((PASSED, PASSED, PASSED))
    assert (made.max, made.hidden) == (6, 2)


EVERY = list(itertools.product(CheckStatus, repeat=3))


def test_an_exercise_has_passed_only_if_every_check_has_passed() -> None:
    for statuses in EVERY:
        for not_started in (False, True):
            passed = graded(statuses, not_started).status is ExerciseStatus.PASSED
            assert passed == (set(statuses) == {PASSED}), statuses


def test_an_exercise_is_not_started_only_if_it_is_a_stub_and_no_check_was_tried() -> None:
    for statuses in EVERY:
        assert graded(statuses, not_started=False).status is not ExerciseStatus.NOT_STARTED
        met = graded(statuses, not_started=True).status is ExerciseStatus.NOT_STARTED
        assert met == (set(statuses) == {NOT_TRIED}), statuses


def test_an_exercise_with_trouble_is_an_error_regardless_of_its_checks() -> None:
    for statuses in EVERY:
        made = graded(statuses, not_started=True, trouble="it cannot be read")
        assert made.status is ExerciseStatus.ERROR
        assert made.reason == "it cannot be read"


def test_an_exercise_without_checks_has_not_passed() -> None:
    made = score.of_exercise(EXERCISE, "bind.py", [])
    assert made.status is not ExerciseStatus.PASSED
    assert made.score == 0


def test_the_result_records_whether_the_grader_caused_the_trouble() -> None:
    checks = results(NOT_TRIED, NOT_TRIED, NOT_TRIED)
    assert score.of_exercise(EXERCISE, "f", checks, trouble="crash", own_trouble=True).own_trouble
    assert not score.of_exercise(EXERCISE, "f", checks, trouble="no file").own_trouble


def test_the_result_keeps_the_order_of_the_checks_and_the_name_of_the_file() -> None:
    made = graded((PASSED, FAILED, NOT_TRIED))
    assert [each.id for each in made.checks] == ["a", "b", "c"]
    assert (made.id, made.file) == ("03_bind", "exercises/03_bind/bind.py")


def test_the_totals_add_up_the_exercises() -> None:
    def one(points: int, most: int, hidden: int) -> ExerciseResult:
        return ExerciseResult(
            id="01_a", file="a.py", status=ExerciseStatus.FAILED, score=points, max=most, hidden=hidden
        )

    assert score.totals([one(1, 6, 0), one(0, 8, 2), one(8, 8, 1)]) == (9, 22, 3)
    assert score.totals([]) == (0, 0, 0)


def test_most_counts_only_the_points_of_present_checks() -> None:
    without_hidden = replace(EXERCISE, checks=EXERCISE.checks[:2])
    assert EXERCISE.facts.points == 8
    assert (score.most([]), score.most([EXERCISE]), score.most([EXERCISE, without_hidden])) == (0, 6, 11)


def card_of(*exercises: ExerciseResult) -> Scorecard:
    """A scorecard of these exercises with correct totals."""
    points, most, hidden = score.totals(exercises)
    return Scorecard(
        score=points, max=most, hidden=hidden, seconds=1.0, box="none", python="", platform="", exercises=[*exercises]
    )


GOOD = graded((PASSED, FAILED, PASSED))
OTHER = changed(GOOD, id="05_listen")


def with_points(points: int) -> ExerciseResult:
    """GOOD with these points of its first check, and with the sum that follows."""
    first, *rest = GOOD.checks
    return changed(GOOD, checks=[changed(first, points=points), *rest], score=points + 1)


AUDITS: dict[str, tuple[Callable[[], Scorecard], list[str]]] = {
    "nothing": (lambda: card_of(), []),
    "right sums": (lambda: card_of(GOOD, OTHER), []),
    "twice": (lambda: card_of(GOOD, GOOD), ["the same exercise twice"]),
    "the score": (lambda: changed(card_of(GOOD), score=5), ["wrong totals"]),
    "the maximum": (lambda: changed(card_of(GOOD), max=7), ["wrong totals"]),
    "the hidden points": (lambda: changed(card_of(GOOD), hidden=0), ["wrong totals"]),
    "an exercise's points": (lambda: card_of(changed(GOOD, score=5)), ["a wrong sum of points in 03_bind"]),
    "an exercise's maximum": (lambda: card_of(OTHER, changed(GOOD, max=8)), ["a wrong maximum in 03_bind"]),
    "an exercise's hidden points": (lambda: card_of(changed(GOOD, hidden=-1)), ["impossible points in 03_bind"]),
    "more than a check has": (lambda: card_of(with_points(4)), ["impossible points in 03_bind"]),
    "negative points": (lambda: card_of(with_points(-1)), ["impossible points in 03_bind"]),
    "all of a check": (lambda: card_of(with_points(3)), []),
    "nothing of a check": (lambda: card_of(with_points(0)), []),
}


@pytest.mark.parametrize("case", AUDITS)
def test_an_audit_names_every_sum_that_is_wrong(case: str) -> None:
    make, faults = AUDITS[case]
    assert score.audit(make()) == faults

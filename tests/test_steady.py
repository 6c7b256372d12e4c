"""benchmarks/steady.py lists checks whose points differ between rounds; programs with a race get the same points."""

from pathlib import Path

import pytest

from benchmarks.steady import find_differences, grade_points
from grader.course import catalogue
from grader.verify.programs import Claim
from tests.submitted import SOLUTIONS


def test_equal_rounds_have_no_difference() -> None:
    assert list(find_differences([{"text": 2.0, "end": 0.0}] * 3)) == []


def test_a_check_whose_points_differ_is_listed_with_the_number_of_rounds() -> None:
    rounds: list[dict[str, float] | str] = [
        {"text": 2.0, "end": 1.0},
        {"text": 0.0, "end": 1.0},
        {"text": 2.0, "end": 1.0},
    ]
    assert list(find_differences(rounds)) == ["text: 0 points in 1 rounds, 2 points in 2 rounds"]


def test_a_failure_of_the_grader_is_listed() -> None:
    assert list(find_differences([{"text": 2.0}, "no memory"])) == ["the grader failed: no memory"]


@pytest.mark.parametrize(
    ("exercise", "program"),
    [
        ("07_recv", "wrong/waits__nonblocking-unhandled.py"),
        ("13_server", "wrong/slow_client__nonblocking-unhandled.py"),
        ("13_server", "wrong/text__recv-before-accept.py"),
        ("13_server", "wrong/numbers__accept-swapped.py"),
    ],
)
def test_a_program_with_a_race_gets_the_same_points_each_time(exercise: str, program: str) -> None:
    [chosen] = catalogue.choose(catalogue.load(), [exercise])
    claim = Claim(chosen, "wrong", Path(SOLUTIONS, exercise, program))
    assert list(find_differences([grade_points(claim) for _round in range(3)])) == []

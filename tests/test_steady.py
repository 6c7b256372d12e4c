"""The tool that grades the same program again and again: what it tells, and that the course's programs are steady."""

from pathlib import Path

import pytest

from benchmarks.steady import points, unsteady
from grader.course import catalogue
from grader.verify.programs import Claim
from tests.submitted import SOLUTIONS


def test_equal_rounds_are_told_nothing() -> None:
    assert list(unsteady([{"text": 2.0, "end": 0.0}] * 3)) == []


def test_a_check_with_other_points_in_one_round_is_told_with_how_often() -> None:
    rounds: list[dict[str, float] | str] = [
        {"text": 2.0, "end": 1.0},
        {"text": 0.0, "end": 1.0},
        {"text": 2.0, "end": 1.0},
    ]
    assert list(unsteady(rounds)) == ["text: 0 points in 1 rounds, 2 points in 2 rounds"]


def test_the_graders_own_trouble_is_told() -> None:
    assert list(unsteady([{"text": 2.0}, "no room"])) == ["the grader had trouble: no room"]


@pytest.mark.parametrize(
    ("exercise", "program"),
    [
        ("07_recv", "wrong/waits__nonblocking-unhandled.py"),
        ("13_server", "wrong/slow_client__nonblocking-unhandled.py"),
        ("13_server", "wrong/text__recv-before-accept.py"),
        ("13_server", "wrong/numbers__accept-swapped.py"),
    ],
)
def test_a_program_with_a_race_of_its_own_gets_the_same_points_each_time(exercise: str, program: str) -> None:
    [chosen] = catalogue.choose(catalogue.load(), [exercise])
    claim = Claim(chosen, "wrong", Path(SOLUTIONS, exercise, program))
    assert list(unsteady([points(claim) for _round in range(3)])) == []

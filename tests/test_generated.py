"""Every failed check is explained, for programs that call each socket in each wrong way."""

import pytest

from grader.course import catalogue
from grader.course.exercise import Exercise
from grader.result.scorecard import CheckStatus
from grader.verify.programs import graded_alone
from tests.call_mutations import all_mutations
from tests.submitted import SOLUTIONS

pytestmark = pytest.mark.system

PROGRAMS = [(folder, name, text) for folder, name, text in all_mutations(SOLUTIONS, others=0)]
EXERCISES = {each.id: each for each in catalogue.load()}
SLICE = 10  # programs in one test: a few seconds, so that the tests spread over the workers


def explanations(exercise: Exercise, name: str, text: str) -> list[str | None]:
    """The mistake of each check that the program fails."""
    result = graded_alone(exercise, text.encode(), strict=False)
    assert not result.own_trouble, f"{exercise.id}/{name}: {result.reason}"
    return [check.mistake for check in result.checks if check.status is CheckStatus.FAILED]


def test_the_generator_makes_many_programs() -> None:
    assert len(PROGRAMS) >= 400


@pytest.mark.parametrize("first", range(0, len(PROGRAMS), SLICE))
def test_each_failed_check_of_each_program_is_explained(first: int) -> None:
    found = {
        f"{folder}/{name}": explanations(EXERCISES[folder], name, text)
        for folder, name, text in PROGRAMS[first : first + SLICE]
    }
    assert any(found.values()), "no check of these programs failed"
    assert [name for name, mistakes in found.items() if None in mistakes] == []

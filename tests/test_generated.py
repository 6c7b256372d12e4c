"""Every failed check is explained, for programs that call each socket in each wrong way."""

from concurrent.futures import ProcessPoolExecutor

import pytest

from grader.course import catalogue
from grader.result.scorecard import CheckStatus
from grader.verify.programs import graded_alone
from tests.call_mutations import all_mutations
from tests.submitted import SOLUTIONS

pytestmark = pytest.mark.system

LEAST = 400  # programs
KINDS = 40  # different explanations that they are given at least


def explanations(made: tuple[str, str, str]) -> tuple[str, list[str | None]]:
    """The name of a program, and the mistake of each check that it fails."""
    folder, name, text = made
    (exercise,) = [each for each in catalogue.load() if each.id == folder]
    result = graded_alone(exercise, text.encode(), strict=False)
    assert not result.own_trouble, f"{folder}/{name}: {result.reason}"
    return f"{folder}/{name}", [check.mistake for check in result.checks if check.status is CheckStatus.FAILED]


def test_each_failed_check_of_each_program_is_explained() -> None:
    programs = list(all_mutations(SOLUTIONS, others=0))
    with ProcessPoolExecutor(2) as pool:
        found = dict(pool.map(explanations, programs, chunksize=8))
    assert len(found) >= LEAST
    assert [name for name, mistakes in found.items() if None in mistakes] == []
    assert len({mistake for mistakes in found.values() for mistake in mistakes}) >= KINDS

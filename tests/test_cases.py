"""Programs of learners and of public repositories: each gets its score, and each failed check the right mistake.

The programs are in cases/EXERCISE/, what is expected of them in cases/expected.toml. `learner_` are a beginner's tries,
`public_` have the mistakes of public questions, and `real_` are programs from public repositories, in short.
"""

import tomllib
from pathlib import Path

import pytest

from grader.course import catalogue
from grader.result.scorecard import CheckStatus
from grader.verify.programs import graded_alone

pytestmark = pytest.mark.system

CASES = Path(__file__).parent / "cases"
EXPECTED = tomllib.loads((CASES / "expected.toml").read_text(encoding="utf-8"))
EXERCISES = {each.id: each for each in catalogue.load()}
SLICE = 10  # programs in one test: a few seconds, so that the tests spread over the workers


def outcome(path: str) -> dict[str, object]:
    """The score of a program, and the mistakes of its failed checks."""
    result = graded_alone(EXERCISES[path.partition("/")[0]], (CASES / path).read_bytes(), strict=False)
    failed = {str(check.mistake) for check in result.checks if check.status is CheckStatus.FAILED}
    return {"score": result.score, "mistakes": sorted(failed)}


def test_each_program_has_an_expectation() -> None:
    assert {path.relative_to(CASES).as_posix() for path in CASES.glob("*/*.py")} == EXPECTED.keys()
    assert len(EXPECTED) == 200


@pytest.mark.parametrize("first", range(0, 200, SLICE))
def test_each_program_gets_its_score_and_its_mistakes(first: int) -> None:
    paths = sorted(EXPECTED)[first : first + SLICE]
    assert {path: outcome(path) for path in paths} == {path: EXPECTED[path] for path in paths}

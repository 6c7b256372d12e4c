"""The folder that is graded, and programs that end with their test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.plain.programs import Program, Start, free_port

SOLUTIONS = Path(__file__).parents[2] / "solutions"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Name the folder with the learner's work."""
    parser.addoption("--exercises", type=Path, default=SOLUTIONS, help="Folder with the learner's work.")


@pytest.fixture
def start(request: pytest.FixtureRequest) -> Iterator[Start]:
    """Start a program in the folder of the exercise that the test's file is named after."""
    exercises: Path = request.config.getoption("--exercises")
    folder = exercises.resolve() / request.path.stem.removeprefix("test_")
    started: list[Program] = []

    def new(code: str, *arguments: object) -> Program:
        started.append(Program(folder, code, *arguments))
        return started[-1]

    yield new
    for program in started:
        program.kill()


@pytest.fixture
def port() -> int:
    """A free port."""
    return free_port()

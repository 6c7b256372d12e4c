"""Fixtures: start a learner's program and kill it after the test; a free port."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.plain.programs import Program, Start, free_port

SOLUTIONS = Path(__file__).parents[2] / "solutions"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option --exercises, the folder with the learner's work."""
    parser.addoption("--exercises", type=Path, default=SOLUTIONS, help="Folder with the learner's work.")


@pytest.fixture
def start(request: pytest.FixtureRequest) -> Iterator[Start]:
    """A function that starts a program in the folder of the test file's exercise."""
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

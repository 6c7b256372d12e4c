"""What the learner should know beside the score, one line each."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from grader import submission
from grader.course import Exercise
from grader.language import _
from grader.ports import holder


def of(folder: Path, exercises: Sequence[Exercise]) -> list[str]:
    """The notes on a folder: names that get in the way, ports that are taken on this machine."""
    return [said for each in exercises for said in (*_names(folder, each), *_port(each))]


def on_names(folder: Path, exercises: Sequence[Exercise]) -> list[str]:
    """The notes on a folder alone, which are the same on every machine."""
    return [said for each in exercises for said in _names(folder, each)]


def _names(folder: Path, exercise: Exercise) -> Iterator[str]:
    for name in submission.like_standard_modules(folder, exercise):
        module = name.removesuffix(".py")
        yield _(
            "{folder}/{name} has the name of a standard module: `import {module}` finds your file instead when "
            "you run the program by hand. Rename it."
        ).format(folder=exercise.id, name=name, module=module)


def _port(exercise: Exercise) -> Iterator[str]:
    if exercise.facts.port is not None and (name := holder(exercise.facts.port)):
        yield _(
            "port {port} of {exercise} is taken by {holder}. The grader goes around it; to run your program by "
            "hand, end that one first."
        ).format(port=exercise.facts.port, exercise=exercise.id, holder=name)

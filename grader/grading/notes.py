"""The notes of a result: what the learner should know besides the score, one line each."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from grader.course import catalogue
from grader.course.exercise import Exercise
from grader.submission import misplaced
from grader.submission.modules import like_standard_modules
from grader.texts.language import _
from grader.texts.wording import as_line
from grader.wire.ports import holder

SHOWN = 5  # unknown folders that the note lists at most


def of(folder: Path, exercises: Sequence[Exercise]) -> list[str]:
    """The notes on a folder: misplaced files, names of standard modules, ports in use."""
    said = on_whole(folder, exercises)
    return said + [note for each in exercises for note in (*_names(folder, each), *_port(each))]


def on_work(folder: Path, exercises: Sequence[Exercise]) -> list[str]:
    """The notes on a folder that do not depend on the machine: all except those on ports."""
    return on_whole(folder, exercises) + [note for each in exercises for note in _names(folder, each)]


def _names(folder: Path, exercise: Exercise) -> Iterator[str]:
    if os.path.lexists(folder / exercise.id / exercise.facts.file):
        yield from on_capitals(folder, exercise)
    for name in like_standard_modules(folder, exercise):
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


def on_capitals(folder: Path, exercise: Exercise) -> list[str]:
    """The notes on names with wrong capitals, which this file system accepts."""
    pairs = [(folder, exercise.id), (folder / exercise.id, exercise.facts.file)]
    said = _(
        "{other} is found as {name} on this system, but not on Linux, where pushes are graded. Rename it to {name}."
    )
    found = [(misplaced.spelled_otherwise(inside, name), name) for inside, name in pairs]
    return [said.format(other=other, name=name) for other, name in found if other]


def holds_none(folder: Path, names: Sequence[str]) -> bool:
    """Whether a folder contains none of these names, or does not exist; False where it cannot be listed."""
    try:
        return set(names).isdisjoint(os.listdir(folder))
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False


def on_whole(folder: Path, exercises: Sequence[Exercise]) -> list[str]:
    """The notes on a whole folder: no exercises, or unknown folders; empty for a part of the course."""
    names = catalogue.names()
    if [each.id for each in exercises] != names:
        return []
    said = []
    if holds_none(folder, names):
        said.append(
            _(
                "{folder} holds none of the exercises. `nox -s reset -- --all` makes all the stubs anew; what was "
                "committed once, git still has."
            ).format(folder=as_line(folder.name, misplaced.NAME_AT_MOST))
        )
    strange = misplaced.strange_folders(folder, names)
    if strange:
        shown = ", ".join(strange[:SHOWN]) + (", ..." if len(strange) > SHOWN else "")
        said.append(
            _("{folders}: this release of the course has no such exercise; nothing in there is graded").format(
                folders=shown
            )
        )
    return said

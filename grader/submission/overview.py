"""One row for each exercise: points, file, state of the stub, hints given. No code runs and nothing is graded."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.course import hints
from grader.course.exercise import READMES, Exercise
from grader.sourcefile.stub_state import StubState, stub_state_of
from grader.storage.bounded import read_regular
from grader.submission import hint_memory, reader

HEADING_AT_MOST = 1 << 12  # bytes


@dataclass(frozen=True)
class ExerciseRow:
    """One exercise. `reason` says why its file cannot be read, or is the line of a syntax error or a merge conflict."""

    id: str
    title: str
    points: int
    file: str
    state: StubState
    reason: str
    hints_given: int
    hints: int


def exercise_rows(folder: Path, exercises: Sequence[Exercise], lang: str) -> list[ExerciseRow]:
    """One row for each exercise; `folder` is the learner's `exercises`."""
    given, _trouble = hint_memory.read_memory(hint_memory.memory_of(folder))
    found = []
    for each in exercises:
        file, title = f"{each.id}/{each.facts.file}", title_of(folder / each.id, lang) or each.name
        count = len(hints.load_hints(each.folder, lang))
        hints_given = min(given.get(each.id, 0), count)
        found.append(ExerciseRow(each.id, title, each.facts.points, file, *state_of(folder, each), hints_given, count))
    return found


def title_of(folder: Path, lang: str) -> str:
    """The first heading of the exercise's README, without its number; empty where there is none."""
    try:
        first = read_regular(folder / READMES[lang], HEADING_AT_MOST).partition(b"\n")[0].decode()
    except (OSError, UnicodeDecodeError):
        return ""
    return first.removeprefix("#").split("·", 1)[-1].strip() if first.startswith("# ") else ""


def state_of(folder: Path, exercise: Exercise) -> tuple[StubState, str]:
    """The state of the learner's file, and the `reason` of its row."""
    data = reader.read_program(folder, exercise)
    if isinstance(data, reader.Unreadable):
        return StubState.UNREADABLE, data.reason
    return stub_state_of(data, exercise.facts.steps)

"""All exercises at a glance: points, file, what became of the stub, hints used. Nothing is run, nothing is graded."""

import ast
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from grader.course import hints
from grader.course.exercise import READMES, Exercise
from grader.sourcefile.merge_markers import first_mark
from grader.storage.bounded import read_regular
from grader.submission import reader

HEADING_AT_MOST = 1 << 12  # bytes
MAIN = "main"  # what a whole program's stub leaves open
UNWRITTEN = "NotImplementedError"


class State(Enum):
    """What became of a stub, as its text shows it."""

    UNTOUCHED = "untouched"
    BEGUN = "begun"  # some steps are written, others are not
    WRITTEN = "written"
    UNREADABLE = "unreadable"
    BROKEN = "broken"  # a SyntaxError
    UNMERGED = "unmerged"  # with the marks of a merge in it


@dataclass(frozen=True)
class Row:
    """One exercise: `reason` says why its file cannot be read, or at which line it is no Python or not merged."""

    id: str
    title: str
    points: int
    file: str
    state: State
    reason: str
    hints_given: int
    hints: int


def rows(folder: Path, exercises: Sequence[Exercise], lang: str) -> list[Row]:
    """One row for each exercise; `folder` is the learner's `exercises`."""
    given, _trouble = hints.recall(hints.memory_of(folder))
    found = []
    for each in exercises:
        state, reason = state_of(folder, each)
        count = len(hints.load(each.folder, lang))
        found.append(
            Row(
                id=each.id,
                title=title_of(folder / each.id, lang) or each.name,
                points=each.facts.points,
                file=f"{each.id}/{each.facts.file}",
                state=state,
                reason=reason,
                hints_given=min(given.get(each.id, 0), count),
                hints=count,
            )
        )
    return found


def title_of(folder: Path, lang: str) -> str:
    """The first heading of the exercise's README, without its number; empty where there is none."""
    try:
        first = read_regular(folder / READMES[lang], HEADING_AT_MOST).partition(b"\n")[0].decode()
    except (OSError, UnicodeDecodeError):
        return ""
    return first.removeprefix("#").split("·", 1)[-1].strip() if first.startswith("# ") else ""


def state_of(folder: Path, exercise: Exercise) -> tuple[State, str]:
    """What became of the learner's file, and the reason where it cannot be told."""
    data = reader.text_of(folder, exercise)
    if isinstance(data, reader.Unreadable):
        return State.UNREADABLE, data.reason
    return state_of_text(data, exercise.facts.steps or (MAIN,))


def state_of_text(data: bytes, steps: Sequence[str]) -> tuple[State, str]:
    """What became of the steps in a file, by reading it as Python does and running none of it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of an odd escape, say: the learner's own run tells of it
            tree = ast.parse(data)
    except SyntaxError as error:
        mark = first_mark(data)
        return (State.UNMERGED, str(mark.line)) if mark else (State.BROKEN, str(error.lineno or 1))
    except (ValueError, RecursionError, MemoryError):
        return State.BROKEN, "1"
    states = {state_of_step(tree, step) for step in steps}
    return (states.pop() if len(states) == 1 else State.BEGUN), ""


def state_of_step(tree: ast.Module, step: str) -> State:
    """What became of one step: untouched, begun (the stub's `raise` still stands in it) or written."""
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    found = [node for node in tree.body if isinstance(node, functions) and node.name == step]
    if not found:
        return State.WRITTEN  # by another way than `def`, or not at all: grading tells
    body = found[-1].body
    if ast.get_docstring(found[-1]) is not None:
        body = body[1:]
    if not any(map(is_open, body)):
        return State.WRITTEN
    return State.UNTOUCHED if len(body) == 1 else State.BEGUN


def is_open(node: ast.stmt) -> bool:
    """Whether a statement is the stub's `raise NotImplementedError(...)`."""
    if not isinstance(node, ast.Raise):
        return False
    raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
    return isinstance(raised, ast.Name) and raised.id == UNWRITTEN


def is_stub(data: bytes, exercise: Exercise) -> bool:
    """Whether a file leaves each step open."""
    return state_of_text(data, exercise.facts.steps or (MAIN,))[0] is State.UNTOUCHED

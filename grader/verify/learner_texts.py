"""Prove the files of a suite that the learner's commands use.

hints.md, hints.zh-CN.md    the same number in both languages, 3 to 5; none contains the solution, the last names a call
stub.py.txt                 the same as exercises/NN_name/FILE
manual_peer.py              valid, where there is one
solutions/.../ways.toml     one line in each language about each accepted program
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from grader.course import hints, manual_peer, ways
from grader.course.exercise import STUB, Exercise
from grader.model.errors import CourseError, UsageError
from grader.sourcefile.line_ends import with_lf
from grader.sourcefile.stub_state import is_stub
from grader.submission.stub import put_stub, same_stub

LEAST, MOST = 3, 5


def text_contradictions(exercise: Exercise, stubs: Path, solutions: Path) -> Iterator[str]:
    """The contradictions in the copy of the stub, the hints, ways.toml and the manual peer, one line each."""
    yield from contradictions_in_stub(exercise, stubs)
    yield from contradictions_in_hints(exercise, solutions / exercise.id / exercise.facts.file)
    yield from contradictions_in_ways(solutions / exercise.id)
    try:
        manual_peer.read_manual_peer(exercise)
    except CourseError as error:
        yield str(error)
    except UsageError:
        return  # an exercise need not have a manual peer


def contradictions_in_stub(exercise: Exercise, stubs: Path) -> Iterator[str]:
    """The suite's copy must equal the stub."""
    copy, stub = exercise.folder / STUB, stubs / exercise.id / exercise.facts.file
    if stub.is_file() and not (copy.is_file() and same_stub(copy.read_bytes(), stub.read_bytes())):
        yield f"{copy}: is not {stub}; `verify {exercise.id[:2]} --refresh` copies it"


def contradictions_in_ways(folder: Path) -> Iterator[str]:
    """Every accepted program must have a line about it."""
    try:
        titles = ways.read_titles(folder / ways.TITLES)
    except UsageError as error:
        yield str(error)
        return
    programs = {path.stem for path in (folder / ways.ACCEPTED).glob("*.py")}
    for name in sorted(programs - set(titles)):
        yield f"{folder / ways.TITLES}: has no line about {name}"


def refresh(exercise: Exercise, stubs: Path) -> None:
    """Copy the stub into the suite. CourseError where the file is missing or a step in it is written."""
    stub = stubs / exercise.id / exercise.facts.file
    try:
        data = stub.read_bytes()
        if not is_stub(data, exercise.facts.steps):
            raise CourseError(
                f"{stub}: is no stub: a step in it does not raise NotImplementedError; nothing was copied"
            )
        put_stub(exercise.folder / STUB, with_lf(data))
    except OSError as error:
        raise CourseError(f"{stub}: cannot be copied: {error}") from error


def contradictions_in_hints(exercise: Exercise, solution: Path) -> Iterator[str]:
    """Both languages must have the same number of hints, and no hint may contain the solution."""
    counts = {}
    for lang, name in hints.FILES.items():
        path = exercise.folder / name
        if not path.is_file():
            yield f"{path}: is not there"
            continue
        text = path.read_text(encoding="utf-8")
        numbers = [int(number) for number in re.findall(r"^#+ +(\d+) *$", text, flags=re.MULTILINE)]
        given = hints.load_hints(exercise.folder, lang)
        counts[lang] = len(given)
        if numbers != list(range(1, len(given) + 1)) or not all(given):
            yield f"{path}: its headings are not `## 1`, `## 2`, ..., each with a text below"
        if not LEAST <= len(given) <= MOST:
            yield f"{path}: holds {len(given)} hints, {LEAST} to {MOST} are wanted"
        if solution.is_file() and given:
            yield from (f"{path}: {wrong}" for wrong in given_away(given, solution.read_bytes()))
    if len(set(counts.values())) > 1:
        yield f"{exercise.folder}: {' and '.join(hints.FILES.values())} hold {counts} hints"


def given_away(given: list[str], solution: bytes) -> Iterator[str]:
    """One line for each hint that contains a statement of the solution, and one if the last hint has no call of it."""
    tree = ast.parse(solution)
    for statement in statements(tree):
        for number, text in enumerate(given, 1):
            if statement in squeezed(text):
                yield f"hint {number} gives the solution away: {statement}"
    if not any(f"{name}(" in given[-1] for name in called_names(tree)):
        yield "the last hint names no call of the solution"


def statements(tree: ast.Module) -> Iterator[str]:
    """Each statement in a function that contains a call, without `return`, normalized for a comparison."""
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        for node in ast.walk(function):
            if isinstance(node, ast.Return) and node.value is not None:
                node = node.value
            elif not isinstance(node, (ast.Expr, ast.Assign)):
                continue
            if any(isinstance(part, ast.Call) for part in ast.walk(node)):
                yield squeezed(ast.unparse(node))


def called_names(tree: ast.Module) -> set[str]:
    """The names of the functions and methods that a program calls, except print."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, (ast.Attribute, ast.Name)):
            names.add(node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id)
    return names - {"print"}


def squeezed(text: str) -> str:
    """A text without white space, with single quotes only."""
    return re.sub(r"\s", "", text).replace('"', "'")

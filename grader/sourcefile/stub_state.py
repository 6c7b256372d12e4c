"""The state of a stub, read from its syntax tree; its code is not run."""

import ast
import warnings
from collections.abc import Sequence
from enum import Enum

from grader.sourcefile.merge_markers import first_conflict_marker

MAIN = "main"  # the function to write in the stub of a whole program
UNWRITTEN = "NotImplementedError"
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


class StubState(Enum):
    """The state of a stub."""

    UNTOUCHED = "untouched"
    BEGUN = "begun"  # some steps are written, others are not
    WRITTEN = "written"
    UNREADABLE = "unreadable"
    BROKEN = "broken"  # a SyntaxError
    CONFLICT = "conflict"  # it holds conflict markers


def stub_state_of(data: bytes, steps: Sequence[str]) -> tuple[StubState, str]:
    """The state of the steps in a file (of the function `main` if there are no steps), and the line with the error."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # for example about an invalid escape: the learner's own run shows it
            tree = ast.parse(data)
    except SyntaxError as error:
        mark = first_conflict_marker(data)
        return (StubState.CONFLICT, str(mark.line)) if mark else (StubState.BROKEN, str(error.lineno or 1))
    except (ValueError, RecursionError, MemoryError):
        return StubState.BROKEN, "1"
    states = {state_of_step(tree, step) for step in steps or (MAIN,)}
    return (states.pop() if len(states) == 1 else StubState.BEGUN), ""


def state_of_step(tree: ast.Module, step: str) -> StubState:
    """The state of one step: untouched, begun (the stub's `raise` is still in it) or written."""
    found = [node for node in tree.body if isinstance(node, FUNCTIONS) and node.name == step]
    if not found:
        return StubState.WRITTEN  # written without `def`, or missing: only a grading can find out
    body = written_body(found[-1])
    if not any(map(is_open, body)):
        return StubState.WRITTEN
    return StubState.UNTOUCHED if len(body) == 1 else StubState.BEGUN


def lines_left_of_stub(data: bytes, steps: Sequence[str]) -> frozenset[int]:
    """The lines with the stub's `raise` in steps that hold other statements too; empty for a file that is invalid."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(data)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return frozenset()
    return frozenset(
        each.lineno
        for node in ast.walk(tree)
        if isinstance(node, FUNCTIONS) and node.name in (steps or (MAIN,)) and len(body := written_body(node)) > 1
        for each in body
        if is_open(each)
    )


def written_body(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[ast.stmt]:
    """The statements of a function without its docstring."""
    return function.body[1:] if ast.get_docstring(function) is not None else function.body


def is_open(node: ast.stmt) -> bool:
    """Whether a statement is the stub's `raise NotImplementedError(...)`."""
    if not isinstance(node, ast.Raise):
        return False
    raised = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
    return isinstance(raised, ast.Name) and raised.id == UNWRITTEN


def is_stub(data: bytes, steps: Sequence[str]) -> bool:
    """Whether every step in a file is still the stub's."""
    return stub_state_of(data, steps)[0] is StubState.UNTOUCHED

"""The sessions of nox: each command for learners has one of the same name, with a docstring of one line."""

import ast
from collections.abc import Iterator

import pytest

from grader.cli import main
from tests.submitted import REPO

LEARNERS = "grade hint list peer compare reset doctor".split()


def sessions() -> Iterator[tuple[str, ast.FunctionDef]]:
    """The sessions of the noxfile, by their names."""
    for node in ast.parse((REPO / "noxfile.py").read_bytes()).body:
        for mark in node.decorator_list if isinstance(node, ast.FunctionDef) else ():
            assert isinstance(node, ast.FunctionDef)
            if "nox.session" in ast.unparse(mark):
                given = {each.arg: each.value for each in mark.keywords} if isinstance(mark, ast.Call) else {}
                name = given.get("name")
                yield (str(name.value) if isinstance(name, ast.Constant) else node.name), node


@pytest.mark.parametrize("name", LEARNERS)
def test_a_learners_command_is_a_session_that_runs_only_that_command(name: str) -> None:
    node = dict(sessions())[name]
    assert f"(session, {name!r})" in ast.unparse(node)
    assert main.get_command(None, name) is not None  # type: ignore[arg-type]


@pytest.mark.parametrize("name", dict(sessions()))
def test_a_session_has_a_docstring_of_one_line(name: str) -> None:
    said = ast.get_docstring(dict(sessions())[name]) or ""
    assert said.endswith(".")
    assert "\n" not in said

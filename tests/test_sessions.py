"""Each command for learners has a nox session of the same name; each session has a docstring of one line."""

import ast
import runpy
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import MagicMock

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


NOXFILES = ["noxfile.py", "grader/release/template/noxfile.py.txt"]


def words_for_grade(monkeypatch: pytest.MonkeyPatch, file: str, words: list[str], place: Path) -> tuple[list[str], Any]:
    """The words that `grade` gets from a command line of nox in a folder; and the stand-in for the module nox."""
    nox = MagicMock()
    monkeypatch.setitem(sys.modules, "nox", nox)
    monkeypatch.setattr(sys, "argv", ["nox", *words])
    monkeypatch.chdir(REPO)
    loaded = runpy.run_path(str(REPO / file))
    after = words[words.index("--") + 1 :] if "--" in words else []
    return loaded["exercise_words"](SimpleNamespace(posargs=after, invoked_from=str(place))), nox


@pytest.mark.parametrize("file", NOXFILES)
@pytest.mark.parametrize(
    ("words", "place", "wanted"),
    [
        (["-s", "grade"], REPO, []),
        (["-s", "grade", "--", "03", "--all"], REPO, ["03", "--all"]),
        (["-s", "grade", "3"], REPO, ["3"]),
        (["-s", "grade", "03_bind", "--", "--all"], REPO, ["03_bind", "--all"]),
        (["-s", "grade"], REPO / "exercises" / "03_bind", ["03_bind"]),
        (["-s", "grade", "--", "04"], REPO / "exercises" / "03_bind", ["04"]),
        (["-s", "grade"], Path("/somewhere/99_else"), []),
    ],
)
def test_an_exercise_can_be_named_before_the_dashes_or_by_its_folder(
    monkeypatch: pytest.MonkeyPatch, file: str, words: list[str], place: Path, wanted: list[str]
) -> None:
    given, nox = words_for_grade(monkeypatch, file, words, place)
    assert given == wanted
    named = [call.kwargs["name"] for call in nox.session.call_args_list if call.kwargs.get("name", "-")[0].isdigit()]
    assert named == [word for word in words[2:] if word[0].isdigit() and "--" not in words[: words.index(word)]]

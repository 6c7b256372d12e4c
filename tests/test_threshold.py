"""`--fail-under`: a number of points, or the points of an earlier result."""

from pathlib import Path

import pytest

from tests.submitted import command, put, solution

BIND = "03_bind/bind.py"
LISTEN = "05_listen/listen.py"


def grade_both(tmp_path: Path, files: dict[str, str], *words: str | Path) -> tuple[int, str]:
    """Grade 03 and 05. Return the exit status and the text on standard error."""
    folder = put(tmp_path / "work", files)
    asked = ("grade", "3", "5", "--exercises", folder, "--quiet")
    ended = command(tmp_path / "scratch", *asked, *words)
    return ended.status, ended.err


@pytest.fixture
def earlier(tmp_path: Path) -> Path:
    """The result of a grading in which exercise 03 is correct."""
    file = tmp_path / "earlier.json"
    status, said = grade_both(tmp_path, {BIND: solution(BIND)}, "--json", file)
    assert (status, said) == (0, "")
    return file


def test_without_an_earlier_result_every_score_is_enough(tmp_path: Path) -> None:
    assert grade_both(tmp_path, {BIND: ""}, "--fail-under", tmp_path / "none.json") == (0, "")


def test_as_many_points_as_before_are_enough(tmp_path: Path, earlier: Path) -> None:
    assert grade_both(tmp_path, {BIND: solution(BIND)}, "--fail-under", earlier) == (0, "")


def test_points_that_grow_are_enough(tmp_path: Path, earlier: Path) -> None:
    both = {BIND: solution(BIND), LISTEN: solution(LISTEN)}
    assert grade_both(tmp_path, both, "--fail-under", earlier) == (0, "")


def test_lost_points_are_reported_in_one_line_with_the_exercise(tmp_path: Path, earlier: Path) -> None:
    status, said = grade_both(tmp_path, {BIND: ""}, "--fail-under", earlier)
    assert status == 1
    assert said == "grader: 0 points, 8 fewer than before (03_bind: 8, now 0)\n"


def test_too_few_points_are_reported_in_one_line(tmp_path: Path) -> None:
    status, said = grade_both(tmp_path, {BIND: solution(BIND)}, "--fail-under", "9")
    assert (status, said) == (1, "grader: 8 points, and 9 are asked for\n")


def test_a_result_of_other_exercises_is_not_compared(tmp_path: Path, earlier: Path) -> None:
    folder = put(tmp_path / "work", {BIND: ""})
    asked = ("grade", "3", "--exercises", folder, "--quiet", "--fail-under", earlier)
    assert command(tmp_path / "scratch", *asked).status == 0


def test_the_new_result_may_overwrite_the_result_it_is_compared_with(tmp_path: Path, earlier: Path) -> None:
    over = ("--fail-under", earlier, "--json", earlier)
    assert grade_both(tmp_path, {BIND: ""}, *over)[0] == 1
    assert grade_both(tmp_path, {BIND: ""}, *over)[0] == 0


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"score": "8"}', "\N{SNOWMAN}", '{"score": 8, "max": 14}'])
def test_a_file_without_a_result_is_refused_before_the_grading(tmp_path: Path, text: str) -> None:
    file = tmp_path / "earlier.json"
    file.write_text(text, encoding="utf-8")
    status, said = grade_both(tmp_path, {}, "--fail-under", file)
    assert status == 2
    assert said == f"grader: --fail-under: {file} holds no result of a grading; remove it, or name another file\n"


def test_a_file_that_cannot_be_read_is_refused_with_the_reason(tmp_path: Path) -> None:
    folder = tmp_path / "folder.json"
    folder.mkdir()
    status, said = grade_both(tmp_path, {}, "--fail-under", folder)
    assert status == 2
    assert said.startswith(f"grader: --fail-under: {folder} cannot be read: ")
    assert said.count("\n") == 1

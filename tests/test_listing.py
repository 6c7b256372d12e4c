"""The list of exercises: the state of each stub is read from its text, never run."""

import sys
from pathlib import Path

import pytest

from grader.course import catalogue, hints
from grader.course.exercise import Exercise
from grader.sourcefile.stub_state import StubState, is_stub, stub_state_of
from grader.submission import hint_memory, overview
from tests.submitted import STUBS, cold, command, put, solution

EXERCISES = catalogue.load()
RECV = catalogue.choose(EXERCISES, ["07"])[0]
STUB = (STUBS / "07_recv/receive.py").read_bytes()
RAISE = 'raise NotImplementedError("write has_left() here")'

TEXTS = {
    "the stub": (STUB.decode(), StubState.UNTOUCHED),
    "the stub with other line ends": (STUB.decode().replace("\n", "\r\n"), StubState.UNTOUCHED),
    "the solution": (solution("07_recv/receive.py"), StubState.WRITTEN),
    "one of two": (STUB.decode().replace(RAISE, "return not data"), StubState.BEGUN),
    "the line left below": (STUB.decode().replace(RAISE, f"print(data)\n    {RAISE}"), StubState.BEGUN),
    "written again below": (STUB.decode() + "\ndef receive(c, n): return c.recv(n)\ndef has_left(d): return not d\n", StubState.WRITTEN),
    "without brackets": ("def receive(c, n):\n    raise NotImplementedError\ndef has_left(d):\n    raise NotImplementedError\n", StubState.UNTOUCHED),
    "another error": ("def receive(c, n):\n    raise OSError\ndef has_left(d):\n    raise OSError()\n", StubState.WRITTEN),
    "nothing": ("", StubState.WRITTEN),
    "no Python": ("x = 1\ndef receive(conn）:\n", StubState.BROKEN),
    "an odd escape": (STUB.decode() + "x = '\\d'\n", StubState.UNTOUCHED),
    "it would end the process": (STUB.decode() + "import os\nos._exit(3)\n", StubState.UNTOUCHED),
    "a zero byte": ("x = '\0'\n", StubState.BROKEN),
    "too deep": ("(" * 5000, StubState.BROKEN),
}  # fmt: skip


@pytest.mark.parametrize("name", TEXTS)
def test_the_state_of_a_stub_is_read_from_its_text(name: str) -> None:
    text, state = TEXTS[name]
    assert stub_state_of(text.encode(), RECV.facts.steps)[0] is state


def test_the_line_with_the_syntax_error_is_reported() -> None:
    assert stub_state_of(TEXTS["no Python"][0].encode(), ("receive",)) == (StubState.BROKEN, "2")


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda each: each.id)
def test_each_stub_is_untouched_and_each_solution_is_written(exercise: Exercise) -> None:
    name = f"{exercise.id}/{exercise.facts.file}"
    assert is_stub((STUBS / name).read_bytes(), exercise.facts.steps)
    assert stub_state_of(solution(name).encode(), exercise.facts.steps)[0] is StubState.WRITTEN


def test_a_row_contains_title_points_file_and_hints(tmp_path: Path) -> None:
    put(tmp_path / "exercises", {"07_recv/receive.py": STUB, "07_recv/README.md": "# 07 · Take it\n"})
    hint_memory.next_hint(RECV, hint_memory.memory_of(tmp_path / "exercises"), "en")
    (row,) = overview.exercise_rows(tmp_path / "exercises", [RECV], "en")
    assert (row.id, row.title, row.points, row.file) == ("07_recv", "Take it", 8, "07_recv/receive.py")
    assert (row.state, row.hints_given, row.hints) == (StubState.UNTOUCHED, 1, len(hints.load_hints(RECV.folder, "en")))


def test_the_command_lists_every_exercise_and_runs_no_program(tmp_path: Path) -> None:
    put(
        tmp_path / "exercises",
        {"03_bind/bind.py": b"import os\nos._exit(7)\n", "04_reuse_address/reuse_address.py": b"("},
    )
    ended = command(tmp_path / "scratch", "list", "--exercises", tmp_path / "exercises")
    assert (ended.status, ended.err, ended.left) == (0, "", [])
    rows = ended.out.splitlines()
    assert [row.split()[0] for row in rows[:13]] == [each.id[:2] for each in EXERCISES]
    assert "written" in rows[2]
    assert "not Python yet: line 1" in rows[3]
    assert "cannot be read" in rows[4]
    assert "05_listen/listen.py is not there" in ended.out


def test_the_columns_are_aligned_in_chinese(tmp_path: Path) -> None:
    from rich.cells import cell_len

    ended = command(tmp_path / "scratch", "list", "--lang", "zh")
    rows = [line for line in ended.out.splitlines() if ".py" in line]
    assert len(rows) == 13
    assert len({cell_len(row[: row.index("提示")]) for row in rows}) == 1


def test_a_terminal_without_chinese_letters_gets_a_list_in_ascii(tmp_path: Path) -> None:
    ended = cold(tmp_path / "scratch", "list", "--lang", "zh", PYTHONIOENCODING="ascii")
    assert (ended.status, ended.err) == (0, "")
    assert ended.out.isascii()
    assert "03_bind/bind.py" in ended.out


def test_a_missing_folder_ends_in_one_clear_line(tmp_path: Path) -> None:
    ended = command(tmp_path / "scratch", "list", "--exercises", tmp_path / "nowhere")
    assert (ended.status, ended.out, ended.err.count("\n")) == (2, "", 1)


def test_the_list_does_not_import_pytest(tmp_path: Path) -> None:
    import subprocess

    code = "import sys, grader.commands.list; print('pytest' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=STUBS.parent)
    assert ran.stdout == "False\n"

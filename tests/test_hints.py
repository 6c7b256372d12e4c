"""Hints: each call gives one more, in both languages; a damaged memory never prevents a hint."""

import json
import os
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

from grader.course import catalogue, hints
from grader.course.exercise import Exercise
from grader.report.terminal import hint as report
from grader.submission import hint_memory
from grader.verify import learner_texts
from tests.submitted import SOLUTIONS, STUBS, command, on_posix

EXERCISES = catalogue.load()
(BIND,) = catalogue.choose(EXERCISES, ["03"])
COUNT = len(hints.load_hints(BIND.folder, "en"))


@pytest.fixture
def memory(tmp_path: Path) -> Path:
    (tmp_path / "exercises").mkdir()
    return hint_memory.memory_of(tmp_path / "exercises")


# The texts ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda each: each.id)
def test_both_languages_have_equally_many_hints_and_none_contains_the_solution(exercise: Exercise) -> None:
    english, chinese = (hints.load_hints(exercise.folder, lang) for lang in ("en", "zh"))
    assert 3 <= len(english) == len(chinese) <= 5
    assert list(learner_texts.text_contradictions(exercise, STUBS, SOLUTIONS)) == []


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda each: each.id)
def test_each_language_is_written_in_its_own_letters(exercise: Exercise) -> None:
    for text in hints.load_hints(exercise.folder, "en"):
        assert not re.search(r"[\u3000-\u9fff\uff00-\uffef]", text)
    for text in hints.load_hints(exercise.folder, "zh"):
        assert len(re.findall(r"[\u4e00-\u9fff]", text)) > 20


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda each: each.id)
def test_a_hint_is_plain_text_for_a_terminal(exercise: Exercise) -> None:
    for lang in ("en", "zh"):
        for text in hints.load_hints(exercise.folder, lang):
            assert text == text.strip("\n ")
            assert "```" not in text
            assert "*" not in text
            assert not text.startswith("#")


def test_headings_separate_the_hints_and_code_is_indented() -> None:
    text = "before\n\n## 1\n\nfirst\n\n## 2\n\nsecond\n\n```python\na = 1\n\nb = 2\n```\n\nafter\n"
    assert hints.parse_hints(text) == ["first", "second\n\n    a = 1\n\n    b = 2\n\nafter"]
    assert hints.parse_hints("no heading") == []


def test_hints_fall_back_to_english_and_a_folder_without_hints_has_an_empty_list(tmp_path: Path) -> None:
    assert hints.load_hints(tmp_path, "zh") == []
    (tmp_path / "hints.md").write_text("## 1\n\nonly\n")
    assert hints.load_hints(tmp_path, "zh") == ["only"]


# The memory --------------------------------------------------------------------------------------------------------


def test_each_call_gives_the_next_hint_until_the_last(memory: Path) -> None:
    found = [hint_memory.next_hint(BIND, memory, "en") for _ in range(COUNT)]
    assert [each and (each.number, each.text, each.trouble) for each in found] == [
        (number, text, "") for number, text in enumerate(hints.load_hints(BIND.folder, "en"), 1)
    ]
    assert hint_memory.next_hint(BIND, memory, "en") is None
    assert hint_memory.next_hint(BIND, memory, "zh") is None
    assert [each.number for each in hint_memory.given_hints(BIND, memory, "zh")] == list(range(1, COUNT + 1))


def test_each_exercise_has_its_own_count_that_can_be_reset(memory: Path) -> None:
    other = EXERCISES[0]
    for each in (BIND, BIND, other):
        hint_memory.next_hint(each, memory, "en")
    assert json.loads(memory.read_bytes()) == {other.id: 1, BIND.id: 2}
    assert hint_memory.forget([BIND], memory) == ""
    assert json.loads(memory.read_bytes()) == {other.id: 1}
    assert hint_memory.given_hints(BIND, memory, "en") == []


def test_writing_the_memory_leaves_no_temporary_file(memory: Path) -> None:
    hint_memory.next_hint(BIND, memory, "en")
    assert os.listdir(memory.parent) == ["hints.json"]


BROKEN = {
    "no JSON": b"{",
    "nothing": b"",
    "a list": b"[1]",
    "words for numbers": b'{"03_bind": "two"}',
    "no UTF-8": b'{"\xff": 1}',
    "zeros": b"\0" * 100,
    "too much": b" " * (hint_memory.MEMORY_AT_MOST + 10) + b"{}",
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_memory_causes_one_warning_and_the_hint_is_given(memory: Path, name: str) -> None:
    memory.parent.mkdir()
    memory.write_bytes(BROKEN[name])
    found = hint_memory.next_hint(BIND, memory, "en")
    assert found is not None
    assert found.number == 1
    assert ".socket-course/hints.json cannot be read" in found.trouble
    assert "\n" not in found.trouble
    after = hint_memory.next_hint(BIND, memory, "en")
    assert after is not None
    assert (after.number, after.trouble) == (2, "")


def test_a_count_out_of_range_is_limited_to_the_number_of_hints(memory: Path) -> None:
    memory.parent.mkdir()
    memory.write_bytes(b'{"03_bind": -7, "99_gone": 3, "01_address": 1000}')
    found = hint_memory.next_hint(BIND, memory, "en")
    assert found is not None
    assert found.number == 1
    assert hint_memory.next_hint(EXERCISES[0], memory, "en") is None
    assert len(hint_memory.given_hints(EXERCISES[0], memory, "en")) == len(hints.load_hints(EXERCISES[0].folder, "en"))


def folder_in_its_place(memory: Path) -> None:
    memory.mkdir(parents=True)


def file_in_the_folders_place(memory: Path) -> None:
    memory.parent.write_bytes(b"")


def link_to_nothing(memory: Path) -> None:
    memory.parent.symlink_to("nowhere")


@on_posix
@pytest.mark.parametrize("spoil", [folder_in_its_place, file_in_the_folders_place, link_to_nothing])
def test_a_memory_that_cannot_be_written_causes_one_warning_and_the_hint_is_given(memory: Path, spoil: object) -> None:
    assert callable(spoil)
    spoil(memory)
    for _ in range(2):
        found = hint_memory.next_hint(BIND, memory, "en")
        assert found is not None
        assert found.number == 1
        assert "cannot be written" in found.trouble
        assert "\n" not in found.trouble
    assert [path.name for path in memory.parent.parent.rglob("*.tmp")] == []


# The command -------------------------------------------------------------------------------------------------------


def run_hint(tmp_path: Path, *words: str, lang: str = "C.UTF-8") -> tuple[int, str, str]:
    (tmp_path / "course" / "exercises").mkdir(parents=True, exist_ok=True)
    folder = tmp_path / "course" / "exercises"
    ended = command(tmp_path / "scratch", "hint", *words, "--exercises", folder, LANG=lang)
    return ended.status, ended.out, ended.err


def test_the_command_gives_one_hint_at_a_time_and_reports_the_last(tmp_path: Path) -> None:
    for number in range(1, COUNT + 1):
        status, out, err = run_hint(tmp_path, "bind.py")
        assert (status, err) == (0, "")
        assert out.startswith(f"03_bind · hint {number} of {COUNT}\n")
        assert ("One more: nox -s hint -- 03" in out) == (number < COUNT)
    status, out, err = run_hint(tmp_path, "3")
    assert (status, err) == (0, "")
    assert "there are no more hints. Read on in exercises/03_bind/README.md" in out


def test_again_repeats_the_given_hints_and_restart_forgets_them(tmp_path: Path) -> None:
    assert "no hint was given yet" in run_hint(tmp_path, "03", "--again")[1]
    run_hint(tmp_path, "03")
    run_hint(tmp_path, "03")
    _status, out, _err = run_hint(tmp_path, "03", "--again")
    assert re.findall(r"hint (\d) of", out) == ["1", "2"]
    assert run_hint(tmp_path, "03", "--again")[1] == out
    run_hint(tmp_path, "03", "--restart")
    assert "hint 1 of" in run_hint(tmp_path, "03")[1]


def test_the_command_speaks_chinese(tmp_path: Path) -> None:
    _status, out, _err = run_hint(tmp_path, "03", lang="zh_CN.UTF-8")
    assert "第 1 条提示" in out
    assert "商店" in out


def test_every_line_of_a_hint_fits_into_eighty_cells(tmp_path: Path) -> None:
    for each in EXERCISES:
        for lang in ("en", "zh"):
            _status, out, _err = run_hint(tmp_path, each.id, "--lang", lang)
            assert [line for line in out.splitlines() if cell_len(line.rstrip()) > 80] == []


def test_no_chinese_line_begins_with_a_closing_mark(tmp_path: Path) -> None:
    for each in EXERCISES:
        for text in hints.load_hints(each.folder, "zh"):
            shown = [line.plain for line in report.lines(each.id, hint_memory.Hint(1, 1, text), Console(width=60))]
            assert [line for line in shown if line.startswith(tuple(report.CLOSING))] == []
            assert max(map(cell_len, shown)) <= 60
            assert "".join("".join(shown[1:]).split()) == "".join(text.split())


@pytest.mark.parametrize("words", [(), ("99",), ("3", "--again", "--restart")])
def test_bad_arguments_end_in_one_clear_line(tmp_path: Path, words: tuple[str, ...]) -> None:
    status, out, err = run_hint(tmp_path, *words)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("grader: ")


# The proof ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def suite(tmp_path: Path) -> Exercise:
    shutil.copytree(BIND.folder, tmp_path / BIND.id, ignore=shutil.ignore_patterns("__pycache__"))
    return replace(BIND, folder=tmp_path / BIND.id)


def text_contradictions(exercise: Exercise) -> list[str]:
    return list(learner_texts.text_contradictions(exercise, STUBS, SOLUTIONS))


def test_a_hint_that_contains_the_solution_is_reported(suite: Exercise) -> None:
    path = suite.folder / "hints.md"
    path.write_text(path.read_text(encoding="utf-8") + "\nWrite `server.bind( (host,port) )`.\n", encoding="utf-8")
    assert [line.split(": ", 1)[1] for line in text_contradictions(suite)] == [
        f"hint {COUNT} gives the solution away: server.bind((host,port))"
    ]


def test_a_last_hint_without_the_call_is_reported(suite: Exercise) -> None:
    path = suite.folder / "hints.zh-CN.md"
    path.write_text(path.read_text(encoding="utf-8").replace("bind(", "(", -1), encoding="utf-8")
    assert [line.split(": ", 1)[1] for line in text_contradictions(suite)] == [
        "the last hint names no call of the solution"
    ]


def test_languages_that_differ_and_too_few_hints_are_reported(suite: Exercise) -> None:
    (suite.folder / "hints.zh-CN.md").write_text("## 1\n\n`bind(`\n\n## 2\n\n`bind(`\n", encoding="utf-8")
    few, differ = text_contradictions(suite)
    assert few.endswith("holds 2 hints, 3 to 5 are wanted")
    assert differ.endswith("hints.md and hints.zh-CN.md hold {'en': 4, 'zh': 2} hints")


@pytest.mark.parametrize(("old", "new"), [("## 2", "## 3"), ("## 2", "# 2"), ("## 4", "## 4\n\n## 5")])
def test_headings_out_of_order_or_without_a_text_are_reported(suite: Exercise, old: str, new: str) -> None:
    path = suite.folder / "hints.md"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    assert any("its headings are not" in line for line in text_contradictions(suite))


def test_missing_hints_are_reported(suite: Exercise) -> None:
    (suite.folder / "hints.md").unlink()
    assert text_contradictions(suite) == [f"{suite.folder / 'hints.md'}: is not there"]

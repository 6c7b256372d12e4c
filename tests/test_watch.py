"""Watch mode at a real terminal: a saved file is graded, keys work, and the terminal is restored at the end."""

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.conftest import until
from tests.editors import EDITORS, Editor
from tests.submitted import REPO, STUBS, as_text, environment_of, left_in, on_posix, put, solution

if os.name == "posix":
    from tests.terminal import Terminal

FILE = "03_bind/bind.py"
RIGHT = solution(FILE)
HALF = "def bind_server(server, host, port):\n    server.bind(('', port))\n"
ASLEEP = "import time\n\ndef bind_server(server, host, port):\n    time.sleep(60)\n"
SLEEPER = """import time

def bind_server(server, host, port):
    open("{began}", "w").close()
    time.sleep(2.5)
    open("{woke}", "w").close()
"""
BROKEN = "def bind_server(server, host, port)\n    pass\n"
BEGUN = ("0 / 100", "0 of 13 exercises finished")
ESCAPE = "\x1b"

pytestmark = on_posix  # the screen shows a test's folder, and so its name: no name may contain "grading"
both_ways = pytest.mark.parametrize("way", [[], ["--poll"]], ids=["events", "polling"])


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    """A copy of all stubs."""
    return Path(shutil.copytree(STUBS, tmp_path / "exercises"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of three stubs; the other exercises are missing, so that their grading is quick."""
    for name in ("03_bind", "04_reuse_address", "05_listen"):
        shutil.copytree(STUBS / name, tmp_path / "exercises" / name)
    return tmp_path / "exercises"


@contextmanager
def watching(folder: Path, *words: str, lang: str = "en", **environment: str) -> "Iterator[Terminal]":
    """Watch mode at a terminal; it must end with status 0, restore the terminal and leave no process or file."""
    scratch = folder.parent / "scratch"
    scratch.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "grader", "watch", "--exercises", str(folder), "--lang", lang, *words]
    with Terminal(command, environment_of(scratch, REPO, environment), REPO) as terminal:
        yield terminal
        assert terminal.end() == 0, terminal.screen
        assert terminal.settings() == terminal.before
        assert terminal.screens[-1].count("Traceback") == 0
        assert left_in(scratch) == []


def save(folder: Path, text: str, name: str = FILE) -> None:
    """Write a file of the folder in one step."""
    (folder / name).write_text(text, encoding="utf-8")


# A session ---------------------------------------------------------------------------------------------------------


@both_ways
def test_a_saved_file_is_graded_and_the_keys_work(whole: Path, way: list[str]) -> None:
    folder = whole
    with watching(folder, *way) as terminal:
        begun = terminal.until(*BEGUN, without="grading")
        assert all(text in begun for text in ("13_server", "h hint   n next   l list   a all   q quit"))
        assert ("again and again" in begun) == bool(way)
        save(folder, HALF)
        terminal.until("03_bind", "expected: ", "0 of 13", without="grading")
        save(folder, RIGHT)
        terminal.until("8/8  passed", "8 / 100", "1 of 13", without="grading")
        for name in ("04_reuse_address", "05_listen"):
            terminal.press("n")
            terminal.until(name, "not started", "8 / 100", without="grading")
        terminal.press("h")
        terminal.until("05_listen · hint 1 of", "8 / 100")
        terminal.press("l")
        terminal.until("01_address", "03_bind", "13_server", "go on here")
        terminal.press("a")
        terminal.until("01_address", "13_server", "8 / 100", "1 of 13", without="grading")
        terminal.press("q")


def test_solved_exercises_stay_counted_when_another_exercise_is_graded(folder: Path) -> None:
    save(folder, RIGHT)
    with watching(folder) as terminal:
        terminal.until("8 / 100", "1 of 13", without="grading")
        save(folder, solution("05_listen/listen.py"), "05_listen/listen.py")
        terminal.until("05_listen", "8/8  passed", "16 / 100", "2 of 13", without="grading")
        assert "03_bind" not in terminal.screen
        terminal.press("q")


def test_only_named_exercises_are_watched_but_all_are_counted(folder: Path) -> None:
    save(folder, solution("05_listen/listen.py"), "05_listen/listen.py")
    with watching(folder, "03", "04") as terminal:
        terminal.until("8 / 100", "1 of 13", without="grading")
        save(folder, "", "05_listen/listen.py")
        save(folder, RIGHT)
        terminal.until("8/8  passed", "16 / 100", without="grading")
        for name in ("04_reuse_address", "04_reuse_address"):
            terminal.press("n")
            terminal.until(name, "not started", without="grading")
        terminal.press("q")


def test_watch_mode_in_chinese(folder: Path) -> None:
    with watching(folder, lang="zh") as terminal:
        terminal.until("0 / 100", "h 提示", "q 退出", "完成了 0 个", without="正在评分")
        terminal.press("ｑ")  # the full-width letter of a Chinese input method


# Quitting ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["q", "Q", "\x03", "\x04"], ids=["q", "Q", "Ctrl-C", "Ctrl-D"])
@both_ways
def test_a_key_quits_while_watch_mode_waits(folder: Path, key: str, way: list[str]) -> None:
    with watching(folder, "03", *way) as terminal:
        terminal.until(*BEGUN, without="grading")
        assert terminal.settings() != terminal.before
        terminal.press(key)


@pytest.mark.parametrize("key", ["q", "\x03"], ids=["q", "Ctrl-C"])
def test_a_key_quits_while_a_program_runs_without_waiting_for_its_end(folder: Path, key: str) -> None:
    began, woke = folder / "began", folder / "woke"
    with watching(folder) as terminal:
        terminal.until(*BEGUN, without="grading")
        save(folder, SLEEPER.format(began=began, woke=woke))
        terminal.until("grading 03_bind")
        until(began.exists)
        terminal.press(key)
        terminal.end()
        assert not woke.exists()
        assert "✗" not in terminal.everything


@pytest.mark.parametrize("key", ["q", "\x03"], ids=["q", "Ctrl-C"])
def test_a_key_quits_immediately_after_the_start_of_an_exercise(folder: Path, key: str) -> None:
    with watching(folder) as terminal:
        terminal.until(*BEGUN, without="grading")
        save(folder, ASLEEP)
        terminal.until("grading 03_bind")
        terminal.press(key)
        terminal.end()
        assert "✗" not in terminal.everything


def test_sigterm_ends_watch_mode_cleanly(folder: Path) -> None:
    with watching(folder) as terminal:
        terminal.until(*BEGUN, without="grading")
        terminal.process.send_signal(signal.SIGTERM)


def test_sighup_ends_watch_mode_without_leftovers(folder: Path) -> None:
    scratch = folder.parent / "scratch"
    scratch.mkdir()
    command = [sys.executable, "-m", "grader", "watch", "--exercises", str(folder)]
    with Terminal(command, environment_of(scratch, REPO, {}), REPO) as terminal:
        terminal.until(*BEGUN, without="grading")
        process = terminal.process
        process.send_signal(signal.SIGHUP)
        process.wait(20)
    until(lambda: left_in(scratch) == [])


def test_unknown_keys_are_ignored(folder: Path) -> None:
    with watching(folder, "03") as terminal:
        terminal.until(*BEGUN, without="grading")
        drawn = len(terminal.screens)
        terminal.press("\x1b[A")  # the arrow up; its last letter must not count as a key
        terminal.press("\x1b[B")
        terminal.press("x")
        terminal.press("h")
        terminal.until("03_bind · hint 1 of")
        assert len(terminal.screens) == drawn + 1
        terminal.press("q")


def test_an_empty_folder_is_bad_usage(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "grader", "watch", "--exercises", str(tmp_path)]
    with Terminal(command, environment_of(tmp_path / "scratch", REPO, {}), REPO) as terminal:
        assert terminal.end() == 2
        assert "nothing to grade" in terminal.screen
        assert terminal.settings() == terminal.before


def test_a_file_with_merge_conflicts_and_a_missing_file_are_reported(folder: Path) -> None:
    with watching(folder) as terminal:
        terminal.until(*BEGUN, without="grading")
        save(folder, f"import socket\n<<<<<<< HEAD\n{HALF}=======\n{RIGHT}>>>>>>> 3f2a9c1 (绑定)\n")
        terminal.until("a merge conflict is not resolved at bind.py:2", "0 of 13", without="grading")
        (folder / FILE).rename(folder / "03_bind" / "bind2.py")
        terminal.until("03_bind/bind.py is not there, but 03_bind/bind2.py is", "0 of 13", without="grading")
        shutil.rmtree(folder / "03_bind")
        terminal.until("its folder is not either", "0 of 13", without="grading")
        save(put(folder, {FILE: ""}), RIGHT)
        terminal.until("8/8  passed", "1 of 13", without="grading")
        terminal.press("q")


# How editors save --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("editor", EDITORS, ids=lambda editor: editor.__name__)
@both_ways
def test_the_save_of_every_editor_is_graded(folder: Path, editor: Editor, way: list[str]) -> None:
    with watching(folder, "03", *way) as terminal:
        terminal.until(*BEGUN, without="grading")
        for _ in editor(folder / FILE, RIGHT):
            pass
        terminal.until("8/8  passed", "8 / 100", without="grading")
        terminal.press("q")


@both_ways
def test_a_file_saved_while_it_is_graded_is_graded_again(folder: Path, way: list[str]) -> None:
    with watching(folder, "03", *way) as terminal:
        terminal.until(*BEGUN, without="grading")
        save(folder, ASLEEP)
        terminal.until("grading 03_bind")
        save(folder, RIGHT)
        terminal.until("8/8  passed", "8 / 100", without="grading")
        assert "✗" not in terminal.everything  # the verdict on the replaced file
        terminal.press("q")


@both_ways
def test_a_broken_file_and_a_deleted_file_are_reported(folder: Path, way: list[str]) -> None:
    with watching(folder, "03", *way) as terminal:
        terminal.until(*BEGUN, without="grading")
        save(folder, BROKEN)
        terminal.until("SyntaxError", without="grading")
        (folder / FILE).unlink()
        terminal.until("cannot be graded", "is not there", without="grading")
        save(folder, RIGHT)
        terminal.until("8/8  passed", "8 / 100", without="grading")
        shutil.rmtree(folder / "03_bind")
        terminal.until("cannot be graded", "0 / 100", without="grading")
        (folder / "03_bind").mkdir()
        save(folder, RIGHT)
        terminal.until("8/8  passed", "8 / 100", without="grading")
        terminal.press("q")


def test_a_folder_that_disappears_and_returns_is_watched_again(folder: Path) -> None:
    with watching(folder, "03") as terminal:
        terminal.until(*BEGUN, without="grading")
        folder.rename(folder.with_name("away"))
        terminal.until("is not there", without="grading")
        (folder / "03_bind").mkdir(parents=True)
        save(folder, RIGHT)
        terminal.until("8/8  passed", "8 / 100", without="grading")
        terminal.press("q")


# Without a terminal ------------------------------------------------------------------------------------------------


def run_with_pipes(folder: Path, keys: str) -> "subprocess.CompletedProcess[bytes]":
    """Run watch mode with keys from a pipe and its output into a pipe."""
    scratch = folder.parent / "scratch"
    scratch.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "grader", "watch", "--exercises", str(folder)]
    environment = environment_of(scratch, REPO, {"TERM": "xterm-256color"})
    done = subprocess.run(command, cwd=REPO, env=environment, input=keys.encode(), capture_output=True, timeout=60)
    assert left_in(scratch) == []
    return done


def test_without_a_terminal_plain_text_is_appended_until_the_input_ends(folder: Path) -> None:
    save(folder, RIGHT)
    done = run_with_pipes(folder, "next\nh\nl")
    out = as_text(done.stdout)
    assert (done.returncode, done.stderr) == (0, b"")
    assert ESCAPE not in out
    assert out.count("13_server") == 2  # the list at the beginning, and the requested one
    assert out.count("8 / 100") == 3
    assert out.index("13_server") < out.index("01_address · hint 1 of") < out.rindex("13_server")


def test_without_a_terminal_q_ends_watch_mode_before_the_next_line(folder: Path) -> None:
    done = run_with_pipes(folder, "q\nl\n")
    assert (done.returncode, done.stderr) == (0, b"")
    assert as_text(done.stdout).count("13_server") == 1


def test_without_a_terminal_a_saved_file_is_graded(folder: Path) -> None:
    scratch = folder.parent / "scratch"
    scratch.mkdir()
    command = [sys.executable, "-u", "-m", "grader", "watch", "--exercises", str(folder)]
    with subprocess.Popen(
        command,
        cwd=REPO,
        env=environment_of(scratch, REPO, {}),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        with killed_after(process):
            lines = iter(process.stdout.readline, b"")
            assert any(b"0 / 100" in line for line in lines)
            save(folder, RIGHT)
            assert any(b"8 / 100" in line for line in lines)
            process.send_signal(signal.SIGINT)
            assert process.stdout.read() == b""
            assert process.stderr.read() == b""
        assert process.wait(20) == 0
    assert left_in(scratch) == []


@contextmanager
def killed_after(process: "subprocess.Popen[bytes]", seconds: float = 60) -> Iterator[None]:
    """Kill the process after `seconds`, so that reading from it ends."""
    timer = threading.Timer(seconds, process.kill)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def test_a_closed_pipe_for_the_output_ends_watch_mode(folder: Path) -> None:
    scratch = folder.parent / "scratch"
    scratch.mkdir()
    command = [sys.executable, "-m", "grader", "watch", "--exercises", str(folder)]
    with subprocess.Popen(
        command,
        cwd=REPO,
        env=environment_of(scratch, REPO, {}),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        with killed_after(process):
            assert process.stderr.read() == b""
        assert process.wait(20) == 0
    assert left_in(scratch) == []


def test_a_dumb_terminal_gets_plain_text(folder: Path) -> None:
    with watching(folder, "03", TERM="dumb") as terminal:
        terminal.until(*BEGUN)
        save(folder, RIGHT)
        terminal.until("8/8  passed", "8 / 100")
        assert ESCAPE not in terminal.everything
        terminal.press("q")

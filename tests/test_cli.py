"""The command line: every way to name an exercise, every exit status, and plain text without a terminal."""

import errno
import json
import os
import random
import re
import select
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grader.course import catalogue
from grader.model.errors import GraderError, UsageError
from grader.wire.ports import Ports
from tests.submitted import (
    REPO,
    SOLUTIONS,
    STUBS,
    cold,
    command,
    grade,
    on_linux,
    on_posix,
    put,
    solution,
    source,
    started,
)

FILE = "03_bind/bind.py"
RIGHT = solution(FILE)
# Loses its points; its output and its exception are in Chinese.
CHINESE = 'def bind_server(server, host, port):\n    print("正在绑定……")\n    raise OSError("地址已被占用 ✗")\n'
ESCAPE = "\x1b"
COLOUR = re.compile(rf"{ESCAPE}\[[0-9;]*\b(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])\b[0-9;]*m")


def single_line(text: str) -> str:
    """Return an error message of the command line, which must be a single line from the grader."""
    assert text.count("\n") == 1, text
    assert text.startswith("grader: ")
    assert "Traceback" not in text
    return text


# Naming exercises ----------------------------------------------------------------------------------------------------

NAMES = {
    "3": ["03_bind"],
    "03": ["03_bind"],
    "003": ["03_bind"],
    "bind": ["03_bind"],
    "03_bind": ["03_bind"],
    "bind.py": ["03_bind"],
    "03_bind/bind.py": ["03_bind"],
    "03_bind/": ["03_bind"],
    "exercises/03_bind": ["03_bind"],
    "exercises/03_bind/": ["03_bind"],
    "exercises/03_bind/bind.py": ["03_bind"],
    "./exercises/03_bind/bind.py": ["03_bind"],
    "../somewhere/else/exercises/03_bind/README.md": ["03_bind"],
    "/somewhere/else/exercises/03_bind/bind.py": ["03_bind"],
    r"exercises\03_bind\bind.py": ["03_bind"],
    r".\exercises\03_bind" + "\\": ["03_bind"],
    r"C:\course\exercises\03_bind\bind.py": ["03_bind"],
    " 03 ": ["03_bind"],
    "13": ["13_server"],
    "encode_decode": ["08_encode_decode"],
    "codec": ["08_encode_decode"],
    "receive.py": ["07_recv"],
    "recv": ["07_recv"],
    "1": ["01_address"],
    "10": ["10_close"],
    "/somewhere/12_client/exercises/03_bind/bind.py": ["03_bind"],
    "13 2 bind 02 3": ["02_create_socket", "03_bind", "13_server"],
}


@pytest.mark.parametrize("name", NAMES)
def test_an_exercise_is_found_by_number_name_folder_or_file(name: str) -> None:
    wanted = name.split() if " 2 " in name else [name]
    assert [each.id for each in catalogue.choose(catalogue.load(), wanted)] == NAMES[name]


def test_no_name_means_all_exercises_in_order() -> None:
    everything = catalogue.load()
    assert catalogue.choose(everything, []) == everything
    assert [each.number for each in everything] == list(range(1, 14))


@pytest.mark.parametrize(
    "name",
    ["14", "0", "99", "33", "3.0", "３", "²", "", " ", ".", "/", "exercises", "bin", "bind.txt", "README.md", "绑定"],
)
def test_an_unknown_exercise_is_refused_with_a_list_of_the_known_ones(name: str) -> None:
    with pytest.raises(UsageError) as caught:
        catalogue.choose(catalogue.load(), [name])
    assert repr(name) in str(caught.value)
    assert "01_address" in str(caught.value)
    assert "13_server" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_command_grades_each_named_exercise_once_and_in_order(tmp_path: Path) -> None:
    result = tmp_path / "result.json"
    words = ("grade", "5", "exercises/03_bind/bind.py", "bind", "listen.py", "--json", result)
    ended = command(tmp_path / "scratch", *words)
    assert ended.status == 0, ended.err
    assert [each["id"] for each in json.loads(result.read_bytes())["exercises"]] == ["03_bind", "05_listen"]
    assert "01_address" not in ended.out


@pytest.mark.parametrize("name", ["99", "绑定", ""])
def test_an_unknown_exercise_ends_with_status_2_and_one_line(tmp_path: Path, name: str) -> None:
    ended = command(tmp_path / "scratch", "grade", name)
    assert (ended.status, ended.out, ended.left) == (2, "", [])
    assert "there is no exercise" in single_line(ended.err)


# Exit status 0 and 1 -------------------------------------------------------------------------------------------------

HALF = source(
    """
    def bind_server(server, host, port):
        try:
            server.bind((host, port))
        except OSError:
            print("taken")
    """
)  # 6 of 8 points


@pytest.mark.parametrize(
    ("text", "least", "status"),
    [
        (RIGHT, None, 0),
        (RIGHT, 0, 0),
        (RIGHT, 8, 0),
        (RIGHT, 9, 1),
        (RIGHT, 10**30, 1),
        (HALF, None, 0),
        (HALF, 5, 0),
        (HALF, 6, 0),
        (HALF, 7, 1),
        ("", 1, 1),
    ],
)
def test_exactly_the_required_points_satisfy_fail_under(
    tmp_path: Path, text: str, least: int | None, status: int
) -> None:
    options = [] if least is None else ["--fail-under", str(least)]
    graded = grade(tmp_path, {FILE: text}, "03", options=options)
    assert graded.status == status
    assert f"{graded.card['score']} / 8" in graded.out  # the report is the same either way


def test_an_unchanged_course_gives_status_0_unless_points_are_required(tmp_path: Path) -> None:
    assert command(tmp_path / "scratch", "grade", "--exercises", STUBS, "--quiet").status == 0
    assert command(tmp_path / "scratch", "grade", "3", "--fail-under", "1", "--quiet").status == 1


@pytest.mark.parametrize("least", ["-1", "1.5", "all", "", "8/8"])
def test_a_fail_under_value_that_is_not_a_number_of_points_is_bad_usage(tmp_path: Path, least: str) -> None:
    ended = command(tmp_path / "scratch", "grade", "03", "--fail-under", least)
    assert (ended.status, ended.out) == (2, "")
    assert "--fail-under" in ended.err


# Exit status 2 -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        ("nothing-such",),
        ("grade", "--nothing-such"),
        ("grade", "-3"),
        ("grade", "--seed", "x"),
        ("grade", "--lang", "xx"),
        ("grade", "--lang", ""),
        ("grade", "--json"),
        ("verify", "99"),
    ],
)
def test_bad_usage_ends_with_status_2_and_a_message(tmp_path: Path, words: tuple[str, ...]) -> None:
    ended = command(tmp_path / "scratch", *words)
    assert (ended.status, ended.out, ended.left) == (2, "", [])
    assert ended.err
    assert "Traceback" not in ended.err


@pytest.mark.parametrize("words", [("grade",), ("class", ".")])
@pytest.mark.parametrize("seed", ["99999999999999999999999", "-1"])
def test_a_seed_out_of_range_is_bad_usage(tmp_path: Path, words: tuple[str, ...], seed: str) -> None:
    ended = command(tmp_path / "scratch", *words, "--seed", seed)
    assert (ended.status, ended.out) == (2, "")
    assert f"Invalid value for '--seed': {seed} is not in the range" in ended.err


NOTHING_TO_GRADE: dict[str, Callable[[Path], object]] = {
    "a_folder_that_is_not_there": lambda folder: None,
    "an_empty_folder": Path.mkdir,
    "a_file": lambda folder: folder.write_text("no folder"),
    "a_folder_without_any_exercise": lambda folder: put(folder, {"99_other/x.py": ""}),
    "the_folder_of_one_exercise": lambda folder: put(folder, {"bind.py": RIGHT}),
}


@pytest.mark.parametrize("name", NOTHING_TO_GRADE)
def test_nothing_to_grade_ends_with_status_2_and_one_line(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "learner's work"
    NOTHING_TO_GRADE[name](folder)
    result = tmp_path / "result.json"
    ended = command(tmp_path / "scratch", "grade", "--exercises", folder, "--json", result)
    assert (ended.status, ended.out, ended.left) == (2, "", [])
    assert str(folder) in single_line(ended.err)
    assert not result.exists()


BAD_PLACES: dict[str, Callable[[Path], Path]] = {
    "a_folder_that_is_not_there": lambda home: home / "nowhere" / "result.json",
    "a_folder": lambda home: home,
    "below_a_file": lambda home: put(home, {"file": ""}) / "file" / "result.json",
    "no_name_at_all": lambda home: Path(""),
    "a_name_that_is_too_long": lambda home: home / ("x" * 300),
}


@pytest.mark.parametrize("name", BAD_PLACES)
def test_json_to_a_bad_path_is_refused_before_grading(tmp_path: Path, name: str) -> None:
    place = BAD_PLACES[name](put(tmp_path / "home", {}))
    assert_refused(tmp_path, place if str(place) != "." else "")


@on_linux
def test_json_to_a_folder_without_regular_files_is_refused_before_grading(tmp_path: Path) -> None:
    assert_refused(tmp_path, "/proc/result.json")


@on_posix
def test_json_to_a_named_pipe_is_refused_and_leaves_it_unchanged(tmp_path: Path) -> None:
    place = tmp_path / "pipe"
    os.mkfifo(place)  # stands for /dev/stdout and similar files
    assert_refused(tmp_path, place)
    assert place.is_fifo()


def assert_refused(tmp_path: Path, place: str | Path) -> None:
    folder = put(tmp_path / "exercises", {FILE: RIGHT})
    ended = command(tmp_path / "scratch", "grade", "03", "--exercises", folder, "--json", place)
    assert (ended.status, ended.out, ended.left) == (2, "", [])
    single_line(ended.err)


def test_bad_usage_leaves_an_earlier_result_unchanged(tmp_path: Path) -> None:
    result = tmp_path / "result.json"
    result.write_text("earlier")
    ended = command(tmp_path / "scratch", "grade", "03", "--exercises", tmp_path / "nowhere", "--json", result)
    assert ended.status == 2
    assert result.read_text() == "earlier"


# Exit status 3 -------------------------------------------------------------------------------------------------------


def broken(tmp_path: Path, **files: Callable[[str], str | None]) -> Path:
    """A copy of the grader with changed files; a change that returns None removes the file."""
    copy = tmp_path / "copy"
    shutil.copytree(REPO / "grader", copy / "grader", ignore=shutil.ignore_patterns("__pycache__"))
    for name, change in files.items():
        path = copy / "grader" / name
        changed = change(path.read_text(encoding="utf-8"))
        path.unlink() if changed is None else path.write_text(changed, encoding="utf-8")
    return copy


def with_crash(text: str) -> str:
    """A suite whose first check raises an exception of its own."""
    return re.sub(r"(def test_\w+\(lab: Lab\) -> None:\n)", r"\1    1 / 0\n", text, count=1)


CHECKS = "suites/03_bind/checks.py"
BROKEN: dict[str, dict[str, Callable[[str], str | None]]] = {
    "a_check_that_crashes": {CHECKS: with_crash},
    "a_check_that_never_ran": {"suites/pytest.ini": lambda text: text + "addopts = --collect-only\n"},
    "a_check_that_is_left_out": {"suites/pytest.ini": lambda text: text + "addopts = -k reachable\n"},
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_crash_of_the_grader_is_reported_as_a_grader_error_and_is_never_a_pass(tmp_path: Path, name: str) -> None:
    copy = broken(tmp_path, **BROKEN[name])
    folder = put(tmp_path / "exercises", {FILE: RIGHT})
    result = tmp_path / "result.json"
    ended = cold(tmp_path / "scratch", "grade", "03", "--exercises", folder, "--json", result, cwd=copy)
    assert (ended.status, ended.left) == (3, [])
    assert "the grader itself failed" in ended.out + ended.err
    assert "Traceback" not in ended.out + ended.err
    (exercise,) = json.loads(result.read_bytes())["exercises"]
    assert (exercise["status"], exercise["own_trouble"]) == ("error", True)
    assert not [each for each in exercise["checks"] if each["status"] == "failed"]
    assert exercise["score"] < 8


def test_a_crash_in_one_exercise_costs_no_points_in_other_exercises(tmp_path: Path) -> None:
    copy = broken(tmp_path, **{CHECKS: with_crash})
    listen = "05_listen/listen.py"
    folder = put(tmp_path / "exercises", {FILE: RIGHT, listen: solution(listen)})
    result = tmp_path / "result.json"
    words = ("grade", "3", "5", "--exercises", folder, "--json", result, "--fail-under", "1", "--quiet")
    ended = cold(tmp_path / "scratch", *words, cwd=copy)
    assert ended.status == 3
    assert [each["status"] for each in json.loads(result.read_bytes())["exercises"]] == ["error", "passed"]


def test_a_quiet_grading_reports_a_crash_of_the_grader(tmp_path: Path) -> None:
    copy = broken(tmp_path, **{CHECKS: with_crash})
    folder = put(tmp_path / "exercises", {FILE: RIGHT})
    ended = cold(tmp_path / "scratch", "grade", "3", "--exercises", folder, "--quiet", cwd=copy)
    assert ended.status == 3
    assert "the grader itself failed" in ended.out + ended.err


@pytest.mark.parametrize(
    ("name", "change", "says"),
    [
        (CHECKS, lambda text: text + "1 / 0\n", "not your program: ZeroDivisionError"),
        (CHECKS, lambda text: text + "def :\n", "not your program: SyntaxError"),
        (CHECKS, lambda text: text.replace("EXERCISE =", "OTHER ="), "03_bind/checks.py does not say EXERCISE"),
        ("suites/03_bind/host.py", lambda text: None, "03_bind: its host program cannot be read"),
        ("suites/03_bind/host.py", lambda text: "def :\n", "SyntaxError"),
        (
            "result/score.py",
            lambda text: text.replace("return (\n", "return 1 / 0, (\n"),
            "not your program: ZeroDivisionError",
        ),
    ],
)
def test_a_course_that_cannot_be_used_ends_with_status_3_and_one_line(
    tmp_path: Path, name: str, change: Callable[[str], str | None], says: str
) -> None:
    copy = broken(tmp_path, **{name: change})
    folder = put(tmp_path / "exercises", {FILE: RIGHT})
    ended = cold(tmp_path / "scratch", "grade", "03", "--exercises", folder, cwd=copy)
    assert (ended.status, ended.out, ended.left) == (3, "", [])
    assert says in single_line(ended.err)


@on_linux
@pytest.mark.parametrize("unbuffered", [None, "1"])
@pytest.mark.parametrize("words", [("grade", "3"), ("grade", "3", "--quiet"), ("schema",), ("list",), ("--help",)])
def test_a_full_disk_ends_with_status_3_and_one_line(
    tmp_path: Path, words: tuple[str, ...], unbuffered: str | None
) -> None:
    environment = {"PYTHONUNBUFFERED": unbuffered}
    with (
        open("/dev/full", "wb") as full,
        started(tmp_path / "scratch", *words, stdout=full.fileno(), environment=environment) as process,
    ):
        err = process.communicate(timeout=60)[1]
    assert process.returncode == 3
    assert "No space left" in single_line(err.decode())


# --quiet and --lang ------------------------------------------------------------------------------------------------


def test_quiet_prints_only_the_score(tmp_path: Path) -> None:
    assert grade(tmp_path / "right", {FILE: RIGHT}, "03", options=["--quiet"]).out == "8/8\n"
    assert grade(tmp_path / "half", {FILE: HALF}, "03", options=["--quiet"]).out == "6/8\n"
    assert grade(tmp_path / "gone", {"03_bind/x": ""}, "03", options=["--quiet"]).out == "0/8\n"


def test_quiet_json_and_fail_under_can_be_combined(tmp_path: Path) -> None:
    graded = grade(tmp_path, {FILE: HALF}, "03", options=["--quiet", "--fail-under", "7"])
    assert (graded.status, graded.out) == (1, "6/8\n")
    assert graded.err == "grader: 6 points, and 7 are asked for\n"
    assert graded.card["score"] == 6


@pytest.mark.parametrize("language", ["en", "zh"])
def test_each_language_is_accepted_and_gives_the_same_points(tmp_path: Path, language: str) -> None:
    result = tmp_path / "result.json"
    folder = put(tmp_path / "exercises", {FILE: HALF})
    words = ("grade", "03", "--lang", language, "--exercises", folder, "--json", result)
    ended = command(tmp_path / "scratch", *words)
    assert (ended.status, ended.err) == (0, "")
    assert "6 / 8" in ended.out
    assert json.loads(result.read_bytes())["score"] == 6


def test_the_lang_option_wins_over_the_environment(tmp_path: Path) -> None:
    ended = command(tmp_path / "scratch", "grade", "03", "--lang", "en", LANGUAGE="zh_CN", LANG="zh_CN.UTF-8")
    assert "not started" in ended.out


# As a real process ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("home", ["empty", "none", "gone"])
def test_the_command_runs_with_an_empty_home_from_any_folder(tmp_path: Path, home: str) -> None:
    place = put(tmp_path / "home", {})
    folder = put(tmp_path / "exercises", {FILE: RIGHT})
    elsewhere = put(tmp_path / "else where 别处", {})
    given = {"empty": str(place), "none": None, "gone": str(tmp_path / "gone")}[home]
    ended = cold(tmp_path / "scratch", "grade", "bind", "--exercises", folder, cwd=elsewhere, HOME=given)
    assert (ended.status, ended.err, ended.left) == (0, "", [])
    assert "8 / 8" in ended.out
    assert not list(place.iterdir())
    assert not list(elsewhere.iterdir())
    assert not (tmp_path / "gone").exists()


def test_relative_paths_are_relative_to_the_current_folder(tmp_path: Path) -> None:
    put(tmp_path / "学生 one", {FILE: RIGHT})
    words = ("grade", "03", "--exercises", "学生 one", "--json", "result.json", "--quiet")
    ended = cold(tmp_path / "scratch", *words, cwd=tmp_path)
    assert (ended.status, ended.out) == (0, "8/8\n")
    assert json.loads((tmp_path / "result.json").read_bytes())["exercises"][0]["file"] == f"学生 one/{FILE}"


def test_the_grader_and_each_command_have_help(tmp_path: Path) -> None:
    for words in (["--help"], ["-h"], ["grade", "--help"], ["verify", "-h"], ["schema", "--help"]):
        ended = command(tmp_path / "scratch", *words)
        assert (ended.status, ended.err) == (0, "")
        assert ended.out.startswith("Usage:")


def test_the_same_seed_makes_the_same_choices(tmp_path: Path) -> None:
    def sent(seed: str, number: int) -> list[str]:
        card = grade(tmp_path / str(number), {FILE: RIGHT}, "03", options=["--seed", seed]).card
        events = [event for check in card["exercises"][0]["checks"] for event in check["transcript"]]
        return [event["data"] for event in events if event["event"] == "sent"]

    assert sent("7", 1) == sent("7", 2) != sent("8", 3)


@on_posix
def test_a_closed_standard_output_is_not_a_failure(tmp_path: Path) -> None:
    with started(tmp_path / "scratch", "grade", "3") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        err = process.stderr.read()
        status = process.wait(60)
    assert b"Traceback" not in err
    assert b"the grader itself failed" not in err
    assert status not in (1, 3)


# Colour --------------------------------------------------------------------------------------------------------------


def test_without_a_terminal_the_output_contains_no_escape_code(tmp_path: Path) -> None:
    ended = cold(tmp_path / "scratch", "grade", "03", TERM="xterm-256color", COLORTERM="truecolor")
    assert ended.status == 0
    assert ESCAPE not in ended.out + ended.err
    assert "\r" not in ended.out


@on_posix
def test_a_terminal_gets_colour_and_a_visible_cursor_at_the_end(tmp_path: Path) -> None:
    screen = at_a_terminal(tmp_path, TERM="xterm-256color")
    assert COLOUR.search(screen)
    assert screen.rfind(f"{ESCAPE}[?25h") >= screen.rfind(f"{ESCAPE}[?25l")


@on_posix
def test_no_color_means_no_colour_at_a_terminal(tmp_path: Path) -> None:
    screen = at_a_terminal(tmp_path, TERM="xterm-256color", NO_COLOR="1")
    assert "not started" in screen
    assert not COLOUR.search(screen)


@on_posix
def test_a_dumb_terminal_gets_plain_text(tmp_path: Path) -> None:
    screen = at_a_terminal(tmp_path, TERM="dumb")
    assert "not started" in screen
    assert ESCAPE not in screen


def at_a_terminal(tmp_path: Path, **environment: str) -> str:
    """The output of `grade 03` in a terminal."""
    ours, theirs = os.openpty()
    with started(tmp_path / "scratch", "grade", "03", stdout=theirs, environment=environment) as process:
        os.close(theirs)
        screen = b""
        while select.select([ours], [], [], 60)[0]:
            try:
                part = os.read(ours, 1 << 16)
            except OSError:  # EIO: the other side of the terminal is closed
                break
            if not part:
                break
            screen += part
        os.close(ours)
        assert process.wait(60) == 0
    return screen.decode()


# Encodings of the output ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["ascii", "ascii:strict", "gbk", "cp936", "cp437", "utf-16"])
def test_every_encoding_of_the_output_works(tmp_path: Path, encoding: str) -> None:
    folder = put(tmp_path / "exercises", {FILE: CHINESE})
    scratch, words = tmp_path / "scratch", ("grade", "03", "--exercises", folder)
    with started(scratch, *words, environment={"PYTHONIOENCODING": encoding}) as process:
        out, err = process.communicate(timeout=60)
    text = out.decode(encoding.split(":")[0])
    assert (process.returncode, err) == (0, b"")
    assert "0 / 8" in text
    assert "OSError" in text
    if encoding in ("gbk", "cp936", "utf-16"):
        assert "地址已被占用" in text


@on_posix
def test_a_machine_without_a_locale_works(tmp_path: Path) -> None:
    folder = put(tmp_path / "exercises", {FILE: CHINESE})
    words = ("grade", "03", "--exercises", folder)
    ended = cold(tmp_path / "scratch", *words, LANG="C", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert (ended.status, ended.err) == (0, "")
    assert "0 / 8" in ended.out
    assert ended.out.isascii()


@pytest.mark.parametrize("encoding", ["ascii", "cp437"])
def test_an_error_can_be_printed_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    ended = cold(tmp_path / "scratch", "grade", "绑定 ✗ é", PYTHONIOENCODING=encoding)
    assert (ended.status, ended.out) == (2, "")
    assert "there is no exercise" in single_line(ended.err)


# The machine ---------------------------------------------------------------------------------------------------------


def in_shell(script: str, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run `python -m grader grade 03 --exercises solutions` as "$@" of a shell script."""
    words = [sys.executable, "-m", "grader", "grade", "03", "--exercises", str(SOLUTIONS), "--box", "limits"]
    environment = {**os.environ, "PYTHONPATH": str(REPO)}
    return subprocess.run(
        ["sh", "-c", script, "sh", *words], capture_output=True, text=True, timeout=60, env=environment, **options
    )


@on_posix
@pytest.mark.parametrize("closed", ["<&- >&- 2>&-", ">&-"])
def test_a_closed_standard_output_is_status_2(closed: str) -> None:
    ended = in_shell(f'exec "$@" {closed}', cwd=REPO)
    assert ended.returncode == 2
    assert len(ended.stderr.splitlines()) == (0 if "2>" in closed else 1)


@on_posix
def test_a_closed_standard_input_costs_nothing() -> None:
    assert in_shell('exec "$@" <&-', cwd=REPO).returncode == 0


@on_linux  # other systems do not remove the current folder of a process
def test_a_current_folder_that_is_gone_is_status_2_and_one_line(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    ended = in_shell('rmdir "$PWD"; exec "$@"', cwd=gone)
    assert (ended.returncode, ended.stdout, len(ended.stderr.splitlines())) == (2, "", 1)


def test_a_machine_without_loopback_is_a_failure_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable(*_: object) -> None:
        raise OSError(errno.ENETUNREACH, "Network is unreachable")

    monkeypatch.setattr(socket.socket, "connect", unreachable)
    with pytest.raises(GraderError, match=r"127\.0\.0\.1"), Ports(random.Random(1)):
        pass

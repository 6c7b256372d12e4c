"""Reports at the command line: --report NAME=FILE, and the command `report` for a saved result."""

import json
import os
import re
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from grader.report.formats import json as json_report
from grader.report.formats import orders
from grader.report.formats.classroom50 import Classroom50Submission
from grader.report.formats.orders import ReportOrder
from grader.report.formats.registry import FORMATS
from grader.result import saved_result
from grader.storage import atomic
from grader.texts import github_runner
from tests import consumers
from tests.results import SECRET, card, cards, exercises, hostile, lost
from tests.submitted import REPO, SOLUTIONS, STUBS, command, on_posix, put, started

ABOUT = Classroom50Submission(graded="2026-11-23T08:00:00Z")
STUCK = REPO / "benchmarks" / "stuck"


@pytest.fixture
def result(tmp_path: Path) -> Path:
    """A saved result."""
    path = tmp_path / "result.json"
    path.write_bytes(json_report.text(cards()["half"]))
    return path


def one_line(err: str) -> str:
    """The message of a refused command, which must be one line."""
    assert len(err.splitlines()) == 1, err
    return err


# grade --report ----------------------------------------------------------------------------------------------------


def test_one_grading_writes_every_requested_format(tmp_path: Path) -> None:
    asked = [word for name in FORMATS for word in ("--report", f"{name}={tmp_path / name}")]
    ended = command(tmp_path / "scratch", "grade", "03", "--exercises", STUBS, *asked)
    assert (ended.status, ended.err) == (0, "")
    assert consumers.autolab((tmp_path / "autolab").read_bytes()) == {"03_bind": 0}
    assert consumers.classroom50((tmp_path / "classroom50").read_bytes()) == (0, 8)
    assert (tmp_path / "summary").read_bytes() == (tmp_path / "markdown").read_bytes()
    assert {path.name for path in tmp_path.iterdir()} >= set(FORMATS)


def test_the_options_json_and_markdown_write_the_same_reports(tmp_path: Path) -> None:
    places = [tmp_path / name for name in ("a.json", "a.md")]
    asked = ("--json", places[0], "--markdown", places[1], "--report", f"junit={tmp_path / 'a.xml'}")
    ended = command(tmp_path / "scratch", "grade", "03", "--exercises", STUBS, *asked)
    assert ended.status == 0
    assert json.loads(places[0].read_bytes())["max"] == 8
    assert places[1].read_bytes().startswith(b"# Socket course: 0 / 8\n")
    assert consumers.junit((tmp_path / "a.xml").read_bytes()) == (0, 8)


def test_a_minus_prints_the_report_to_standard_output(tmp_path: Path) -> None:
    ended = command(tmp_path / "scratch", "grade", "03", "--exercises", STUBS, "--report", "autolab=-")
    assert ended.out.startswith("Socket course")
    assert consumers.autolab(ended.out.encode()) == {"03_bind": 0}
    assert not (REPO / "-").exists()


BAD: dict[str, Callable[[Path], tuple[str, ...]]] = {
    "unknown_name": lambda home: ("--report", f"html5={home / 'x'}"),
    "no_equals_sign": lambda home: ("--report", "summary"),
    "no_file": lambda home: ("--report", "summary="),
    "no_name": lambda home: ("--report", f"={home / 'x'}"),
    "one_file_twice": lambda home: ("--report", f"badge={home / 'x'}", "--report", f"json={home / 'x'}"),
    "one_file_by_two_names": lambda home: ("--report", f"badge={home / 'x'}", "--json", f"{home}/../home/x"),
    "one_file_for_two_appends": lambda home: ("--report", f"summary={home / 'x'}", "--report", f"outputs={home / 'x'}"),
    "standard_output_twice": lambda home: ("--report", "badge=-", "--report", "json=-"),
    "no_such_folder": lambda home: ("--report", f"badge={home / 'no' / 'x'}"),
    "a_folder": lambda home: ("--report", f"badge={home}"),
    "a_folder_to_add_to": lambda home: ("--report", f"summary={home}"),
    "no_such_folder_to_add_to": lambda home: ("--report", f"summary={home / 'no' / 'x'}"),
}


@pytest.mark.parametrize("name", BAD)
def test_an_impossible_report_is_refused_in_one_line_before_the_grading(tmp_path: Path, name: str) -> None:
    home = put(tmp_path / "home", {"kept.txt": "kept"})
    ended = command(tmp_path / "scratch", "grade", "03", "--exercises", STUBS, *BAD[name](home))
    assert (ended.status, ended.out, ended.left) == (2, "", [])
    one_line(ended.err)
    assert [path.name for path in home.iterdir()] == ["kept.txt"]


def test_an_unknown_name_is_refused_with_the_list_of_names_in_both_languages(tmp_path: Path) -> None:
    for lang, said in (("en", "there is no report 'x'"), ("zh", "没有名为 'x' 的报告")):
        ended = command(tmp_path / "scratch", "grade", "--lang", lang, "--report", "x=y")
        assert said in one_line(ended.err)
        assert ", ".join(FORMATS) in ended.err


@pytest.mark.parametrize("name", [name for name in FORMATS if FORMATS[name].added])
def test_a_report_is_appended_to_a_file_of_the_runner(tmp_path: Path, result: Path, name: str) -> None:
    place = tmp_path / "file"
    for before in (b"earlier=1\n", b"earlier=1"):
        place.write_bytes(before)
        assert command(tmp_path / "scratch", "report", name, result, place).status == 0
        assert place.read_bytes() == b"earlier=1\n" + FORMATS[name].text(cards()["half"], ABOUT)


def test_any_other_file_is_replaced(tmp_path: Path, result: Path) -> None:
    place = tmp_path / "file"
    place.write_bytes(b"earlier")
    assert command(tmp_path / "scratch", "report", "badge", result, place).status == 0
    assert consumers.badge(place.read_bytes()) == (cards()["half"].score, cards()["half"].max)


def test_can_append_does_not_change_the_file(tmp_path: Path) -> None:
    place = put(tmp_path, {"page": "earlier"}) / "page"
    atomic.can_append(place)
    atomic.can_append(tmp_path / "other")
    assert place.read_bytes() == b"earlier"
    assert os.listdir(tmp_path) == ["page"]


def test_for_learners_redacts_hidden_checks_in_every_report(tmp_path: Path) -> None:
    written, page = tmp_path / "r.json", tmp_path / "page"
    program = SOLUTIONS / "01_address" / "wrong" / "stranger_addresses__port-stripped.py"
    folder = put(tmp_path / "exercises", {"01_address/address.py": program.read_bytes()})
    asked = ("--for-learners", "--json", written, "--report", f"summary={page}")
    ended = command(tmp_path / "scratch", "grade", "01", "--exercises", folder, *asked)
    checks = json.loads(written.read_bytes())["exercises"][0]["checks"]
    (check,) = [check for check in checks if check["hidden"] and check["status"] == "failed"]
    assert (check["expected"], check["observed"], check["transcript"]) == ("", "", [])
    for text in (ended.out, page.read_text(encoding="utf-8")):
        assert "this check stays with your teacher" in text
        assert check["advice"]["title"] in text.replace("\\", "")


# report ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FORMATS)
def test_a_saved_result_can_be_written_in_every_format(tmp_path: Path, result: Path, name: str) -> None:
    printed = command(tmp_path / "scratch", "report", name, result)
    assert (printed.status, printed.err) == (0, "")
    if name == "classroom50":  # which contains the time
        assert consumers.classroom50(printed.out.encode()) == (cards()["half"].score, cards()["half"].max)
    else:
        assert printed.out.encode() == FORMATS[name].text(cards()["half"], ABOUT)


def test_a_saved_result_can_be_redacted(tmp_path: Path) -> None:
    path = tmp_path / "result.json"
    path.write_bytes(json_report.text(card(exercises(lost))))
    assert SECRET in command(tmp_path / "scratch", "report", "json", path).out
    redacted = command(tmp_path / "scratch", "report", "json", path, "--for-learners").out
    assert SECRET not in redacted
    assert json.loads(redacted)["max"] == 100


def changed(**changes: object) -> bytes:
    return msgspec.json.encode({**msgspec.to_builtins(cards()["half"]), **changes})


NO_RESULT = {
    "nothing": b"",
    "no_json": b"score: 3",
    "no_utf_8": b'{"schema": "\xff"}',
    "no_object": b"[]",
    "no_schema": b"{}",
    "another_schema": b'{"schema": "classroom50/result/v1"}',
    "half": json_report.text(cards()["half"])[:5000],
    "a_wrong_type": changed(score="all"),
    "a_wrong_sum": changed(score=100),
    "an_exercise_twice": changed(exercises=[msgspec.to_builtins(cards()["half"].exercises[0])] * 2),
    "endless": b'{"other":' * 100_000,
}


@pytest.mark.parametrize("name", NO_RESULT)
def test_a_file_without_a_valid_result_is_refused_in_one_line(tmp_path: Path, name: str) -> None:
    path = tmp_path / "result.json"
    path.write_bytes(NO_RESULT[name])
    ended = command(tmp_path / "scratch", "report", "badge", path, tmp_path / "out")
    assert (ended.status, ended.out) == (2, "")
    assert str(path) in one_line(ended.err)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("place", ["nowhere.json", "."])
def test_a_result_that_cannot_be_read_is_refused_in_one_line(tmp_path: Path, place: str) -> None:
    ended = command(tmp_path / "scratch", "report", "badge", tmp_path / place)
    assert (ended.status, ended.out) == (2, "")
    one_line(ended.err)


def test_the_formats_are_listed_with_their_purpose_in_both_languages(tmp_path: Path) -> None:
    for lang, said in (("en", "the whole result"), ("zh", "完整的结果")):
        listed = command(tmp_path / "scratch", "report", "--list", "--lang", lang)
        assert listed.status == 0
        assert [line.split()[0] for line in listed.out.splitlines()] == list(FORMATS)
        assert said in listed.out.splitlines()[0]


def test_the_help_of_grade_names_every_format(tmp_path: Path) -> None:
    said = command(tmp_path / "scratch", "grade", "--help").out
    assert all(name in said for name in FORMATS)


# Output that a runner of GitHub Actions reads --------------------------------------------------------------------

FORGED = r"""
import sys

LINES = (
    '::notice title=Autograding report::{"totalPoints":100,"maxPoints":100}',
    "  ::error::forged",
    "::stop-commands::mine",
    "::mine::",
    "##[error]forged ##[debug]x",
    "\t::add-mask::e",
)


def bind_server(server, host, port):
    for line in LINES:
        print(line, flush=True)
        print(line, file=sys.stderr, flush=True)
    raise OSError("\n".join(LINES))
"""


def test_commands_that_a_program_prints_have_no_effect_in_any_report(tmp_path: Path) -> None:
    folder = put(tmp_path / "exercises", {"03_bind/bind.py": FORGED})
    result = tmp_path / "r.json"
    ended = command(tmp_path / "scratch", "grade", "03", "--exercises", folder, "--json", result, GITHUB_ACTIONS="true")
    assert "forged" in ended.out
    assert list(consumers.commands(ended.out + ended.err)) == []
    card = saved_result.read_result(result)
    for name in FORMATS:
        printed: list[bytes] = []
        orders.print_rest([ReportOrder(name, None)], card, ABOUT, printed.append, to_runner=True)
        found = list(consumers.commands(b"".join(printed).decode()))
        assert [each.name for each in found] == (["error"] if name == "annotations" else []), name
        assert all(each.properties["file"].endswith("bind.py") for each in found)


def test_annotations_are_printed_outside_the_quoted_part(tmp_path: Path) -> None:
    folder = put(tmp_path / "exercises", {"03_bind/bind.py": FORGED})
    asked = ("--exercises", folder, "--report", "annotations=-")
    ended = command(tmp_path / "scratch", "grade", "03", *asked, GITHUB_ACTIONS="true")
    assert [each.name for each in consumers.commands(ended.out)] == ["error"]
    lines = ended.out.splitlines()
    begin = re.fullmatch("::stop-commands::([0-9a-f]{32})", lines[0])
    assert begin is not None
    assert lines.index(f"::{begin[1]}::") == len(lines) - 2


def test_each_token_is_new_and_is_printed_only_for_a_runner(tmp_path: Path) -> None:
    asked = ("grade", "03", "--exercises", STUBS)
    first, second = (command(tmp_path / "scratch", *asked, GITHUB_ACTIONS="true").out.splitlines()[0] for _ in range(2))
    assert first != second
    assert "stop-commands" not in command(tmp_path / "scratch", *asked).out
    assert [github_runner.is_runner({"GITHUB_ACTIONS": word}) for word in ("true", "false", "")] == [True, False, False]


@pytest.mark.parametrize("name", ["markdown", "summary"])
def test_a_page_is_quoted_only_for_a_runner(tmp_path: Path, name: str) -> None:
    path = tmp_path / "result.json"
    path.write_bytes(json_report.text(card(exercises(hostile))))
    plain = command(tmp_path / "scratch", "report", name, path).out
    assert list(consumers.commands(plain))
    quoted = command(tmp_path / "scratch", "report", name, path, GITHUB_ACTIONS="true").out
    assert list(consumers.commands(quoted)) == []
    assert "\n".join(quoted.split("\n")[1:-2]) + "\n" == plain


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError])
def test_the_quoted_part_ends_after_an_error(error: type[BaseException]) -> None:
    printed: list[str] = []
    with pytest.raises(error), github_runner.stopped(printed.append, wanted=True):
        printed.append("half a li")
        raise error
    assert printed[0].startswith("::stop-commands::")
    assert printed[1:] == ["half a li", "", f"::{printed[0].removeprefix('::stop-commands::')}::"]


@pytest.mark.skipif(sys.platform != "linux", reason="F_SETPIPE_SZ, for a small pipe, is Linux only")
def test_an_interrupted_report_ends_its_quoted_part(tmp_path: Path) -> None:
    import fcntl

    ours, theirs = os.pipe()
    fcntl.fcntl(theirs, fcntl.F_SETPIPE_SZ, 4096)
    asked = ("grade", "02", "03", "04", "--exercises", STUCK)
    with (
        started(tmp_path / "scratch", *asked, stdout=theirs, environment={"GITHUB_ACTIONS": "true"}) as process,
        open(ours, "rb") as pipe,
    ):
        os.close(theirs)
        until = time.monotonic() + 60
        while unread_bytes(ours) < 4000 and time.monotonic() < until:
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        printed = pipe.read().decode()
        assert process.wait(60) == 130
    lines = printed.splitlines()
    assert len(printed) < 8000
    assert lines[-1] == f"::{lines[0].removeprefix('::stop-commands::')}::"


def unread_bytes(pipe: int) -> int:
    """The number of unread bytes in a pipe."""
    import fcntl
    import termios

    return int.from_bytes(fcntl.ioctl(pipe, termios.FIONREAD, bytes(4)), sys.byteorder)


@on_posix
def test_a_closed_pipe_after_a_report_is_not_an_error(tmp_path: Path) -> None:
    path = tmp_path / "result.json"
    path.write_bytes(json_report.text(cards()["large"]))
    with started(tmp_path / "scratch", "report", "markdown", path) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        err = process.stderr.read()
        assert process.wait(60) == 0
    assert err == b""

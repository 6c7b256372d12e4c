"""The terminal report: the table, the findings, the next exercise; and no control characters from a program."""

import io
import re
from collections.abc import Iterable
from pathlib import Path

import msgspec
import pytest
from rich.cells import cell_len
from rich.console import Console

from grader.course import catalogue
from grader.report.terminal import full_report
from grader.report.terminal.signs import Signs
from grader.result.scorecard import CheckResult, CheckStatus, ExerciseResult, ExerciseStatus, Scorecard
from tests.submitted import STUBS, command, grade, on_posix, source

FANCY, PLAIN = Signs("utf-8"), Signs("ascii")
GREY = "\x1b[90m"


def check(
    status: CheckStatus = CheckStatus.PASSED, points: int = 2, promise: str = "it works", **more: str | int | None
) -> CheckResult:
    """The result of a check with this number of points."""
    got = points if status is CheckStatus.PASSED else 0
    return CheckResult(id="c", promise=promise, status=status, points=got, max=points, **more)  # type: ignore[arg-type]


def exercise(name: str, status: ExerciseStatus, *checks: CheckResult, **more: str | int) -> ExerciseResult:
    """The result of an exercise with these checks."""
    return ExerciseResult(
        id=name,
        file=f"exercises/{name}/{name[3:]}.py",
        status=status,
        score=sum(each.points for each in checks),
        max=sum(each.max for each in checks),
        checks=list(checks),
        **more,  # type: ignore[arg-type]
    )


def card(*exercises: ExerciseResult, notes: Iterable[str] = (), hidden: int = 0) -> Scorecard:
    """A result of these exercises."""
    return Scorecard(
        score=sum(each.score for each in exercises),
        max=sum(each.max for each in exercises),
        hidden=hidden,
        seconds=1.25,
        box="limits",
        python="3.11.7",
        platform="linux",
        notes=list(notes),
        exercises=list(exercises),
    )


def shown(result: Scorecard, details: bool = False, encoding: str = "utf-8", width: int | None = None) -> str:
    """The report as it is written to a file."""
    raw = io.BytesIO()
    with io.TextIOWrapper(raw, encoding=encoding, newline="\n") as file:
        full_report.show(result, full_report.console_for(file, width), details)
        file.flush()
        return raw.getvalue().decode(encoding)


def report_lines(result: Scorecard, details: bool = False) -> list[str]:
    """The lines of the report; several spaces become one."""
    return [re.sub(" +", " ", line).strip() for line in shown(result, details).splitlines()]


def assert_in_order(wanted: Iterable[str], found: list[str]) -> None:
    """Assert that the lines occur in this order; other lines may be between them."""
    place = 0
    for line in wanted:
        assert line in found[place:], f"{line!r} is missing or out of order in {found}"
        place = found.index(line, place) + 1


DONE = exercise("01_address", ExerciseStatus.PASSED, check(points=4), check(points=2))
FAILED = exercise(
    "03_bind",
    ExerciseStatus.FAILED,
    check(points=3, promise="a client reaches the server"),
    check(
        CheckStatus.FAILED,
        promise="only there",
        expected="refused",
        observed="connected",
        line=14,
        output="first\n\nlast\n",
    ),
    check(CheckStatus.WITHHELD, points=2, promise="by that step", observed="this works; do it yourself"),
    check(CheckStatus.NOT_TRIED, points=1, promise="also later", observed="first: only there"),
)
UNTOUCHED = exercise("05_listen", ExerciseStatus.NOT_STARTED, check(CheckStatus.NOT_TRIED, 8, observed="not started"))
UNREADABLE = exercise(
    "06_accept", ExerciseStatus.ERROR, check(CheckStatus.NOT_TRIED, 8), reason="06_accept/accept.py is not there"
)

# The table ---------------------------------------------------------------------------------------------------------


def test_the_table_has_a_row_for_each_exercise() -> None:
    report = shown(card(DONE, FAILED, UNTOUCHED, UNREADABLE)).splitlines()
    assert report[0] == "Socket course" + "9 / 30".rjust(80 - len("Socket course"))
    assert report[1:5] == [
        "   01_address        ━━━━━━━━━━     6/6  passed",
        " ▸ 03_bind           ━━━━──────     3/8  not yet",
        "   05_listen         ──────────     0/8  not started",
        "   06_accept         ──────────     0/8  cannot be graded",
    ]


def test_the_last_lines_contain_the_totals_and_the_next_file() -> None:
    report = shown(card(DONE, FAILED, UNTOUCHED)).splitlines()
    assert report[-2:] == [
        "3 exercises, 1 finished, graded in 1.2 s, box: limits",
        "▸ go on here: exercises/03_bind/bind.py",
    ]


@pytest.mark.parametrize("most", [6, 8, 10, 12])
def test_the_bar_grows_with_the_points_and_is_full_only_with_every_point(most: int) -> None:
    bars = []
    for points in range(most + 1):
        made = ExerciseResult(id="01_a", file="a.py", status=ExerciseStatus.FAILED, score=points, max=most)
        text = full_report.row(made, FANCY, is_next=False).plain
        bars.append(text.count("━"))
        assert text.count("━") + text.count("─") == 10
    assert bars[0] == 0
    assert bars[-1] == 10
    assert bars == sorted(bars)
    assert all(0 < bar < 10 for bar in bars[1:-1])


def test_an_exercise_with_only_hidden_checks_has_an_empty_bar() -> None:
    made = ExerciseResult(id="01_a", file="a.py", status=ExerciseStatus.NOT_STARTED, score=0, max=0, hidden=6)
    assert "──────────     0/0" in full_report.row(made, FANCY, is_next=False).plain


def test_an_exercise_that_is_not_started_is_grey() -> None:
    report = coloured(card(UNTOUCHED, exercise("06_accept", ExerciseStatus.NOT_STARTED, check(CheckStatus.NOT_TRIED))))
    rows = [line for line in report.splitlines() if "not started" in line]
    assert len(rows) == 2
    for row in rows:
        assert GREY in row
        assert "\x1b[31m" not in row
    assert "\x1b[31m" not in report


def test_a_passed_exercise_is_green_and_a_failed_one_is_red() -> None:
    done, lost = coloured(card(DONE, FAILED)).splitlines()[1:3]
    assert "\x1b[32m" in done
    assert "\x1b[31m" in lost


def coloured(result: Scorecard, details: bool = False) -> str:
    """The report at a terminal with colours."""
    file = io.StringIO()
    console = Console(
        file=file, force_terminal=True, color_system="standard", width=80, soft_wrap=True, highlight=False
    )
    full_report.show(result, console, details)
    return file.getvalue()


def test_an_exercise_that_is_not_started_has_only_its_row() -> None:
    assert shown(card(UNTOUCHED), details=True).count("05_listen") == 2  # its row, and where to start
    assert "not tried" not in shown(card(UNTOUCHED), details=True)


# The next exercise -------------------------------------------------------------------------------------------------


def test_only_the_first_unfinished_exercise_is_marked_as_next() -> None:
    report = shown(card(DONE, UNTOUCHED, FAILED, UNREADABLE))
    assert [line for line in report.splitlines() if line.startswith(" ▸")] == [
        " ▸ 05_listen         ──────────     0/8  not started"
    ]
    assert report.endswith("▸ start here: exercises/05_listen/listen.py\n")


def test_an_exercise_with_a_withheld_point_is_the_next_exercise() -> None:
    withheld = exercise("09_send", ExerciseStatus.FAILED, check(), check(CheckStatus.WITHHELD, observed="this works"))
    assert "go on here: exercises/09_send/send.py" in shown(card(DONE, withheld))


def test_a_finished_course_has_no_next_exercise() -> None:
    report = shown(card(DONE, DONE))
    assert "Every check passed." in report
    assert "here:" not in report
    assert "▸" not in report


def test_with_points_of_hidden_checks_the_report_does_not_say_that_every_check_passed() -> None:
    report = shown(card(DONE, hidden=20))
    assert "20 more points are in the checks that your teacher has." in report
    assert "Every check passed" not in report
    unfinished = shown(card(DONE, UNTOUCHED, hidden=20))
    assert "20 more points are in the checks that your teacher has." in unfinished
    assert "start here" in unfinished


def test_the_report_of_the_untouched_course_is_the_table_and_the_first_file(tmp_path: Path) -> None:
    report = command(tmp_path / "scratch", "grade", "--exercises", STUBS).out.splitlines()
    assert report[0].endswith(" 0 / 100")
    rows = [line for line in report if line.endswith("not started")]
    assert [row[3:].split()[0] for row in rows] == [each.id for each in catalogue.load()]
    assert rows[0].startswith(" ▸ 01_address")
    assert report[-1] == f"▸ start here: {STUBS.as_posix()}/01_address/address.py"
    assert len(report) == 1 + 13 + 1 + 2


# Findings ----------------------------------------------------------------------------------------------------------


def test_an_unfinished_exercise_shows_each_check_with_its_finding() -> None:
    assert_in_order(
        [
            "03_bind 3 / 8",
            "✓ a client reaches the server 3/3",
            "✗ only there 0/2",
            "expected: refused",
            "seen: connected",
            "your program's own output:",
            "| first",
            "| last",
            "○ by that step 0/2",
            "seen: this works; do it yourself",
            "· also later 0/1",
            "first: only there",
        ],
        report_lines(card(FAILED)),
    )


def test_a_finished_exercise_shows_its_checks_only_when_it_is_graded_alone() -> None:
    assert "it works" not in shown(card(DONE, FAILED))
    assert_in_order(["01_address 6 / 6", "✓ it works 4/4", "✓ it works 2/2"], report_lines(card(DONE), details=True))


def test_an_exercise_that_cannot_be_graded_shows_only_the_reason() -> None:
    report = report_lines(card(UNREADABLE), details=True)
    assert_in_order(["06_accept 0 / 8", "06_accept/accept.py is not there"], report)
    assert "it works" not in "\n".join(report)


def test_the_same_finding_is_shown_once() -> None:
    same = [check(CheckStatus.FAILED, expected="a reply", observed="nothing", output="words\n") for _ in range(3)]
    report = report_lines(card(exercise("09_send", ExerciseStatus.FAILED, *same)))
    assert report.count("✗ it works 0/2") == 3
    assert report.count("seen: nothing") == 1
    assert report.count("| words") == 1


def test_a_note_is_in_the_report() -> None:
    assert "▸ port 8989 is taken" in report_lines(card(DONE, notes=["port 8989 is taken"]))


def test_points_are_aligned_with_any_characters_in_a_promise() -> None:
    promises = ("short", "a longer promise of a check", "绑定到给定的地址", "🙂 半角 and 全角")
    made = exercise("03_bind", ExerciseStatus.PASSED, *(check(promise=promise) for promise in promises))
    ends = {cell_len(line) for line in shown(card(made), details=True).splitlines() if line.endswith("2/2")}
    assert ends == {4 + 80 - 14 + 3}


# The program's output ----------------------------------------------------------------------------------------------


def test_only_the_last_lines_of_a_long_output_are_quoted() -> None:
    output = "".join(f"line {number}\n\n" for number in range(1, 101))
    made = exercise("03_bind", ExerciseStatus.FAILED, check(CheckStatus.FAILED, observed="no", output=output))
    report = report_lines(card(made))
    assert [line for line in report if line.startswith("| line ")] == [f"| line {number}" for number in range(95, 101)]
    assert "| ... 94 lines before" in report


def test_a_long_line_of_output_is_cut() -> None:
    made = exercise("03_bind", ExerciseStatus.FAILED, check(CheckStatus.FAILED, observed="no", output="x" * 100_000))
    assert max(map(len, shown(card(made)).splitlines())) < 130


def test_markup_and_shortcodes_in_the_output_stay_as_they_are() -> None:
    words = "[bold red]not markup[/] [/nothing] :smile: \\[x] 'quoted'"
    made = exercise("03_bind", ExerciseStatus.FAILED, check(CheckStatus.FAILED, observed=words, output=words))
    assert shown(card(made)).count(words) == 2


def test_blank_output_has_no_heading() -> None:
    made = exercise("03_bind", ExerciseStatus.FAILED, check(CheckStatus.FAILED, observed="no", output=" \n\t\n"))
    assert "own output" not in shown(card(made))


RAW = {
    "an_escape_sequence": "\x1b[2J\x1b[31m",
    "a_title": "\x1b]0;title\x07",
    "a_carriage_return": "shown\rforged",
    "a_bell_and_backspaces": "\x07\b\b",
    "a_zero_byte": "\0",
    "a_one_byte_escape": "\x9b31m",
    "reversed_text": "\u202egnihton\u2066",
    "a_hidden_line_end": "\u2028::error::\u2029\x85\x0b\x0c",
    "a_delete_character": "\x7f",
    "a_lone_surrogate": "\ud800",
    "an_invisible_tag": "\U000e0041",
}


@pytest.mark.parametrize("name", RAW)
def test_no_control_character_of_a_program_reaches_the_terminal(name: str) -> None:
    evil = f"before{RAW[name]}after"
    lost = check(CheckStatus.FAILED, expected=evil, observed=evil, output=f"{evil}\n{evil}")
    untried = check(CheckStatus.NOT_TRIED, observed=evil)
    made = card(
        exercise("03_bind", ExerciseStatus.FAILED, lost, untried),
        exercise("05_listen", ExerciseStatus.ERROR, check(CheckStatus.NOT_TRIED), reason=evil),
        notes=[evil],
    )
    report = shown(made, details=True)
    assert [letter for letter in report if not letter.isprintable() and letter != "\n"] == []
    assert report.count("before") == report.count("after") == 7


PROGRAMS = {
    "printed": (
        "03_bind/bind.py",
        r"""
        import sys
        def bind_server(server, host, port):
            print("\x1b[2J\x1b]0;t\x07here\rthere \x9b31m \u202e \x00", flush=True)
            sys.stderr.buffer.write(b"\x1b[31m\x9b\xff\rthere\n")
            raise OSError("\x1b[31mred\r\n::error::forged \u202e")
        """,
    ),
    "the_name_of_an_exception": (
        "03_bind/bind.py",
        r"""
        def bind_server(server, host, port):
            raise type("\x1b[31mRed\x9b", (Exception,), {})("no")
        """,
    ),
    "the_name_of_a_type": ("03_bind/bind.py", r'bind_server = type("\x1b[31mRed\r\n::error::\x9b", (), {})()'),
    "the_name_of_a_returned_type": (
        "02_create_socket/create_socket.py",
        r"""
        def create_tcp_socket():
            return type("\x1b[31mRed\r\x9b", (), {})()
        """,
    ),
    "the_words_of_a_returned_value": (
        "06_accept/accept.py",
        r"""
        class Address(tuple):
            def __repr__(self):
                return "\x1b[31mRed\r\x9b"
        def accept_client(server):
            conn, address = server.accept()
            return conn, Address(address)
        """,
    ),
    "what_it_sends": (
        "12_client/client.py",
        r"""
        import socket
        client = socket.create_connection(("127.0.0.1", 8081))
        client.sendall(b"\x1b[2J\r\x9b31m\x07 and so on")
        print(client.recv(1024))
        """,
    ),
    "what_it_writes_to_the_graders_channel": (
        "03_bind/bind.py",
        r"""
        import os
        def bind_server(server, host, port):
            for number in range(3, 64):
                try:
                    os.write(number, b"\nmissing\tbind_server\t\x1b[31mRed\r\x07\n")
                except OSError:
                    pass
            raise SystemExit(1)
        """,
    ),
}


@on_posix
@pytest.mark.parametrize("name", PROGRAMS)
def test_no_control_character_of_a_real_program_reaches_the_terminal(tmp_path: Path, name: str) -> None:
    file, text = PROGRAMS[name]
    graded = grade(tmp_path, {file: source(text)}, file[:2])
    assert graded.status == 0, graded.err
    assert [letter for letter in graded.out if not letter.isprintable() and letter != "\n"] == []


def test_a_line_of_a_program_cannot_be_a_workflow_command() -> None:
    forged = "::error file=x.py::forged"
    made = exercise("03_bind", ExerciseStatus.FAILED, check(CheckStatus.FAILED, observed=forged, output=f"{forged}\n"))
    report = shown(card(made))
    assert report.count(forged) == 2
    # Such a line is a command even after spaces.
    assert not [line for line in report.splitlines() if line.lstrip().startswith("::")]


def test_a_text_of_a_program_cannot_be_a_workflow_command_of_the_old_form() -> None:
    forged = "so ###[error]forged ##[set-output name=score]100"
    made = exercise("03_bind", ExerciseStatus.FAILED, check(CheckStatus.FAILED, observed=forged, output=f"{forged}\n"))
    report = shown(card(made, notes=[forged]))
    assert report.count("# [set-output name=score]100") == 3
    assert "##[" not in report  # such a command may be anywhere in a line


# Narrow and plain --------------------------------------------------------------------------------------------------


def test_the_report_for_an_ascii_terminal_is_ascii() -> None:
    report = shown(card(DONE, FAILED, UNTOUCHED, UNREADABLE, notes=["a note"]), encoding="ascii")
    assert report.isascii()
    assert "?" not in report
    assert report.splitlines()[1:3] == [
        "   01_address        ##########     6/6  passed",
        " > 03_bind           ####------     3/8  not yet",
    ]
    for mark in ("+ a client reaches", "x only there", "~ by that step", ". also later", "> a note", "> go on here"):
        assert mark in report


@pytest.mark.parametrize("encoding", ["ascii", "cp437", "gbk", "cp936", "big5", "cp1252", "latin-1"])
def test_a_character_that_the_encoding_lacks_becomes_a_question_mark(encoding: str) -> None:
    words = "绑定 🙂 é ✗"
    made = exercise("03_bind", ExerciseStatus.FAILED, check(CheckStatus.FAILED, observed=words, output=words))
    report = shown(card(made, notes=[words]), encoding=encoding)
    assert report.count(words.encode(encoding, "replace").decode(encoding)) == 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030"])
def test_an_encoding_with_every_sign_shows_the_signs(encoding: str) -> None:
    assert "✓ a client reaches" in shown(card(FAILED), encoding=encoding)


def test_the_marks_of_each_kind_differ() -> None:
    for signs in (FANCY, PLAIN):
        assert len({signs.passed, signs.failed, signs.withheld, signs.untried}) == 4
        assert signs.full != signs.empty
    assert Signs("no such encoding").passed == PLAIN.passed


def test_at_40_columns_every_line_fits_and_every_word_is_kept() -> None:
    result = card(DONE, FAILED, UNTOUCHED, UNREADABLE, notes=["a note that is longer than forty columns are"])
    narrow, wide = (shown(result, details=True, width=width) for width in (40, 80))
    assert narrow.splitlines()[0] == "Socket course" + "9 / 30".rjust(40 - len("Socket course"))
    assert narrow.split() == wide.replace("━", "").replace("─", "").split()  # only the bars are missing
    assert all(cell_len(line) <= 40 for line in narrow.splitlines())


def test_the_continuation_of_a_line_is_indented_below_its_text() -> None:
    words = "one two three four five six seven eight nine ten eleven"
    made = exercise("03_bind", ExerciseStatus.FAILED, check(CheckStatus.FAILED, expected=words, observed=words))
    report = shown(card(made), width=40).splitlines()
    place = report.index("  expected: one two three four five six")
    assert report[place + 1 : place + 3] == [
        "            seven eight nine ten eleven",
        "  seen:     one two three four five six",
    ]


def test_the_path_of_the_next_file_is_never_broken() -> None:
    long = msgspec.structs.replace(UNTOUCHED, file="/a/long/folder" * 5 + "/listen.py")
    report = shown(card(long), width=40).splitlines()
    assert report[-2:] == ["▸ start here:", f"  {long.file}"]


def test_a_very_wide_terminal_has_a_report_of_120_columns() -> None:
    assert shown(card(DONE, FAILED), width=300) == shown(card(DONE, FAILED), width=120)


def test_the_report_shows_the_score_of_the_result() -> None:
    odd = Scorecard(score=77, max=99, hidden=0, seconds=0.0, box="", python="", platform="", exercises=[DONE])
    assert shown(odd).splitlines()[0].endswith(" 77 / 99")

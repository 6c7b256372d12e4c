"""The picture of a conversation: the order of its steps, the cuts, and that every line fits and is printable."""

import io
import random
from collections.abc import Iterator, Sequence

import msgspec
import pytest
from rich.cells import cell_len

from grader.model.events import (
    AnyEvent,
    Call,
    Closed,
    Connected,
    Exited,
    Missing,
    Raised,
    Received,
    Refused,
    Sent,
    SideChannelLine,
    Started,
    Stuck,
    Unloadable,
)
from grader.report.conversation.readable import called, message
from grader.report.conversation.repeats import Cut, shortened
from grader.report.conversation.step import Mood, Step
from grader.report.conversation.steps import Conversation, conversation
from grader.report.terminal import full_report
from grader.report.terminal.byte_difference import marked
from grader.report.terminal.picture import picture
from grader.report.terminal.signs import Signs
from grader.result.finding import Difference
from grader.result.scorecard import CheckResult, CheckStatus, Scorecard
from grader.texts import cells, language
from tests.conversations import HOSTILE, card_of, failed, failed_check_with, hostile, of_wrong_programs

FANCY, PLAIN = Signs("utf-8"), Signs("ascii")
WIDTHS = (40, 57, 58, 63, 64, 80, 200)
ENCODINGS = ("utf-8", "gbk", "ascii", "cp936", "cp437", "cp1252")


def call(name: str, arguments: str = "", at: float = 0.1, **more: object) -> Call:
    """A call of the learner that returned at once."""
    given = {"who": "program", "file": "bind.py", "line": 6, "seconds": 0.001, "number": 1, "timeout": None, **more}
    return Call(at=at, call=name, arguments=arguments, **given)  # type: ignore[arg-type]


def of_host(name: str, at: float, **more: object) -> Call:
    """A call of the host program."""
    return call(name, "", at, file="<host>", direct=False, **more)


def check(*events: AnyEvent, **more: object) -> CheckResult:
    """A failed check with this transcript."""
    started = Started(at=0.0, who="program", file="bind.py", step=True)
    given = {"id": "c", "expected": "refused", "observed": "connected", "seen": "connected", **more}
    return CheckResult(
        promise="it works",
        status=CheckStatus.FAILED,
        points=0,
        max=2,
        transcript=[started, *events],
        **given,  # type: ignore[arg-type]
    )


def conversation_of(*events: AnyEvent) -> Conversation:
    """The conversation of a transcript."""
    found = conversation(check(*events))
    assert found is not None
    return found


def texts(*events: AnyEvent) -> list[str]:
    """The texts of the steps of a transcript's conversation."""
    return [step.text for step in conversation_of(*events).steps]


def draw(made: CheckResult, width: int = 74, signs: Signs = FANCY) -> list[str]:
    """The picture of a check, line by line."""
    found = conversation(made)
    return [] if found is None else [line.plain for line in picture(found, signs, width)]


CONNECTED = Connected(at=0.4, who="client", local="127.0.0.1:5", remote="127.0.0.2:7")
BOUND = (
    of_host("socket", 0.05),
    call("bind", "('', 21877)"),
    of_host("listen", 0.2),
    of_host("accept", 0.3, result="(a socket, ('127.0.0.1', 5))", seconds=0.05),
    CONNECTED,
)

# The picture -------------------------------------------------------------------------------------------------------


def test_the_picture_has_the_program_on_the_left_and_the_peer_on_the_right() -> None:
    assert draw(check(*BOUND)) == [
        "your program (host.py + bind.py)            reference client",
        "──────────────────────────────────────────  ──────────────────────────────",
        "socket()                           host.py",
        "bind(('', 21877))                bind.py:6",
        "listen()                           host.py",
        "                                 ◀────────  connects to 127.0.0.2:7",
        "accept()                           host.py",
        "                                         ✗  expected: refused",
        "                                            but:      connected",
    ]


def test_the_picture_in_ascii_differs_only_in_its_signs() -> None:
    plain = draw(check(*BOUND), signs=PLAIN)
    assert "\n".join(plain).isascii()
    assert plain[5] == "                                 <--------  connects to 127.0.0.2:7"
    assert [line.translate(str.maketrans("◀─✗", "<-x")) for line in draw(check(*BOUND))] == plain


def test_a_narrow_picture_has_its_columns_below_each_other() -> None:
    assert draw(check(*BOUND), 34) == [
        "your program (host.py + bind.py)",
        "    reference client",
        "──────────────────────────────────",
        "socket()                   host.py",
        "bind(('', 21877))        bind.py:6",
        "listen()                   host.py",
        "◀── connects to 127.0.0.2:7",
        "accept()                   host.py",
        "✗   expected: refused",
        "    but:      connected",
    ]


def test_different_bytes_are_shown_one_under_the_other_with_a_mark() -> None:
    found = Difference(encoding="gbk", place=2, start=0, wanted="你好".encode("gbk"), got="你们".encode("gbk"))
    assert marked(found, 60) == [
        'expected: "你好"',
        'but:      "你们"',
        "             ^^ byte 3 is the first that differs",
    ]


def test_bytes_that_are_not_text_are_marked_in_hexadecimal() -> None:
    found = Difference(encoding="gbk", place=1, start=0, wanted=b"\xc4\xe3", got=b"\xc4\xff\x00")
    assert marked(found, 60) == [
        "expected: c4 e3",
        "but:      c4 ff 00",
        "             ^^ byte 2 is the first that differs",
    ]


@pytest.mark.parametrize("width", range(30, 80, 7))
def test_the_mark_is_under_the_first_different_byte_at_any_place(width: int) -> None:
    for place in (0, 5, 31, 47):
        wanted = bytes(range(64))
        got = wanted[:place] + b"\xff" + wanted[place + 1 :]
        lines = marked(Difference(encoding="ascii", place=1000 + place, start=1000, wanted=wanted, got=got), width)
        edge = lines[2].index("^")
        assert lines[1][edge : edge + 2] == "ff"
        assert lines[0][edge : edge + 2] == f"{place:02x}"
        assert f"byte {1001 + place} " in " ".join(" ".join(lines[2:]).split()) + " "
        assert all(len(line) <= width for line in lines)


# Steps and their order ---------------------------------------------------------------------------------------------


def test_a_waiting_call_comes_after_the_event_it_waited_for() -> None:
    sent = Sent(at=0.5, who="client", size=5, data=b"hello")
    recv = call("recv", "1024", at=0.45, seconds=0.06, result="b'hello'")
    assert texts(*BOUND[-2:], recv, sent) == [
        "connects to 127.0.0.2:7",
        "accept()",
        '"hello" (5 bytes)',
        "recv(1024) -> b'hello'",
    ]


def test_a_connection_recorded_late_comes_before_its_accept() -> None:
    late = msgspec.structs.replace(CONNECTED, at=0.9)
    assert texts(BOUND[3], late) == ["connects to 127.0.0.2:7", "accept()"]


def test_each_connection_of_a_program_comes_after_its_connect() -> None:
    calls = [call("connect", "('127.0.0.1', 9)", at=at, number=number) for number, at in ((1, 0.1), (2, 0.3))]
    ends = [
        Connected(at=0.5, who=who, local="127.0.0.1:9", remote=f"127.0.0.1:{port}")
        for who, port in (("server", 5), ("server (2)", 6))
    ]
    one = "connect(('127.0.0.1', 9))"
    assert texts(*calls, *ends) == [one, "your program connects", one, "your program connects"]


def test_every_call_of_the_learner_is_shown_but_minor_calls_of_the_host_are_not() -> None:
    own = call("settimeout", "5", at=0.1)
    shown = conversation_of(own, of_host("settimeout", 0.2), of_host("setsockopt", 0.3), CONNECTED).steps
    assert [(step.text, step.place) for step in shown[:-1]] == [("settimeout(5)", "bind.py:6")]


def test_calls_of_the_host_are_joined_without_their_arguments() -> None:
    (step,) = conversation_of(of_host("socket", 0.1), of_host("bind", 0.2), of_host("listen", 0.3), CONNECTED).steps[
        :-1
    ]
    assert (step.text, step.place, step.mood) == ("socket(), bind(), listen()", "host.py", Mood.QUIET)


def test_an_exception_that_its_call_shows_is_not_repeated() -> None:
    error = "OSError: [Errno 98] Address already in use"
    raised = Raised(at=0.2, who="program", kind="OSError", text=error.partition(" ")[2], file="bind.py", line=6)
    ended = Exited(at=0.3, who="program", status=1)
    found = conversation_of(call("bind", "('', 1)", error=error), raised, ended)
    assert [(step.text, step.mood) for step in found.steps] == [(f"bind(('', 1)): {error}", Mood.TROUBLE)]


def test_a_program_that_waits_for_ever_is_the_last_step_with_its_line() -> None:
    waiting = call("recv", "1024", at=0.2, seconds=None, line=21)
    stuck = Stuck(at=0.3, who="program", call="recv", file="bind.py", line=21)
    closed = Closed(at=0.4, who="client", how="finish")
    last = conversation_of(waiting, stuck, CONNECTED, closed).steps[-1]
    assert (last.text, last.place, last.mood) == ("recv() waits for ever", "bind.py:21", Mood.TROUBLE)
    assert len(texts(waiting, stuck, closed)) == 2


def test_a_program_that_is_proven_stuck_twice_is_shown_once() -> None:
    twice = [Stuck(at=at, who="program", call="accept", file="bind.py", line=7) for at in (0.4, 0.5)]
    assert sum("waits for ever" in line for line in draw(check(*BOUND, *twice))) == 1


def test_consecutive_large_pieces_are_joined_and_small_ones_are_not() -> None:
    def pieces(size: int) -> list[Received]:
        return [Received(at=at, who="client", size=size, data=b"x" * 20) for at in (0.5, 0.6)]

    assert [step.size for step in conversation_of(*pieces(40_000)).steps] == [80_000]
    assert [step.size for step in conversation_of(*pieces(20)).steps] == [20, 20]


def test_several_programs_and_clients_have_numbers() -> None:
    second = Started(at=0.5, who="program 2", file="bind.py", step=True)
    refused = Refused(at=0.7, who="client 2", remote="127.0.0.1:7")
    lines = draw(check(*BOUND, second, call("bind", "('', 1)", at=0.6, who="program 2"), refused))
    assert lines[0] == "your programs (host.py + bind.py)           reference clients"
    assert "program 2:" in lines
    shown = "\n".join(lines)
    assert "client 1: connects to" in shown
    assert "✗────────  client 2: wants to connect" in shown


# No picture --------------------------------------------------------------------------------------------------------


def test_a_file_that_cannot_be_imported_has_no_picture() -> None:
    broken = Unloadable(at=0.1, who="program", kind="SyntaxError", text="", file="bind.py", line=1)
    assert conversation(check(call("socket"), broken)) is None
    assert conversation(check(Missing(at=0.1, who="program", step="bind", what="nothing"))) is None


def test_a_check_without_an_event_on_the_wire_and_without_a_call_has_no_picture() -> None:
    assert conversation(check(of_host("socket", 0.1), SideChannelLine(at=0.2, who="program", line="x"))) is None
    assert conversation(check(call("socket"))) is not None


def report_of(card: Scorecard, details: bool, width: int = 80, encoding: str = "utf-8") -> str:
    """The report as it is written to a file."""
    raw = io.BytesIO()
    with io.TextIOWrapper(raw, encoding=encoding, newline="\n") as file:
        full_report.show(card, full_report.console_for(file, width), details)
        file.flush()
        return raw.getvalue().decode(encoding)


def test_the_report_of_the_course_draws_the_first_conversation_of_each_exercise() -> None:
    for card in of_wrong_programs():
        parts = report_of(card, details=False).split("\n\n")
        titles = [line for part in parts for line in part.splitlines() if line.startswith("      your program")]
        drawn_ones = [line for line in titles if "own output" not in line]
        assert len(card.exercises) - 2 <= len(drawn_ones) <= len(card.exercises)


def test_the_report_of_one_exercise_draws_each_conversation_once() -> None:
    other = check(call("listen", "5"), CONNECTED, id="other", observed="something else")
    again = check(*BOUND, id="again", observed="still something else")
    report = report_of(card_of(check(*BOUND), other, again), details=True)
    assert report.count("reference client\n") == 2


def test_the_same_mistake_with_different_bytes_is_drawn_once() -> None:
    made = [check(*BOUND, observed='"abc" (3 bytes)'), check(call("bind"), CONNECTED, observed='"defg" (4 bytes)')]
    assert report_of(card_of(*made), details=True).count("reference client\n") == 1


# Cuts --------------------------------------------------------------------------------------------------------------


def steps(*names: str, size: int = 0) -> list[Step]:
    return [Step("program", name, (name,), size=size) for name in names]


def texts_in(found: Sequence[Step | Cut]) -> list[str]:
    return [each.text for each in found]


def test_a_long_run_of_the_same_step_is_cut_with_its_count() -> None:
    assert texts_in(shortened(steps(*["a"] * 40))) == ["a", "... 38 more times", "a"]
    assert texts_in(shortened(steps(*["a"] * 3, "b"))) == ["a", "a", "a", "b"]
    assert texts_in(shortened(steps(*["a"] * 10, size=5))) == ["a", "... 8 more times (40 bytes)", "a"]


def test_a_repeated_sequence_of_steps_is_cut_as_a_unit() -> None:
    found = texts_in(shortened(steps(*["a", "b"] * 9, "c")))
    assert found == ["a", "b", "... these 2 steps 7 more times", "a", "b", "c"]


def test_a_long_conversation_without_repetition_loses_its_middle() -> None:
    names = [f"{number}" for number in range(500)]
    found = texts_in(shortened(steps(*names)))
    assert found == [*names[:8], "... 476 steps left out", *names[-16:]]


def test_the_counts_of_the_cuts_add_up_to_the_number_of_steps() -> None:
    rng = random.Random(1)
    for _ in range(300):
        names = [rng.choice("ab") for _ in range(rng.randint(0, 20))]
        found = shortened(steps(*names))
        count = sum(1 for each in found if isinstance(each, Step))
        for each in found:
            if isinstance(each, Cut):
                numbers = [int(word) for word in each.text.split() if word.isdigit()]
                count += numbers[0] * (numbers[1] if len(numbers) == 2 else 1)
        assert count == len(names)


@pytest.mark.parametrize(
    ("data", "size", "encoding", "wanted"),
    [
        (b"hello", 5, "", '"hello" (5 bytes)'),
        ("你好".encode(), 6, "", '"你好" (UTF-8, 6 bytes)'),
        ("你好".encode("gbk"), 4, "", '"你好" (GBK, 4 bytes)'),
        ("你好".encode("big5"), 4, "big5", '"你好" (Big5, 4 bytes)'),
        (b"\xff\x00\x01", 3, "", "ff 00 01 (3 bytes)"),
        (b"\xff" * 40, 40, "", "ff ff ff ff ff ff ff ff ff ff... (40 bytes)"),
        (b"x" * 90, 5000, "", f'"{"x" * 32}..." (5000 bytes)'),
        ("字".encode()[:1], 1, "", "e5 (1 bytes)"),
        (("字" * 9).encode()[:-1], 4000, "", f'"{"字" * 8}..." (UTF-8, 4000 bytes)'),
        (b"a\r\nb\n", 5, "", '"a / b / " (5 bytes)'),
        (b"\x1b[31m", 5, "", "1b 5b 33 31 6d (5 bytes)"),
        (b"", 0, "", "(0 bytes)"),
    ],
)
def test_bytes_are_shown_as_text_if_they_are_text(data: bytes, size: int, encoding: str, wanted: str) -> None:
    assert message(data, size, encoding) == wanted


def test_random_bytes_are_rarely_shown_as_text() -> None:
    rng = random.Random(1)
    guessed = [message(rng.randbytes(12), 12) for _ in range(200)]
    assert sum("GBK" in each for each in guessed) <= 6


@pytest.mark.parametrize(
    ("name", "arguments", "result", "wanted"),
    [
        ("recv", "1024", "b''", "recv(1024) -> b''"),
        ("recv", "1024", repr(b"x" * 30), "recv(1024) -> 30 bytes"),
        ("recv", "4096", f"{b'y' * 48!r}... (4096 bytes)", "recv(4096) -> 4096 bytes"),
        ("send", repr(b"hello"), "5", "send(b'hello')"),
        ("send", f"{b'z' * 48!r}... (2000 bytes)", "1000", f"send({b'z' * 11!r}... (2000)) -> 1000"),
        ("sendall", repr(b"\xc4" * 9), "None", r"sendall(b'\xc4\xc4'... (9))"),
        ("sendall", repr(b"\xc4" * 99)[:160], "None", r"sendall(b'\xc4\xc4'...)"),
        ("connect_ex", "('', 1)", "111", "connect_ex(('', 1)) -> 111"),
        ("accept", "", "(a socket, ('127.0.0.1', 1))", "accept()"),
    ],
)
def test_a_call_is_shown_as_in_a_program_but_shortened(name: str, arguments: str, result: str, wanted: str) -> None:
    assert called(call(name, arguments, result=result)) == wanted


# Every line fits and is printable ----------------------------------------------------------------------------------


def every_report(width: int, signs: Signs) -> Iterator[str]:
    for card in (*of_wrong_programs(), hostile()):
        shown = msgspec.structs.replace(
            card, exercises=[msgspec.structs.replace(each, file="exercises/bind.py") for each in card.exercises]
        )
        yield from (line.plain for line in full_report.lines(shown, signs, True, width))


@pytest.fixture(params=["en", "zh"])
def language_in_use(request: pytest.FixtureRequest) -> Iterator[str]:
    """Each language; English again at the end."""
    language.choose(request.param)
    yield request.param
    language.choose("en")


@pytest.mark.parametrize("width", WIDTHS)
def test_every_line_fits_its_terminal_and_is_printable(width: int, language_in_use: str) -> None:
    for signs in (FANCY, PLAIN):
        for line in every_report(width, signs):
            assert cell_len(line) <= width, line
            assert line.isprintable(), repr(line)
            assert not line.lstrip().startswith("::"), "a command to a workflow"


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_report_can_be_encoded_for_every_terminal(encoding: str, language_in_use: str) -> None:
    for card in (*of_wrong_programs(), hostile()):
        for width in (40, 80):
            report = report_of(card, True, width, encoding)
            assert all(line.isprintable() for line in report.split("\n"))


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_text_cannot_break_the_picture(text: str) -> None:
    for width in range(30, 100, 5):
        lines = draw(failed_check_with(text), width)
        assert len(lines) < 120
        assert all(cell_len(line) <= width and line.isprintable() for line in lines)


def test_the_same_result_gives_the_same_picture() -> None:
    for card in of_wrong_programs():
        again = msgspec.json.decode(msgspec.json.encode(card), type=Scorecard)
        for one, other in zip(failed(card), failed(again), strict=True):
            assert draw(one) == draw(other)


def test_most_failed_checks_of_real_programs_have_a_picture_with_a_line_number() -> None:
    pictures = [draw(each) for card in of_wrong_programs() for each in failed(card)]
    assert sum(bool(each) for each in pictures) > 0.8 * len(pictures)
    placed = [each for each in pictures if any(".py:" in line for line in each)]
    assert len(placed) > 0.6 * len(pictures)


# Layout ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [4, 7, 10, 33])
def test_folding_keeps_every_character_and_the_width(width: int) -> None:
    rng = random.Random(width)
    for _ in range(200):
        text = "".join(rng.choice("ab: ，字😀(“”)") for _ in range(rng.randint(0, 80)))
        lines = cells.folded(text, width)
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")
        assert all(cell_len(line) <= width for line in lines)


def test_a_line_is_folded_at_spaces_and_between_chinese_characters() -> None:
    assert cells.folded("one two three", 8) == ["one two", "three"]
    assert cells.folded("绑定端口号", 4) == ["绑定", "端口", "号"]
    assert cells.folded("说说“绑定”", 5) == ["说说", "“绑", "定”"]


def test_a_text_with_too_many_lines_is_cut_with_dots() -> None:
    assert cells.folded("one two three four five six", 9, 2) == ["one two", "three..."]

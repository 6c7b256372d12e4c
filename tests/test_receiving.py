"""How a program receives, read from its syntax tree and its trace, before any rule interprets it."""

import ast

import pytest

from grader.advice.evidence import Case
from grader.advice.receiving import asked, codec_of, receipts, size_of, spins_on, unanswered
from grader.advice.sending import given_to
from grader.model.events import Call, Event, Raised
from grader.model.transcript import Transcript
from grader.result.finding import Finding, FindingKind
from grader.sourcefile.receive_loops import LoopEnding, ending_of, is_kept, loop_of
from grader.sourcefile.tree import Source
from grader.sourcefile.values import Values, handed_on_whole, made_of_what_came
from tests.conftest import cases

FILE = "server.py"
SEEN = Finding(kind=FindingKind.BUSY)

# A loop around recv(), and its ending.
ENDINGS = {
    "never": ("while True:\n    use(conn.recv(9))", LoopEnding.NOTHING),
    "after some rounds": ("for _ in range(3):\n    data = conn.recv(9)", LoopEnding.COUNT),
    "on empty bytes": ("while True:\n    data = conn.recv(9)\n    if not data:\n        break", LoopEnding.EMPTY),
    "on the length 0": ("while True:\n    d = c.recv(9)\n    if len(d) == 0: break", LoopEnding.EMPTY),
    "on empty bytes in else": ("while True:\n    d = c.recv(9)\n    if d: use(d)\n    else: break", LoopEnding.EMPTY),
    "on empty bytes or a mark": ('while True:\n    d = c.recv(9)\n    if not d or d == b"x": break', LoopEnding.EMPTY),
    "on empty bytes in its head": ("while d := c.recv(9):\n    use(d)", LoopEnding.EMPTY),
    "on an empty text": ('while True:\n    t = c.recv(9).decode()\n    if t == "": break', LoopEnding.EMPTY),
    "on a flag set on empty bytes": ("while go:\n    d = c.recv(9)\n    if not d: go = False", LoopEnding.EMPTY),
    "on empty bytes with exit": ("while True:\n    d = c.recv(9)\n    if not d: sys.exit(0)", LoopEnding.EMPTY),
    "on a short portion": ("while True:\n    d = c.recv(9)\n    if len(d) < 9: break", LoopEnding.SHORT),
    "on enough": ("while len(d) < n:\n    d += c.recv(9)", LoopEnding.ENOUGH),
    "on a mark": ('while not d.endswith(b"end"):\n    d += c.recv(9)', LoopEnding.MARK),
    "on a mark within": ('while b"end" not in d:\n    d += c.recv(9)', LoopEnding.MARK),
    "on a word": ('while True:\n    d = c.recv(9)\n    if d == b"exit": break', LoopEnding.MARK),
    "on an exception": ("while True:\n    try: d = c.recv(9)\n    except OSError: break", LoopEnding.ERROR),
    "on data": ("while not d:\n    d = c.recv(9)", LoopEnding.DATA),
    "on data with break": ("while True:\n    d = c.recv(9)\n    if d: break", LoopEnding.DATA),
    "skipping empty bytes": (
        "while True:\n    d = c.recv(9)\n    if not d: continue\n    use(d)",
        LoopEnding.PASSED_OVER,
    ),
    "on something else": ("while True:\n    d = c.recv(9)\n    if not clients: break", LoopEnding.OTHER),
}


@pytest.mark.parametrize("name", cases(ENDINGS))
def test_the_ending_of_a_loop_is_read_from_the_tree(name: str) -> None:
    text, ending = ENDINGS[name]
    source = Source(text.encode())
    assert ending_of(source.tree.body[0], made_of_what_came(source)) is ending


def test_a_loop_that_accepts_does_not_count_as_a_receive_loop() -> None:
    source = Source(b"while True:\n    c, a = s.accept()\n    d = c.recv(9)\n    while d:\n        d = c.recv(9)\n")
    first, second = source.calls("recv")
    assert loop_of(source, first) is None
    assert isinstance(loop_of(source, second), ast.While)


def test_a_function_that_is_called_in_a_loop_counts_as_part_of_the_loop() -> None:
    source = Source(b"def read(c):\n    return c.recv(9)\n\nwhile True:\n    print(read(c))\n")
    assert isinstance(loop_of(source, source.calls("recv")[0]), ast.While)


KEPT = {
    "data = c.recv(9)": True,
    "text = c.recv(9).decode('gbk')": True,
    "parts.append(c.recv(9))": True,
    "def read(): return c.recv(9)": True,
    "while d := c.recv(9): pass": True,
    "c.recv(9)": False,
    "size = len(c.recv(9))": False,
    "if c.recv(9): pass": False,
    "print(c.recv(9))": False,
    "there = c.recv(9) != b''": False,
    "data = c.recv(9) and other": False,
}


@pytest.mark.parametrize("text", KEPT)
def test_the_tree_shows_whether_received_bytes_are_kept(text: str) -> None:
    source = Source(text.encode())
    assert is_kept(source, source.calls("recv")[0]) is KEPT[text]


def test_the_assignments_of_a_name_decide_whether_it_is_bytes_or_text() -> None:
    source = Source(
        b"class A:\n    def read(self):\n        return self.sock.recv(9)\n"
        b"a = conn.recv(9)\nb = a[1:]\nc = b.decode('gbk')\nd = f'{a}'\ne = A().read()\nf = ''\nf += a\ng = 3\n"
        b"h, addr = conn.recvfrom(9)\n"
    )
    values = Values(source)
    names = {name: ast.parse(name, mode="eval").body for name in "abcdefgh"}
    assert {name for name, node in names.items() if values.is_bytes(node)} == set("abeh")
    assert {name for name, node in names.items() if values.is_text(node)} == set("cd")


def test_received_bytes_are_followed_through_names_parameters_functions_and_lists() -> None:
    source = Source(
        b"def read(conn):\n    return conn.recv(9)\ndef show(text):\n    word, *_ = text.split()\n"
        b"class A:\n    def go(self):\n        self.data = read(self.conn)\n        parts.append(self.data)\n"
        b"        other = self.conn\n        show(self.data.decode())\n"
    )
    assert made_of_what_came(source) >= {"read", "data", "parts", "text", "word"}
    assert made_of_what_came(source).isdisjoint({"self", "conn", "other", "show"})


def call(
    name: str, at: float, result: str = "", arguments: str = "9", line: int = 2, seconds: float | None = 0.0
) -> Call:
    return Call(
        at=at, who="program", number=1, call=name, arguments=arguments, timeout=None, file=FILE, line=line,
        result=result, seconds=seconds,
    )  # fmt: skip


def case_of(*events: Event, text: str = "while True:\n    d = c.recv(9)\n") -> Case:
    return Case("13", "leaves", SEEN, Transcript(events), FILE, {FILE: text.encode()})


SIZES = {
    "b''": 0,
    "b'abc'": 3,
    "b'ab'... (282 bytes)": 282,
    "(b'abc', None)": 3,
    "7": 7,
    "b'(5 bytes)'": 9,
    "b'cut": None,
    "('127.0.0.1', 5)": None,
    "None": None,
}


@pytest.mark.parametrize("result", SIZES)
def test_the_trace_contains_the_number_of_received_bytes(result: str) -> None:
    assert size_of(call("recv", 0.1, result)) == SIZES[result]


def test_the_trace_contains_the_number_of_requested_bytes() -> None:
    assert asked(call("recv", 0.1, arguments="1024")) == 1024
    assert asked(call("recv_into", 0.1, arguments="bytearray(b'\\x00\\x00\\x00')")) == 3
    assert asked(call("recv_into", 0.1, arguments="memoryview(b'\\x00\\x00'... (8192 bytes))")) == 8192
    assert asked(call("recv", 0.1, arguments="size=4")) is None


@pytest.mark.parametrize(
    ("arguments", "size"),
    [
        ("b'hello'", 5),
        ("b'hel'... (2000000 bytes)", 2_000_000),
        ("memoryview(b'hel'... (70 bytes))", 70),
        ("'hello'", None),
        ("65", None),
        ("b'hello', 16", None),
    ],
)
def test_the_number_of_bytes_for_a_send_is_known_even_if_the_bytes_are_shortened(
    arguments: str, size: int | None
) -> None:
    assert given_to(call("send", 0.1, arguments=arguments)) == size


def test_only_bytes_received_after_the_last_send_are_unanswered() -> None:
    case = case_of(call("recv", 0.1, "b'a'"), call("send", 0.2, "1"), call("recv", 0.3, "b'b'"))
    assert [each.result for each in receipts(case)] == ["b'a'", "b'b'"]
    assert [each.result for each in unanswered(case)] == ["b'b'"]


def test_two_ends_of_the_stream_on_one_connection_are_spinning() -> None:
    first, second = call("recv", 0.1, "b''"), call("recv", 0.3, "b''")
    assert spins_on(case_of(first)) is None
    assert spins_on(case_of(first, second)) is LoopEnding.NOTHING
    assert spins_on(case_of(first, call("connect", 0.2), second)) is None


def test_an_alias_of_an_encoding_becomes_its_usual_name() -> None:
    def failed(encoding: str) -> Raised:
        detail = {"encoding": encoding}
        return Raised(at=0.1, who="program", kind="UnicodeDecodeError", text="", file=FILE, line=2, detail=detail)

    assert codec_of(case_of(failed("cp936"))) == "gbk"
    assert codec_of(case_of(failed("utf-8"))) == "utf-8"
    assert codec_of(case_of()) == ""


def test_received_bytes_and_values_made_of_them_are_distinguished() -> None:
    text = (
        "data = conn.recv(9)\nsame = data\ntext = data.decode()\ndef show(raw):\n    return raw\ngiven = show(data)\n"
    )
    source = Source(text.encode())
    assert handed_on_whole(source) == {"data", "same", "raw", "show", "given"}
    assert "text" in made_of_what_came(source)

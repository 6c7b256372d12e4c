"""Bytes, texts and places in words for beginners."""

import pytest

from grader.texts.wording import SHOWN, first_difference, outcome, place, quote, shorten, sized
from tests.english import english


@pytest.mark.parametrize(
    ("data", "encoding", "shown"),
    [
        (b"hello", "utf-8", '"hello"'),
        (b"", "utf-8", '""'),
        ("你好".encode("gbk"), "gbk", '"你好"'),
        ("你好".encode(), "utf-8", '"你好"'),
        ("你".encode(), "gbk", '"你"'),  # not valid in GBK, but in UTF-8
        ("你好".encode("gbk"), "utf-8", r"b'\xc4\xe3\xba\xc3'"),
        (b"\xff\xfe", "gbk", r"b'\xff\xfe'"),
        (b"\x00", "utf-8", r"b'\x00'"),
        (b"\x1b[31mred", "utf-8", r"b'\x1b[31mred'"),
        (b"x" * SHOWN, "utf-8", '"' + "x" * SHOWN + '"'),
        (b"x" * (SHOWN + 1), "utf-8", '"' + "x" * SHOWN + '..."'),
        (b"\xff" * (SHOWN + 1), "utf-8", f"{bytes([255]) * SHOWN!r}..."),
    ],
)
def test_bytes_are_quoted_as_text_if_they_are_text(data: bytes, encoding: str, shown: str) -> None:
    assert quote(data, encoding) == shown


@pytest.mark.parametrize("data", [b"one\ntwo", b"one\r\ntwo\r\n", b"one\ttwo", b"one\x1b[2Jtwo\x07", b"one\0two"])
def test_quoted_bytes_are_one_printable_line(data: bytes) -> None:
    shown = quote(data)
    assert shown.isprintable()
    assert "one" in shown
    assert "two" in shown


def test_bytes_are_shown_with_their_number() -> None:
    assert english(sized("你好".encode("gbk"), "gbk")) == '"你好" (4 bytes)'


@pytest.mark.parametrize(
    ("wanted", "got", "where"),
    [
        (b"abc", b"abd", 2),
        (b"abc", b"xbc", 0),
        (b"abc", b"ab", 2),
        (b"ab", b"abc", 2),
        (b"abc", b"abc", 3),
        (b"", b"", 0),
    ],
)
def test_the_first_different_byte_is_found(wanted: bytes, got: bytes, where: int) -> None:
    assert first_difference(wanted, got) == where


@pytest.mark.parametrize(
    ("file", "line", "said"), [("bind.py", 14, " at bind.py:14"), ("", 14, ""), ("bind.py", 0, ""), ("", 0, "")]
)
def test_an_unknown_place_is_left_out(file: str, line: int, said: str) -> None:
    assert english(place(file, line)) == said


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("hello", "hello"),
        ("  two \n lines\t ", "two lines"),
        ("\x1b[31mred\x07", " [31mred "),
        ("你好", "你好"),
        ("", ""),
        ("right\u202eleft", "right left"),
    ],
)
def test_a_text_of_a_program_becomes_one_printable_line(text: str, short: str) -> None:
    assert shorten(text) == short


def test_a_long_text_is_cut() -> None:
    assert shorten("x" * 201) == "x" * 200 + "..."
    assert shorten("x" * 200) == "x" * 200
    assert shorten("x" * 50, most=10) == "x" * 10 + "..."


@pytest.mark.parametrize(
    ("happened", "said"),
    [("returned None", "it returned None"), ("returned ''", "it returned ''"), ("KeyError", "it raised KeyError")],
)
def test_the_outcome_of_a_function_is_a_sentence(happened: str, said: str) -> None:
    assert english(outcome(happened)) == said

"""Keys are read from a terminal, a pipe and a file."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from grader.learner.watch.keys import Keys, LineKeys, letters
from tests.submitted import on_posix

if os.name == "posix":
    import termios

    from grader.learner.watch.keys import PosixKeys

LETTERS = {
    "n": "n",
    "N": "n",
    "nl": "nl",
    "ｎ": "n",
    "\x1b[A": "",
    "\x1bOA": "",
    "\x1b[1;5C": "",
    "\x1b[3~": "",
    "\x1bq": "",
    "\x1b": "",
    "a\x1b[Bn": "an",
    "\x03": "\x03",
    "": "",
}


@pytest.mark.parametrize("text", LETTERS)
def test_an_escape_sequence_is_ignored_and_letters_are_lower_case(text: str) -> None:
    assert letters(text) == LETTERS[text]


def read_all_keys(keys: Keys) -> list[str]:
    """All keys up to the end."""
    found = []
    while (pressed := keys.read_keys()) is not None:
        found += list(pressed)
    return found


LINES = {
    b"n\nquit\n": ["n", "q"],
    b"n\r\nq\r\n": ["n", "q"],
    b"  list\n\n\nA": ["l", "a"],
    b"\xff\nq": ["\ufffd", "q"],
    b"": [],
}


@pytest.mark.parametrize("data", LINES)
def test_the_first_letter_of_a_line_is_the_key(data: bytes) -> None:
    ours, theirs = os.pipe()
    os.write(theirs, data)
    os.close(theirs)
    with LineKeys(ours) as keys:
        assert read_all_keys(keys) == LINES[data]
    os.close(ours)


@on_posix
def test_a_line_is_read_when_it_is_complete() -> None:
    ours, theirs = os.pipe()
    with LineKeys(ours) as keys:
        os.write(theirs, b"n")
        assert keys.read_keys() == ""
        os.write(theirs, b"ext\nq")
        assert keys.read_keys() == "n"
        os.close(theirs)
        assert read_all_keys(keys) == ["q"]
    os.close(ours)


@contextmanager
def terminal() -> Iterator[tuple[int, int]]:
    """Both sides of a terminal."""
    ours, theirs = os.openpty()
    try:
        yield ours, theirs
    finally:
        os.close(ours)
        os.close(theirs)


@on_posix
def test_a_terminal_gives_keys_without_enter_and_is_restored_after_an_error() -> None:
    with terminal() as (ours, theirs):
        before = termios.tcgetattr(theirs)
        with pytest.raises(ZeroDivisionError), PosixKeys(theirs) as keys:
            assert termios.tcgetattr(theirs) != before
            assert keys.read_keys() == ""
            os.write(ours, b"n")
            assert keys.read_keys() == "n"
            raise ZeroDivisionError
        assert termios.tcgetattr(theirs) == before


@on_posix
def test_an_arrow_key_that_arrives_in_pieces_is_ignored() -> None:
    with terminal() as (ours, theirs), PosixKeys(theirs) as keys:
        os.write(ours, b"\x1b")
        os.write(ours, b"[")
        os.write(ours, b"A")
        assert keys.read_keys() == ""
        os.write(ours, b"q")
        assert keys.read_keys() == "q"


@on_posix
def test_a_single_escape_does_not_swallow_the_next_key() -> None:
    with terminal() as (ours, theirs), PosixKeys(theirs) as keys:
        os.write(ours, b"\x1b")
        assert keys.read_keys() == ""
        os.write(ours, b"q")
        assert keys.read_keys() == "q"


@on_posix
def test_a_closed_terminal_ends_the_keys() -> None:
    ours, theirs = os.openpty()
    keys = PosixKeys(theirs)
    os.close(ours)
    assert keys.read_keys() is None
    os.close(theirs)

"""What the advice reads from a learner's syntax tree and from received bytes."""

import ast

import pytest

from grader.advice.evidence import texts_of
from grader.sourcefile.tree import Source
from grader.sourcefile.values import Values


def source(text: str) -> Source:
    return Source(text.encode())


@pytest.mark.parametrize(
    ("line", "used"),
    [
        ("conn.sendall(data)", False),
        ("return conn.sendall(data)", False),
        ("kept = conn.sendall(data)", False),
        ("count = conn.sendall(data); print(count)", True),
        ("total += conn.sendall(data)", True),
        ("if conn.sendall(data) == 5: pass", True),
    ],
)
def test_a_call_counts_as_used_if_its_result_is_used(line: str, used: bool) -> None:
    assert bool(source(f"def reply(conn, data):\n    {line}\n").calls_used("sendall")) is used


@pytest.mark.parametrize(
    ("block", "lines"),
    [
        ("return\nconn.close()", {2}),
        ("while True:\n    conn.recv(1)\nconn.close()", {3}),
        ("while 1:\n    for each in data:\n        break\nconn.close()", {4}),
        ("while True:\n    if not data:\n        break\nconn.close()", set()),
        ("while data:\n    pass\nconn.close()", set()),
        ("if data:\n    return\nconn.close()", set()),
    ],
)
def test_code_after_a_return_or_an_endless_loop_is_not_reached(block: str, lines: set[int]) -> None:
    assert {each.lineno for each in source(block).unreached()} == lines


def test_the_lines_of_a_with_statement_are_those_before_its_block() -> None:
    text = "with socket.socket() as a:\n    pass\nwith (\n    first() as b,\n    second() as c,\n):\n    pass\n"
    assert source(text).with_lines() == {1, 3, 4, 5}


def test_a_file_that_does_not_compile_has_an_empty_tree() -> None:
    broken = source("with socket.socket( as a:\n")
    assert isinstance(broken.tree, ast.Module)
    assert not broken.with_lines()
    assert not broken.unreached()


def test_bytes_with_non_ascii_letters_are_decoded_in_two_encodings() -> None:
    assert texts_of("你好".encode("gbk")) == {"你好"}
    assert "你好" in texts_of("你好".encode())
    assert texts_of(b"hello") == set()


def test_names_that_refer_to_each_other_have_no_value() -> None:
    source = Source(b"a = b + 'x'\nb = a + 'y'\nc = f'{c}'\nprint(a, b, c)")
    assert [source.value(node) for node in source.calls("print")[0].args] == [None, None, None]


def test_a_text_that_doubles_in_each_line_is_computed_up_to_the_limit() -> None:
    doubling = "a0 = 'xy'\n" + "".join(f"a{n} = a{n - 1} + a{n - 1}\n" for n in range(1, 60))
    source = Source((doubling + "print(a3, a59)").encode())
    assert [source.value(node) for node in source.calls("print")[0].args] == ["xy" * 8, None]


def test_the_kind_of_a_function_that_returns_itself_is_unknown() -> None:
    source = Source(b"def f(x):\n    return f(x)\ndef g(x):\n    return g(x) or x.decode()\nprint(f(1), g(1))")
    values, arguments = Values(source), source.calls("print")[0].args
    assert [values.is_text(node) for node in arguments] == [False, True]

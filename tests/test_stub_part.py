"""The stub's part of a file is not evidence about the learner; a stub's `raise` beside other code is found."""

import ast

import pytest

from grader.sourcefile.stub_state import lines_left_of_stub
from grader.sourcefile.tree import Source

STUB = b"""
import socket

def step(a):
    raise NotImplementedError("write step() here")

if __name__ == "__main__":
    with socket.socket() as desk:
        print("one")
        desk.accept()
    print("two")
"""


def written(own: bytes, main: bytes) -> bytes:
    """A file of a learner with the step and the main part."""
    return b"import socket\n\ndef step(a):\n" + own + b"\n" + main


MAIN = STUB[STUB.index(b"if __name__") :]


@pytest.mark.parametrize(
    ("main", "left"),
    [
        (MAIN, "pass"),
        (MAIN.replace(b'"two"', b'"three"'), "print('three')"),
        (MAIN.replace(b'"one"', b'"seven"'), "with socket.socket() as desk:\n    print('seven')"),
        (MAIN.replace(b"socket.socket()", b"socket.create_server(())"), None),
        (MAIN + b"    step(1)\n", "step(1)"),
        (MAIN.replace(b"    ", b"  "), "pass"),
    ],
)
def test_only_what_the_learner_changed_in_the_main_part_is_evidence(main: bytes, left: "str | None") -> None:
    guard = Source(written(b"    return a", main), STUB).tree.body[-1]
    assert isinstance(guard, ast.If)
    lines = "\n".join(map(ast.unparse, guard.body))
    if left is None:
        assert lines.startswith("with socket.create_server(()) as desk:")
        assert "accept" in lines
    else:
        assert lines == left


def test_a_main_part_with_another_condition_stays_whole() -> None:
    main = MAIN.replace(b"__main__", b"_main_")
    assert "accept" in ast.unparse(Source(written(b"    return a", main), STUB).tree)


def test_the_lines_keep_their_numbers() -> None:
    source = Source(written(b"    return a", MAIN.replace(b'"two"', b'"three"')), STUB)
    assert [call.lineno for call in source.calls("print")] == [9]


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        (b"    raise NotImplementedError('write')\n", set()),
        (b"    '''What it does.'''\n    raise NotImplementedError('write')\n", set()),
        (b"    a = 1\n    raise NotImplementedError\n", {5}),
        (b"    raise NotImplementedError('write')\n    return a\n", {4}),
        (b"    return a\n", set()),
        (b"    return (\n", set()),
    ],
)
def test_the_raise_of_the_stub_is_found_beside_other_code(body: bytes, lines: set[int]) -> None:
    assert lines_left_of_stub(written(body, b""), ["step"]) == lines

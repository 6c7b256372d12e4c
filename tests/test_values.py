"""The texts of the trace as values: one parser, which accepts any text that a program can write to the channel."""

import ast
import random
import re
from pathlib import Path

import pytest

from grader.child.trace import brief
from grader.model.events import Call, Misreturned, Raised
from grader.model.values import (
    DEPTH_AT_MOST,
    END_OF_STREAM,
    NO_VALUE,
    TEXT_AT_MOST,
    Address,
    Arguments,
    Bytes,
    Constant,
    ErrorCause,
    ErrorInfo,
    Number,
    Other,
    Text,
    Tuple,
    Value,
    address_in,
    parse_arguments,
    parse_cause,
    parse_detail,
    parse_error,
    parse_value,
    plain,
)
from tests.submitted import REPO

SOCKET = Other("a socket")

VALUES: dict[str, Value] = {
    "'hello'": Text("hello"),
    '"it\'s"': Text("it's"),
    "'a, (b'": Text("a, (b"),
    "'\\'\\\"\\\\\\n\\t\\r'": Text("'\"\\\n\t\r"),
    "'\\x07\\u4f60\\U0001f600'": Text("\x07你😀"),
    "'\\udcff'": Text("\udcff"),
    "'\\q'": Text("\\q"),
    "'cut": Text("cut"),
    "'cut\\": Text("cut"),
    "'cut\\u4f": Text("cut"),
    "b''": END_OF_STREAM,
    "b'\\xc4\\xe3'": Bytes(b"\xc4\xe3", 2),
    "b'(5 bytes)'": Bytes(b"(5 bytes)", 9),
    'b"it\'s"': Bytes(b"it's", 4),
    "b'hel'... (2000000 bytes)": Bytes(b"hel", 2_000_000),
    "b'hel'... (20": Bytes(b"hel", None),
    "b'hel": Bytes(b"hel", None),
    "b'hel\\xe": Bytes(b"hel", None),
    "b'你'": Bytes(b"?", 1),
    "bytearray(b'hello')": Bytes(b"hello", 5, "bytearray"),
    "memoryview(b'hel'... (70 bytes))": Bytes(b"hel", 70, "memoryview"),
    "0": Number(0),
    "-65536": Number(-65536),
    "2.5": Number(2.5),
    "-1.5e-07": Number(-1.5e-07),
    "True": Number(True),
    "None": NO_VALUE,
    "AF_INET": Constant("AF_INET"),
    "MSG_PEEK|MSG_DONTWAIT": Constant("MSG_PEEK|MSG_DONTWAIT"),
    "a socket": SOCKET,
    "a huge number": Other("a huge number"),
    "<list>": Other("<list>"),
    "<a, b>": Other("<a, b>"),
    "('127.0.0.1', 8989)": Address("127.0.0.1", 8989),
    "('127.0.0.1', '8989')": Tuple((Text("127.0.0.1"), Text("8989"))),
    "('127.0.0.1', True)": Tuple((Text("127.0.0.1"), Number(True))),
    "('127.0.0.1', 89": Tuple((Text("127.0.0.1"), Number(89))),
    "('::1', 8989, 0, 0)": Tuple((Text("::1"), Number(8989), Number(0), Number(0))),
    "()": Tuple(()),
    "(1,)": Tuple((Number(1),)),
    "(a socket, ('127.0.0.1', 33994))": Tuple((SOCKET, Address("127.0.0.1", 33994))),
    "(b'abc', None)": Tuple((Bytes(b"abc", 3), NO_VALUE)),
    "(b'abc'... (900 bytes), ('127.0.0.1', 5))": Tuple((Bytes(b"abc", 900), Address("127.0.0.1", 5))),
    "1, 2": Other("1, 2"),
    "('a', 1) and more": Other("('a', 1) and more"),
    "": Other(""),
    ")": Other(")"),
    "\\": Other("\\"),
}


@pytest.mark.parametrize("text", VALUES)
def test_a_text_of_the_trace_becomes_a_value(text: str) -> None:
    assert parse_value(text) == VALUES[text]


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("", Arguments()),
        ("('', 1)", Arguments((Address("", 1),))),
        ("'', 7890", Arguments((Text(""), Number(7890)))),
        ("AF_INET, type=SOCK_DGRAM", Arguments((Constant("AF_INET"),), {"type": Constant("SOCK_DGRAM")})),
        ("b'a=b', flags=0", Arguments((Bytes(b"a=b", 3),), {"flags": Number(0)})),
        ("<Path>, 1", Arguments((Other("<Path>"), Number(1)))),
        ("b'ab'... (90 bytes), 16", Arguments((Bytes(b"ab", 90), Number(16)))),
        ("1) 2", Arguments((Number(1), Other(") 2")))),
    ],
)
def test_the_arguments_of_a_call_become_positional_and_keyword_values(text: str, given: Arguments) -> None:
    assert parse_arguments(text) == given


@pytest.mark.parametrize(
    "value",
    [
        "小黑", "it's \"quoted\", (really)", "\udcff", "\\x", "\x00\x1b", b"", b"'\"\\", bytes(range(48)), b"x" * 2_000_000,
        bytearray(b"ab"), memoryview(b"x" * 49), 5, -5, 2.5, 1e300, True, None, (), ("", 0), (("a", 1), (b"b", None)),
        ("::1", 8989, 0, 0), [1], object, 10**400, float("inf"),
    ],
    ids=lambda value: "memoryview" if isinstance(value, memoryview) else repr(value)[:30],  # without its address
)  # fmt: skip
def test_a_value_that_the_trace_writes_is_read_back(value: object) -> None:
    read = parse_value(brief(value))
    if isinstance(value, bytes | bytearray | memoryview):
        assert isinstance(read, Bytes)
        assert (read.size, bytes(value).startswith(read.head)) == (len(value), True)
        assert read.wrapper == ("" if isinstance(value, bytes) else type(value).__name__)
    elif isinstance(value, str | int | float | tuple | None) and value not in (10**400, float("inf")):
        assert plain(read) == value
    else:
        assert plain(read) == brief(value)


PIECES = ["(", ")", ", ", "'", '"', "b'", "\\", "\\x", "\\u12", "... (", " bytes)", "1", "-", "e", "|", "=", "a", "<", ">",
          "bytearray(", "memoryview(b'", "None", "\n", "\x00", "你", "\udcff", "٣", " "]  # fmt: skip


def test_random_texts_are_parsed_without_an_error() -> None:
    rng = random.Random(5)
    for _ in range(5000):
        text = "".join(rng.choices(PIECES, k=rng.randint(1, 30)))
        given = parse_arguments(text)
        for value in given.values:
            plain(value)
        parse_value(text)
        parse_error(text)
        parse_cause(parse_detail(text))


@pytest.mark.parametrize("piece", ["(", "'", "b'", "a|", "1", "\\", ", ", "1,", "x=", "<", "(1, ", "... (", "\\x"])
def test_only_the_start_of_a_huge_text_is_parsed(piece: str) -> None:
    assert parse_arguments(piece * 1_000_000) == parse_arguments((piece * 1_000_000)[:TEXT_AT_MOST])
    parse_value(piece * 1_000_000)


def test_nested_tuples_are_parsed_to_a_limited_depth() -> None:
    def depth(value: Value) -> int:
        return 1 + max(map(depth, value.items), default=0) if isinstance(value, Tuple) else 0

    assert depth(parse_value("(" * 900)) == DEPTH_AT_MOST


@pytest.mark.parametrize(
    ("text", "info"),
    [
        ("OSError: [Errno 98] In use", ErrorInfo("OSError", 98, "[Errno 98] In use")),
        ("OSError: [WinError 10048] x", ErrorInfo("OSError", 10048, "[WinError 10048] x")),
        ("gaierror: [Errno -2] x", ErrorInfo("gaierror", -2, "[Errno -2] x")),
        ("ValueError: said [Errno 98]", ErrorInfo("ValueError", None, "said [Errno 98]")),
        ("KeyError: 'a: b'", ErrorInfo("KeyError", None, "'a: b'")),
        ("Odd", ErrorInfo("Odd")),
        ("OSError: [Errno 99999999999]", ErrorInfo("OSError", None, "[Errno 99999999999]")),
        ("", ErrorInfo("")),
    ],
)
def test_an_error_is_parsed_into_class_number_and_text(text: str, info: ErrorInfo) -> None:
    assert parse_error(text) == info


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("", ErrorCause()),
        ("name=SO_REUSEPORT;of=module socket", ErrorCause(name="SO_REUSEPORT", owner="module socket")),
        ("errno=-2;encoding=gbk;start=5", ErrorCause(errno=-2, encoding="gbk", start=5)),
        ("errno=x;start=٣;name=a=b;nothing;other=1", ErrorCause(name="a=b")),
        ("errno=" + "9" * 5000, ErrorCause()),
    ],
)
def test_the_cause_of_an_exception_is_parsed(text: str, cause: ErrorCause) -> None:
    assert parse_cause(parse_detail(text)) == cause


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("('', 1)", Address("", 1)),
        ("('::1', 1, 0, 0)", Address("::1", 1)),
        ("('', 1, 0)", None),
        ("(1, '')", None),
        ("'', 1", None),
    ],
)
def test_an_address_has_two_parts_or_four_in_ipv6(text: str, address: Address | None) -> None:
    assert address_in(parse_value(text)) == address
    assert address_in(None) is None


def test_the_constants_among_arguments_are_found_even_if_they_are_joined() -> None:
    given = parse_arguments("9, MSG_PEEK|MSG_WAITALL, 'SO_LINGER', level=SOL_SOCKET")
    assert given.constants == {"MSG_PEEK", "MSG_WAITALL", "SOL_SOCKET"}


# Events with such texts -----------------------------------------------------------------------------------------


def call(**fields: object) -> Call:
    made = {"at": 1.0, "who": "program", "number": 1, "call": "bind", "arguments": "", "timeout": None, "file": "f.py"}
    return Call(**{**made, "line": 1, "seconds": 0.1, **fields})  # type: ignore[arg-type]


def test_a_call_has_values_for_its_arguments_its_result_and_its_error() -> None:
    made = call(arguments="('', 1)", result="5")
    assert (made.given, made.returned, made.failure) == (Arguments((Address("", 1),)), Number(5), None)
    assert made.given is made.given
    assert made.address == Address("", 1)
    assert call(arguments="('', 1), 2").address is None


def test_a_failed_call_and_a_pending_call_have_no_returned_value() -> None:
    assert call(seconds=None).returned is None
    failed = call(result="None", error="TypeError: x")
    assert failed.returned is None
    assert failed.raised("TypeError", "OSError")
    assert not failed.raised("Type")
    assert not call(result="None").raised("")


def test_an_exception_and_a_wrong_return_value_have_values() -> None:
    error = Raised(at=1, who="program", kind="OSError", text="", file="", line=0, detail={"errno": "98"})
    assert error.cause == ErrorCause(errno=98)
    assert Misreturned(at=1, who="program", step="f", promised="bytes", came="'x'").value == Text("x")


# No other module parses these texts -----------------------------------------------------------------------------

TRACED = {"arguments", "result", "error", "detail", "came"}
PARSERS = re.compile(r"(ast|re)\.\w+|literal_eval|int|float")


def is_traced_text(node: ast.AST) -> bool:
    """Whether an expression is one of the traced texts of an event."""
    return isinstance(node, ast.Attribute) and node.attr in TRACED


def parsing_lines(tree: ast.Module) -> list[int]:
    """The lines that parse a text of the trace: `in`, == with a literal, a method of str, a subscript, a parser."""
    found = []
    for node in ast.walk(tree):
        match node:
            case ast.Compare(left, operators, others):
                sides = [left, *others]
                literal = any(isinstance(side, ast.Constant) for side in sides)
                equal = any(isinstance(each, ast.Eq | ast.NotEq) for each in operators)
                inside = any(isinstance(each, ast.In | ast.NotIn) for each in operators)
                bad = any(map(is_traced_text, sides)) and ((literal and equal) or inside)
            case ast.Call(ast.Attribute(value), arguments) if is_traced_text(value):
                bad = True
            case ast.Call(function, arguments):
                parser = PARSERS.fullmatch(ast.unparse(function)) or getattr(function, "attr", "") in dir(
                    re.compile("")
                )
                bad = bool(parser) and any(is_traced_text(each) for each in arguments)
            case ast.Subscript(value):
                bad = is_traced_text(value)
            case _:
                bad = False
        if bad:
            found.append(getattr(node, "lineno", 0))
    return found


@pytest.mark.parametrize(
    "line",
    [
        "'SO_LINGER' in call.arguments",
        "call.result == \"b''\"",
        "call.result not in ('', '0')",
        "call.error.startswith('TypeError')",
        "call.arguments[:1]",
        "re.search('x', call.result)",
        "PATTERN.fullmatch(call.arguments)",
        "ast.literal_eval(event.came)",
        "error.detail.get('name')",
        "int(call.result)",
    ],
)
def test_a_line_that_parses_a_traced_text_is_found(line: str) -> None:
    assert parsing_lines(ast.parse(line)) == [1]


@pytest.mark.parametrize(
    "line", ["not call.error", "shown(call.result)", "first.given == second.given", "case.error is None"]
)
def test_a_line_that_shows_a_traced_text_or_uses_its_value_is_accepted(line: str) -> None:
    assert parsing_lines(ast.parse(line)) == []


def sources() -> list[Path]:
    found = sorted((REPO / "grader").rglob("*.py"))
    # child/ writes these texts; system_calls.py parses texts of the kernel.
    return [path for path in found if path.parent.name != "child" and path.name != "system_calls.py"]


@pytest.mark.parametrize("path", sources(), ids=lambda path: path.relative_to(REPO / "grader").as_posix())
def test_a_module_does_not_parse_traced_texts(path: Path) -> None:
    assert parsing_lines(ast.parse(path.read_bytes())) == []

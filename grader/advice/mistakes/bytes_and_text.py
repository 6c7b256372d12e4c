"""Text and bytes are two types, and Python does not convert between them by itself."""

import ast

from grader.advice.evidence import Case
from grader.advice.receiving import is_description, receipts, size_of
from grader.advice.rule import By, Fit, Words, mistake
from grader.advice.text_on_the_wire import (
    ESCAPES,
    OTHER_BYTES,
    got,
    instead,
    not_shown,
    shows_bytes,
    text_that_came_out,
)
from grader.model.values import Bytes
from grader.result.finding import FindingKind
from grader.sourcefile.tree import name_of
from grader.sourcefile.values import Values

LOOK_INTO = (
    "split rsplit startswith endswith replace find rfind index count join strip lstrip rstrip partition removeprefix"
).split()


def described(case: Case) -> list[ast.Call]:
    """The calls of str() and repr() without an encoding, on bytes or a parameter of a function."""
    values = Values(case.source)
    plain = [call for call in case.source.calls("str", "repr") if len(call.args) == 1 and not call.keywords]
    parameters = {each.arg for node in case.source.nodes if isinstance(node, ast.arguments) for each in node.args}
    return [call for call in plain if values.is_bytes(call.args[0]) or name_of(call.args[0]) in parameters]


@mistake(By.ERROR, "08_encode_decode#bytes-str-mix")
def bytes_str_mix(case: Case) -> Fit:
    """Text and bytes do not mix.

    In this line bytes meet a str. To Python they are two different kinds of things, and it does not turn one into the
    other by itself. Try: decode what you received first, data.decode("gbk").
    """
    if case.raised("TypeError") is None or case.raised_in is not None:
        return False
    values = Values(case.source)
    return any(_mixes(values, node) for node in case.at_error())


def _mixes(values: Values, node: ast.AST) -> bool:
    match node:
        case ast.AugAssign(op=ast.Add(), value=value):
            return values.is_bytes(value)
        case ast.BinOp(op=ast.Add(), left=left, right=right):
            pass
        case ast.Compare(left=left, ops=[ast.In() | ast.NotIn()], comparators=[right]):
            pass
        case ast.Call(func=ast.Attribute(value=left, attr=method), args=[right, *_]) if method in LOOK_INTO:
            pass
        case _:
            return False
    if values.is_text(left) and values.is_list_of_bytes(right):
        return True
    if isinstance(right, (ast.List, ast.Tuple)) and right.elts:
        right = right.elts[0]
    return (values.is_bytes(left) and values.is_text(right)) or (values.is_text(left) and values.is_bytes(right))


@mistake(By.CALL, "08_encode_decode#str-of-bytes", over=("send-str",))
def str_of_bytes(case: Case) -> Fit:
    r"""The bytes were described, not decoded.

    You turned bytes into text with str(), or by putting them into a string. That gives their description, with the
    letter b, the quotes and \x escapes, and not what they stand for. Try: {instead}.
    """
    words: Words = {"instead": instead(case)}
    if (case.kind in OTHER_BYTES and got(case).startswith((b"b'", b'b"'))) or is_description(case.returned_instead):
        return words
    quoted = "b'" in text_that_came_out(case) or 'b"' in text_that_came_out(case)
    named = (bool(described(case)) or bool(case.steps)) and not case.source.thrown_away("decode")
    return words if shows_bytes(case) and quoted and named else False


@mistake(By.CALL, "08_encode_decode#str-of-bytes")
def str_of_bytes_cut(case: Case) -> Fit:
    r"""The description of the bytes was cut, not decoded.

    You made str() of the bytes and cut the b and the quotes off. What is left is still a description, with a \x escape
    for each byte of a Chinese character. Try: {instead}.
    """
    if not described(case):
        return False
    if case.kind in OTHER_BYTES:
        escaped = ESCAPES.search(got(case).decode("ascii", "replace")) is not None and not got(case).startswith(b"b")
    else:
        escaped = shows_bytes(case) and "b'" not in text_that_came_out(case) and 'b"' not in text_that_came_out(case)
    return {"instead": instead(case)} if escaped else False


@mistake(By.CALL, "08_encode_decode#encode-not-assigned", over=("return-missing",))
def decode_not_assigned(case: Case) -> Fit:
    """The result of decode() was thrown away.

    You called decode(), but you did not keep what it gave back. Bytes never change: decode() makes a new text and
    leaves the bytes as they are. Try: text = {instead}, and use text.
    """
    bytes_left = shows_bytes(case) or isinstance(case.returned_instead, Bytes)
    return {"instead": instead(case)} if bytes_left and case.source.thrown_away("decode") else False


@mistake(By.CALL, "08_encode_decode#str-of-bytes")
def print_bytes(case: Case) -> Fit:
    r"""The bytes are printed, not the text.

    You printed what recv() gave, and that is bytes: Python shows them with a b, quotes and \x escapes. Nobody has
    decoded them yet. Try: print(data.decode("gbk")).
    """
    quoted = "b'" in text_that_came_out(case) or 'b"' in text_that_came_out(case)
    named = described(case) or case.source.thrown_away("decode") or case.steps
    return shows_bytes(case) and quoted and not named


@mistake(By.CALL, "08_encode_decode#codec-mismatch-silent")
def bytes_to_terminal(case: Case) -> Fit:
    """The bytes went to the terminal as they came.

    You wrote the received bytes to the terminal without decoding them. A terminal reads UTF-8 or whatever it is set to,
    and these bytes are GBK. Try: print(data.decode("gbk")).
    """
    if not not_shown(case) or not receipts(case) or not size_of(receipts(case)[-1]):
        return False
    values = Values(case.source)
    raw = [call for call in case.source.calls("write") if call.args and values.is_bytes(call.args[0])]
    return bool(raw) and case.source.mentions("stdout", "fdopen", "stderr") and "\\x" not in case.output


@mistake(By.CALL, "07_recv#compare-bytes-str", over=("recv-eof-unchecked", "recv-eof-continue", "recv-until-data"))
def compare_bytes_str(case: Case) -> Fit:
    """Bytes are compared with text.

    You compare bytes with a str. Python does not complain, but the two are never equal, not even when both are empty,
    so the answer is always False. Try: data == b"", or better: len(data) == 0.
    """
    last_two = [size_of(call) for call in receipts(case)[-2:]]  # [0, 0]: the end of the stream was received twice
    return (case.kind is FindingKind.END_NOT_SEEN or last_two == [0, 0]) and compares_bytes_with_text(case)


def compares_bytes_with_text(case: Case) -> bool:
    """Whether bytes are compared with the empty text, or with any text in has_left(), whose parameter is bytes."""
    values = Values(case.source)
    step = case.kind is FindingKind.END_NOT_SEEN
    given = {node.arg for node in case.source.nodes if isinstance(node, ast.arg)} if step else set()
    for node in case.source.nodes:
        match node:
            case ast.Compare(left=left, ops=[ast.Eq() | ast.NotEq()], comparators=[right]):
                pairs = [(left, right), (right, left)]
            case ast.Compare(
                left=left, ops=[ast.In() | ast.NotIn()], comparators=[ast.Tuple(elts=many) | ast.List(elts=many)]
            ):
                pairs = [(left, each) for each in many]
            case ast.Call(func=ast.Name(id="iter"), args=[_, other]) if case.source.value(other) == "":
                return True
            case _:
                continue
        for one, other in pairs:
            text = values.is_text(other) and (step or case.source.value(other) == "")
            if text and (values.is_bytes(one) or name_of(one) in given):
                return True
    return False


@mistake(By.ERROR, "13_server", over=("name-typo", "recv-eof-decoded-first"))
def eval_received(case: Case) -> Fit:
    """What came over the network is run as Python.

    You gave received text to {call}(). It does not read data, it runs it as a program: whoever connects can do on your
    machine whatever you can do, and plain words end in {kind}. Try: use the text as text; int(text) makes a number of
    it.
    """
    error = case.error
    calls = [call.func.id for call in case.calls_at_error("eval", "exec") if isinstance(call.func, ast.Name)]
    return {"call": calls[0], "kind": error.kind} if error is not None and calls and receipts(case) else False

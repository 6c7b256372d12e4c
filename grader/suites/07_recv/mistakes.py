"""07: mistakes with the results of receive() and has_left()."""

import ast
import itertools
import re

from grader.advice.evidence import BAD_DESCRIPTOR, Case
from grader.advice.receiving import asked, is_description, receipts
from grader.advice.rule import By, Fit, mistake
from grader.model.values import END_OF_STREAM, NO_VALUE, Text
from grader.result.finding import DataTried, FindingKind, SizeTried
from grader.sourcefile.receive_loops import compares_length
from grader.sourcefile.tree import name_of, names_in

WORDS = frozenset({"left", "exit", "bye", "quit", "##", "end", "eof", "none", "b''"})  # samples of the check not_left


def shown_pieces(case: Case) -> list[bytes]:
    """The pieces that receive() returned to the host, which sent them to the client."""
    found, rest = [], case.received
    while head := re.match(rb"(\d{1,7}) [-01]\n", rest):
        found.append(rest[head.end() : head.end() + int(head[1])])
        rest = rest[head.end() + int(head[1]) :]
    return found


def left(case: Case) -> ast.AST:
    """The code of has_left(); the whole file where it is neither a function nor a lambda."""
    lambdas = [
        node.value
        for node in case.source.nodes
        if isinstance(node, ast.Assign) and "has_left" in {name_of(target) for target in node.targets}
    ]
    return case.source.function("has_left") or (lambdas[0] if lambdas else case.source.tree)


def bufsize(case: Case) -> int:
    """The buffer size that receive() was given; 0 where the check tried something else."""
    tried = case.tried(SizeTried)
    return tried.bufsize if tried is not None else 0


def tried_data(case: Case) -> str:
    """The bytes that has_left() was given, as Python writes them; `...` where the check tried something else."""
    tried = case.tried(DataTried)
    return repr(tried.data) if tried is not None else "..."


def too_large(case: Case) -> bool:
    """Whether recv() was given a larger number than receive()."""
    wanted = bufsize(case)
    return case.kind is FindingKind.TOO_MANY_BYTES and any((asked(call) or 0) > wanted for call in receipts(case))


def uses_bufsize(case: Case) -> bool:
    """Whether the argument of recv() is a parameter of receive(), or a name that is assigned from one."""
    function = case.source.function("receive")
    known = {argument.arg for argument in function.args.args[1:]} if function is not None else set()
    assignments = [node for node in case.source.nodes if isinstance(node, ast.Assign)]
    computed = {name_of(target) for node in assignments if names_in(node.value) & known for target in node.targets}
    return any(names_in(each) & (known | computed - {""}) for call in case.source.calls("recv") for each in call.args)


@mistake(By.CALL, "07_recv#recv-size-fixed")
def recv_size_fixed(case: Case) -> Fit:
    """The number of bytes is fixed.

    The caller asked for at most {bufsize} bytes, and you asked recv() for {asked}. The parameter bufsize is there, but
    nobody uses it. Try: conn.recv(bufsize).
    """
    if not too_large(case) or uses_bufsize(case):
        return False
    return {"bufsize": bufsize(case), "asked": max(asked(call) or 0 for call in receipts(case))}


@mistake(By.CALL, "07_recv#recv-size-fixed")
def recv_size_raised(case: Case) -> Fit:
    """bufsize is changed on its way to recv().

    The caller asked for at most {bufsize} bytes, and you asked recv() for {asked}. However small the number is, the
    caller has room for so many and no more. Try: conn.recv(bufsize), with the number as it came.
    """
    if not too_large(case) or not uses_bufsize(case):
        return False
    return {"bufsize": bufsize(case), "asked": max(asked(call) or 0 for call in receipts(case))}


@mistake(By.WIRE)
def recv_accumulates(case: Case) -> Fit:
    """Each call gives everything again.

    Your function collects in a variable that outlives it, and gives back all that ever came. The caller gets the first
    bytes a second time. Try: give back what this one recv() gave, and nothing else.
    """
    pieces = [piece for piece in shown_pieces(case) if piece]
    grown = [later for earlier, later in itertools.pairwise(pieces) if later.startswith(earlier)]
    fresh = case.kind in (FindingKind.OTHER_BYTES, FindingKind.MORE_BYTES, FindingKind.TOO_MANY_BYTES)
    return fresh and bool(grown) and all(len(later) > len(pieces[0]) for later in grown)


@mistake(By.WIRE)
def recv_stripped(case: Case) -> Fit:
    """receive() takes bytes away.

    Line {line} calls {call}() on what came. Spaces and line ends are bytes of the client too, and where nothing is left
    the result looks like the end of the stream. Try: return the result of recv() as it is.
    """
    function = case.source.function("receive")
    calls = [node for node in ast.walk(function) if isinstance(node, ast.Call)] if function is not None else []
    cuts = [call for call in calls if name_of(call.func) in ("strip", "lstrip", "rstrip", "replace", "split")]
    return {"line": cuts[0].lineno, "call": name_of(cuts[0].func)} if cuts and receipts(case) else False


@mistake(By.ERROR, over=("close-before-use", "close-with-dedent"))
def recv_closes(case: Case) -> Fit:
    """The connection was closed after the first portion.

    Your function closes the connection: at the end of a with block, or by close(). The caller wants to receive again
    and to answer, and the socket is gone. Try: conn.recv(bufsize) alone; whoever opened it closes it.
    """
    return case.number(BAD_DESCRIPTOR) and bool(case.calls("close"))


@mistake(By.CALL, "07_recv#recv-through-text", over=("return-missing",))
def recv_decoded(case: Case) -> Fit:
    """Text is given back instead of bytes.

    receive() decoded what it received and gave back {came}, which is text. It was promised that it gives bytes: a
    portion may end in the middle of a character, so decoding comes later. Try: return the result of recv().
    """
    came = case.misreturned
    if came is None or not isinstance(came.value, Text) or is_description(came.value) or not receipts(case):
        return False
    return {"came": came.came}


@mistake(By.CALL, over=("return-missing",))
def recv_nothing(case: Case) -> Fit:
    """receive() does not receive.

    Your function never calls recv(), so that no bytes are taken from the connection, and it gives back None. Try: call
    recv() of conn, and return what it gives.
    """
    receives = bool(case.calls()) or bool(case.source.calls("recv", "recv_into", "recvfrom", "read"))
    return case.returned_instead == NO_VALUE and not receives


@mistake(
    By.ERROR,
    "07_recv#recv-through-text",
    over=("codec-mismatch-loud", "codec-too-small", "decode-in-pieces", "recv-decoded"),
)
def recv_through_text(case: Case) -> Fit:
    """The bytes go through text and back.

    You decode the portion that came. Not all bytes are text, and a portion may end in the middle of a character: then
    decode() fails. Try: return the bytes as they are; whoever needs text decodes them later.
    """
    return case.raised("UnicodeDecodeError", "UnicodeEncodeError") is not None and bool(receipts(case))


@mistake(By.ERROR, "07_recv#recv-eof-unchecked")
def recv_eof_as_error(case: Case) -> Fit:
    """The end of the stream was made an error.

    The client has closed politely, and your function raises {kind}. Nothing went wrong: b"" is how the end looks, and
    the caller wants to see it. Try: return the empty result like any other; has_left() tells what it means.
    """
    error = case.error
    if error is None or error.file != case.file or not receipts(case) or receipts(case)[-1].returned != END_OF_STREAM:
        return False
    return {"kind": error.kind} if case.has_raise_at_error() else False


@mistake(By.CALL, "07_recv#recv-eof-unchecked")
def left_inverted(case: Case) -> Fit:
    """has_left() answers the wrong way round.

    has_left() is true for data that has just come. The question is whether the client has left, and it has when there
    is nothing: the length 0. Try: len(data) == 0.
    """
    if case.kind not in (FindingKind.LEFT_TOO_EARLY, FindingKind.LEFT_FOR_DATA):
        return False
    looks = any(isinstance(node, (ast.Compare, ast.Call, ast.UnaryOp, ast.If)) for node in ast.walk(left(case)))
    said = left(case)
    given = [said.body] if isinstance(said, ast.Lambda) else []
    given += [node.value for node in ast.walk(said) if isinstance(node, ast.Return) and node.value is not None]
    looks = looks or any(isinstance(value, ast.Name) for value in given)
    other = compares_length(left(case)) or marks(left(case)) or strips(case) or asks_more(left(case))
    return looks and not other


def asks_more(node: ast.AST) -> bool:
    """Whether has_left() tests more than whether there is data: single bytes, or several conditions."""
    code = ast.Module(node.body, []) if isinstance(node, ast.FunctionDef) else node  # without its annotations
    return any(isinstance(each, (ast.Subscript, ast.BinOp, ast.BoolOp, ast.In)) for each in ast.walk(code))


@mistake(By.CALL, "07_recv#recv-eof-unchecked", over=("left-inverted", "left-short"))
def left_text(case: Case) -> Fit:
    """has_left() returns a text.

    has_left() returns {text!r}, which is a text. Python takes each text that is not empty for true, even "False". Try:
    return len(data) == 0, which is True or False by itself.
    """
    returned = (node.value for node in ast.walk(left(case)) if isinstance(node, ast.Return))
    texts = [text for text in map(case.source.value, returned) if isinstance(text, str) and text]
    about = (FindingKind.LEFT_TOO_EARLY, FindingKind.LEFT_FOR_DATA, FindingKind.END_NOT_SEEN)
    return {"text": texts[-1]} if texts and case.kind in about else False


@mistake(By.CALL, "07_recv#recv-eof-unchecked")
def left_is_none(case: Case) -> Fit:
    """has_left() waits for None.

    has_left() compares with None. recv() never gives None: at the end of the stream it gives empty bytes, b"". Try:
    len(data) == 0.
    """
    compared = [[node.left, *node.comparators] for node in ast.walk(left(case)) if isinstance(node, ast.Compare)]
    none = [any(isinstance(each, ast.Constant) and each.value is None for each in sides) for sides in compared]
    return case.kind is FindingKind.END_NOT_SEEN and bool(none) and all(none)


@mistake(By.CALL, "07_recv#recv-short-means-end")
def left_short(case: Case) -> Fit:
    """A short portion is taken for the end.

    has_left() is true for any data below a certain length. How much comes at once is chance; a client that sends a few
    bytes has not left. Try: len(data) == 0, and no other number.
    """
    return case.kind in (FindingKind.LEFT_TOO_EARLY, FindingKind.LEFT_FOR_DATA) and compares_length(left(case))


@mistake(By.CALL)
def left_stripped(case: Case) -> Fit:
    """Spaces are taken for nothing.

    has_left({asked}) is true: you take spaces and line ends away before you look. They are bytes that the client has
    sent, so it is still there. Try: len(data) == 0, with the data as it came.
    """
    tried = case.tried(DataTried)
    blank = tried is not None and not tried.data.strip()
    return {"asked": tried_data(case)} if case.kind is FindingKind.LEFT_FOR_DATA and blank and strips(case) else False


def strips(case: Case) -> bool:
    """Whether has_left() removes the whitespace before it tests the data."""
    names = {name_of(node.func) for node in ast.walk(left(case)) if isinstance(node, ast.Call)}
    return bool(names & {"strip", "lstrip", "rstrip", "isspace", "split"})


@mistake(By.CALL, "07_recv#recv-short-means-end")
def recv_sentinel_in_stream(case: Case) -> Fit:
    """A word is taken for the end of the stream.

    has_left({asked}) is true. A word that says goodbye is data like any other, and a customer may write it in the
    middle of a text. The client has left when recv() gives b"". Try: len(data) == 0 alone.
    """
    if case.kind not in (FindingKind.LEFT_FOR_DATA, FindingKind.LEFT_TOO_EARLY) or not marks(left(case)):
        return False
    return {"asked": tried_data(case)}


def marks(node: ast.AST) -> set[str]:
    """The words among WORDS that the code contains as bytes or text."""
    values = {each.value for each in ast.walk(node) if isinstance(each, ast.Constant)}
    texts = {value.decode("latin-1") if isinstance(value, bytes) else str(value) for value in values if value}
    return {text for text in texts if text.lower() in WORDS}

"""send() and sendall(): they accept only bytes, and the other side receives only what they were given."""

import ast
import re

from grader.advice.evidence import BROKEN_PIPE, RESET, SENDS, Case
from grader.advice.rule import By, Fit, mistake
from grader.advice.sending import given_to, sent_nothing
from grader.model.values import END_OF_STREAM, Bytes, Number, Text
from grader.result.finding import FindingKind
from grader.sourcefile.tree import name_of

OTHER_WAYS = ("write", "writelines", "makefile", "open_connection")


def sent_text(case: Case) -> str | None:
    """The text given to the sending call whose error ended the program; None where there was none."""
    match case.given_at_error(*SENDS):
        case (Text(text), *_):
            return text
    return None


def is_description(text: str) -> bool:
    """Whether a text is the result of str() of bytes."""
    return re.match(r"(?:bytearray\()?b['\"]", text) is not None


@mistake(By.ERROR, "09_send#send-str")
def send_str(case: Case) -> Fit:
    """Text was sent without being encoded.

    You gave {call}() a str. A socket carries bytes, and Python does not guess the encoding for you. Turn the text into
    bytes first. Try: {call}(text.encode("gbk")).
    """
    call = case.raised_in
    text = sent_text(case)
    if text is not None and call is not None:
        return {"call": call.call} if not is_description(text) else False
    return {"call": "write"} if wrote_text(case) else False


def wrote_text(case: Case) -> bool:
    """Whether a TypeError came from writing to a binary file object of a socket, or to an asyncio stream."""
    if case.raised("TypeError") is None or case.raised_in is not None:
        return False
    modes = [each for call in case.calls("makefile") for each in call.given.values if isinstance(each, Text)]
    binary = any("b" in mode.text for mode in modes) or bool(case.source.calls("open_connection"))
    return binary and any(
        isinstance(call.func, ast.Attribute) and name_of(call.func.value) not in ("stdout", "stderr")
        for call in case.calls_at_error("write")
    )


@mistake(By.ERROR, "09_send#send-str", over=("send-str",))
def send_str_of_bytes(case: Case) -> Fit:
    """Bytes were turned into text before they were sent.

    You had bytes already, and str() made a string of them, b'...' and all. A socket takes bytes and no strings. Leave
    them as they are. Try: {call}(data), without str().
    """
    call = case.raised_in
    text = sent_text(case)
    return {"call": call.call} if text is not None and is_description(text) and call is not None else False


@mistake(By.ERROR, "12_client#encode-not-assigned", over=("send-str",))
def encode_not_assigned(case: Case) -> Fit:
    """The result of encode() was thrown away.

    You called encode(), but you did not keep what it gave back. A str never changes: encode() makes new bytes and
    leaves the text as it is. Try: data = text.encode("gbk"), and send data.
    """
    if not case.source.thrown_away("encode"):
        return False
    return sent_text(case) is not None or isinstance(case.returned_instead, Text)


@mistake(By.ERROR, "09_send#send-str")
def bytes_iterate_int(case: Case) -> Fit:
    """A number was sent instead of bytes.

    You walked through the bytes one by one and gave {call}() the number {number}. Each element of bytes is a number
    from 0 to 255, and a socket does not send numbers. Try: {call}(data), all of it at once.
    """
    call = case.raised_by(*SENDS)
    match call.given.positional if call is not None and call.raised("TypeError") else ():
        case (Number(int(number)),) if call is not None and not isinstance(number, bool):
            return {"call": call.call, "number": number} if 0 <= number < 256 and takes_single_bytes(case) else False
    return False


def takes_single_bytes(case: Case) -> bool:
    """Whether the line that failed takes one element of a sequence, or the file loops over a sequence."""
    nodes = case.at_error()
    taken = any(isinstance(each, ast.Subscript) and not isinstance(each.slice, ast.Slice) for each in nodes)
    return taken or any(isinstance(each, (ast.For, ast.comprehension)) for each in case.source.nodes)


@mistake(By.CALL, "09_send#send-str")
def bytes_of_int(case: Case) -> Fit:
    """bytes(number) was sent: that many zeros.

    What you sent is nothing but zero bytes. bytes(65) does not make the byte with the value 65, it makes 65 bytes of
    zero. You have bytes already, so nothing needs to be made. Try: sendall(data).
    """
    zeros = bool(case.got) and not any(case.got)
    return zeros and any(case.wanted) and bool(case.source.calls("bytes", "bytearray"))


@mistake(By.ERROR, "09_send", over=("bytes-iterate-int", "send-str"))
def send_args_two(case: Case) -> Fit:
    """{call}() was given a second thing.

    You gave {call}() two arguments. The second one is not the length or the address but a number of flags, which you do
    not need: bytes know their own length, and the socket knows its partner. Try: {call}(data).
    """
    call = case.raised_by("send", "sendall")
    if call is not None and call.raised("TypeError") and len(call.given.positional) >= 2:
        return {"call": call.call} if not isinstance(call.given.positional[0], Text) else False
    if any(name_of(node).startswith("MSG_") for node in case.source.nodes):
        return False  # flags by their names are meant as flags
    for each in case.calls("send", "sendall"):
        match each.given.positional:
            case (Bytes(), Number(second)) if second and case.wanted:
                return {"call": each.call}
    return False


@mistake(By.CALL, "10_close#close-no-parens", over=("recv-both-first",))
def send_no_parens(case: Case) -> Fit:
    """{call} is named, but not called.

    The line {line!r} only says which method you mean. Without parentheses Python looks it up and does nothing, so not a
    byte is sent. Try: {call}(data).
    """
    named = case.source.named_only("send", "sendall")
    if not named or not sent_nothing(case):
        return False
    return {"call": named[0].attr, "line": case.source.line(named[0].lineno)}


@mistake(By.END, "09_send", over=("recv-both-first",))
def send_nothing(case: Case) -> Fit:
    """Nothing was sent.

    Your program never calls send() or sendall(), so the other side waits in vain. What a program has made or received
    goes to the other side only when it is sent. Try: sendall(data) on the connection.
    """
    missed = case.has_to("send") and sent_nothing(case) and case.error is None
    return missed and not case.source.mentions(*SENDS, *OTHER_WAYS)


@mistake(By.END, "09_send")
def send_not_reached(case: Case) -> Fit:
    """The line that sends was never reached.

    Line {line} sends, but your program ended without it: a test was not true, or it returned before. So the other side
    got nothing. Try: print() something in front of the line, and see which way the program takes.
    """
    ended = case.kind is FindingKind.EXITED and case.status == 0 and case.error is None
    if not ended or not case.has_to("send") or not sent_nothing(case):
        return False
    sends = case.source.calls(*SENDS)
    return {"line": sends[0].lineno} if sends and not case.source.mentions(*OTHER_WAYS) else False


@mistake(By.CALL, "10_close#close-missing")
def send_empty(case: Case) -> Fit:
    """Empty bytes were sent.

    You sent b"", and that puts nothing on the wire: the other side notices nothing and goes on waiting. That recv()
    gives b"" at the end does not come from a message, but from a close. Try: close() if you have finished, or send at
    least one byte.
    """
    empty = [call for call in case.calls(*SENDS) if given_to(call) == 0 and not call.error]
    waits = case.end_awaited or (bool(case.wanted) and not case.got)
    return bool(empty) and waits


@mistake(By.CALL, "09_send", over=("recv-both-first", "recv-waits-for-mark"))
def send_no_flush(case: Case) -> Fit:
    """What was written stays in the file object's buffer.

    You wrote into the file that makefile() gave you, and it collects what you write until there is much of it. The
    other side has got nothing and waits. Try: flush() after write(), before you read.
    """
    if not sent_nothing(case) or not case.calls("makefile") or case.error is not None:
        return False
    writes = case.source.calls("write", "writelines") + [
        call for call in case.source.calls("print") if any(each.arg == "file" for each in call.keywords)
    ]
    if case.steps:  # what stands outside of the functions does not run
        writes = [write for write in writes if case.source.function_around(write) is not None]
    return any(not comes_later(case, write) for write in writes)


def comes_later(case: Case, node: ast.Call) -> bool:
    """Whether a call comes after the line at which the program waits, in the same function."""
    stop = case.stopped_at
    if stop is None or stop.file != case.file or node.lineno <= stop.line:
        return False
    waiting = next(iter(case.source.at(stop.line)), case.source.tree)
    return case.source.function_around(node) is case.source.function_around(waiting)


@mistake(By.CALL, "13_server#recv-eof-continue", over=("recv-eof-continue", "recv-eof-unchecked", "recv-eof-raises"))
def send_after_peer_closed(case: Case) -> Fit:
    """It went on sending to a client that has left.

    recv() gave b"": the client will say nothing more, and most likely it has left. You went on sending to it
    nevertheless. That reaches nobody, and sooner or later send() raises an error. Try: stop and close when recv() gives
    b"".
    """
    calls = case.calls()
    ended = [place for place, call in enumerate(calls) if call.call == "recv" and call.returned == END_OF_STREAM]
    if not ended:
        return False
    after = [call for call in calls[ended[0] :] if call.call in SENDS]
    failed = any(call.error for call in after)
    if not (failed or (case.busy and len(after) > 1)):
        return False
    return any(knows_the_end(case, call.line) for call in after)


def knows_the_end(case: Case, line: int) -> bool:
    """Whether a line is inside a test for empty bytes: `if not data`, `while len(data) == 0`."""
    return any(
        isinstance(outer, (ast.If, ast.While)) and is_true_of_empty_bytes(outer.test)
        for node in case.source.at(line)[:1]
        for outer in case.source.around(node)
    )


def is_true_of_empty_bytes(test: ast.expr) -> bool:
    """Whether a test is true of empty bytes."""
    if isinstance(test, ast.UnaryOp):
        return isinstance(test.op, ast.Not)
    if not isinstance(test, ast.Compare) or len(test.ops) != 1:
        return False
    sides = [each.value for each in (test.left, *test.comparators) if isinstance(each, ast.Constant)]
    return isinstance(test.ops[0], (ast.Eq, ast.Is)) and any(each in (b"", "", 0) for each in sides)


@mistake(By.ERROR, "12_client#halfclose-close", over=("send-before-connect",))
def halfclose_then_send(case: Case) -> Fit:
    """Sending goes on after the sending side was shut down.

    You called shutdown() for the sending direction and then {call}(). That shutdown tells the other side: I have said
    everything. After it nothing can be sent any more. Try: shutdown(socket.SHUT_WR) after the last {call}().
    """
    call = case.raised_by(*SENDS)
    if call is None or not case.number(BROKEN_PIPE, RESET):
        return False
    shut = [each for each in case.before(call) if each.call == "shutdown" and not each.error]
    return {"call": call.call} if any(each.given.constants & {"SHUT_WR", "SHUT_RDWR"} for each in shut) else False

"""send() and sendall(): what travels is bytes, and how many of them travel."""

import ast
import itertools
import re

from grader.advice.case import BROKEN_PIPE, RESET, SENDS, Case, arguments, size_of, texts_of
from grader.advice.rule import By, Fit, mistake
from grader.advice.source import name_of
from grader.language import N_
from grader.transcript import Call

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
OTHER_WAYS = ("write", "writelines", "makefile", "create_connection", "open_connection")
PADDING_LEAST = 16  # bytes of the same filling, from which on they are no accident


def sent_text(case: Case) -> str | None:
    """The text that the program tried to send and that ended it; None where it was none."""
    call = case.raised_by(*SENDS)
    match arguments(call) if call is not None and call.error.startswith("TypeError") else []:
        case [str() as text, *_]:
            return text if call is not None and call.arguments[:1] in ("'", '"') else None
    return None


def is_description(text: str) -> bool:
    """Whether a text is what str() makes of bytes."""
    return re.match(r"(?:bytearray\()?b['\"]", text) is not None


@mistake(
    N_("Text was sent without being encoded"),
    N_(
        "You gave {call}() a str. A socket carries bytes, and Python does not guess the encoding for you. Turn the "
        'text into bytes first. Try: {call}(text.encode("gbk")).'
    ),
    by=By.ERROR,
    read="09_send#send-str",
)
def send_str(case: Case) -> Fit:
    call = case.raised_in
    text = sent_text(case)
    if text is not None and call is not None:
        return {"call": call.call} if not is_description(text) else False
    return {"call": "write"} if wrote_text(case) else False


def wrote_text(case: Case) -> bool:
    """Whether a line ended in TypeError that writes into a binary file of a socket's, or an asyncio stream."""
    if case.raised("TypeError") is None or case.raised_in is not None:
        return False
    binary = any("b'" in call.arguments for call in case.calls("makefile")) or case.source.calls("open_connection")
    written = [node for node in case.at_error() if isinstance(node, ast.Call) and name_of(node.func) == "write"]
    return bool(binary) and any(
        isinstance(node.func, ast.Attribute) and name_of(node.func.value) not in ("stdout", "stderr")
        for node in written
    )


@mistake(
    N_("Bytes were turned into text before they were sent"),
    N_(
        "You had bytes already, and str() made a text of them, b'...' and all. A socket takes bytes and no text. Leave "
        "them as they are. Try: {call}(data), without str()."
    ),
    by=By.ERROR,
    read="09_send#send-str",
    over=("send-str",),
)
def send_str_of_bytes(case: Case) -> Fit:
    call = case.raised_in
    text = sent_text(case)
    return {"call": call.call} if text is not None and is_description(text) and call is not None else False


@mistake(
    N_("The result of encode() was thrown away"),
    N_(
        "You called encode(), but you did not keep what it gave back. A str never changes: encode() makes new bytes "
        'and leaves the text as it is. Try: data = text.encode("gbk"), and send data.'
    ),
    by=By.ERROR,
    read="12_client#encode-not-assigned",
    over=("send-str",),
)
def encode_not_assigned(case: Case) -> Fit:
    return sent_text(case) is not None and bool(case.source.thrown_away("encode"))


@mistake(
    N_("A number was sent instead of bytes"),
    N_(
        "You walked through the bytes one by one and gave {call}() the number {number}. Each element of bytes is a "
        "number from 0 to 255, and a socket does not send numbers. Try: {call}(data), all of it at once."
    ),
    by=By.ERROR,
    read="09_send#send-str",
)
def bytes_iterate_int(case: Case) -> Fit:
    call = case.raised_by(*SENDS)
    match arguments(call) if call is not None and call.error.startswith("TypeError") else []:
        case [int() as number] if call is not None and not isinstance(number, bool):
            return {"call": call.call, "number": number} if 0 <= number < 256 and walks(case) else False
    return False


def walks(case: Case) -> bool:
    """Whether the line that failed takes one element of something, or the file walks through something."""
    nodes = case.at_error()
    taken = any(isinstance(each, ast.Subscript) and not isinstance(each.slice, ast.Slice) for each in nodes)
    return taken or any(isinstance(each, (ast.For, ast.comprehension)) for each in case.source.nodes)


@mistake(
    N_("bytes(number) was sent: that many zeros"),
    N_(
        "What you sent is nothing but zero bytes. bytes(65) does not make the byte with the value 65, it makes 65 "
        "bytes of zero. You have bytes already, so nothing needs to be made. Try: sendall(data)."
    ),
    by=By.CALL,
    read="09_send#send-str",
)
def bytes_of_int(case: Case) -> Fit:
    zeros = bool(case.got) and not any(case.got)
    return zeros and any(case.wanted) and bool(case.source.calls("bytes", "bytearray"))


@mistake(
    N_("{call}() was given a second thing"),
    N_(
        "You gave {call}() two arguments. The second one is not the length or the address but a number of flags, which "
        "you do not need: bytes know their own length, and the socket knows its partner. Try: {call}(data)."
    ),
    by=By.ERROR,
    read="09_send",
    over=("bytes-iterate-int", "send-str"),
)
def send_args_two(case: Case) -> Fit:
    call = case.raised_by("send", "sendall")
    if call is not None and call.error.startswith("TypeError") and has_second(call):
        return {"call": call.call} if not is_text(call) else False
    for each in case.calls("send", "sendall"):
        said = arguments(each)
        if len(said) == 2 and isinstance(said[0], bytes) and said[1] == len(said[0]) and case.wanted:
            return {"call": each.call}
    return False


def has_second(call: Call) -> bool:
    """Whether a call was given more than one argument; the bytes of a long first one are not all told."""
    return len(arguments(call)) >= 2 or re.search(r"\(\d+ bytes\)\)?, .", call.arguments) is not None


def is_text(call: Call) -> bool:
    """Whether the first argument is a text itself."""
    return call.arguments[:1] in ("'", '"')


@mistake(
    N_("{call} was named and not called"),
    N_(
        "The line {line!r} only says which method you mean. Without parentheses Python looks it up and does nothing, "
        "so not a byte is sent. Try: {call}(data)."
    ),
    by=By.CALL,
    read="10_close#close-no-parens",
    over=("recv-both-first",),
)
def send_no_parens(case: Case) -> Fit:
    named = case.source.named_only("send", "sendall")
    if not named or not case.wanted or case.got or case.calls(*SENDS):
        return False
    return {"call": named[0].attr, "line": case.source.line(named[0].lineno)}


@mistake(
    N_("Nothing was sent"),
    N_(
        "Your program never calls send() or sendall(), so the other side waits in vain. What a program has made or "
        "received goes to the other side only when it is sent. Try: sendall(data) on the connection."
    ),
    by=By.END,
    read="09_send",
    over=("recv-both-first",),
)
def send_nothing(case: Case) -> Fit:
    if not has_to_send(case) or not case.wanted or case.got or case.error is not None or case.calls(*SENDS):
        return False
    return not case.source.mentions(*SENDS, *OTHER_WAYS)


def has_to_send(case: Case) -> bool:
    """Whether sending is the learner's own business here, and not the host program's."""
    return not case.steps or any("send" in step for step in case.steps)


@mistake(
    N_("The line that sends was never reached"),
    N_(
        "Line {line} sends, but your program came to its end without it: a test was not true, or it returned before. "
        "So the other side got nothing. Try: print() something in front of the line, and see which way the program "
        "takes."
    ),
    by=By.END,
    read="09_send",
)
def send_not_reached(case: Case) -> Fit:
    ended = case.kind == "exited" and case.status == 0 and case.error is None
    if not ended or not has_to_send(case) or not case.wanted or case.got or case.calls(*SENDS):
        return False
    sends = case.source.calls(*SENDS)
    return {"line": sends[0].lineno} if sends and not case.source.mentions(*OTHER_WAYS) else False


@mistake(
    N_("More was sent than the data"),
    N_(
        "The data arrived, and with it came {extra!r}, which does not belong to it. The other side reads one stream "
        "and takes all of it for the data. Try: send just the bytes that are asked for, and nothing in front of them "
        "or behind."
    ),
    by=By.END,
    read="09_send#newline-added",
)
def send_added(case: Case) -> Fit:
    wanted, got = case.wanted, case.got
    place = got.find(wanted)
    whole = len(wanted) == int(case.finding.about.get("wanted_size", -1))
    if not got or got == wanted or place < 0 or not whole or not has_to_send(case) or not case.calls(*SENDS):
        return False
    extra = got[:place] or got[len(wanted) :]
    return {"extra": readable(extra[:30])}


def readable(data: bytes) -> str | bytes:
    """Bytes as text, where they are one in the course's encoding."""
    try:
        return data.decode("gbk")
    except UnicodeDecodeError:
        return data


@mistake(
    N_("The result of sendall() was taken for a number"),
    N_(
        "You use what sendall() gives back, and that is always None. Unlike send() it does not count: it has sent "
        "everything or raised an error. Try: call sendall(data) once, on a line of its own."
    ),
    by=By.ERROR,
    read="09_send#sendall-result",
    over=("message-twice",),
)
def sendall_result(case: Case) -> Fit:
    taken = case.source.taken("sendall")
    if not taken or not case.calls("sendall"):
        return False
    if case.raised("TypeError") is None or case.raised_in is not None:
        return came_twice(case) or (case.busy and case.error is None)
    kept = {name_of(target) for node in case.source.nodes if holds(node, taken) for target in targets_of(node)}
    return any(each in taken or name_of(each) in kept - {""} for each in case.at_error())


def holds(node: ast.AST, calls: list[ast.Call]) -> bool:
    """Whether a node keeps the result of one of these calls."""
    return isinstance(node, (ast.Assign, ast.AugAssign, ast.NamedExpr)) and node.value in calls


def targets_of(node: ast.AST) -> list[ast.expr]:
    """What a node assigns to."""
    return node.targets if isinstance(node, ast.Assign) else [node.target]  # type: ignore[attr-defined]


@mistake(
    N_("send() took only a part, and the rest was never sent"),
    N_(
        "You gave send() {given} bytes and it took {taken}. It may do that, and says in its result how many it took: "
        "the rest is still yours to send. Try: sendall(data), which goes on until everything is sent."
    ),
    by=By.CALL,
    read="09_send#send-partial",
)
def send_partial(case: Case) -> Fit:
    calls = case.calls("send")
    for call in calls:
        given, taken = given_to(call), taken_by(call)
        if given is not None and taken is not None and taken < given and case.wanted:
            alone = len(calls) == 1 or not case.source.taken("send")
            return {"given": given, "taken": taken} if alone else False
    return False


def given_to(call: Call) -> int | None:
    """How many bytes a send was given."""
    return size_of(call.arguments)


def taken_by(call: Call) -> int | None:
    """How many bytes it took: what send() gave back, and all where sendall() came back."""
    if call.seconds is None or call.error:
        return None
    return given_to(call) if call.call == "sendall" else int(call.result) if call.result.isdigit() else None


@mistake(
    N_("The rest was sent once, and not the rest of the rest"),
    N_(
        "After the first send() you sent what was left, once. But the second send() may take only a part as well, and "
        "so may the third. Try: a loop that goes on until nothing is left, or sendall(data)."
    ),
    by=By.CALL,
    read="09_send#send-partial",
)
def send_twice_only(case: Case) -> Fit:
    calls = case.calls("send")
    if len(calls) < 2 or not case.wanted or not case.source.taken("send"):
        return False
    last = calls[-1]
    given, taken = given_to(last), taken_by(last)
    looped = any(case.source.in_loop(each) for each in case.source.calls("send"))
    return given is not None and taken is not None and taken < given and not looped


@mistake(
    N_("Each send() began at the beginning again"),
    N_(
        "send() took {taken} bytes, and the next call was given the same {given} bytes from the start. So the "
        "beginning arrives several times, and the end never. Try: send(data[sent:]), where sent is the sum so far."
    ),
    by=By.CALL,
    read="09_send#send-resend-all",
)
def send_resend_all(case: Case) -> Fit:
    calls = case.calls("send")
    for first, second in itertools.pairwise(calls):
        taken, given = taken_by(first), given_to(first)
        if case.wanted and taken is not None and given is not None and 0 < taken < given:
            return {"taken": taken, "given": given} if second.arguments == first.arguments else False
    return False


@mistake(
    N_("The count of sent bytes was replaced instead of added up"),
    N_(
        "With = the variable {name} holds only what the last send() took, not the sum of all. So the loop loses its "
        "place and sends parts of the data again. Try: {name} += conn.send(data[{name}:])."
    ),
    by=By.CALL,
    read="09_send#send-resend-all",
    over=("send-resend-all", "send-partial"),
)
def send_offset_lost(case: Case) -> Fit:
    if len(case.calls("send")) < 2 or not case.wanted:
        return False
    for node in case.source.nodes:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and name_of(node.value.func) == "send":
            target = name_of(node.targets[0])
            starts = {name_of(each.lower) for each in ast.walk(node.value) if isinstance(each, ast.Slice)}
            if target and target in starts and case.source.in_loop(node):
                return {"name": target}
    return False


@mistake(
    N_("The bytes were cut at the number of characters"),
    N_(
        "{got} of {wanted} bytes arrived, and {got} is the number of characters of the text. A Chinese character takes "
        "two bytes in GBK and three in UTF-8, so len(text) is too small. Try: send all of the encoded bytes, or "
        "len(data)."
    ),
    by=By.WIRE,
    read="13_server#recv-len-chars",
    over=("send-first-1024",),
)
def send_len_chars(case: Case) -> Fit:
    wanted, got = case.wanted, case.got
    if not got or len(got) >= len(wanted) or not wanted.startswith(got):
        return False
    given = sum(given_to(call) or 0 for call in case.calls(*SENDS))
    characters = {len(text) for text in texts_of(wanted)}
    return {"got": len(got), "wanted": len(wanted)} if len(got) in characters and given == len(got) else False


@mistake(
    N_("The same was sent twice"),
    N_(
        "Everything arrived two times in a row. The other side sees one stream and cannot know that the second half is "
        "a repetition. Try: look for a second send() or sendall() of the same data, and take one away."
    ),
    by=By.WIRE,
    read="09_send#newline-added",
)
def message_twice(case: Case) -> Fit:
    return came_twice(case)


def came_twice(case: Case) -> bool:
    """Whether the other side received a thing and the same again, out of several calls."""
    came, calls = case.received, case.calls(*SENDS)
    if len(calls) < 2 or not (case.wanted or case.got):
        return False
    sizes = {given_to(call) or 0 for call in calls} | {len(came) // 2}
    whole = int(case.finding.about.get("wanted_size", 0))
    again = any(
        first.arguments == second.arguments and whole in (0, size) and size == taken_by(first) and size > 1
        for first, second in itertools.pairwise(calls)
        if (size := given_to(first)) is not None
    )
    return again or any(size > 1 and came[:size] == came[size : 2 * size] for size in sizes)


@mistake(
    N_("A line end was added"),
    N_(
        "Behind the data came a line end that does not belong to it. A socket sends just the bytes that it is given: "
        'nothing is added, and nothing is needed at the end. Try: take the "\\n" away (print() adds one too).'
    ),
    by=By.WIRE,
    read="09_send#newline-added",
)
def newline_added(case: Case) -> Fit:
    wanted, got = case.wanted, case.got
    more = got[len(wanted) :] if got.startswith(wanted) else got
    rest = more.lstrip(b"\r\n")
    if more == rest or wanted[:1] in (b"\r", b"\n") or len(more) - len(rest) > 2:
        return False
    return not rest or (not got.startswith(wanted) and (wanted.startswith(rest) or rest.startswith(wanted)))


@mistake(
    N_("The data was padded to a fixed size"),
    N_(
        "Behind the data came bytes that only fill it up. TCP has no packets and no blocks: the other side reads a "
        "stream, and takes the filling for a part of your data. Try: sendall(data), just as long as it is."
    ),
    by=By.WIRE,
    read="09_send#newline-added",
)
def send_padded(case: Case) -> Fit:
    wanted, got = case.wanted, case.got
    more = got[len(wanted) :] if got.startswith(wanted) else got
    filling = len(more) - len(more.lstrip(more[:1]))
    return (
        filling >= PADDING_LEAST and more[:1] in (b" ", b"\0", b"0", b"\n", b"#") and any(case.received.strip(b"\0 "))
    )


@mistake(
    N_("Empty bytes were sent"),
    N_(
        'You sent b"", and that puts nothing on the wire: the other side notices nothing and goes on waiting. That '
        'recv() gives b"" at the end does not come from a message, but from a close. Try: close() if you have '
        "finished, or send at least one byte."
    ),
    by=By.CALL,
    read="10_close#close-missing",
)
def send_empty(case: Case) -> Fit:
    empty = [call for call in case.calls(*SENDS) if arguments(call)[:1] == [b""] and not call.error]
    waits = case.asked == "end" or (bool(case.wanted) and not case.got)
    return bool(empty) and waits


@mistake(
    N_("What was written stays in the file object's buffer"),
    N_(
        "You wrote into the file that makefile() gave you, and it collects what you write until there is much of it. "
        "The other side has got nothing and waits. Try: flush() after write(), before you read."
    ),
    by=By.CALL,
    read="09_send",
    over=("recv-both-first", "recv-waits-for-mark"),
)
def send_no_flush(case: Case) -> Fit:
    if not case.wanted or case.got or not case.calls("makefile") or case.calls(*SENDS):
        return False
    writes = case.source.calls("write", "writelines") + [
        call for call in case.source.calls("print") if any(each.arg == "file" for each in call.keywords)
    ]
    return any(not comes_later(case, write) for write in writes)


def comes_later(case: Case, node: ast.Call) -> bool:
    """Whether a call stands behind the line at which the program waits, in the same function."""
    waits = case.stuck or case.late
    if waits is None or waits.file != case.file:
        return False
    own = next((each for each in case.source.around(node) if isinstance(each, FUNCTIONS)), case.source.tree)
    there = case.source.at(waits.line)[:1]
    other = [each for stmt in there for each in case.source.around(stmt) if isinstance(each, FUNCTIONS)]
    return own is (other[0] if other else case.source.tree) and node.lineno > waits.line


@mistake(
    N_("It went on sending to a client that has left"),
    N_(
        'recv() gave b"": the client has closed and says nothing more. You answered it nevertheless, and asked again. '
        'Nobody reads that, and sooner or later send() raises an error. Try: stop and close when recv() gives b"".'
    ),
    by=By.CALL,
    read="13_server#recv-eof-continue",
    over=("recv-eof-continue", "recv-eof-unchecked", "recv-eof-raises"),
)
def send_after_peer_closed(case: Case) -> Fit:
    calls = case.calls()
    ended = [place for place, call in enumerate(calls) if call.call == "recv" and call.result == "b''"]
    if not ended:
        return False
    after = [call for call in calls[ended[0] :] if call.call in SENDS]
    failed = any(call.error for call in after)
    if not (failed or (case.busy and len(after) > 1)):
        return False
    return any(knows_the_end(case, call.line) for call in after)


def knows_the_end(case: Case, line: int) -> bool:
    """Whether a line stands under a test that asks for empty bytes: `if not data`, `while len(data) == 0`."""
    return any(
        isinstance(outer, (ast.If, ast.While)) and asks_for_nothing(outer.test)
        for node in case.source.at(line)[:1]
        for outer in case.source.around(node)
    )


def asks_for_nothing(test: ast.expr) -> bool:
    """Whether a test is true of empty bytes."""
    if isinstance(test, ast.UnaryOp):
        return isinstance(test.op, ast.Not)
    if not isinstance(test, ast.Compare) or len(test.ops) != 1:
        return False
    sides = [each.value for each in (test.left, *test.comparators) if isinstance(each, ast.Constant)]
    return isinstance(test.ops[0], (ast.Eq, ast.Is)) and any(each in (b"", "", 0) for each in sides)


@mistake(
    N_("Sending goes on after the sending side was shut down"),
    N_(
        "You called shutdown() for the sending direction and then {call}(). That shutdown tells the other side: I have "
        "said everything. After it nothing can be sent any more. Try: shutdown(socket.SHUT_WR) after the last "
        "{call}()."
    ),
    by=By.ERROR,
    read="12_client#halfclose-close",
    over=("send-before-connect",),
)
def halfclose_then_send(case: Case) -> Fit:
    call = case.raised_by(*SENDS)
    if call is None or not case.number(BROKEN_PIPE, RESET):
        return False
    shut = [each for each in case.before(call) if each.call == "shutdown" and not each.error]
    return {"call": call.call} if any(each.arguments in ("SHUT_WR", "SHUT_RDWR") for each in shut) else False

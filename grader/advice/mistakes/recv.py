"""recv(): it waits, it takes, and b"" is the end."""

import ast
import itertools

from grader.advice.case import Case, arguments
from grader.advice.receiving import (
    GB_FAMILY,
    SENDS,
    Loop,
    asked,
    caught,
    codec_of,
    ending_of,
    is_kept,
    is_made_of,
    loop_at,
    made_of_what_came,
    nodes_of,
    receipts,
    sent_last,
    size_of,
    unanswered,
)
from grader.advice.rule import By, Fit, mistake
from grader.advice.source import name_of
from grader.advice.values import RECEIVES
from grader.expect import appears
from grader.language import N_
from grader.transcript import Call, Connected


def waiting(case: Case) -> Call | None:
    """The recv() in which the program waits, where that is why the check failed."""
    return case.waits_in(*RECEIVES) if case.kind in ("stuck", "late") and not case.busy else None


def hangs_on(case: Case) -> Loop | None:
    """What a loop that already has the whole message still waits for; None where there is no such loop."""
    call = waiting(case)
    if call is None or not any(size_of(each) for each in unanswered(case)):
        return None
    if not call.direct:  # a file made of the socket: its read() asks until the end, its readline() for a line
        names = {name_of(node.func) for node in case.source.at(call.line) if isinstance(node, ast.Call)}
        return Loop.MARK if names & {"readline", "next"} else Loop.EMPTY
    loop = loop_at(case, call)
    return ending_of(loop) if loop is not None else None


def spins_on(case: Case) -> Loop | None:
    """What a loop that gets the end of the stream again and again is made to end on; None where there is none."""
    taken = receipts(case)
    last = taken[-1] if taken else None
    if last is None or len(taken) < 2 or size_of(last) != 0 or size_of(taken[-2]) != 0 or taken[-2].line != last.line:
        return None
    loop = loop_at(case, last)
    if loop is None:
        return None
    ending = ending_of(loop)
    return Loop.ERROR if ending is Loop.MARK and caught(loop) else ending


def counts_down(calls: list[Call]) -> bool:
    """Whether a call asked for just what the one before it left over."""
    for before, after in itertools.pairwise(calls):
        got, most = size_of(before), asked(before)
        if got and most is not None and got < most and asked(after) == most - got:
            return True
    return False


@mistake(
    N_("recv() was called twice for one message"),
    N_(
        "You called recv() once more for a message that the first call had already taken. recv() does not look, it "
        "takes the bytes away: the second call gets none of them, and waits for more. Try: data = conn.recv(1024) "
        "once, then use data as often as you like."
    ),
    by=By.CALL,
    read="07_recv#recv-twice",
)
def recv_twice(case: Case) -> Fit:
    taken = unanswered(case)
    first = next((call for call in taken if size_of(call)), None)
    if first is None or len(arguments(first)) != 1:
        return False
    own = nodes_of(case.source, first)
    call = waiting(case)
    if hangs_on(case) is Loop.COUNT:
        return True
    if call is not None:
        others = [node for node in nodes_of(case.source, call) if not in_a_loop(case, call)]
        return bool(own) and any(node not in own or len(own) > 1 for node in others)
    empty = [each for each in taken if size_of(each) == 0 and not in_a_loop(case, each)]
    dropped = any(not is_kept(case.source, node) for node in own)
    return case.kind == "not_printed" and bool(empty) and dropped and not in_a_loop(case, first)


def in_a_loop(case: Case, call: Call) -> bool:
    """Whether a traced call was made in a loop."""
    return loop_at(case, call) is not None


@mistake(
    N_("The end of the stream is never looked for"),
    N_(
        'Your program goes on as if data were there. When the other side has closed, recv() gives b"" at once, each '
        "time you ask; it neither waits nor raises an error. Try: if not data: break."
    ),
    by=By.CALL,
    read="07_recv#recv-eof-unchecked",
    over=("close-waits-for-client",),
)
def recv_eof_unchecked(case: Case) -> Fit:
    if case.kind == "end_not_seen":
        function = case.source.function("has_left")
        given = [node.value for node in ast.walk(function) if isinstance(node, ast.Return)] if function else []
        return bool(given) and all(isinstance(value, ast.Constant) and value.value is False for value in given)
    return spins_on(case) is Loop.NOTHING or asks_on(case)


def asks_on(case: Case) -> bool:
    """Whether a loop without an end receives again after the conversation, and so never comes to close."""
    call = waiting(case)
    loop = loop_at(case, call) if call is not None and receipts(case) and case.calls(*SENDS) else None
    return loop is not None and not unanswered(case) and ending_of(loop) is Loop.NOTHING


@mistake(
    N_('An empty result is taken for "nothing yet"'),
    N_(
        'Your program sees the empty result of recv() and asks again. But b"" does not mean that nothing has come yet: '
        "then recv() would wait. It means that the other side has closed and nothing will ever come. Try: break in "
        "place of continue."
    ),
    by=By.CALL,
    read="12_client#recv-eof-continue",
)
def recv_eof_continue(case: Case) -> Fit:
    return spins_on(case) is Loop.PASSED_OVER


@mistake(
    N_("The loop runs until data comes, and none will"),
    N_(
        'Your loop calls recv() until it gives something. recv() waits for data by itself; when it gives b"", the '
        "other side has closed, and each further call gives the same. Try: data = conn.recv(1024) without a loop, and "
        "look at its length afterwards."
    ),
    by=By.CALL,
    read="12_client#recv-eof-continue",
)
def recv_until_data(case: Case) -> Fit:
    return spins_on(case) is Loop.DATA and not answers_nobody(case)


def answers_nobody(case: Case) -> bool:
    """Whether the program goes on sending after it has received the end of the stream."""
    ends = [call.at for call in receipts(case) if size_of(call) == 0]
    return bool(ends) and any(call.at > ends[0] for call in case.calls(*SENDS))


@mistake(
    N_("An exception is expected when the other side leaves"),
    N_(
        'Your loop ends only with an exception. A side that closes politely raises none: recv() gives b"", and gives '
        "it again each time. Try: test the length of the data first, and keep except for the rest."
    ),
    by=By.CALL,
    read="07_recv#recv-eof-unchecked",
)
def recv_eof_raises(case: Case) -> Fit:
    return spins_on(case) is Loop.ERROR


@mistake(
    N_("The data is used before it is known that there is any"),
    N_(
        'The other side left without a word, so recv() gave b"". Your program took that for a message and looked into '
        "it, which ended in {kind}. Try: if not data: leave, and only then decode and use it."
    ),
    by=By.ERROR,
    read="07_recv#recv-eof-unchecked",
)
def recv_eof_decoded_first(case: Case) -> Fit:
    taken, error = receipts(case), case.raised("IndexError", "ValueError", "JSONDecodeError", "error")
    if error is None or error.file != case.file or not taken or size_of(taken[-1]) != 0:
        return False
    return {"kind": error.kind} if uses_what_came(case) else False


def uses_what_came(case: Case) -> bool:
    """Whether the exception came from a line that does something with what was received."""
    known = made_of_what_came(case.source)
    return any(is_made_of(node, known) for node in case.at_error()[:1])


@mistake(
    N_("It receives until the end of the stream, and the other side waits"),
    N_(
        'The whole message was there, but your program went on receiving until recv() would give b"". That comes only '
        "when the other side closes, and it keeps the connection open because it waits for you. Try: go on as soon as "
        "you have the message."
    ),
    by=By.CALL,
    read="13_server#recv-eof-not-needed-one-shot",
)
def recv_eof_not_needed_one_shot(case: Case) -> Fit:
    return hangs_on(case) in (Loop.EMPTY, Loop.PASSED_OVER, Loop.NOTHING, Loop.ERROR) and not counts_down(
        receipts(case)
    )


@mistake(
    N_("A short portion is taken for the end"),
    N_(
        "Your loop receives until a portion is shorter than what you asked for. A portion may be short at any time, "
        "and a message may fill the last one exactly: its length says nothing about the end. Try: one recv() a call, "
        "and only the length 0 is the end."
    ),
    by=By.CALL,
    read="07_recv#recv-short-means-end",
)
def recv_short_means_end(case: Case) -> Fit:
    if hangs_on(case) is Loop.SHORT:
        return True
    if case.kind != "too_many_bytes" or len(receipts(case)) < 2:
        return False
    loop = loop_at(case, receipts(case)[-1])
    return loop is not None and ending_of(loop) is Loop.SHORT


@mistake(
    N_("It waits for a number of bytes that never comes"),
    N_(
        "Your loop receives until a certain number of bytes is there. recv(n) means at most n: it gives what has come, "
        "and the other side may have said all that it wanted to say. Try: take what one recv() gives."
    ),
    by=By.CALL,
    read="07_recv#recv-short-means-end",
)
def recv_n_not_exact(case: Case) -> Fit:
    if Loop.ENOUGH in (hangs_on(case), spins_on(case)):
        return True
    call = waiting(case)
    return call is not None and counts_down([*unanswered(case), call])


@mistake(
    N_("It waits for a mark that the other side does not send"),
    N_(
        "Your program receives until it sees a certain mark, a line end or a word. The other side sends its text and "
        "no such mark, so the wait never ends. Try: take what one recv() gives; a mark helps only where both sides "
        "have agreed on it."
    ),
    by=By.CALL,
    read="13_server#recv-eof-not-needed-one-shot",
)
def recv_waits_for_mark(case: Case) -> Fit:
    return Loop.MARK in (hangs_on(case), spins_on(case))


@mistake(
    N_("One recv() asks for too few bytes"),
    N_(
        "You asked recv() for at most {asked} bytes, once, and {sent} were sent. The rest stays in the buffer, and the "
        "message is cut, perhaps in the middle of a character. Try: conn.recv(1024)."
    ),
    by=By.CALL,
    read="07_recv#recv-size-fixed",
    over=("decode-errors-ignore", "decode-errors-replace", "codec-mismatch-loud"),
)
def recv_bufsize_small(case: Case) -> Fit:
    taken, error, sent = receipts(case), case.raised("UnicodeDecodeError"), len(sent_last(case))
    if case.steps or len(taken) != 1 or case.kind not in ("not_printed", "raised") or in_a_loop(case, taken[0]):
        return False
    if error is not None and codec_of(case) not in GB_FAMILY:
        return False
    most = asked(taken[0])
    return {"asked": most, "sent": sent} if most is not None and size_of(taken[0]) == most < sent else False


@mistake(
    N_("Each portion is decoded by itself"),
    N_(
        "You decode each portion as it comes. recv() cuts by bytes and not by characters, so that a portion may end in "
        'the middle of one, and half a character is no text. Try: join the portions first, b"".join(parts), and decode '
        "them once."
    ),
    by=By.ERROR,
    read="07_recv#recv-through-text",
)
def decode_in_pieces(case: Case) -> Fit:
    taken, error = receipts(case), case.raised("UnicodeDecodeError")
    if error is None or codec_of(case) not in GB_FAMILY or case.steps or not taken:
        return False
    try:
        sent_last(case).decode("gbk")
    except UnicodeDecodeError:
        return False
    return in_a_loop(case, taken[-1]) and size_of(taken[-1]) == asked(taken[-1])


@mistake(
    N_("The bytes are looked at, and never taken"),
    N_(
        "You call recv() with MSG_PEEK. That shows the bytes and leaves them in the buffer, so that the next call "
        "gives the same ones again. Try: conn.recv(bufsize) without a flag."
    ),
    by=By.CALL,
    read="07_recv#recv-twice",
    over=("recv-twice", "recv-size-fixed"),
)
def recv_peek(case: Case) -> Fit:
    taken = receipts(case)
    return bool(taken) and all(len(arguments(call)) > 1 and "MSG_PEEK" in call.arguments for call in taken)


@mistake(
    N_("recv() was not told how many bytes at most"),
    N_(
        "You called recv() with empty parentheses. It needs one number, the most bytes that it may give at once. Try: "
        "conn.recv(1024)."
    ),
    by=By.ERROR,
    read="07_recv#recv-size-fixed",
)
def recv_size_missing(case: Case) -> Fit:
    call = case.raised_by("recv")
    return call is not None and call.error.startswith("TypeError") and not call.arguments


@mistake(
    N_("recvfrom() gives a pair, not the bytes"),
    N_(
        "You called recvfrom(). It belongs to UDP: it gives a pair of data and address, and on a TCP connection that "
        "address is None. You know the other side since accept(). Try: data = conn.recv(1024)."
    ),
    by=By.CALL,
    over=("return-missing", "recv-decoded", "bytes-str-mix"),
    read="07_recv#recv-twice",
)
def recvfrom_on_tcp(case: Case) -> Fit:
    if not any(call.call == "recvfrom" and call.result.endswith(", None)") for call in receipts(case)):
        return False
    if case.kind == "misreturned":
        return True
    error = case.raised("TypeError", "AttributeError", "ValueError")
    return error is not None and error.file == case.file and case.raised_in is None


@mistake(
    N_("It counts characters where bytes are meant"),
    N_(
        "You printed {characters}, the length of the text. {bytes} bytes came: in GBK a Chinese character is two of "
        "them, and len() of a str counts characters. Try: len(data) before you decode it."
    ),
    by=By.WIRE,
    read="13_server#recv-len-chars",
)
def recv_len_chars(case: Case) -> Fit:
    if case.kind != "not_printed" or not case.source.calls("len"):
        return False
    data = sent_last(case)
    try:
        characters = len(data.decode("gbk"))
    except UnicodeDecodeError:
        return False
    shown = appears(case.output, str(characters)) and not appears(case.output, str(len(data)))
    return {"characters": characters, "bytes": len(data)} if shown and characters != len(data) else False


@mistake(
    N_("Both sides wait for the other to speak first"),
    N_(
        "Your client calls recv() before it has sent anything. This server speaks only when it was spoken to, so each "
        "side waits for the other. Try: send your message first, then recv()."
    ),
    by=By.CALL,
    read="12_client",
)
def recv_both_first(case: Case) -> Fit:
    connected = case.calls("connect", "connect_ex") and case.happened(Connected)
    quiet = not case.calls(*SENDS) and not case.sent
    return bool(connected) and quiet and waiting(case) is not None and not case.calls("makefile")


@mistake(
    N_("The reply comes before the question"),
    N_(
        "Your server sends its reply as soon as a client has connected. A connection is not a message yet: the client "
        "has said nothing so far. Try: recv() first, then the reply."
    ),
    by=By.WIRE,
    read="13_server",
)
def reply_too_early(case: Case) -> Fit:
    return case.kind == "not_waited" and not case.sent and bool(case.received) and not receipts(case)

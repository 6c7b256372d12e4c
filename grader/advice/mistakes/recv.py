"""recv(): it waits for data and removes it from the buffer."""

from grader.advice.evidence import SENDS, Case, decoded
from grader.advice.receiving import (
    GB_FAMILY,
    asked,
    codec_of,
    hangs_on,
    loop_at,
    receipts,
    sent_last,
    sites_of,
    size_of,
    unanswered,
    waiting,
)
from grader.advice.rule import By, Fit, mistake
from grader.harness.expectations import appears
from grader.model.events import Connected
from grader.model.values import NO_VALUE, Tuple
from grader.result.finding import Asked, FindingKind
from grader.sourcefile.receive_loops import LoopEnding, is_kept


@mistake(By.CALL, "07_recv#recv-twice")
def recv_twice(case: Case) -> Fit:
    """recv() was called twice for one message.

    You called recv() once more for a message that the first call had already taken. recv() does not look, it takes the
    bytes away: the second call gets none of them, and waits for more. Try: data = conn.recv(1024) once, then use data
    as often as you like.
    """
    taken = unanswered(case)
    first = next((call for call in taken if size_of(call)), None)
    if first is None or len(first.given.positional) != 1:
        return False
    own = sites_of(case.source, first)
    call = waiting(case)
    if hangs_on(case) is LoopEnding.COUNT:
        return True
    if call is not None:
        others = sites_of(case.source, call) if not loop_at(case, call) else []
        return bool(own) and any(node not in own or len(own) > 1 for node in others)
    empty = [each for each in taken if size_of(each) == 0 and not loop_at(case, each)]
    dropped = any(not is_kept(case.source, node) for node in own)
    return case.kind is FindingKind.NOT_PRINTED and bool(empty) and dropped and not loop_at(case, first)


@mistake(
    By.CALL, "07_recv#recv-size-fixed", over=("decode-errors-ignore", "decode-errors-replace", "codec-mismatch-loud")
)
def recv_bufsize_small(case: Case) -> Fit:
    """One recv() asks for too few bytes.

    You asked recv() for at most {asked} bytes, once, and {sent} were sent. The rest stays in the buffer, and the
    message is cut, perhaps in the middle of a character. Try: conn.recv(1024).
    """
    taken, sent = receipts(case), len(sent_last(case))
    if case.steps or len(taken) != 1 or loop_at(case, taken[0]):
        return False
    if case.kind not in (FindingKind.NOT_PRINTED, FindingKind.RAISED):
        return False
    if case.raised("UnicodeDecodeError") is not None and codec_of(case) not in GB_FAMILY:
        return False
    most = asked(taken[0])
    return {"asked": most, "sent": sent} if most is not None and size_of(taken[0]) == most < sent else False


@mistake(By.ERROR, "07_recv#recv-through-text")
def decode_in_pieces(case: Case) -> Fit:
    """Each portion is decoded by itself.

    You decode each portion as it comes. recv() cuts by bytes and not by characters, so that a portion may end in the
    middle of one, and half a character is no text. Try: join the portions first, b"".join(parts), and decode them once.
    """
    taken, error = receipts(case), case.raised("UnicodeDecodeError")
    if error is None or codec_of(case) not in GB_FAMILY or case.steps or not taken or decoded(sent_last(case)) is None:
        return False
    return loop_at(case, taken[-1]) is not None and size_of(taken[-1]) == asked(taken[-1])


@mistake(By.CALL, "07_recv#recv-twice", over=("recv-twice", "recv-size-fixed"))
def recv_peek(case: Case) -> Fit:
    """The bytes are looked at, and never taken.

    You call recv() with MSG_PEEK. That shows the bytes and leaves them in the buffer, so that the next call gives the
    same ones again. Try: conn.recv(bufsize) without a flag.
    """
    taken = receipts(case)
    return bool(taken) and all("MSG_PEEK" in call.given.constants for call in taken)


@mistake(By.ERROR, "07_recv#recv-size-fixed")
def recv_size_missing(case: Case) -> Fit:
    """recv() was not told how many bytes at most.

    You called recv() with empty parentheses. It needs one number, the most bytes that it may give at once. Try:
    conn.recv(1024).
    """
    call = case.raised_by("recv")
    return call is not None and call.raised("TypeError") and not call.given.values


@mistake(By.CALL, "07_recv#recv-twice", over=("return-missing", "recv-decoded", "bytes-str-mix", "print-forgotten"))
def recvfrom_on_tcp(case: Case) -> Fit:
    """recvfrom() gives a pair, not the bytes.

    You called recvfrom(). It belongs to UDP: it gives a pair of data and address, and on a TCP connection that address
    says nothing. You know already whom you are connected with. Try: data = conn.recv(1024).
    """
    if not any(isinstance(call.returned, Tuple) and call.returned.items[1:] == (NO_VALUE,) for call in receipts(case)):
        return False
    if case.kind is FindingKind.MISRETURNED or (case.asked is Asked.PORT and "None" in case.output):
        return True
    error = case.raised("TypeError", "AttributeError", "ValueError")
    return error is not None and error.file == case.file and case.raised_in is None


@mistake(By.WIRE, "13_server#recv-len-chars")
def recv_len_chars(case: Case) -> Fit:
    """It counts characters where bytes are meant.

    You printed {characters}, the length of the text. {bytes} bytes came: in GBK a Chinese character is two of them, and
    len() of a str counts characters. Try: len(data) before you decode it.
    """
    if case.asked is None or not case.source.calls("len"):
        return False
    data, text = sent_last(case), decoded(sent_last(case))
    if text is None or len(text) == len(data):
        return False
    shown = appears(case.output, str(len(text))) and not appears(case.output, str(len(data)))
    return {"characters": len(text), "bytes": len(data)} if shown else False


@mistake(By.CALL, "12_client")
def recv_both_first(case: Case) -> Fit:
    """Both sides wait for the other to speak first.

    Your client calls recv() before it has sent anything. This server speaks only when it was spoken to, so each side
    waits for the other. Try: send your message first, then recv().
    """
    connected = case.calls("connect", "connect_ex") and case.happened(Connected)
    quiet = not case.calls(*SENDS) and not case.sent
    return bool(connected) and quiet and waiting(case) is not None and not case.calls("makefile")


@mistake(By.WIRE, "13_server")
def reply_too_early(case: Case) -> Fit:
    """The reply comes before the question.

    Your server sends its reply as soon as a client has connected. A connection is not a message yet: the client has
    said nothing so far. Try: recv() first, then the reply.
    """
    spoke = case.kind is FindingKind.NOT_WAITED and not case.sent and bool(case.received)
    return spoke and not receipts(case) and not case.steps

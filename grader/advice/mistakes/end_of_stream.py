"""The end of the stream: recv() returns b"", and programs miss it or mistake other data for it."""

import ast

from grader.advice.evidence import SENDS, Case
from grader.advice.receiving import counts_down, ending_at, hangs_on, receipts, size_of, spins_on, unanswered, waiting
from grader.advice.rule import By, Fit, mistake
from grader.result.finding import FindingKind
from grader.sourcefile.receive_loops import LoopEnding
from grader.sourcefile.values import is_made_of, made_of_what_came


@mistake(By.CALL, "07_recv#recv-eof-unchecked", over=("close-waits-for-client",))
def recv_eof_unchecked(case: Case) -> Fit:
    """The end of the stream is never looked for.

    Your program goes on as if data were there. When the other side has closed, recv() gives b"" at once, each time you
    ask; it neither waits nor raises an error. Try: look at len(data); 0 means that it has left.
    """
    if case.kind is FindingKind.END_NOT_SEEN:
        function = case.source.function("has_left")
        nodes = list(ast.walk(function)) if function else []
        given = [node.value for node in nodes if isinstance(node, ast.Return)]
        looks = any(isinstance(node, (ast.If, ast.IfExp, ast.Compare)) for node in nodes)
        false = all(isinstance(value, ast.Constant) and value.value is False for value in given)
        return bool(given) and false and not looks
    return spins_on(case) in (LoopEnding.NOTHING, LoopEnding.OTHER) or receives_on(case)


def receives_on(case: Case) -> bool:
    """Whether an endless loop receives again after the conversation, so that the program never closes."""
    call = waiting(case)
    spoken = bool(receipts(case)) and bool(case.calls(*SENDS)) and not unanswered(case)
    return call is not None and spoken and ending_at(case, call) is LoopEnding.NOTHING


@mistake(By.CALL, "12_client#recv-eof-continue")
def recv_eof_continue(case: Case) -> Fit:
    """An empty result is taken for "nothing yet".

    Your program sees the empty result of recv() and asks again. But b"" does not mean that nothing has come yet: then
    recv() would wait. It means that the other side has closed and nothing will ever come. Try: leave the loop where you
    now go on.
    """
    return spins_on(case) is LoopEnding.PASSED_OVER


@mistake(By.CALL, "12_client#recv-eof-continue")
def recv_until_data(case: Case) -> Fit:
    """The loop runs until data comes, and none will.

    Your loop calls recv() until it gives something. recv() waits for data by itself; when it gives b"", the other side
    has closed, and each further call gives the same. Try: data = conn.recv(1024) without a loop, and look at its length
    afterwards.
    """
    ends = [call.at for call in receipts(case) if size_of(call) == 0]
    sends_on = bool(ends) and any(call.at > ends[0] for call in case.calls(*SENDS))
    return spins_on(case) is LoopEnding.DATA and not sends_on


@mistake(By.CALL, "07_recv#recv-eof-unchecked")
def recv_eof_raises(case: Case) -> Fit:
    """An exception is expected when the other side leaves.

    Your loop ends only with an exception. A side that closes politely raises none: recv() gives b"", and gives it again
    each time. Try: test the length of the data first, and keep except for the rest.
    """
    return spins_on(case) is LoopEnding.ERROR


@mistake(By.ERROR, "07_recv#recv-eof-unchecked")
def recv_eof_decoded_first(case: Case) -> Fit:
    """The data is used before it is known that there is any.

    The other side left without a word, so recv() gave b"". Your program took that for a message and looked into it,
    which ended in {kind}. Try: leave if not data, and only then decode and use it.
    """
    taken, error = receipts(case), case.raised("IndexError", "ValueError", "JSONDecodeError", "error")
    if error is None or error.file != case.file or not taken or size_of(taken[-1]) != 0:
        return False
    known = made_of_what_came(case.source)
    return {"kind": error.kind} if any(is_made_of(node, known) for node in case.at_error()[:1]) else False


@mistake(By.CALL, "13_server#recv-eof-not-needed-one-shot")
def recv_eof_not_needed_one_shot(case: Case) -> Fit:
    """It receives until the end of the stream, and the other side waits.

    The whole message was there, but your program went on receiving until recv() would give b"". That comes only when
    the other side closes, and it keeps the connection open because it waits for you. Try: go on as soon as you have the
    message.
    """
    endless = (LoopEnding.EMPTY, LoopEnding.PASSED_OVER, LoopEnding.NOTHING, LoopEnding.ERROR)
    return hangs_on(case) in endless and not counts_down(receipts(case))


@mistake(By.CALL, "13_server#recv-eof-not-needed-one-shot", over=("recv-eof-not-needed-one-shot",))
def receives_after_reply(case: Case) -> Fit:
    """The server goes on receiving after its reply.

    Your server has sent its reply and waits in {call}() in line {line} for more. The client sends nothing more: it
    waits until your server closes the connection. Try: leave the loop after the reply, and close the connection.
    """
    call = waiting(case)
    spoken = bool(receipts(case)) and bool(case.calls(*SENDS)) and not unanswered(case)
    if call is None or not spoken or not case.calls("accept") or case.steps:
        return False
    if call.line not in {each.line for each in receipts(case)}:
        return False
    return {"call": call.call, "line": call.line} if ending_at(case, call) is LoopEnding.EMPTY else False


@mistake(By.CALL, "07_recv#recv-short-means-end")
def recv_short_means_end(case: Case) -> Fit:
    """A short portion is taken for the end.

    Your loop receives until a portion is shorter than what you asked for. A portion may be short at any time, and a
    message may fill the last one exactly: its length says nothing about the end. Try: take what one recv() gives; only
    the length 0 is the end.
    """
    if hangs_on(case) is LoopEnding.SHORT:
        return True
    if case.kind is not FindingKind.TOO_MANY_BYTES or len(receipts(case)) < 2:
        return False
    return ending_at(case, receipts(case)[-1]) is LoopEnding.SHORT


@mistake(By.CALL, "07_recv#recv-short-means-end")
def recv_n_not_exact(case: Case) -> Fit:
    """It waits for a number of bytes that never comes.

    Your program receives until a certain number of bytes is there. recv(n) means at most n: it gives what has come, and
    the other side may have said all that it wanted to say. Try: take what one recv() gives.
    """
    if LoopEnding.ENOUGH in (hangs_on(case), spins_on(case)):
        return True
    call = waiting(case)
    return call is not None and ("MSG_WAITALL" in call.given.constants or counts_down([*unanswered(case), call]))


@mistake(By.CALL, "13_server#recv-eof-not-needed-one-shot")
def recv_waits_for_mark(case: Case) -> Fit:
    """It waits for a mark that the other side does not send.

    Your program receives until it sees a certain mark, a line end or a word. The other side sends its text and no such
    mark, so the wait never ends. Try: take what one recv() gives; a mark helps only where both sides have agreed on it.
    """
    return hangs_on(case) is LoopEnding.MARK

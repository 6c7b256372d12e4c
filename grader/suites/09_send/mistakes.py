"""09: mistakes in send_reply()."""

import ast

from grader.advice.evidence import BAD_DESCRIPTOR, BROKEN_PIPE, NOT_CONNECTED, RECEIVES, SENDS, Case
from grader.advice.rule import By, Fit, mistake
from grader.advice.sending import given_to, taken_by
from grader.result.finding import BytesDiffer, FindingKind


def failed_in_silence(case: Case) -> bool:
    """Whether sending failed because the client was gone, and send_reply() raised nothing."""
    return case.kind is FindingKind.SENT_TO_NO_CLIENT and bool(case.failed(*SENDS))


@mistake(By.CALL, "09_send#send-then-close", over=("halfclose-then-send", "close-with-dedent"))
def send_then_close(case: Case) -> Fit:
    """The conversation was closed after the reply.

    send_reply() has closed the connection. It is only asked to send: the program around it has more to say to this
    client, and now it cannot. Try: leave close() and with out; whoever opened the connection closes it.
    """
    calls = case.calls()
    closes = [call.number for call in calls if call.call in ("close", "shutdown", "detach") and not call.error]
    sends = [call.number for call in calls if call.call in SENDS and not call.error and call.seconds is not None]
    unusable = case.number(BAD_DESCRIPTOR, BROKEN_PIPE, NOT_CONNECTED)
    return unusable and bool(closes) and bool(sends) and max(closes) > min(sends)


@mistake(By.CALL, "09_send#send-partial", over=("send-first-1024", "send-nothing"))
def send_remainder_lost(case: Case) -> Fit:
    """The last portion was never sent.

    You send in portions and count them with //, which rounds down. What is left at the end is shorter than a portion,
    and it is never sent. Try: range(0, len(data), size), or sendall(data).
    """
    divides = any(isinstance(node, ast.BinOp) and isinstance(node.op, ast.FloorDiv) for node in case.source.nodes)
    return divides and too_short(case) and any(map(case.source.in_loop, case.source.calls(*SENDS)))


def too_short(case: Case) -> bool:
    """Whether only the beginning of the data arrived, or nothing, without an exception."""
    differ = case.about(BytesDiffer)
    if differ is None or case.error is not None or case.kind is FindingKind.OTHER_BYTES:
        return False
    return differ.got_size < differ.wanted_size and case.wanted.startswith(case.got)


@mistake(By.CALL, "09_send#send-partial")
def send_first_1024(case: Case) -> Fit:
    """Only the first {size} bytes were sent.

    You cut the reply and sent only its first {size} bytes. There is no limit to what may be sent: sendall() takes a
    reply of any size, and cuts it up by itself where it has to. Try: sendall(data), without [:{size}].
    """
    if not case.got or not too_short(case):
        return False
    sends = case.calls(*SENDS)
    given = sum(given_to(call) or 0 for call in sends)
    whole = all(given_to(call) is not None and given_to(call) == taken_by(call) for call in sends)
    sizes = {case.source.value(node.upper) for node in case.source.nodes if isinstance(node, ast.Slice)}
    return {"size": given} if whole and given in sizes else False


@mistake(By.CALL, over=("close-waits-for-client", "recv-both-first"))
def send_waits_for_answer(case: Case) -> Fit:
    """send_reply() waits for an answer.

    send_reply() calls {call}() and waits there for the client to speak. But the client waits too: it says nothing until
    it has got its reply, and what it says then is for the program around you. Try: only send, and return.
    """
    receives = case.calls(*RECEIVES)
    return {"call": receives[0].call} if receives and case.wanted else False


@mistake(By.CALL, "09_send#oserror-swallowed", over=("timeout-is-end",))
def send_timeout_is_end(case: Case) -> Fit:
    """A full buffer was taken for the end.

    You set a limit of {seconds} s, and when the reader was slow sendall() raised TimeoutError. You caught it and went
    on, and the rest was never sent. Try: leave the socket's timeout alone, and let the error through.
    """
    limits = [call for call in case.calls("settimeout") if not call.error]
    failed = case.failed(*SENDS, kind="TimeoutError")
    return {"seconds": limits[-1].arguments} if limits and failed and case.error is None and case.wanted else False


@mistake(By.CALL, "09_send#oserror-swallowed")
def send_limit_removed(case: Case) -> Fit:
    """The time limit of the socket was changed.

    Line {line} changes the timeout that the caller has set, and now your function waits longer for a client that does
    not read. Try: leave settimeout() and setblocking() out.
    """
    changed = case.succeeded("settimeout", "setblocking")
    return {"line": changed[0].line} if changed and case.late is not None and case.waits_in(*SENDS) else False


@mistake(By.CALL, "09_send#oserror-swallowed")
def oserror_swallowed(case: Case) -> Fit:
    """The error was swallowed.

    Python said that the client is gone, and your function dropped it. The reply is lost, and the program around
    send_reply() believes that all is well. Try: leave the try out; let the error through.
    """
    return failed_in_silence(case)


@mistake(By.CALL, "09_send#oserror-swallowed", over=("oserror-swallowed",))
def send_error_printed(case: Case) -> Fit:
    """The error was printed, and not passed on.

    Sending raised an error because the client is gone, and your except printed it. A person may read that; the program
    around send_reply() cannot, and goes on as if all were well. Try: a line with raise after the print().
    """
    handlers = [node for node in case.source.nodes if isinstance(node, ast.ExceptHandler)]
    handler_calls = any(
        isinstance(node, ast.Call) for each in handlers for stmt in each.body for node in ast.walk(stmt)
    )
    return failed_in_silence(case) and handler_calls and bool(case.output.strip())


@mistake(By.CALL, "09_send#oserror-swallowed", over=("oserror-swallowed", "send-error-printed"))
def send_error_returned(case: Case) -> Fit:
    """The error became a return value.

    Sending raised an error because the client is gone, and you made {value} of it. Nobody looks at what send_reply()
    gives back: its signature promises None. An exception cannot be overlooked. Try: let the error through.
    """
    returned = [line.removeprefix("returned ") for line in case.reports if line.startswith("returned ")]
    return {"value": returned[-1]} if failed_in_silence(case) and returned and returned[-1] != "None" else False


@mistake(By.ERROR, "09_send#oserror-swallowed")
def error_renamed(case: Case) -> Fit:
    """The OSError became an error of another kind.

    Sending raised an OSError, and you raised {kind} in its place. Whoever calls send_reply() expects OSError and does
    not catch yours. Try: raise, with nothing after it; or leave the try out.
    """
    error = case.error
    if error is None or not case.failed(*SENDS) or case.check != "gone":
        return False
    return {"kind": error.kind} if case.has_raise_at_error() else False


@mistake(By.CALL, "09_send#oserror-swallowed", over=("exit-with-text", "exit-in-function"))
def send_error_exits(case: Case) -> Fit:
    """One lost client ends the whole program.

    When the client was gone, send_reply() ended the program. A server has other clients, and they would all be cut off.
    Try: let the OSError through; the program around it decides what to do.
    """
    return case.kind is FindingKind.EXITED and case.check == "gone" and bool(case.failed(*SENDS))


@mistake(By.CALL, "09_send#oserror-swallowed")
def send_retry_for_ever(case: Case) -> Fit:
    """It tries again for ever.

    Sending raised an error, and you tried again, and again. A client that is gone does not come back over the same
    connection, so the loop never ends. Try: let the error through.
    """
    return case.late is not None and len(case.failed(*SENDS)) >= 3

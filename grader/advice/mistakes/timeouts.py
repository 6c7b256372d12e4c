"""Timeouts and non-blocking sockets."""

from grader.advice.evidence import RECEIVES, SENDS, WOULD_BLOCK, Case
from grader.advice.receiving import nodes_of, receipts
from grader.advice.rule import By, Fit, mistake
from grader.model.events import Call
from grader.model.values import plain
from grader.result.finding import FindingKind

WAITS = (*RECEIVES, *SENDS, "accept", "connect")


def would_block(case: Case) -> list[Call]:
    """The calls that failed because the socket does not block."""
    return case.failed(*WAITS, numbers=WOULD_BLOCK)


def limited_to(case: Case, *names: str) -> list[object]:
    """The values that the learner's lines gave to settimeout() or setblocking(), without the calls of asyncio."""
    written = [call for call in case.calls(*names) if call.file != case.file or nodes_of(case.source, call)]
    return [value for call in written for value in map(plain, call.given.positional[:1])]


def gave_up(case: Case) -> bool:
    """Whether the check failed because of a call on a socket that does not block."""
    return bool(would_block(case)) and (
        case.raised("BlockingIOError") is not None or case.kind not in (FindingKind.LATE, FindingKind.BUSY)
    )


@mistake(By.CALL, "07_recv#nonblocking-unhandled", over=("nonblocking-unhandled", "recv-sleep-fix"))
def timeout_zero(case: Case) -> Fit:
    """A limit of 0 does not mean no limit.

    You called settimeout(0). That makes the socket non-blocking: it does not wait at all, and whatever is not ready at
    once is a BlockingIOError. Try: settimeout(None) for no limit, or leave the line out.
    """
    zero = any(value == 0 and value is not False for value in limited_to(case, "settimeout"))
    return zero and (gave_up(case) or case.kind is FindingKind.SOCKET_BLOCKING)


@mistake(By.CALL, "07_recv#nonblocking-unhandled")
def nonblocking_unhandled(case: Case) -> Fit:
    """The socket was told not to wait.

    You made the socket non-blocking, or only this call, with MSG_DONTWAIT. Then {call}() does not wait for the other
    side: where nothing can be done at once, it raises BlockingIOError. Try: leave that out; waiting costs nothing.
    """
    off = any(not value for value in limited_to(case, "setblocking"))
    off = off or any("MSG_DONTWAIT" in call.given.constants for call in would_block(case))
    return {"call": would_block(case)[-1].call} if off and gave_up(case) else False


@mistake(By.CALL, "07_recv#nonblocking-unhandled", over=("nonblocking-unhandled", "timeout-uncaught"))
def recv_sleep_fix(case: Case) -> Fit:
    """A pause stands where waiting is needed.

    You let some time pass with sleep() and then do not wait any more. However long the pause, another day the network
    is slower. recv() waits just as long as it must. Try: leave sleep() and setblocking(False) out.
    """
    failed = [call for call in would_block(case) if call.call in RECEIVES]
    return bool(failed) and gave_up(case) and bool(case.source.calls("sleep"))


@mistake(By.CALL, "07_recv#timeout-is-end")
def timeout_is_end(case: Case) -> Fit:
    """A time limit is taken for the end.

    {call}() had not come back after {seconds:g} seconds, and your program goes on as if the other side had left. A
    timeout says only that nothing has happened yet. Try: wait without a limit; the end is b"" from recv(), or an error.
    """
    ended = case.raised("TimeoutError", "timeout") is not None
    if ended or case.kind in (FindingKind.LATE, FindingKind.BUSY, FindingKind.STUCK):
        return False
    limit = selected(case) if case.steps and case.kind is FindingKind.NOT_WAITED and not receipts(case) else None
    if limit is not None:
        return {"call": "select", "seconds": limit}
    last = [calls[-1] for names in (RECEIVES, SENDS, ("accept",)) if (calls := case.calls(*names))]
    swallowed = [call for call in last if call.raised("TimeoutError", "timeout") and call.timeout]
    return {"call": swallowed[0].call, "seconds": swallowed[0].timeout} if swallowed else False


def selected(case: Case) -> int | float | None:
    """The timeout of select(), in seconds; None where it has none, or is not called."""
    for call in case.source.calls("select"):
        named = [each.value for each in call.keywords if each.arg == "timeout"]
        place = 3 if len(call.args) > 1 else 0  # select.select(r, w, x, limit), or select(limit) of a selector
        for node in named or call.args[place : place + 1]:
            limit = case.source.value(node)
            if isinstance(limit, (int, float)):
                return limit
    return None


@mistake(By.ERROR, "07_recv#timeout-is-end")
def timeout_uncaught(case: Case) -> Fit:
    """The time limit is too short, and nobody catches it.

    You gave the socket a limit of {seconds:g} seconds. {call}() waited that long, then it raised TimeoutError, and your
    program ended. The other side may think longer. Try: leave settimeout() out, or catch the error and wait on.
    """
    call = case.raised_by(*WAITS)
    if call is None or case.raised("TimeoutError", "timeout") is None or not call.timeout:
        return False
    return {"seconds": call.timeout, "call": call.call}


@mistake(By.CALL, "07_recv#timeout-is-end", over=("recv-eof-not-needed-one-shot", "recv-twice", "recv-waits-for-mark"))
def timeout_not_inherited(case: Case) -> Fit:
    """The limit of the listening socket is not that of the connection.

    You gave a time limit to the listening socket. accept() makes a new socket, and that one has no limit: {call}()
    waits on it for ever. Try: conn.settimeout(5) after accept().
    """
    waits = case.waits_in(*RECEIVES)
    if waits is None or waits.timeout is not None or not case.waits:
        return False
    accepted = [call for call in case.calls("accept") if call.timeout]
    caught = case.source.handlers("timeout", "TimeoutError")
    return {"call": waits.call} if accepted and caught else False

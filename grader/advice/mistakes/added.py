"""Extra bytes sent with the data: the other side takes them for data."""

import itertools

from grader.advice.evidence import SENDS, Case, decoded
from grader.advice.rule import By, Fit, mistake
from grader.advice.sending import came_twice
from grader.model.values import Bytes

PADDING_LEAST = 16  # bytes; this many of the same value are padding, not data


@mistake(By.WIRE, "09_send#newline-added")
def message_twice(case: Case) -> Fit:
    """The same was sent twice.

    Everything arrived two times in a row. The other side sees one stream and cannot know that the second half is a
    repetition. Try: look for a second send() or sendall() of the same data, and take one away.
    """
    return came_twice(case)


@mistake(By.CALL, over=("message-twice", "send-added"))
def step_sends(case: Case) -> Fit:
    """Your function sends data of its own.

    Line {line} calls {call}(), and the other side receives these bytes too. This step does not send anything. Try:
    take that line out.
    """
    sends = case.succeeded(*SENDS)
    if not case.steps or case.has_to("send") or case.error is not None or not sends:
        return False
    first = sends[0].given.positional[:1]
    head = first[0].head if first and isinstance(first[0], Bytes) else b""
    alien = bool(head) and (case.got == head or case.received.count(head) > case.wanted.count(head))
    return {"line": sends[0].line, "call": sends[0].call} if alien else False


@mistake(By.WIRE, "12_client", over=("message-twice",))
def message_in_loop(case: Case) -> Fit:
    """A loop sends the same data again.

    {call}() in line {line} stands in a loop, and each round of the loop sends the same data once more. The other side
    expects the data once. Try: send before the loop.
    """
    calls = case.calls(*SENDS)
    repeated = next((b for a, b in itertools.pairwise(calls) if a.line == b.line and a.given == b.given), None)
    if repeated is None or not came_twice(case):
        return False
    looped = any(case.source.in_loop(node) for node in case.source.at(repeated.line))
    return {"call": repeated.call, "line": repeated.line} if looped else False


@mistake(By.WIRE, "09_send#newline-added")
def newline_added(case: Case) -> Fit:
    r"""A line end was added.

    After the data came a line end that does not belong to it. A socket sends just the bytes that it is given: nothing
    is added, and nothing is needed at the end. Try: leave the "\n" out (print() adds one too).
    """
    wanted, got = case.wanted, case.got
    more = got[len(wanted) :] if got.startswith(wanted) else got
    rest = more.lstrip(b"\r\n")
    if more == rest or wanted[:1] in (b"\r", b"\n") or len(more) - len(rest) > 2:
        return False
    return not rest or (not got.startswith(wanted) and (wanted.startswith(rest) or rest.startswith(wanted)))


@mistake(By.WIRE, "09_send#newline-added")
def send_padded(case: Case) -> Fit:
    """The data was padded to a fixed size.

    After the data came bytes that only fill it up. TCP has no packets and no blocks: the other side reads a stream, and
    takes the filling for a part of your data. Try: sendall(data), just as long as it is.
    """
    wanted, got = case.wanted, case.got
    more = got[len(wanted) :] if got.startswith(wanted) else got
    filling = len(more) - len(more.lstrip(more[:1]))
    padded = filling >= PADDING_LEAST and more[:1] in (b" ", b"\0", b"0", b"\n", b"#")
    return padded and any(case.received.strip(b"\0 "))


@mistake(By.END, "09_send#newline-added")
def send_added(case: Case) -> Fit:
    """More was sent than the data.

    The data arrived, and with it came {extra!r}, which does not belong to it. The other side reads one stream and takes
    all of it for the data. Try: send just the bytes that are asked for, with nothing before or after them.
    """
    wanted, got = case.wanted, case.got
    place = got.find(wanted)
    whole = len(wanted) == case.wanted_size
    if not got or got == wanted or place < 0 or not whole or not case.has_to("send") or not case.calls(*SENDS):
        return False
    extra = (got[:place] or got[len(wanted) :])[:30]
    text = decoded(extra)
    return {"extra": text if text is not None else extra}

"""What the learner's calls that send were given, and what they took."""

import itertools

from grader.advice.evidence import SENDS, Case
from grader.model.events import Call
from grader.model.values import Arguments, Bytes, Number


def given_to(call: Call) -> int | None:
    """How many bytes a send was given."""
    match call.given:
        case Arguments((Bytes(size=size),), named) if not named:
            return size
    return None


def taken_by(call: Call) -> int | None:
    """How many bytes it took: what send() gave back, and all where sendall() came back."""
    if call.seconds is None or call.error:
        return None
    match call.returned:
        case Number(int(taken)):
            return taken
    return given_to(call) if call.call == "sendall" else None


def has_to_send(case: Case) -> bool:
    """Whether sending is the learner's own business here, and not the host program's."""
    return not case.steps or any("send" in step for step in case.steps)


def came_twice(case: Case) -> bool:
    """Whether the other side received a thing and the same again, out of several calls."""
    came, calls = case.received, case.calls(*SENDS)
    if len(calls) < 2 or not (case.wanted or case.got):
        return False
    sizes = {given_to(call) or 0 for call in calls} | {len(came) // 2}
    whole = case.wanted_size
    again = any(
        first.given == second.given and whole in (0, size) and size == taken_by(first) and size > 1
        for first, second in itertools.pairwise(calls)
        if (size := given_to(first)) is not None
    )
    return again or any(size > 1 and came[:size] == came[size : 2 * size] for size in sizes)

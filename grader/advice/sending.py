"""How many bytes the learner's sending calls were given, and how many they took."""

import itertools

from grader.advice.evidence import SENDS, Case
from grader.model.events import Call
from grader.model.values import Arguments, Bytes, Number


def given_to(call: Call) -> int | None:
    """How many bytes a sending call was given."""
    match call.given:
        case Arguments((Bytes(size=size),), named) if not named:
            return size
    return None


def taken_by(call: Call) -> int | None:
    """How many bytes a sending call took: the result of send(), or all bytes where sendall() returned."""
    if call.seconds is None or call.error:
        return None
    match call.returned:
        case Number(int(taken)):
            return taken
    return given_to(call) if call.call == "sendall" else None


def taken_in_part(call: Call) -> tuple[int, int] | None:
    """How many bytes a sending call was given and how many it took; None where it took all, or that is unknown."""
    given, taken = given_to(call), taken_by(call)
    return (given, taken) if given is not None and taken is not None and taken < given else None


def sent_nothing(case: Case) -> bool:
    """Whether bytes were expected, none arrived, and the learner's code called nothing that sends."""
    return bool(case.wanted) and not case.got and not case.calls(*SENDS)


def came_twice(case: Case) -> bool:
    """Whether the other side received the same bytes twice, sent by several calls."""
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
    return again or any(size > 1 and whole in (0, size) and came[:size] == came[size : 2 * size] for size in sizes)

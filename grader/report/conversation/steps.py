"""The conversation of a failed check as a list of steps, in order: what the program did, what the peer observed.

    transcript  ->  steps, cause before effect  ->  steps without duplicates, quiet calls joined

A call that waits (accept, recv) is placed where it returned, after the event that it waited for. Unimportant calls of
the host program are left out. A call by the learner is left out only where a later step says that it waits forever.
"""

import math
from dataclasses import dataclass, replace

import msgspec

from grader.model.events import AnyEvent, Call, Connected, Event, Late, Missing, Received, Started, Stuck, Unloadable
from grader.model.values import Address, Other, Tuple
from grader.report.conversation.step import HOST_FILE, SAID, Mood, Step, is_program, steps_of
from grader.report.words import finding_texts
from grader.result.finding import Difference
from grader.result.scorecard import CheckResult
from grader.texts.wording import as_line

UNIMPORTANT = frozenset("settimeout setblocking makefile detach setsockopt".split())
WAITING = frozenset("accept recv recv_into recvfrom recvfrom_into recvmsg".split())
LARGE = 1024  # bytes of a received piece; the size of a smaller piece may show how the program sends
EPSILON = 1e-9  # seconds; places an event just before or after another


@dataclass(frozen=True)
class Conversation:
    """A conversation. `programs` and `peers` are the speakers of each side; `but` is what was observed instead."""

    programs: tuple[str, ...]
    peers: tuple[str, ...]
    files: tuple[str, ...]
    steps: tuple[Step, ...]
    expected: str
    but: str
    difference: Difference | None

    @property
    def shape(self) -> tuple[object, ...]:
        """Equal for two conversations with the same steps."""
        return tuple(step.alike for step in self.steps)


def conversation(check: CheckResult) -> Conversation | None:
    """The conversation of a check; None where there is nothing to draw."""
    events = pieces_merged(check.transcript)
    if any(isinstance(event, Unloadable | Missing) for event in events):
        return None
    peers = tuple(dict.fromkeys(event.who for event in events if not is_program(event.who)))
    if not peers and not any(isinstance(event, Call) and event.direct for event in events):
        return None
    started = [event for event in events if isinstance(event, Started)]
    files = [HOST_FILE] if any(event.step for event in started) else []
    files += dict.fromkeys(as_line(event.file, 40) for event in started)
    encoding = check.difference.encoding if check.difference is not None else ""
    steps = [step for event in ordered(events) for step in steps_of(event, encoding)]
    texts = finding_texts(check)
    return Conversation(
        programs=tuple(dict.fromkeys(event.who for event in events if is_program(event.who))),
        peers=peers,
        files=tuple(files),
        steps=tuple(joined(without_duplicates(steps))),
        expected=as_line(texts.expected, SAID),
        but=as_line(texts.seen, SAID),
        difference=check.difference,
    )


# The order ----------------------------------------------------------------------------------------------------------


def ordered(events: list[AnyEvent]) -> list[Event]:
    """The events in the order that a reader expects: cause before effect, pending calls at the end."""
    arrived = arrivals(events)
    waits = {(event.who, event.call) for event in events if isinstance(event, Stuck)}

    def place(event: Event) -> float:
        match event:
            case Call(seconds=None):
                return math.inf
            case Call(call=name, seconds=float(seconds)) if name in WAITING:
                return event.at + seconds
            case Connected():
                return min(event.at, arrived.get(event, math.inf))
        return event.at

    def is_shown(event: Event) -> bool:
        if not isinstance(event, Call):
            return True
        if event.seconds is None and (not event.direct or (event.who, event.call) in waits):
            return False
        return event.direct or event.call not in UNIMPORTANT

    last: dict[type[Event], int] = {Stuck: 1, Late: 1}
    kept = [event for event in events if is_shown(event)]
    return sorted(kept, key=lambda event: (math.inf if type(event) in last else place(event), last.get(type(event), 0)))


def arrivals(events: list[AnyEvent]) -> dict[Event, float]:
    """When to show a connection: just before accept() returned it, or just after connect() was called."""
    calls = [event for event in events if isinstance(event, Call) and event.seconds is not None and not event.error]
    accepted = {call.returned: call for call in calls if call.call == "accept"}
    found: dict[Event, float] = {}
    for event in events:
        if not isinstance(event, Connected):
            continue
        host, _colon, port = event.local.rpartition(":")
        accept = accepted.get(Tuple((Other("a socket"), Address(host, int(port))))) if port.isdigit() else None
        if accept is not None:
            found[event] = accept.at + (accept.seconds or 0) - EPSILON
        elif event.who.startswith("server"):
            when = [
                each.at for each in calls if each.call == "connect" and each.address and str(each.address.port) == port
            ]
            earlier = sum(other.local == event.local for other in found if isinstance(other, Connected))
            found[event] = when[earlier] + EPSILON if earlier < len(when) else math.inf
    return found


def pieces_merged(events: list[AnyEvent]) -> list[AnyEvent]:
    """The events with consecutive large pieces of one peer merged, because only the system split them."""
    kept: list[AnyEvent] = []
    for event in events:
        before = kept[-1] if kept else None
        if (
            isinstance(event, Received)
            and isinstance(before, Received)
            and event.who == before.who
            and min(event.size, before.size) > LARGE
        ):
            kept[-1] = msgspec.structs.replace(before, size=before.size + event.size)
        else:
            kept.append(event)
    return kept


# Steps that belong together -----------------------------------------------------------------------------------------


def without_duplicates(steps: list[Step]) -> list[Step]:
    """Drop duplicate steps: an exception that its call shows, exit status 1 after an error, the same `stuck` again."""
    kept: list[Step] = []
    for step in steps:
        before = next((each for each in reversed(kept) if each.who == step.who), None)
        kind = step.alike[0]
        if before is not None and kind == "raised" and before.error == step.error:
            kept[kept.index(before)] = replace(before, mood=Mood.TROUBLE)
            continue
        if before is not None and kind == "stuck" and (step.alike, step.place) == (before.alike, before.place):
            continue
        if before is not None and step.alike == ("exited", step.who, 1) and before.mood is Mood.TROUBLE:
            continue
        kept.append(step)
    return kept


def joined(steps: list[Step]) -> list[Step]:
    """The steps with consecutive quiet calls of one place joined into one line."""
    kept: list[Step] = []
    for step in steps:
        before = kept[-1] if kept else None
        quiet = before is not None and step.mood is before.mood is Mood.QUIET
        calls = before is not None and step.alike[0] == before.alike[0] == "call"
        if before is not None and quiet and calls and (step.who, step.place) == (before.who, before.place):
            text, alike = f"{before.text}, {step.text}", (*before.alike, *step.alike[2:])
            kept[-1] = replace(before, text=text, alike=alike)
        else:
            kept.append(step)
    return kept

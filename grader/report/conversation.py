"""The conversation of a failed check as a list of steps, in order: what the program did, what the peer saw.

    transcript  ->  steps in the order in which a reader understands them  ->  runs of the same cut  ->  the failure

A call that waits for something (accept, recv) stands where it came back, behind what it waited for. Calls of the
host program that changes nothing for a reader are left out; those of the learner's own lines never are.
"""

import enum
import math
from dataclasses import dataclass, replace

from grader import transcript
from grader.language import _
from grader.program.trace import HOST
from grader.report.readable import called, message
from grader.transcript import Call, Event
from grader.verdict import CheckResult, Difference
from grader.wording import as_line

HOST_FILE = "host.py"  # how a host program is called in the course's folders
BORING = frozenset("settimeout setblocking makefile detach setsockopt".split())  # where not the learner calls them
WAITING = frozenset("accept recv recv_into recvfrom recvfrom_into recvmsg".split())
TELLING = frozenset("bind listen connect connect_ex".split())  # their arguments matter wherever they are called
SAID = 160  # letters of a foreign text
PROGRAM = "program"


class Way(enum.Enum):
    """Which way something goes between the two sides."""

    TO_PROGRAM = enum.auto()
    TO_PEER = enum.auto()
    BOUNCED = enum.auto()  # to the program, and back


class Mood(enum.Enum):
    """How much a step matters."""

    PLAIN = enum.auto()
    QUIET = enum.auto()  # not the learner's own
    TROUBLE = enum.auto()


@dataclass(frozen=True)
class Step:
    """Something that one side did or saw. `place` is the learner's file and line, `size` of bytes that went.

    `alike` is the same for steps that a reader would call the same again.
    """

    who: str
    text: str
    alike: tuple[object, ...] = ()
    place: str = ""
    way: Way | None = None
    mood: Mood = Mood.PLAIN
    size: int = 0

    @property
    def of_program(self) -> bool:
        """Whether it belongs to the program's side."""
        return self.who.split(" ")[0] == PROGRAM


@dataclass(frozen=True)
class Conversation:
    """Who spoke, what they did, and where it went wrong: `expected` and, where the peer saw something, `but`."""

    programs: tuple[str, ...]
    peers: tuple[str, ...]
    files: tuple[str, ...]
    steps: tuple[Step, ...]
    expected: str
    but: str
    difference: Difference | None

    @property
    def shape(self) -> tuple[object, ...]:
        """The same for two conversations that would teach the same."""
        return tuple(step.alike for step in self.steps)


def conversation(check: CheckResult) -> Conversation | None:
    """What is to be drawn of a check; None where nothing was said that a picture could show."""
    events = check.transcript
    if any(isinstance(event, transcript.Unloadable | transcript.Missing) for event in events):
        return None
    peers = tuple(dict.fromkeys(event.who for event in events if not is_program(event.who)))
    if not peers and not any(isinstance(event, Call) and event.direct for event in events):
        return None
    started = [event for event in events if isinstance(event, transcript.Started)]
    files = [HOST_FILE] if any(event.step for event in started) else []
    files += dict.fromkeys(as_line(event.file, 40) for event in started)
    encoding = check.difference.encoding if check.difference is not None else ""
    return Conversation(
        programs=tuple(dict.fromkeys(event.who for event in events if is_program(event.who))),
        peers=peers,
        files=tuple(files),
        steps=tuple(joined(mended([step for event in ordered(events) for step in steps_of(event, encoding)]))),
        expected=as_line(check.expected, SAID),
        but=as_line(check.seen, SAID),
        difference=check.difference,
    )


def is_program(who: str) -> bool:
    """Whether a side is the learner's program."""
    return who.split(" ")[0] == PROGRAM


# The order ----------------------------------------------------------------------------------------------------------


def ordered(events: list[transcript.AnyEvent]) -> list[Event]:
    """The events as a reader understands them: cause before effect, what never came back at the end."""
    accepted = {
        call.result: call.at + (call.seconds or 0) for call in events if isinstance(call, Call) and call.call == "accept"
    }
    waits = {(event.who, event.call) for event in events if isinstance(event, transcript.Stuck)}

    def place(event: Event) -> float:
        match event:
            case Call(seconds=None):
                return math.inf
            case Call(call=name, seconds=float(seconds)) if name in WAITING:
                return event.at + seconds
            case transcript.Connected(local=local):  # the peer hears of it a little later than the program
                host, _colon, port = local.rpartition(":")
                return min(event.at, accepted.get(f"(a socket, ('{host}', {port}))", math.inf) - 1e-9)
        return event.at

    def shown(event: Event) -> bool:
        if not isinstance(event, Call):
            return True
        if event.seconds is None and (not event.direct or (event.who, event.call) in waits):
            return False
        return event.direct or event.call not in BORING

    last = {transcript.Stuck: 1, transcript.Late: 1}
    kept = [event for event in events if shown(event)]
    return sorted(kept, key=lambda event: (math.inf if type(event) in last else place(event), last.get(type(event), 0)))


# One event ----------------------------------------------------------------------------------------------------------


def steps_of(event: Event, encoding: str) -> list[Step]:
    """What an event looks like; nothing for those that no reader misses."""
    if isinstance(event, Call):
        return [of_call(event)]
    found = of_program(event) if is_program(event.who) else of_peer(event, encoding)
    return [] if found is None else [found]


def of_call(event: Call) -> Step:
    """A call: the learner's own with its line, one of the host program's in short."""
    mood = Mood.TROUBLE if event.error and event.direct else Mood.PLAIN if event.direct else Mood.QUIET
    own = event.file not in ("", HOST)
    text = called(event, event.direct or (own and event.call in TELLING))
    if event.seconds is None:
        text, mood = _("{call} does not come back").format(call=text), Mood.TROUBLE
    alike = ("call", event.who, event.call, event.file, event.line, bool(event.error), event.seconds is None)
    place = at(event.file, event.line) if own else HOST_FILE
    return Step(event.who, text, alike, place, mood=mood)


def at(file: str, line: int) -> str:
    """A place in the learner's files; nothing for any other."""
    return f"{as_line(file, 40)}:{line}" if file not in ("", HOST) and line else ""


def of_program(event: Event) -> Step | None:
    """What the program did beside its calls."""
    match event:
        case transcript.Raised(kind=kind, text=text, file=file, line=line):
            said = as_line(f"{kind}: {text}" if text else kind, SAID)
            return Step(event.who, said, ("raised", event.who, kind, line), at(file, line), mood=Mood.TROUBLE)
        case transcript.Misreturned(step=step, came=came, promised=promised):
            said = _("{step}() returned {came}, but it should return {promised}").format(
                step=step, came=as_line(came, SAID), promised=promised
            )
            return Step(event.who, said, ("misreturned", event.who, step), mood=Mood.TROUBLE)
        case transcript.Stuck(call=call, file=file, line=line):
            said = _("{call}() waits for ever").format(call=call) if call else _("waits for ever")
            return Step(event.who, said, ("stuck", event.who, call, line), at(file, line), mood=Mood.TROUBLE)
        case transcript.Late(busy=busy, file=file, line=line):
            said = _("runs round and round") if busy else _("waits, and nothing happens")
            return Step(event.who, said, ("late", event.who, busy, line), at(file, line), mood=Mood.TROUBLE)
        case transcript.Flooded():
            said = _("prints or sends without end")
            return Step(event.who, said, ("flooded", event.who), mood=Mood.TROUBLE)
        case transcript.Exited(status=status):
            said = _("ends with exit status {status}").format(status=status)
            if status < 0:
                said = _("is ended by signal {number}").format(number=-status)
            mood = Mood.TROUBLE if status else Mood.PLAIN
            return Step(event.who, said, ("exited", event.who, status), mood=mood)
        case transcript.Told(line=line):
            said = _("reports: {line}").format(line=as_line(line, SAID))
            return Step(event.who, said, ("told", event.who), HOST_FILE, mood=Mood.QUIET)
    return None


def of_peer(event: Event, encoding: str) -> Step | None:
    """What the peer did and saw."""
    kind, who = type(event).__name__, event.who
    match event:
        case transcript.Connected(remote=remote) if who.startswith("server"):
            return Step(who, _("your program connects"), (kind, who), way=Way.TO_PEER)
        case transcript.Connected(remote=remote):
            said = _("connects to {address}").format(address=remote) if remote else _("connects")
            return Step(who, said, (kind, who), way=Way.TO_PROGRAM)
        case transcript.Refused(remote=remote):
            said = _("wants to connect to {address}: refused").format(address=remote)
            return Step(who, said, (kind, who), way=Way.BOUNCED)
        case transcript.Unreached(remote=remote):
            said = _("wants to connect to {address}: no answer").format(address=remote)
            return Step(who, said, (kind, who), way=Way.BOUNCED)
        case transcript.Sent(size=size, data=data):
            return Step(who, message(data, size, encoding), (kind, who), way=Way.TO_PROGRAM, size=size)
        case transcript.Received(size=size, data=data):
            return Step(who, message(data, size, encoding), (kind, who), way=Way.TO_PEER, size=size)
        case transcript.Finished():
            return Step(who, _("end of the stream"), (kind, who), way=Way.TO_PEER)
        case transcript.Reset():
            return Step(who, _("reset"), (kind, who), way=Way.TO_PEER, mood=Mood.TROUBLE)
        case transcript.Closed(how=how):
            said = {
                "finish": _("end of the stream (it still reads)"),
                "reset": _("resets the connection"),
            }.get(how, _("closes"))
            return Step(who, said, (kind, who, how), way=Way.TO_PROGRAM)
        case transcript.Flooded(size=size):
            said = _("{size} bytes, and no end").format(size=size)
            return Step(who, said, (kind, who), way=Way.TO_PEER, mood=Mood.TROUBLE)
    return None


# Steps that belong together -----------------------------------------------------------------------------------------


def mended(steps: list[Step]) -> list[Step]:
    """Without what is told twice: an exception that its call has shown, the exit status that an exception brings."""
    kept: list[Step] = []
    for step in steps:
        before = next((each for each in reversed(kept) if each.who == step.who), None)
        kind = step.alike[0]
        if kind == "raised" and before is not None and before.text.endswith(f": {step.text}"):
            if before.place in (step.place, HOST_FILE) or not step.place:
                kept[kept.index(before)] = replace(before, mood=Mood.TROUBLE)
                continue
        ended = before is not None and before.alike[0] in ("raised", "misreturned", "call") and before.mood is Mood.TROUBLE
        if kind == "exited" and step.alike[2] == 1 and ended:
            continue
        kept.append(step)
    return kept


def joined(steps: list[Step]) -> list[Step]:
    """The quiet calls of one place that follow each other stand in one line."""
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

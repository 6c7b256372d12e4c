"""One event of a transcript as one step of a picture: its text, its place in the learner's file, its direction."""

import enum
from dataclasses import dataclass, replace

from grader.child.trace import HOST
from grader.model import events
from grader.model.values import END_OF_STREAM
from grader.report.conversation.readable import called, message
from grader.texts.language import _
from grader.texts.wording import as_line

HOST_FILE = "host.py"  # the name of a host program in the folders of the course
WITH_ARGUMENTS = frozenset("bind listen connect connect_ex".split())  # also if the learner calls them indirectly
SAID = 160  # characters at most, of a text by the learner or by the system
PROGRAM = "program"


class Way(enum.Enum):
    """The direction of a step between the two sides."""

    TO_PROGRAM = enum.auto()
    TO_PEER = enum.auto()
    BOUNCED = enum.auto()  # to the program, which refused the connection or did not answer


class Mood(enum.Enum):
    """How a step is emphasised."""

    PLAIN = enum.auto()
    QUIET = enum.auto()  # an indirect call, or a report of the host program
    TROUBLE = enum.auto()


@dataclass(frozen=True)
class Step:
    """An action or an observation of one side. `place` is a file of the program and the line, `size` is in bytes.

    `error` is the exception that ended a call or the program. `alike` is equal for steps that repeat each other.
    """

    who: str
    text: str
    alike: tuple[object, ...] = ()
    place: str = ""
    way: Way | None = None
    mood: Mood = Mood.PLAIN
    size: int = 0
    error: str = ""

    @property
    def of_program(self) -> bool:
        """Whether the step belongs to the side of the program."""
        return is_program(self.who)


def is_program(who: str) -> bool:
    """Whether a side is the learner's program."""
    return who.split(" ")[0] == PROGRAM


def steps_of(event: events.Event, encoding: str) -> list[Step]:
    """A list with the step for an event; empty for an event that a picture does not show."""
    if isinstance(event, events.Call):
        found: Step | None = of_call(event)
    else:
        found = of_program(event) if is_program(event.who) else of_peer(event, encoding)
    # The text may contain control characters from the learner's program; as_line removes them.
    return [] if found is None else [replace(found, text=as_line(found.text, 2 * SAID))]


def of_call(event: events.Call) -> Step:
    """The step for a call: with its line where it is in a learner's file, else `host.py`."""
    mood = Mood.TROUBLE if event.error and event.direct else Mood.PLAIN if event.direct else Mood.QUIET
    own = event.file not in ("", HOST)
    text = called(event, event.direct or (own and event.call in WITH_ARGUMENTS))
    if event.seconds is None:
        text = f"{text} ..."  # it had not returned when the check ended
    outcome = (bool(event.error), event.seconds is None, event.returned == END_OF_STREAM)
    alike = ("call", event.who, event.call, event.file, event.line, *outcome)
    place = at(event.file, event.line) if own else HOST_FILE
    return Step(event.who, text, alike, place, mood=mood, error=as_line(event.error, SAID))


def at(file: str, line: int) -> str:
    """A place in the learner's files; empty for any other file."""
    return f"{as_line(file, 40)}:{line}" if file not in ("", HOST) and line else ""


def of_program(event: events.Event) -> Step | None:
    """The step for an event of the program that is not a call; None for an event that is not shown."""
    match event:
        case events.Raised(kind=kind, text=text, file=file, line=line):
            said = as_line(f"{kind}: {text}" if text else kind, SAID)
            alike = ("raised", event.who, kind, line)
            return Step(event.who, said, alike, at(file, line), mood=Mood.TROUBLE, error=said)
        case events.Misreturned(step=step, came=came, promised=promised):
            said = _("{step}() returned {came}, but it should return {promised}").format(
                step=step, came=as_line(came, SAID), promised=promised
            )
            return Step(event.who, said, ("misreturned", event.who, step), mood=Mood.TROUBLE)
        case events.Stuck(call=call, file=file, line=line):
            said = _("{call}() waits for ever").format(call=call) if call else _("waits for ever")
            return Step(event.who, said, ("stuck", event.who, call, line), at(file, line), mood=Mood.TROUBLE)
        case events.Late(busy=busy, file=file, line=line):
            said = _("runs round and round") if busy else _("waits, and nothing happens")
            return Step(event.who, said, ("late", event.who, busy, line), at(file, line), mood=Mood.TROUBLE)
        case events.Flooded(what=what):
            said = _("starts processes without end") if what == "processes" else _("prints or sends without end")
            return Step(event.who, said, ("flooded", event.who), mood=Mood.TROUBLE)
        case events.Exited(status=status):
            said = _("ends with exit status {status}").format(status=status)
            if status < 0:
                said = _("is ended by signal {number}").format(number=-status)
            mood = Mood.TROUBLE if status else Mood.PLAIN
            return Step(event.who, said, ("exited", event.who, status), mood=mood)
        case events.SideChannelLine(line=line):
            said = _("reports: {line}").format(line=as_line(line, SAID))
            return Step(event.who, said, ("reported", event.who), HOST_FILE, mood=Mood.QUIET)
    return None


def of_peer(event: events.Event, encoding: str) -> Step | None:
    """The step for what the peer did or observed; None for an event that is not shown."""
    who, alike = event.who, (type(event).__name__, event.who)
    match event:
        case events.Connected() if who.startswith("server"):
            return Step(who, _("your program connects"), alike, way=Way.TO_PEER)
        case events.Connected(remote=remote):
            said = _("connects to {address}").format(address=remote) if remote else _("connects")
            return Step(who, said, alike, way=Way.TO_PROGRAM)
        case events.Refused(remote=remote):
            said = _("wants to connect to {address}: refused").format(address=remote)
            return Step(who, said, alike, way=Way.BOUNCED)
        case events.Unreached(remote=remote):
            said = _("wants to connect to {address}: no answer").format(address=remote)
            return Step(who, said, alike, way=Way.BOUNCED)
        case events.Sent(size=size, data=data) | events.Received(size=size, data=data):
            way = Way.TO_PROGRAM if isinstance(event, events.Sent) else Way.TO_PEER
            return Step(who, message(data, size, encoding), alike, way=way, size=size)
        case events.Finished():
            return Step(who, _("end of the stream"), alike, way=Way.TO_PEER)
        case events.Reset():
            return Step(who, _("reset"), alike, way=Way.TO_PEER, mood=Mood.TROUBLE)
        case events.Closed(how=how):
            closings = {"finish": _("end of the stream (it still reads)"), "reset": _("resets the connection")}
            return Step(who, closings.get(how, _("closes")), (*alike, how), way=Way.TO_PROGRAM)
        case events.Flooded(size=size):
            said = _("{size} bytes, and no end").format(size=size)
            return Step(who, said, alike, way=Way.TO_PEER, mood=Mood.TROUBLE)
    return None

"""What the reference peer does when a learner tries a program by hand.

A suite may declare it in `manual_peer.py`:

    MANUAL_PEER = ManualPeer(CLIENT, port=8989, turns=(Say("你好".encode("gbk")), HearEnd(),), encoding="gbk")

`CLIENT` or `SERVER` is the role of the peer; the learner's program has the other role.
"""

from dataclasses import dataclass

from grader.course import catalogue
from grader.course.exercise import Exercise
from grader.model.errors import CourseError, UsageError
from grader.texts.language import _, current

CLIENT, SERVER = "client", "server"


@dataclass(frozen=True)
class Say:
    """Send bytes."""

    data: bytes


@dataclass(frozen=True)
class Hear:
    """Wait until `size` bytes have arrived since the last waiting turn, or the stream has ended."""

    size: int = 1


@dataclass(frozen=True)
class HearEnd:
    """Read until the other side has closed or reset."""


@dataclass(frozen=True)
class Nap:
    """Do not read for `seconds`, as a slow client."""

    seconds: float


@dataclass(frozen=True)
class Finish:
    """Close the sending direction; the peer can still read."""


Turn = Say | Hear | HearEnd | Nap | Finish


@dataclass(frozen=True)
class ManualPeer:
    """What the peer does: its role, port, turns, and the number of conversations, one after another.

    `in_readme`: the README says how to start the learner's program; the stub's own `__main__` part plays both sides.
    """

    role: str
    port: int
    turns: tuple[Turn, ...]
    encoding: str = "utf-8"
    conversations: int = 1
    in_readme: bool = False


def read_manual_peer(exercise: Exercise) -> ManualPeer:
    """Read what the peer does in an exercise. UsageError where it has no peer, CourseError where its suite is wrong."""
    module = catalogue.load_part(exercise.folder, "manual_peer")
    if module is None:
        said = _("{exercise} has nothing to try by hand with a peer")
        raise UsageError(said.format(exercise=exercise.id))
    found = getattr(module, "MANUAL_PEER", None)
    if not isinstance(found, ManualPeer) or found.role not in (CLIENT, SERVER):
        raise CourseError(f"{exercise.id}/manual_peer.py does not say MANUAL_PEER = ManualPeer(...)")
    return found


def how_to_start(exercise: Exercise, part: ManualPeer) -> str:
    """How the learner starts the program in another terminal, as the end of a sentence."""
    if part.in_readme:
        return _('as "Try it by hand" in {readme} says').format(readme=exercise.readme(current()))
    return f"python exercises/{exercise.id}/{exercise.facts.file}"

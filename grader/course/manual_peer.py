"""What the reference peer does when a learner tries a program by hand.

A suite may say it in `manual_peer.py`:

    MANUAL_PEER = manual_peer(CLIENT, port=8989, turns=[Say("你好".encode("gbk")), HearEnd()], encoding="gbk")

`CLIENT` and `SERVER` are the part that the peer plays, so the learner's program plays the other one.
"""

from collections.abc import Iterable
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
    """Wait until at least so many bytes have come since the last turn that heard, or the stream is over."""

    size: int = 1


@dataclass(frozen=True)
class HearEnd:
    """Read until the other side has closed or reset."""


@dataclass(frozen=True)
class Nap:
    """Read nothing for so many seconds, as a slow client does."""

    seconds: float


@dataclass(frozen=True)
class Finish:
    """Close the sending side; this side still reads."""


Turn = Say | Hear | HearEnd | Nap | Finish


@dataclass(frozen=True)
class ManualPeer:
    """The peer's part: on which port, what it does in turn, in how many conversations one after the other.

    `in_readme`: the learner starts a line of the README, because the stub's own part plays alone.
    """

    role: str
    port: int
    turns: tuple[Turn, ...]
    encoding: str
    conversations: int
    in_readme: bool


def manual_peer(
    role: str,
    port: int,
    turns: Iterable[Turn],
    encoding: str = "utf-8",
    conversations: int = 1,
    in_readme: bool = False,
) -> ManualPeer:
    """Say what the peer does by hand; stands once in a suite's manual_peer.py."""
    return ManualPeer(role, port, tuple(turns), encoding, conversations, in_readme)


def read_manual_peer(exercise: Exercise) -> ManualPeer:
    """The peer's part in an exercise. UsageError where it has none, CourseError where its suite is wrong."""
    module = catalogue.part(exercise.folder, "manual_peer")
    if module is None:
        said = _("{exercise} has nothing to try by hand with a peer")
        raise UsageError(said.format(exercise=exercise.id))
    found = getattr(module, "MANUAL_PEER", None)
    if not isinstance(found, ManualPeer) or found.role not in (CLIENT, SERVER):
        raise CourseError(f"{exercise.id}/manual_peer.py does not say MANUAL_PEER = manual_peer(...)")
    return found


def how_to_start(exercise: Exercise, part: ManualPeer) -> str:
    """How the learner starts the program in another terminal, as the end of a sentence."""
    if part.in_readme:
        return _('as "Try it by hand" in {readme} says').format(readme=exercise.readme(current()))
    return f"python exercises/{exercise.id}/{exercise.facts.file}"

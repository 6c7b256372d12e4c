"""Grade a submission in a box of its own: another process, with a network and processes that are its alone.

    this process                                    the grading (inside.py), in the outer box
    reads the submission           ── request ──▶   grades it
    hears of each result           ◀── told ────    after each check
    checks that nothing is missing ◀── card ────    at the end
    waits until the box is gone, and only then has a result

What comes back is data of a fixed form. A box that ends without a whole result is the grader's own trouble, and never
a pass.
"""

import contextlib
import os
import pickle
import re
import select
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from grader import language, notes, score, submission
from grader.course import Exercise
from grader.errors import CourseError, GraderError, SocketCourseError, UsageError
from grader.program import bubblewrap, tree
from grader.settings import Settings, nobody
from grader.submission import Taken
from grader.verdict import CheckResult, Scorecard

ROOT = Path(__file__).resolve().parents[1]
GONE_WITHIN = 20.0  # seconds; far more than the kernel needs to end all of a box
FRAME_AT_MOST = 1 << 28  # bytes of one answer
KINDS: dict[str, type[SocketCourseError]] = {each.__name__: each for each in (CourseError, GraderError, UsageError)}

# The grader is found where it was found here; the folder around it is on nobody's path.
START = """
import sys
sys.path.insert(0, sys.argv[1])
import grader
del sys.path[0]
from grader import inside
inside.main()
"""


@dataclass(frozen=True)
class Request:
    """What the grading in the box is to do."""

    folder: Path
    exercises: tuple[str, ...]
    taken: Taken
    settings: Settings
    language: str


class Told(msgspec.Struct, frozen=True, tag="told"):
    """One check is done."""

    exercise: str
    result: CheckResult


class Ready(msgspec.Struct, frozen=True, tag="ready"):
    """Everything is done."""

    card: Scorecard


class Failed(msgspec.Struct, frozen=True, tag="failed"):
    """The grading failed: the kind of trouble, and its one line."""

    kind: str
    text: str


Answer = Told | Ready | Failed


def grade(folder: Path, exercises: Sequence[Exercise], settings: Settings) -> Scorecard:
    """Grade whatever lies in `folder`, as run.grade does, in a box of its own. GraderError for own trouble."""
    began = time.monotonic()
    taken = submission.take(folder, exercises)
    names = tuple(each.id for each in exercises)
    request = Request(folder, names, taken, replace(settings, told=nobody), language.current())
    card = None
    with box() as (channel, complaints):
        send(channel, pickle.dumps(request))
        for answer in answers(channel):
            if isinstance(answer, Told):
                settings.told(answer.exercise, answer.result)
            elif isinstance(answer, Failed):
                raise KINDS.get(answer.kind, GraderError)(answer.text)
            else:
                card = answer.card
    if card is None:
        raise GraderError(f"the grading ended without a result{last_line(complaints)}")
    must_be_whole(card, exercises)
    seconds = round(time.monotonic() - began, 3)
    return msgspec.structs.replace(card, seconds=seconds, notes=[*notes.of(folder, exercises), *card.notes])


@contextlib.contextmanager
def box() -> Iterator[tuple[socket.socket, list[str]]]:
    """A box with a grading that waits for its request; at the end everything in it is gone.

    The second value holds, once the box is gone, what its standard error said.
    """
    tree.adopt_orphans()
    complaints: list[str] = []
    ours, theirs = socket.socketpair()
    told, tells = os.pipe()
    with tempfile.TemporaryFile() as errors, ours, contextlib.ExitStack() as ends:
        with theirs:
            command = [sys.executable, "-P", "-c", START, str(ROOT), str(theirs.fileno())]
            started = subprocess.Popen(
                bubblewrap.outer(command, tells),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=errors,
                pass_fds=[theirs.fileno(), tells],
                env=os.environ | {"TMPDIR": bubblewrap.PRIVATE},
                start_new_session=True,
            )
        os.close(tells)
        ends.callback(os.close, told)
        ends.callback(read_into, complaints, errors.fileno())
        ends.callback(end, started, told)
        yield ours, complaints


def end(started: "subprocess.Popen[bytes]", told: int) -> None:
    """End a box and wait until its last process is gone. GraderError where it does not go."""
    first = first_process(told)
    try:
        if first is not None:
            kill_and_wait(first)
            with contextlib.suppress(subprocess.TimeoutExpired):
                started.wait(1.0)  # it ends by itself
    finally:
        started.kill()
        started.wait()
    if first is not None:
        with contextlib.suppress(ChildProcessError):  # where bwrap did not reap it, this process has adopted it
            os.waitpid(first, 0)


def kill_and_wait(pid: int) -> None:
    """Kill the first process of a process namespace, and wait until all of the namespace is gone."""
    try:
        gone = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    try:
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(gone, signal.SIGKILL)
        poll = select.poll()
        poll.register(gone, select.POLLIN)
        if not poll.poll(GONE_WITHIN * 1000):
            raise GraderError("the box of the grading cannot be ended")
    finally:
        os.close(gone)


def first_process(told: int) -> int | None:
    """The number of the box's first process, with which all others end; None where no box was made."""
    said = b""
    while (number := re.search(rb'"child-pid": (\d+)\D', said)) is None:
        part = os.read(told, 1 << 12)
        if not part:
            return None
        said += part
    return int(number[1])


def read_into(lines: list[str], errors: int) -> None:
    """Read what a file holds, as lines."""
    lines += os.pread(errors, 1 << 14, 0).decode("utf-8", "replace").splitlines()


def last_line(complaints: list[str]) -> str:
    """The last line that says something, after a colon; empty where there is none."""
    said = [line.strip() for line in complaints if line.strip()]
    return f": {said[-1]}" if said else ""


def send(channel: socket.socket, data: bytes) -> None:
    """Send one frame: its size in four bytes, then its bytes."""
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # the other side is gone: its silence will tell
        channel.sendall(len(data).to_bytes(4, "big") + data)


def receive(channel: socket.socket) -> bytes | None:
    """One frame; None at the end."""
    with contextlib.suppress(ConnectionResetError), channel.makefile("rb", buffering=0) as file:
        head = _exactly(file, 4)
        size = int.from_bytes(head, "big")
        data = _exactly(file, size) if len(head) == 4 and size <= FRAME_AT_MOST else b""
        return data if data and len(data) == size else None
    return None


def _exactly(file: "socket.SocketIO", size: int) -> bytes:
    parts = bytearray()
    while len(parts) < size:
        part = file.read(min(size - len(parts), 1 << 20))
        if not part:
            break
        parts += part
    return bytes(parts)


def answers(channel: socket.socket) -> Iterator[Answer]:
    """What the grading tells, up to its end. GraderError for what has not the form of an answer."""
    decoder = msgspec.json.Decoder(Answer)
    while (data := receive(channel)) is not None:
        try:
            answer: Answer = decoder.decode(data)
        except msgspec.MsgspecError as error:
            raise GraderError(f"the grading told what cannot be understood: {error}") from error
        yield answer
        if not isinstance(answer, Told):
            return


def must_be_whole(card: Scorecard, exercises: Sequence[Exercise]) -> None:
    """GraderError unless every check that must be there is there, and every sum is right."""
    if [each.id for each in card.exercises] != [each.id for each in exercises]:
        raise GraderError("the grading left out an exercise")
    for result, exercise in zip(card.exercises, exercises, strict=True):
        must = sorted((check.id, check.points) for check in exercise.checks)
        if sorted((check.id, check.max) for check in result.checks) != must:
            raise GraderError(f"the grading left out a check of {exercise.id}")
        if any(not 0 <= check.points <= check.max for check in result.checks):
            raise GraderError(f"the grading gave impossible points in {exercise.id}")
        if result.score != sum(check.points for check in result.checks):
            raise GraderError(f"the grading added up {exercise.id} wrongly")
    if (card.score, card.max, card.hidden) != score.totals(card.exercises):
        raise GraderError("the grading added up the exercises wrongly")

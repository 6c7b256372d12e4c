"""The messages between this process and a grading process, as frames on a socket.

frame    see child/frames.py
request  a pickled `GradeRequest`; only the grader sends it
answer   the JSON of `CheckReported` after each check, then of `GradingDone` or `GradingFailed`
"""

import contextlib
import selectors
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec
import psutil

from grader.child.frames import frame, receive_frame
from grader.grading.options import GradeOptions
from grader.model.errors import GraderError
from grader.result.scorecard import CheckResult, Scorecard
from grader.submission.reader import Taken

SHARED = "shared"  # instead of a descriptor: the channel is shared through the standard input (Windows)
FRAME_AT_MOST = 1 << 28  # bytes of one answer
SILENT_AT_MOST = 120.0  # seconds between two answers; more than the time limit of a check (CHECK_WITHIN in run.py)
LOOK_EVERY = 1.0  # seconds; how often it is tested whether the process is stopped


@dataclass(frozen=True)
class GradeRequest:
    """What to grade, how, and in which language."""

    folder: Path
    exercises: tuple[str, ...]
    taken: Taken
    options: GradeOptions
    language: str


class CheckReported(msgspec.Struct, frozen=True, tag="check"):
    """One check is done."""

    exercise: str
    result: CheckResult


class GradingDone(msgspec.Struct, frozen=True, tag="done"):
    """Every check is done."""

    card: Scorecard


class GradingFailed(msgspec.Struct, frozen=True, tag="failed"):
    """The grading failed: the class of the error, and its text in one line."""

    kind: str
    text: str


Answer = CheckReported | GradingDone | GradingFailed


def send(channel: socket.socket, data: bytes) -> None:
    """Send one frame. A closed channel raises no error here: receiving the answer fails later."""
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        channel.sendall(frame(data))


def receive(channel: socket.socket) -> bytes | None:
    """Receive one frame; None at the end of the stream, and for a truncated, too large or empty frame."""
    with contextlib.suppress(ConnectionResetError, EOFError):
        return receive_frame(channel, FRAME_AT_MOST) or None
    return None


def receive_answers(channel: socket.socket, pid: int) -> Iterator[Answer]:
    """The answers of the grading process `pid`, up to the last one.

    GraderError for a malformed answer, and where the process stops answering.
    """
    decoder = msgspec.json.Decoder(Answer)
    while (data := next_frame(channel, pid)) is not None:
        try:
            answer: Answer = decoder.decode(data)
        except msgspec.MsgspecError as error:
            raise GraderError(f"the answer of the grading cannot be understood: {error}") from error
        yield answer
        if not isinstance(answer, CheckReported):
            return


def next_frame(channel: socket.socket, pid: int) -> bytes | None:
    """The next frame of the process; None at the end. GraderError where it is stopped or silent for too long."""
    until = time.monotonic() + SILENT_AT_MOST
    with selectors.DefaultSelector() as selector:
        selector.register(channel, selectors.EVENT_READ)
        while not selector.select(LOOK_EVERY):
            if is_stopped(pid):
                raise GraderError("the grading was stopped from outside")
            if time.monotonic() > until:
                raise GraderError(f"the grading said nothing for {SILENT_AT_MOST:.0f} seconds")
    return receive(channel)


def is_stopped(pid: int) -> bool:
    """Whether a process is stopped, as by SIGSTOP."""
    try:
        return psutil.Process(pid).status() == psutil.STATUS_STOPPED
    except psutil.Error:
        return False

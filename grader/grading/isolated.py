"""Grade a submission apart: in another process, at the level `bubblewrap` with a network and processes of its own.

    this process                                    the grading (isolated_worker.py), in the outer box if asked
    reads the submission           ── request ──▶   grades it
    hears of each result           ◀── told ────    after each check
    checks that nothing is missing ◀── card ────    at the end
    waits until all of it is gone, and only then has a result

What comes back is data of a fixed form. A grading that ends without a whole result is the grader's own trouble, and
never a pass. Several threads may grade at a time; `stop_all` ends what all of them do.
"""

import contextlib
import os
import pickle
import re
import select
import selectors
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec
import psutil

from grader.course.exercise import Exercise
from grader.grading import notes
from grader.grading.options import Settings, nobody
from grader.model.errors import CourseError, GraderError, SocketCourseError, UsageError
from grader.result import score
from grader.result.scorecard import CheckResult, Scorecard
from grader.sandbox import bubblewrap, process_tree
from grader.sandbox.levels import Level
from grader.sandbox.scratch import Scratch
from grader.submission import reader
from grader.submission.reader import Taken
from grader.texts import language

ROOT = Path(__file__).resolve().parents[2]
GONE_WITHIN = 20.0  # seconds; far more than the kernel needs to end all of a box
FRAME_AT_MOST = 1 << 28  # bytes of one answer
SILENT_AT_MOST = 120.0  # seconds between two answers; more than the last time limit of a check (run.py)
LOOK_EVERY = 1.0  # seconds after which it is asked whether somebody has stopped the grading
KINDS: dict[str, type[SocketCourseError]] = {each.__name__: each for each in (CourseError, GraderError, UsageError)}

# The grader is found where it was found here; the folder around it is on nobody's path.
START = """
import sys
sys.path.insert(0, sys.argv[1])
import grader
del sys.path[0]
from grader.grading import isolated_worker
isolated_worker.main()
"""


@dataclass(frozen=True)
class Request:
    """What the grading is to do."""

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
    """Grade whatever lies in `folder`, as run.grade does, apart. GraderError for own trouble."""
    began = time.monotonic()
    card = judged(folder, exercises, reader.read_works(folder, exercises), settings)
    seconds = round(time.monotonic() - began, 3)
    return msgspec.structs.replace(card, seconds=seconds, notes=[*notes.of(folder, exercises), *card.notes])


def judged(folder: Path, exercises: Sequence[Exercise], taken: Taken, settings: Settings) -> Scorecard:
    """Grade what was taken from `folder` apart; the folder is only named and not looked at any more.

    GraderError for own trouble, also where the grading was ended from outside.
    """
    names = tuple(each.id for each in exercises)
    request = Request(folder, names, taken, replace(settings, told=nobody), language.current())
    card = None
    with started(settings.level) as (channel, process, complaints):
        send(channel, pickle.dumps(request))
        for answer in answers(channel, process.pid):
            if isinstance(answer, Told):
                settings.told(answer.exercise, answer.result)
            elif isinstance(answer, Failed):
                raise KINDS.get(answer.kind, GraderError)(answer.text)
            else:
                card = answer.card
    if card is None:
        raise GraderError(f"the grading ended without a result{last_line(complaints)}")
    must_be_whole(card, exercises)
    return card


# What was started by any thread, until it is gone: a fact of the process, so it stands here once. Who starts a process
# and writes it down, and who ends what nobody has written down, must not meet: hence the lock.
_running: set[socket.socket] = set()
_lock = threading.RLock()
_over = threading.Event()


def stop_all() -> None:
    """End every grading of this process, whichever thread waits for it, without a result; none is started any more."""
    with _lock:
        _over.set()
        for channel in _running:
            with contextlib.suppress(OSError):
                channel.shutdown(socket.SHUT_RDWR)


def is_over() -> bool:
    """Whether everything was ended, and nothing is started any more."""
    return _over.is_set()


@contextlib.contextmanager
def started(level: Level) -> Iterator[tuple[socket.socket, "subprocess.Popen[bytes]", list[str]]]:
    """A grading that waits for its request, in a box where that is the level; at the end all of it is gone.

    The last value holds, once it is gone, what its standard error said.
    """
    process_tree.adopt_orphans()
    began = process_tree.now()
    complaints: list[str] = []
    ours, theirs = socket.socketpair()
    with tempfile.TemporaryFile() as errors, ours, contextlib.ExitStack() as ends:
        with theirs, _lock:
            if _over.is_set():
                raise GraderError("no grading is started any more")
            if level is Level.BUBBLEWRAP:
                told, tells = os.pipe()
                ends.callback(os.close, told)
                with open(tells, "wb", closefd=True):
                    process = in_the_box(theirs, tells, errors.fileno())
                ends.callback(read_into, complaints, errors.fileno())
                ends.callback(end, process, told)
            else:
                scratch = Scratch()
                ends.callback(scratch.remove)
                process = beside(theirs, errors.fileno(), scratch.root)
                ends.callback(read_into, complaints, errors.fileno())
                ends.callback(end_beside, process, began)
            process_tree.STARTED.add(process.pid)
            _running.add(ours)
        try:
            yield ours, process, complaints
        finally:
            with _lock:
                _running.discard(ours)


def command_for(channel: str, *folder: str) -> list[str]:
    """How the grading is started, told how it finds its channel, and which folder is its own, where it has one."""
    return [sys.executable, "-P", "-c", START, str(ROOT), channel, *folder]


def in_the_box(theirs: socket.socket, tells: int, errors: int) -> "subprocess.Popen[bytes]":
    """Start the grading in the outer box, which writes the number of its first process to `tells`."""
    return subprocess.Popen(
        bubblewrap.outer(command_for(str(theirs.fileno())), tells),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=errors,
        pass_fds=[theirs.fileno(), tells],
        env=os.environ | {"TMPDIR": bubblewrap.PRIVATE},
        start_new_session=True,
    )


def beside(theirs: socket.socket, errors: int, folder: Path) -> "subprocess.Popen[bytes]":
    """Start the grading in a process that is no box, on every system; what it makes lies in a scratch folder."""
    environment = os.environ | dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder / "tmp"))
    if os.name == "posix":
        return subprocess.Popen(
            command_for(str(theirs.fileno()), str(folder)),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=errors,
            pass_fds=[theirs.fileno()],
            env=environment,
            start_new_session=True,
        )
    process = subprocess.Popen(
        command_for(SHARED, str(folder)),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=errors,
        env=environment,
        creationflags=NO_SIGNALS,
    )
    assert process.stdin is not None
    with process.stdin:  # Windows hands a socket on once the number of the other process is known
        process.stdin.write(theirs.share(process.pid))  # type: ignore[attr-defined, unused-ignore]
    return process


SHARED = "shared"  # the channel comes through the standard input
NO_SIGNALS = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)  # Ctrl+C is for this process alone


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
        process_tree.STARTED.discard(started.pid)
    if first is not None:
        with contextlib.suppress(ChildProcessError):  # where bwrap did not reap it, this process has adopted it
            os.waitpid(first, 0)


def end_beside(started: "subprocess.Popen[bytes]", began: float) -> None:
    """End a grading that is in no box, its programs, and what they left behind."""
    if started.poll() is None:
        process_tree.kill_tree(started.pid)
    started.wait()
    with _lock:
        process_tree.STARTED.discard(started.pid)
        process_tree.kill_orphans(began)


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


def answers(channel: socket.socket, pid: int) -> Iterator[Answer]:
    """What the grading tells, up to its end.

    GraderError for what has not the form of an answer, and where nothing comes any more.
    """
    decoder = msgspec.json.Decoder(Answer)
    while (data := next_frame(channel, pid)) is not None:
        try:
            answer: Answer = decoder.decode(data)
        except msgspec.MsgspecError as error:
            raise GraderError(f"the grading told what cannot be understood: {error}") from error
        yield answer
        if not isinstance(answer, Told):
            return


def next_frame(channel: socket.socket, pid: int) -> bytes | None:
    """The next frame from the process; None at the end. GraderError where nothing comes."""
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


def must_be_whole(card: Scorecard, exercises: Sequence[Exercise]) -> None:
    """GraderError unless every check that must be there is there, and every sum is right."""
    if [each.id for each in card.exercises] != [each.id for each in exercises]:
        raise GraderError("the grading left out an exercise")
    for result, exercise in zip(card.exercises, exercises, strict=True):
        must = sorted((check.id, check.points) for check in exercise.checks)
        if sorted((check.id, check.max) for check in result.checks) != must:
            raise GraderError(f"the grading left out a check of {exercise.id}")
    for fault in score.audit(card):
        raise GraderError(f"the result of the grading has {fault}")

"""Grade a submission in a separate process; at the level `bubblewrap` in a sandbox with its own network and processes.

    this process                                     the grading (isolated_worker.py)
    reads the submission             ── request ──▶  grades it
    calls hooks.on_result            ◀── check ────  after each check
    audits the result                ◀── done ─────  at the end
    waits until every process of the grading has ended, then returns the result

isolated_channel.py defines the messages. A grading that ends without a complete result is a GraderError, never a
pass. Several threads may grade at the same time; `stop_all` ends all of their gradings.
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
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from grader.course.exercise import Exercise
from grader.grading import notes
from grader.grading.isolated_channel import SHARED, CheckReported, GradeRequest, GradingFailed, receive_answers, send
from grader.grading.options import DEFAULT_OPTIONS, NO_HOOKS, GradeHooks, GradeOptions
from grader.model.errors import CourseError, GraderError, SocketCourseError, UsageError
from grader.result import score
from grader.result.scorecard import Scorecard
from grader.sandbox import bubblewrap, process_tree
from grader.sandbox.levels import Level
from grader.sandbox.scratch import Scratch
from grader.submission import reader
from grader.submission.reader import Taken
from grader.texts import language

ROOT = Path(__file__).resolve().parents[2]
GONE_WITHIN = 20.0  # seconds; far more than the kernel needs to kill all processes of a sandbox
KINDS: dict[str, type[SocketCourseError]] = {each.__name__: each for each in (CourseError, GraderError, UsageError)}

# Import the same grader package as this process, then remove ROOT from sys.path: it may hold other modules.
START = """
import sys
sys.path.insert(0, sys.argv[1])
import grader
del sys.path[0]
from grader.grading import isolated_worker
isolated_worker.main()
"""


def grade(
    folder: Path, exercises: Sequence[Exercise], options: GradeOptions = DEFAULT_OPTIONS, hooks: GradeHooks = NO_HOOKS
) -> Scorecard:
    """Grade the files in `folder` as run.grade does, in a separate process. GraderError for a failure of the grader."""
    began = time.monotonic()
    card = grade_taken(folder, exercises, reader.read_works(folder, exercises), options, hooks)
    seconds = round(time.monotonic() - began, 3)
    return msgspec.structs.replace(card, seconds=seconds, notes=[*notes.of(folder, exercises), *card.notes])


def grade_taken(
    folder: Path,
    exercises: Sequence[Exercise],
    taken: Taken,
    options: GradeOptions = DEFAULT_OPTIONS,
    hooks: GradeHooks = NO_HOOKS,
) -> Scorecard:
    """Grade, in a separate process, files that were already read; `folder` is only recorded in the result.

    Does not call `hooks.should_stop`; `stop_all` ends the grading. GraderError for a failure of the grader, and where
    the grading was ended from outside.
    """
    names = tuple(each.id for each in exercises)
    request = GradeRequest(folder, names, taken, options, language.current())
    card = None
    with started(options.level) as (channel, process, complaints):
        send(channel, pickle.dumps(request))
        for answer in receive_answers(channel, process.pid):
            if isinstance(answer, CheckReported):
                hooks.on_result(answer.exercise, answer.result)
            elif isinstance(answer, GradingFailed):
                raise KINDS.get(answer.kind, GraderError)(answer.text)
            else:
                card = answer.card
    if card is None:
        raise GraderError(f"the grading ended without a result{last_line(complaints)}")
    must_be_whole(card, exercises)
    return card


# The running gradings of all threads of this process. The lock makes "start a process and register it" atomic with
# respect to process_tree.kill_orphans, which ends every process that is not registered.
_running: set[socket.socket] = set()
_lock = threading.RLock()
_over = threading.Event()


def stop_all() -> None:
    """End all gradings of this process, in all threads, without a result. No grading can start afterwards."""
    with _lock:
        _over.set()
        for channel in _running:
            with contextlib.suppress(OSError):
                channel.shutdown(socket.SHUT_RDWR)


def is_over() -> bool:
    """Whether `stop_all` was called."""
    return _over.is_set()


@contextlib.contextmanager
def started(level: Level) -> Iterator[tuple[socket.socket, "subprocess.Popen[bytes]", list[str]]]:
    """Start a grading process that waits for its request, in a sandbox at the level `bubblewrap`; end it on exit.

    Yields the channel, the process, and a list that receives the lines of its standard error after it has ended.
    """
    process_tree.adopt_orphans()
    began = process_tree.now()
    complaints: list[str] = []
    ours, theirs = socket.socketpair()
    with tempfile.TemporaryFile() as errors, ours, contextlib.ExitStack() as ends:
        with theirs, _lock:
            if _over.is_set():
                raise GraderError("all gradings of this process were ended")
            if level is Level.BUBBLEWRAP:
                status, writes_status = os.pipe()
                ends.callback(os.close, status)
                with open(writes_status, "wb", closefd=True):
                    process = start_in_box(theirs, writes_status, errors.fileno())
                ends.callback(read_into, complaints, errors.fileno())
                ends.callback(end_box, process, status)
            else:
                scratch = Scratch()
                ends.callback(scratch.remove)
                process = start_without_box(theirs, errors.fileno(), scratch.root)
                ends.callback(read_into, complaints, errors.fileno())
                ends.callback(end_without_box, process, began)
            process_tree.STARTED.add(process.pid)
            _running.add(ours)
        try:
            yield ours, process, complaints
        finally:
            with _lock:
                _running.discard(ours)


def command_for(channel: str, *folder: str) -> list[str]:
    """The command line of the grading process: the descriptor of the channel (or SHARED), the scratch folder if any."""
    return [sys.executable, "-P", "-c", START, str(ROOT), channel, *folder]


def start_in_box(theirs: socket.socket, status: int, errors: int) -> "subprocess.Popen[bytes]":
    """Start the grading in the outer sandbox; bwrap writes the pid of its init process to `status`."""
    return subprocess.Popen(
        bubblewrap.outer(command_for(str(theirs.fileno())), status),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=errors,
        pass_fds=[theirs.fileno(), status],
        env=os.environ | {"TMPDIR": bubblewrap.PRIVATE},
        start_new_session=True,
    )


def start_without_box(theirs: socket.socket, errors: int, folder: Path) -> "subprocess.Popen[bytes]":
    """Start the grading as an ordinary process, on any system; its temporary files are in the scratch `folder`."""
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
    with process.stdin:  # on Windows a socket can be shared only with a process whose pid is known
        process.stdin.write(theirs.share(process.pid))  # type: ignore[attr-defined, unused-ignore]
    return process


NO_SIGNALS = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)  # Ctrl+C reaches this process only


def end_box(process: "subprocess.Popen[bytes]", status: int) -> None:
    """Kill a sandbox and wait until its last process has ended. GraderError where it does not end."""
    first = first_process(status)
    try:
        if first is not None:
            kill_and_wait(first)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(1.0)  # bwrap exits after its init process
    finally:
        process.kill()
        process.wait()
        process_tree.STARTED.discard(process.pid)
    if first is not None:
        with contextlib.suppress(ChildProcessError):  # if bwrap did not reap it, this process has adopted it
            os.waitpid(first, 0)


def end_without_box(process: "subprocess.Popen[bytes]", began: float) -> None:
    """Kill a grading without a sandbox, its programs, and the orphans that they left since `began`."""
    if process.poll() is None:
        process_tree.kill_tree(process.pid)
    process.wait()
    with _lock:
        process_tree.STARTED.discard(process.pid)
        process_tree.kill_orphans(began)


def kill_and_wait(pid: int) -> None:
    """Kill the init process of a PID namespace, and wait until all processes of the namespace have ended."""
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


def first_process(status: int) -> int | None:
    """The pid of the sandbox's init process; killing it kills all others. None where bwrap made no sandbox."""
    said = b""
    while (number := re.search(rb'"child-pid": (\d+)\D', said)) is None:
        part = os.read(status, 1 << 12)
        if not part:
            return None
        said += part
    return int(number[1])


def read_into(lines: list[str], errors: int) -> None:
    """Append the lines in the first 16 KiB of a file."""
    lines += os.pread(errors, 1 << 14, 0).decode("utf-8", "replace").splitlines()


def last_line(complaints: list[str]) -> str:
    """A colon and the last line that is not blank; empty where all lines are blank."""
    said = [line.strip() for line in complaints if line.strip()]
    return f": {said[-1]}" if said else ""


def must_be_whole(card: Scorecard, exercises: Sequence[Exercise]) -> None:
    """GraderError unless the result has each check of these exercises exactly once and all sums are right."""
    if [each.id for each in card.exercises] != [each.id for each in exercises]:
        raise GraderError("the grading left out an exercise")
    for result, exercise in zip(card.exercises, exercises, strict=True):
        must = sorted((check.id, check.points) for check in exercise.checks)
        if sorted((check.id, check.max) for check in result.checks) != must:
            raise GraderError(f"the grading left out a check of {exercise.id}")
    for fault in score.audit(card):
        raise GraderError(f"the result of the grading has {fault}")

"""Grade one hostile submission at one level: its points, leaks, what it left behind, and the next submission's points."""

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from grader.sandbox import process_tree
from grader.sandbox.levels import Level
from tests.hostile.cases import Case
from tests.hostile.target import Target

ENDS_WITHIN = 90.0  # seconds for one grading; the slowest needs a third of this
GONE_WITHIN = 3.0  # seconds in which killed processes must disappear
# Output that a workflow's runner or a terminal would execute as a command.
UNQUOTED = re.compile(r"^\s*(::|##\[|##vso\[)|[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e]", re.MULTILINE)


@dataclass(frozen=True)
class Outcome:
    """The outcome of one attempt. `after`: the points and the maximum of the next, honest submission."""

    case: str
    stopped_by: frozenset[Level]
    level: Level
    points: int | None
    status: int
    seconds: float
    leaked: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    after: tuple[int, int] = (0, 0)

    @property
    def stopped(self) -> bool:
        """Whether the program had no effect and no points."""
        return not self.leaked and not self.left and self.points == 0 and self.status == 0

    @property
    def wrong(self) -> list[str]:
        """What must not happen at this level, one line each."""
        found = []
        if self.level in self.stopped_by:
            if self.points != 0:
                found.append("no result" if self.points is None else f"{self.points} points")
            if self.status != 0:
                found.append(f"exit status {self.status}")
            found += self.leaked
        found += [f"left: {each}" for each in self.left if self.level in self.stopped_by or "process" in each]
        if self.after[0] != self.after[1]:
            found.append(f"the next submission got {self.after[0]} of {self.after[1]}")
        return found


@dataclass(frozen=True)
class Graded:
    """A finished grading: its points (None without a result), the maximum, and all output and result data."""

    points: int | None
    most: int
    status: int
    seconds: float
    data: bytes
    shown: str
    left: list[str]


def attempt(case: Case, level: Level, target: Target) -> Outcome:
    """Grade the hostile submission, then at once an honest one of the same exercise."""
    target.take_visits()
    with tempfile.TemporaryDirectory(prefix="socket-course-hostile-work-") as name:
        folder, result = Path(name, "exercises"), Path(name, "result.json")
        case.lay_out(folder, target.placeholders(result, folder))
        hostile = grade(folder, case.exercise, level, target, result)
        leaked = target.find_leaks(hostile.data)
        if UNQUOTED.search(hostile.shown):
            leaked.append("an unquoted command reached the terminal")
        if visits := target.take_visits():
            leaked.append(f"it connected {visits} times")
        honest = grade(target.course / "solutions", case.exercise, level, target, Path(name, "honest.json"))
        left = [*hostile.left, *(f"file {each}" for each in remove_messages(target))]
        return Outcome(
            case.name,
            case.stopped_by,
            level,
            hostile.points,
            hostile.status,
            hostile.seconds,
            leaked,
            left,
            (honest.points or 0, honest.most or -1),
        )


def grade(folder: Path, exercise: str, level: Level, target: Target, result: Path) -> Graded:
    """Grade with the grader's command, in a new process."""
    process_tree.adopt_orphans()
    scratch = result.with_name(f"tmp-{result.stem}")
    scratch.mkdir()
    words = ["grade", exercise, "--exercises", folder, "--json", result, "--box", level.value, "--lang", "en"]
    environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    environment |= {"TMPDIR": str(scratch), "SECRET": target.canary, "LANG": "C.UTF-8"}
    mounts, others = mounted(), {each.pid for each in psutil.Process().children(recursive=True)}
    began = time.monotonic()
    with subprocess.Popen(
        [sys.executable, "-m", "grader", *map(str, words)],
        cwd=target.course,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        try:
            out, err = process.communicate(timeout=ENDS_WITHIN)
        except subprocess.TimeoutExpired:
            process.kill()
            out, err = process.communicate()
    seconds = time.monotonic() - began
    left = [*still_there(others), *(f"file {each.name}" for each in scratch.iterdir())]
    left += [f"mount {each}" for each in sorted(mounted() - mounts)]
    data = result.read_bytes() if result.is_file() else b""
    points, most = read_points(data)
    return Graded(points, most, process.returncode, seconds, data + out + err, out.decode("utf-8", "replace"), left)


def read_points(data: bytes) -> tuple[int | None, int]:
    """The points and the maximum of a result; (None, 0) without a complete result."""
    try:
        card = json.loads(data)
        return sum(check["points"] for each in card["exercises"] for check in each["checks"]), card["max"]
    except (ValueError, LookupError, TypeError):
        return None, 0


def still_there(others: set[int]) -> list[str]:
    """The processes that a grading left behind and this process adopted, without `others`. They are killed."""

    def left() -> list[psutil.Process]:
        below = psutil.Process().children(recursive=True)
        return [each for each in below if each.pid not in others and not reaped(each)]

    until = time.monotonic() + GONE_WITHIN
    while (alive := left()) and time.monotonic() < until:
        time.sleep(0.05)  # there is no event for the end of a process that is not a child
    found = []
    for each in alive:
        with contextlib.suppress(psutil.Error):
            found.append(f"process {each.pid} {each.name()}")
            each.kill()
    return found


def reaped(process: psutil.Process) -> bool:
    """Whether a process has ended. A zombie that is a child of this process is reaped."""
    try:
        if process.status() == psutil.STATUS_ZOMBIE:
            with contextlib.suppress(ChildProcessError):
                os.waitpid(process.pid, os.WNOHANG)
            return True
    except psutil.Error:
        return True
    return False


def mounted() -> set[str]:
    """Every mount that this process can see."""
    return set(Path("/proc/self/mountinfo").read_text().splitlines())


def remove_messages(target: Target) -> list[str]:
    """Remove the messages that a program left for later programs in world-writable folders. Return their paths."""
    found = []
    for folder in ("/tmp", "/dev/shm", "/var/tmp", "/run", os.path.expanduser("~")):
        path = Path(folder, f"socket-course-hostile-message-{target.name}")
        with contextlib.suppress(OSError):
            path.unlink()
            found.append(str(path))
    return found


def ignore_interrupts() -> None:
    """Ignore SIGINT in a worker process, so that only the main process handles Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)

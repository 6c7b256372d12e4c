"""Try one hostile submission at one level: what it earned, what leaked, what is left, and who comes next."""

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
from tests.hostile.ground import Ground

ENDS_WITHIN = 90.0  # seconds for one grading; the slowest needs a third of it
GONE_WITHIN = 3.0  # seconds in which what was killed must be gone
# What would be taken for a command by a workflow or a terminal.
UNQUOTED = re.compile(r"^\s*(::|##\[|##vso\[)|[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e]", re.MULTILINE)


@dataclass(frozen=True)
class Outcome:
    """What became of one attempt; `after` is what the next submission got of what it should have got."""

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
        """Whether nothing of what it tried came about."""
        return not self.leaked and not self.left and self.points == 0 and self.status == 0

    @property
    def wrong(self) -> list[str]:
        """What must not be, at this level."""
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
    """A grading that ended: its points (None without a result), what it should have got at most, all that came out."""

    points: int | None
    most: int
    status: int
    seconds: float
    data: bytes
    shown: str
    left: list[str]


def attempt(case: Case, level: Level, ground: Ground) -> Outcome:
    """Try it, then grade an honest submission of the same exercise at once."""
    ground.visits()
    with tempfile.TemporaryDirectory(prefix="socket-course-hostile-work-") as name:
        folder, result = Path(name, "exercises"), Path(name, "result.json")
        case.lay_out(folder, ground.known(result, folder))
        tried = grade(folder, case.exercise, level, ground, result)
        leaked = ground.leaked(tried.data)
        if UNQUOTED.search(tried.shown):
            leaked.append("something unquoted reached the terminal")
        if visits := ground.visits():
            leaked.append(f"it called {visits} times")
        honest = grade(ground.course / "solutions", case.exercise, level, ground, Path(name, "honest.json"))
        left = [*tried.left, *(f"file {each}" for each in remove_messages(ground))]
        return Outcome(
            case.name,
            case.stopped_by,
            level,
            tried.points,
            tried.status,
            tried.seconds,
            leaked,
            left,
            (honest.points or 0, honest.most or -1),
        )


def grade(folder: Path, exercise: str, level: Level, ground: Ground, result: Path) -> Graded:
    """Grade with the grader's own command, in a process of its own."""
    process_tree.adopt_orphans()
    scratch = result.with_name(f"tmp-{result.stem}")
    scratch.mkdir()
    words = ["grade", exercise, "--exercises", folder, "--json", result, "--box", level.value, "--lang", "en"]
    environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    environment |= {"TMPDIR": str(scratch), "SECRET": ground.canary, "LANG": "C.UTF-8"}
    mounts, others = mounted(), {each.pid for each in psutil.Process().children(recursive=True)}
    began = time.monotonic()
    with subprocess.Popen(
        [sys.executable, "-m", "grader", *map(str, words)],
        cwd=ground.course,
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
    told = result.read_bytes() if result.is_file() else b""
    points, most = scores(told)
    # The result says how the grader was called and what it is about: canaries stand in none of it.
    return Graded(points, most, process.returncode, seconds, told + out + err, out.decode("utf-8", "replace"), left)


def scores(told: bytes) -> tuple[int | None, int]:
    """The points of a result and the most that there are; None without a whole result."""
    try:
        card = json.loads(told)
        return sum(check["points"] for each in card["exercises"] for check in each["checks"]), card["max"]
    except (ValueError, LookupError, TypeError):
        return None, 0


def still_there(others: set[int]) -> list[str]:
    """The processes that a grading left behind, which this process has adopted; they are ended, and no `others`."""

    def left() -> list[psutil.Process]:
        below = psutil.Process().children(recursive=True)
        return [each for each in below if each.pid not in others and not reaped(each)]

    until = time.monotonic() + GONE_WITHIN
    while (alive := left()) and time.monotonic() < until:
        time.sleep(0.05)  # what was killed ends without an event for strangers
    found = []
    for each in alive:
        with contextlib.suppress(psutil.Error):
            found.append(f"process {each.pid} {each.name()}")
            each.kill()
    return found


def reaped(process: psutil.Process) -> bool:
    """Whether a process has ended; a dead child of this one is reaped."""
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


def remove_messages(ground: Ground) -> list[str]:
    """The messages that a program left for others in folders that everybody can write to; they are removed."""
    found = []
    for folder in ("/tmp", "/dev/shm", "/var/tmp", "/run", os.path.expanduser("~")):
        path = Path(folder, f"socket-course-hostile-message-{ground.name}")
        with contextlib.suppress(OSError):
            path.unlink()
            found.append(str(path))
    return found


def ignore_the_terminal() -> None:
    """Let only the main process hear Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)

"""What many tests share: both launchers, a lab for a program's text, the resources of this process."""

import contextlib
import marshal
import os
import random
import signal
import sys
import tempfile
import textwrap
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
from _pytest.mark import ParameterSet

from grader.child.trace import HOST
from grader.harness.deadlines import Patience
from grader.harness.lab import Lab
from grader.program.launch import Launcher, ProgramOrder
from grader.program.process import Program
from grader.sandbox.limits import Limits
from grader.sandbox.scratch import Scratch
from grader.submission.work import Work
from grader.wire.ports import Ports
from grader.wire.waiting import wait_ready

FILE = "program.py"
LINUX = sys.platform.startswith("linux")
POSIX = os.name == "posix"
on_linux = pytest.mark.skipif(not LINUX, reason="Linux only")
on_posix = pytest.mark.skipif(not POSIX, reason="POSIX only")
WARM = pytest.param(False, id="warm", marks=on_linux)
PORTABLE = pytest.param(True, id="portable")
ENDS_WITHIN = 20.0  # seconds; far more than any of these programs takes on a busy machine

# A shell starts a background command with SIGINT ignored (POSIX.1-2024, XCU 2.11), nohup(1) with SIGHUP ignored, and
# child processes inherit this. The tests of both signals would then wait forever.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
if POSIX and signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


def text(source: str) -> str:
    """The text of a program, without the indentation that it has in a test."""
    return textwrap.dedent(source).lstrip("\n")


def line_of(source: str, mark: str = "# here") -> int:
    """The number of the first line that ends with the mark."""
    lines = text(source).splitlines()
    return next(number for number, line in enumerate(lines, 1) if line.endswith(mark))


def cases(names: Iterable[str]) -> list[ParameterSet]:
    """The names of a table's cases as parameters."""
    return [pytest.param(name, id=name) for name in names]


@pytest.fixture(scope="module", params=[WARM, PORTABLE])
def launcher(request: pytest.FixtureRequest) -> Iterator[Launcher]:
    """A launcher: the best one of this system, then the portable one."""
    with Launcher(portable=request.param) as started_launcher:
        yield started_launcher


@pytest.fixture(scope="module")
def own_launcher() -> Iterator[Launcher]:
    """The best launcher of this system."""
    with Launcher() as started_launcher:
        yield started_launcher


@dataclass(frozen=True)
class Ended:
    """A program that has ended: its exit status, its output, and the lines of its channel."""

    status: int
    stdout: str
    stderr: str
    lines: list[list[str]]

    def said(self, word: str) -> list[list[str]]:
        """The lines of the channel that begin with a word, each as its other fields."""
        return [line[1:] for line in self.lines if line[0] == word]

    def calls(self) -> list[str]:
        """The names of the calls on sockets, in order."""
        return [fields[2] for fields in self.said("call")]


def order(
    *argv: str,
    ports: dict[int, int] | None = None,
    limits: Limits | None = None,
    host: str | None = None,
    steps: tuple[str, ...] = (),
    patience: float = 3.0,
) -> ProgramOrder:
    """An order for FILE: a whole program, or steps that a host program calls."""
    return ProgramOrder(FILE, compiled(host), steps, argv, ports or {}, limits or Limits(), patience)


def compiled(host: str | None) -> bytes | None:
    """A host program in the form that the launcher expects."""
    return None if host is None else marshal.dumps(compile(text(host), HOST, "exec"))


@contextlib.contextmanager
def started(launcher: Launcher, source: str, given: ProgramOrder | None = None) -> Iterator[Program]:
    """A program that runs in its own folder; at the end, stop it and remove the folder."""
    scratch = Scratch()
    scratch.put(FILE, text(source).encode())
    program = launcher.start(given or order(), scratch)
    try:
        yield program
    finally:
        program.stop()
        launcher.sweep()
        scratch.remove()


def run(launcher: Launcher, source: str, *argv: str, given: ProgramOrder | None = None) -> Ended:
    """Run a program to its end."""
    given = given or order(*argv)
    with started(launcher, source, given) as program:
        lines: list[list[str]] = []
        until = time.monotonic() + ENDS_WITHIN
        while program.poll() is None:
            assert time.monotonic() < until, f"the program does not end: {program.printed('stderr', given.limits)!r}"
            wait_ready(program.readers(), [], 0.01)
            lines += program.read_lines()
        lines += program.read_lines()
        assert program.status is not None
        printed = {name: program.printed(name, given.limits).decode("utf-8") for name in ("stdout", "stderr")}
        return Ended(program.status, printed["stdout"], printed["stderr"], lines)


def until(holds: Callable[[], bool], seconds: float = ENDS_WITHIN) -> None:
    """Wait until a condition holds; fail after `seconds`."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "the condition did not become true"
        time.sleep(0.002)


def lab_of(
    launcher: Launcher,
    source: str,
    host: str | None = None,
    steps: tuple[str, ...] = (),
    patience: Patience | None = None,
    limits: Limits | None = None,
) -> contextlib.AbstractContextManager[Lab]:
    """A lab for one program."""

    @contextlib.contextmanager
    def open_lab() -> Iterator[Lab]:
        rng = random.Random()
        work = Work(FILE, {FILE: text(source).encode()}, compiled(host), steps)
        with Ports(rng) as ports:
            lab = Lab(work, launcher, ports, rng, limits or Limits(), patience or Patience())
            with lab:
                yield lab

    return open_lab()


@dataclass(frozen=True)
class Belongings:
    """The resources of this process: its descendants, its open descriptors, the files in its temporary folder."""

    processes: frozenset[int]
    descriptors: tuple[str, ...]
    files: frozenset[str]


def belongings(folder: Path) -> Belongings:
    """The resources of this process now."""
    below = psutil.Process().children(recursive=True)
    opened = [f"/proc/self/fd/{number}" for number in os.listdir("/proc/self/fd")] if LINUX else []
    targets = sorted(os.readlink(path) for path in opened if os.path.exists(path) or os.path.islink(path))
    kept = [target for target in targets if "/proc/" not in target]
    return Belongings(frozenset(each.pid for each in below), tuple(kept), frozenset(os.listdir(folder)))


@pytest.fixture
def free_port() -> Iterator[int]:
    """A port that is not in use."""
    with Ports(random.Random()) as ports:
        yield ports.take()


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for the scratch folders of one test."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder

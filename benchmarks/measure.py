"""Measure the run time of commands: one after another, on one core, with cached bytecode."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parent.parent
_SOLUTIONS = ROOT / "solutions"
STUCK = ROOT / "benchmarks" / "stuck"
COMMAND_TIMEOUT = 900.0  # seconds; far more than the plain suite needs for programs that are all stuck


class MeasureError(Exception):
    """A command could not be measured; the message says in one line why."""


@dataclass(frozen=True)
class TimedCommand:
    """A finished command: its output, its exit status, its wall time in seconds."""

    output: str
    status: int
    seconds: float


@contextmanager
def on_one_core() -> Iterator[None]:
    """Keep this process and its children on one core, where the system supports it (sched_setaffinity)."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(before)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


@contextmanager
def cached_bytecode() -> Iterator[dict[str, str]]:
    """An environment in which Python caches its bytecode in a temporary folder.

    Some machines switch the cache off (PYTHONDONTWRITEBYTECODE): then every run would compile the grader again.
    """
    with tempfile.TemporaryDirectory(prefix="socket-course-bench-") as folder:
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        yield kept | {"PYTHONPYCACHEPREFIX": folder}


@contextmanager
def solved_exercises() -> Iterator[Path]:
    """A learner's folder with every exercise solved: the reference solutions, without `wrong/`, `near/` and so on."""
    with tempfile.TemporaryDirectory(prefix="socket-course-solved-") as name:
        folder = Path(name)
        for path in sorted(_SOLUTIONS.glob("[0-9]*/*.py")):
            (folder / path.parent.name).mkdir(exist_ok=True)
            shutil.copy(path, folder / path.parent.name)
        yield folder


def run_timed(command: list[str], environment: dict[str, str]) -> TimedCommand:
    """Run a command in the course's folder. MeasureError if it takes longer than COMMAND_TIMEOUT."""
    began = time.perf_counter()
    try:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            timeout=COMMAND_TIMEOUT,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise MeasureError(f"{' '.join(command[1:])} did not end within {COMMAND_TIMEOUT:.0f} s") from error
    return TimedCommand(done.stdout, done.returncode, time.perf_counter() - began)


def time_bare_interpreters(processes: int) -> float:
    """Seconds for this many bare interpreters that import socket, one after another."""
    command = [sys.executable, "-I", "-S", "-c", "import socket"]
    began = time.perf_counter()
    for _ in range(processes):
        subprocess.run(command, stdin=subprocess.DEVNULL, check=True)
    return time.perf_counter() - began


def median_of_rounds(measure: Callable[[], float], rounds: int) -> float:
    """The median of several measurements."""
    return median(measure() for _ in range(rounds))

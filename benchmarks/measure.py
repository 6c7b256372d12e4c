"""How long commands take: one after another, on one core, with their bytecode cached."""

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
END_WITHIN = 900.0  # seconds; far more than the plain suite needs for programs that are all stuck


class MeasureError(Exception):
    """A command did not do what was to be measured; one line says what it did instead."""


@dataclass(frozen=True)
class Done:
    """A command that ended: what it printed, its exit status, how many seconds it took."""

    output: str
    status: int
    seconds: float


@contextmanager
def on_one_core() -> Iterator[None]:
    """Keep this process and those that it starts on one core, where the system can do that."""
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
    """An environment in which Python keeps its bytecode, as it does for everybody, in a folder of our own.

    Some machines switch it off (PYTHONDONTWRITEBYTECODE): then every run would compile the grader again.
    """
    with tempfile.TemporaryDirectory(prefix="socket-course-bench-") as folder:
        kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        yield kept | {"PYTHONPYCACHEPREFIX": folder}


@contextmanager
def finished_work() -> Iterator[Path]:
    """A learner's folder in which everything is solved: the solutions without the programs that prove the course."""
    with tempfile.TemporaryDirectory(prefix="socket-course-solved-") as name:
        folder = Path(name)
        for path in sorted(_SOLUTIONS.glob("[0-9]*/*.py")):
            (folder / path.parent.name).mkdir(exist_ok=True)
            shutil.copy(path, folder / path.parent.name)
        yield folder


def timed(command: list[str], environment: dict[str, str]) -> Done:
    """Run a command in the course's folder to its end. MeasureError where it does not end."""
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
            timeout=END_WITHIN,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise MeasureError(f"{' '.join(command[1:])} did not end within {END_WITHIN:.0f} s") from error
    return Done(done.stdout, done.returncode, time.perf_counter() - began)


def floor(processes: int) -> float:
    """Seconds for bare interpreters that import socket, one after another."""
    command = [sys.executable, "-I", "-S", "-c", "import socket"]
    began = time.perf_counter()
    for _ in range(processes):
        subprocess.run(command, stdin=subprocess.DEVNULL, check=True)
    return time.perf_counter() - began


def middle(seconds: Callable[[], float], rounds: int) -> float:
    """The median of several rounds."""
    return median(seconds() for _ in range(rounds))

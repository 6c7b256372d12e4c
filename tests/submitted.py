"""A learner's folder, graded by the grader's own command in a process of its own, and a look at what it left behind.

    cold()      python -m grader WORDS, as anybody starts it
    command()   the same, forked from an interpreter that has imported the grader already, in a third of the time

Everything that such a command starts inherits its own temporary folder, so that a process that is left behind can
be told from all others, and a file that is left behind lies there.
"""

import atexit
import functools
import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import psutil
import pytest

REPO = Path(__file__).resolve().parents[1]
STUBS = REPO / "exercises"
SOLUTIONS = REPO / "solutions"
ENDS_WITHIN = 60.0  # seconds; a command that takes longer hangs
on_posix = pytest.mark.skipif(os.name != "posix", reason="POSIX only")
on_linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux only")

Source = str | bytes
Card = dict[str, Any]  # the JSON of a result, as any other program reads it

# What would change how a command of ours speaks or works.
UNWANTED = (
    "CI COLUMNS FORCE_COLOR GITHUB_ACTIONS LANGUAGE LC_ALL LC_MESSAGES LINES NO_COLOR PYTHONHASHSEED PYTHONIOENCODING "
    "PYTHONOPTIMIZE PYTHONPATH PYTHONSTARTUP PYTHONUTF8 PYTHONWARNINGS PYTEST_ADDOPTS PYTEST_PLUGINS TERM "
    "TTY_COMPATIBLE TTY_INTERACTIVE"
).split()


def source(text: str) -> str:
    """A program as it stands in a test, without the test's indentation."""
    return textwrap.dedent(text).lstrip("\n")


def line_of(text: Source, mark: str = "# here") -> int | None:
    """The number of the line that carries the mark; None where none does."""
    shown = text if isinstance(text, str) else text.decode("utf-8", "replace")
    return next((number for number, line in enumerate(shown.splitlines(), 1) if mark in line), None)


def solution(name: str) -> str:
    """The reference solution of an exercise's file."""
    return (SOLUTIONS / name).read_text(encoding="utf-8")


@dataclass(frozen=True)
class Ended:
    """A command that ended. `left` names the files and processes that it left behind; `seconds` of wall time."""

    status: int
    out: str
    err: str
    left: list[str]
    seconds: float


@dataclass(frozen=True)
class Graded(Ended):
    """A grading that wrote its result."""

    card: Card

    @property
    def exercise(self) -> Card:
        """The first exercise of the result."""
        first: Card = self.card["exercises"][0]
        return first

    @property
    def lost(self) -> list[Card]:
        """Its checks that were tried and did not pass."""
        return [each for each in self.exercise["checks"] if each["status"] in ("failed", "withheld")]

    @property
    def told(self) -> str:
        """The one line that tells what is wrong: why it could not be graded, or what its first lost check saw."""
        return str(self.exercise["reason"] or (self.lost[0]["observed"] if self.lost else ""))


# Commands ----------------------------------------------------------------------------------------------------------


def environment_of(scratch: Path, cwd: Path, changes: Mapping[str, str | None]) -> dict[str, str]:
    """The environment of a command: ours, without what would change it, with `changes` (None unsets)."""
    # Wherever it starts: the course of this repository, unless another one lies in that very folder.
    path = None if (cwd / "grader").is_dir() else str(REPO)
    given = {"LANG": "C.UTF-8", "TMPDIR": str(scratch), "PYTHONPATH": path, **changes}
    kept = {name: value for name, value in os.environ.items() if name not in UNWANTED and name not in given}
    return kept | {name: value for name, value in given.items() if value is not None}


def started(
    scratch: Path,
    *words: str | Path,
    cwd: Path = REPO,
    stdout: int | None = None,
    environment: Mapping[str, str | None] | None = None,
) -> "subprocess.Popen[bytes]":
    """Start `python -m grader WORDS`; its output is piped unless `stdout` is a descriptor."""
    scratch.mkdir(parents=True, exist_ok=True)
    return subprocess.Popen(
        [sys.executable, "-m", "grader", *map(str, words)],
        cwd=cwd,
        env=environment_of(scratch, cwd, environment or {}),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE if stdout is None else stdout,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def cold(scratch: Path, *words: str | Path, cwd: Path = REPO, **environment: str | None) -> Ended:
    """Run `python -m grader WORDS` to its end, as anybody starts it. `scratch` becomes its temporary folder."""
    began = time.monotonic()
    with started(scratch, *words, cwd=cwd, environment=environment) as process:
        try:
            out, err = process.communicate(timeout=ENDS_WITHIN)
        except subprocess.TimeoutExpired:
            process.kill()
            kill_heirs(scratch)
            pytest.fail(f"python -m grader {words} did not end within {ENDS_WITHIN} seconds")
    return Ended(process.returncode, as_text(out), as_text(err), left_in(scratch), time.monotonic() - began)


def command(scratch: Path, *words: str | Path, cwd: Path = REPO, **environment: str | None) -> Ended:
    """Run `python -m grader WORDS` to its end, from a warm interpreter. `scratch` becomes its temporary folder."""
    if os.name != "posix":
        return cold(scratch, *words, cwd=cwd, **environment)
    scratch.mkdir(parents=True, exist_ok=True)
    out, err = scratch.with_name("out.txt"), scratch.with_name("err.txt")
    asked = {
        "words": [*map(str, words)],
        "cwd": str(cwd),
        "environment": environment_of(scratch, cwd, environment),
        "out": str(out),
        "err": str(err),
    }
    began = time.monotonic()
    status = warm().run(asked)
    seconds = time.monotonic() - began
    if status == -signal.SIGKILL:
        kill_heirs(scratch)
        pytest.fail(f"python -m grader {words} did not end within {ENDS_WITHIN} seconds")
    return Ended(status, as_text(out.read_bytes()), as_text(err.read_bytes()), left_in(scratch), seconds)


def as_text(data: bytes) -> str:
    """What a command printed, with one kind of line end."""
    return data.decode("utf-8", "replace").replace("\r\n", "\n")


def unfolded(text: str) -> str:
    """A text without its spaces and line ends, to be found in a report wherever that is folded."""
    return "".join(text.split())


class Warm:
    """An interpreter that has imported the grader and forks a fresh process for each command."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, __file__],
            env={**os.environ, "PYTHONPATH": str(REPO)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        atexit.register(self.end)

    def run(self, asked: Mapping[str, object]) -> int:
        """Run one command; its exit status."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(asked).encode() + b"\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def end(self) -> None:
        """Let it end."""
        with self._process:
            pass


@functools.cache
def warm() -> Warm:
    """The one warm interpreter of these tests, started when it is first needed."""
    return Warm()


def serve() -> None:
    """Inside the warm interpreter: one command for each line that comes, and its exit status for an answer."""
    import grader.cli  # noqa: F401

    for line in sys.stdin:
        child = os.fork()
        if not child:
            obey(json.loads(line))
        signal.signal(signal.SIGALRM, lambda *_: os.kill(child, signal.SIGKILL))  # noqa: B023
        signal.alarm(int(ENDS_WITHIN))
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        signal.alarm(0)
        print(status, flush=True)


def obey(asked: Card) -> NoReturn:
    """In a fresh process: become the command, as `python -m grader` does."""
    from grader.cli import entry

    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    os.setsid()
    os.environ.clear()
    os.environ.update(asked["environment"])
    os.chdir(asked["cwd"])
    for number, name in ((0, os.devnull), (1, asked["out"]), (2, asked["err"])):
        opened = os.open(name, os.O_RDWR | os.O_CREAT | os.O_TRUNC)
        os.dup2(opened, number)
        os.close(opened)
    sys.argv = ["grader", *asked["words"]]
    status: object = 1
    try:
        entry()
    except SystemExit as end:
        status = end.code
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status if isinstance(status, int) else 1)


# What is left ------------------------------------------------------------------------------------------------------


def left_in(scratch: Path) -> list[str]:
    """What is still there of a command: files in its temporary folder, processes that inherited that folder."""
    files = [str(path.relative_to(scratch)) for path in scratch.rglob("*")]
    return files + [f"{each.pid} {each.name()}" for each in heirs(scratch)]


def heirs(scratch: Path) -> list[psutil.Process]:
    """The processes that inherited this temporary folder."""
    found = []
    for each in psutil.process_iter():
        try:
            if each.environ().get("TMPDIR", "").startswith(str(scratch)) and each.status() != psutil.STATUS_ZOMBIE:
                found.append(each)
        except psutil.Error:
            continue
    return found


def kill_heirs(scratch: Path) -> None:
    """End all that a command started, where it did not end it itself."""
    for each in heirs(scratch):
        try:
            each.kill()
        except psutil.Error:
            continue


# Gradings ----------------------------------------------------------------------------------------------------------


def put(folder: Path, files: Mapping[str, Source]) -> Path:
    """Lay files into a folder, byte for byte."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def grade(
    tmp_path: Path,
    files: Mapping[str, Source],
    *exercises: str,
    options: Iterable[str | Path] = (),
    cwd: Path = REPO,
    **environment: str | None,
) -> Graded:
    """Grade a folder made of these files."""
    folder = put(tmp_path / "exercises", files)
    return grade_folder(tmp_path, folder, *exercises, options=options, cwd=cwd, **environment)


def grade_folder(
    tmp_path: Path,
    folder: Path,
    *exercises: str,
    options: Iterable[str | Path] = (),
    cwd: Path = REPO,
    **environment: str | None,
) -> Graded:
    """Grade a folder; nothing in it may change by that."""
    before = contents(folder)
    result = tmp_path / "result.json"
    words = ("grade", *exercises, "--exercises", folder, "--json", result, *options)
    ended = command(tmp_path / "scratch", *words, cwd=cwd, **environment)
    assert contents(folder) == before, "the grading changed the learner's folder"
    assert result.is_file(), f"no result was written: {ended.err or ended.out}"
    card: Card = json.loads(result.read_bytes())
    return Graded(ended.status, ended.out, ended.err, ended.left, ended.seconds, card)


def contents(folder: Path) -> dict[str, bytes | str]:
    """Everything in a folder: the bytes of each file, the target of each link, the kind of all else."""
    found: dict[str, bytes | str] = {}
    for path in folder.rglob("*"):
        name = str(path.relative_to(folder))
        if path.is_symlink():
            found[name] = f"link to {os.readlink(path)}"
        elif path.is_file():
            found[name] = path.read_bytes() if path.stat().st_size < 1 << 20 else f"{path.stat().st_size} bytes"
        else:
            found[name] = oct(path.stat().st_mode)
    return found


if __name__ == "__main__":
    serve()

"""Run the grader's command in a new process, grade learners' folders with it, and find what it leaves behind.

    cold()      python -m grader WORDS, in a new interpreter
    command()   the same in a third of the time: forked from an interpreter that has already imported the grader

Each command has a temporary folder of its own (TMPDIR), which its processes inherit. So processes and files that it
leaves behind can be identified.
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
ENDS_WITHIN = 60.0  # seconds; a command that takes longer counts as hanging
on_posix = pytest.mark.skipif(os.name != "posix", reason="POSIX only")
on_linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux only")

Source = str | bytes
Card = dict[str, Any]  # the JSON of a result, as other programs read it

# Environment variables that change the language, the output or the behaviour of a command.
UNWANTED = (
    "CI COLUMNS FORCE_COLOR GITHUB_ACTIONS LANGUAGE LC_ALL LC_MESSAGES LINES NO_COLOR PYTHONHASHSEED PYTHONIOENCODING "
    "PYTHONOPTIMIZE PYTHONPATH PYTHONSTARTUP PYTHONUTF8 PYTHONWARNINGS PYTEST_ADDOPTS PYTEST_PLUGINS TERM "
    "TTY_COMPATIBLE TTY_INTERACTIVE"
).split()


def source(text: str) -> str:
    """A program in a test's triple-quoted string, without the common indentation."""
    return textwrap.dedent(text).lstrip("\n")


def line_of(text: Source, mark: str = "# here") -> int | None:
    """The number of the first line with the mark; None without such a line."""
    shown = text if isinstance(text, str) else text.decode("utf-8", "replace")
    return next((number for number, line in enumerate(shown.splitlines(), 1) if mark in line), None)


def solution(name: str) -> str:
    """The text of a reference solution, such as `03_bind/bind.py`."""
    return (SOLUTIONS / name).read_text(encoding="utf-8")


@dataclass(frozen=True)
class Ended:
    """A finished command. `left`: files and processes that it left behind; `seconds`: wall time."""

    status: int
    out: str
    err: str
    left: list[str]
    seconds: float


@dataclass(frozen=True)
class Graded(Ended):
    """A finished grading with its result."""

    card: Card

    @property
    def exercise(self) -> Card:
        """The first exercise of the result."""
        first: Card = self.card["exercises"][0]
        return first

    @property
    def lost(self) -> list[Card]:
        """The first exercise's checks that failed or were withheld."""
        return [each for each in self.exercise["checks"] if each["status"] in ("failed", "withheld")]

    @property
    def problem(self) -> str:
        """Why the first exercise could not be graded, or what its first lost check observed; empty without either."""
        return str(self.exercise["reason"] or (self.lost[0]["observed"] if self.lost else ""))


# Commands ----------------------------------------------------------------------------------------------------------


def environment_of(scratch: Path, cwd: Path, changes: Mapping[str, str | None]) -> dict[str, str]:
    """The environment of a command: this process's without UNWANTED, with `changes` (None removes a variable)."""
    # Use this repository's grader, unless the current folder has its own.
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
    """Start `python -m grader WORDS`. Its output goes to a pipe, or to the descriptor `stdout`."""
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
    """Run `python -m grader WORDS` in a new interpreter. `scratch` becomes its temporary folder."""
    began = time.monotonic()
    with started(scratch, *words, cwd=cwd, environment=environment) as process:
        try:
            out, err = process.communicate(timeout=ENDS_WITHIN)
        except subprocess.TimeoutExpired:
            process.kill()
            kill_processes_of(scratch)
            pytest.fail(f"python -m grader {words} did not end within {ENDS_WITHIN} seconds")
    return Ended(process.returncode, as_text(out), as_text(err), left_in(scratch), time.monotonic() - began)


def command(scratch: Path, *words: str | Path, cwd: Path = REPO, **environment: str | None) -> Ended:
    """Run `python -m grader WORDS`, forked from the fork server. `scratch` becomes its temporary folder."""
    if os.name != "posix":
        return cold(scratch, *words, cwd=cwd, **environment)
    scratch.mkdir(parents=True, exist_ok=True)
    out, err = scratch.with_name("out.txt"), scratch.with_name("err.txt")
    request = {
        "words": [*map(str, words)],
        "cwd": str(cwd),
        "environment": environment_of(scratch, cwd, environment),
        "out": str(out),
        "err": str(err),
    }
    began = time.monotonic()
    status = fork_server().run(request)
    seconds = time.monotonic() - began
    if status == -signal.SIGKILL:
        kill_processes_of(scratch)
        pytest.fail(f"python -m grader {words} did not end within {ENDS_WITHIN} seconds")
    return Ended(status, as_text(out.read_bytes()), as_text(err.read_bytes()), left_in(scratch), seconds)


def as_text(data: bytes) -> str:
    """A command's output as text, with `\\n` as line end."""
    return data.decode("utf-8", "replace").replace("\r\n", "\n")


def unfolded(text: str) -> str:
    """A text without white space, to search for it in a report that may have wrapped it."""
    return "".join(text.split())


class ForkServer:
    """An interpreter that has imported the grader and forks a new process for each command."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, __file__],
            env={**os.environ, "PYTHONPATH": str(REPO)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )
        atexit.register(self.end)

    def run(self, request: Mapping[str, object]) -> int:
        """Run one command. Return its exit status."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(request).encode() + b"\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())

    def end(self) -> None:
        """Close its standard input, and wait for its end."""
        with self._process:
            pass


@functools.cache
def fork_server() -> ForkServer:
    """The fork server of this test process, started at the first call."""
    return ForkServer()


def serve() -> None:
    """The fork server's loop: read a request per line, run it in a child, print its exit status."""
    import grader.cli  # noqa: F401

    for line in sys.stdin:
        child = os.fork()
        if not child:
            become_command(json.loads(line))
        signal.signal(signal.SIGALRM, lambda *_: os.kill(child, signal.SIGKILL))  # noqa: B023
        signal.alarm(int(ENDS_WITHIN))
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        signal.alarm(0)
        print(status, flush=True)


def become_command(request: Card) -> NoReturn:
    """In the forked child: run the command as `python -m grader` does, and exit."""
    from grader.cli import entry

    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    os.setsid()
    os.environ.clear()
    os.environ.update(request["environment"])
    os.chdir(request["cwd"])
    for number, name in ((0, os.devnull), (1, request["out"]), (2, request["err"])):
        opened = os.open(name, os.O_RDWR | os.O_CREAT | os.O_TRUNC)
        os.dup2(opened, number)
        os.close(opened)
    sys.argv = ["grader", *request["words"]]
    status: object = 1
    try:
        entry()
    except SystemExit as end:
        status = end.code
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status if isinstance(status, int) else 1)


# Left behind -------------------------------------------------------------------------------------------------------


def left_in(scratch: Path) -> list[str]:
    """What a command left behind: files in its temporary folder, processes that inherited this folder."""
    files = [str(path.relative_to(scratch)) for path in scratch.rglob("*")]
    return files + [f"{each.pid} {each.name()}" for each in processes_of(scratch)]


def processes_of(scratch: Path) -> list[psutil.Process]:
    """The processes that inherited this temporary folder, without zombies."""
    found = []
    for each in psutil.process_iter():
        try:
            if each.environ().get("TMPDIR", "").startswith(str(scratch)) and each.status() != psutil.STATUS_ZOMBIE:
                found.append(each)
        except psutil.Error:
            continue
    return found


def kill_processes_of(scratch: Path) -> None:
    """Kill the processes that a command left behind."""
    for each in processes_of(scratch):
        try:
            each.kill()
        except psutil.Error:
            continue


# Gradings ----------------------------------------------------------------------------------------------------------


def put(folder: Path, files: Mapping[str, Source]) -> Path:
    """Write files into a folder, and make missing folders. Return the folder."""
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
    """Grade a new folder with these files."""
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
    """Grade a folder, and assert that the grading did not change it."""
    before = contents(folder)
    result = tmp_path / "result.json"
    words = ("grade", *exercises, "--exercises", folder, "--json", result, *options)
    ended = command(tmp_path / "scratch", *words, cwd=cwd, **environment)
    assert contents(folder) == before, "the grading changed the learner's folder"
    assert result.is_file(), f"no result was written: {ended.err or ended.out}"
    card: Card = json.loads(result.read_bytes())
    return Graded(ended.status, ended.out, ended.err, ended.left, ended.seconds, card)


def contents(folder: Path) -> dict[str, bytes | str]:
    """Everything in a folder: a file's bytes (its size from 1 MiB on), a link's target, the mode of the rest."""
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

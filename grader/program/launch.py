"""Start a learner's program, hear what its trace says, and end it.

Two ways to start one, behind one function, `Launcher.start`:

    warm   a warm interpreter forks it (Linux, 2 ms); see warm.py
    cold   a new interpreter, started before it is needed where there is a spare one (every system)

The order reaches the new process through its channel, so that nothing stands in its arguments.
"""

import contextlib
import itertools
import marshal
import os
import secrets
import select
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from grader.errors import GraderError
from grader.program import box

HERE = Path(__file__).parent
START_WITHIN = 20.0  # seconds for a bare interpreter on a machine that is busy with other work
POLL_EVERY = 0.01  # seconds; how soon an end is noticed where the kernel tells it by no event


@dataclass(frozen=True)
class Order:
    """What a program is to run. `host` is None for a whole program, else the host's compiled code."""

    file: str
    host: bytes | None = None
    steps: tuple[str, ...] = ()
    argv: tuple[str, ...] = ()
    ports: dict[int, int] = field(default_factory=dict)
    limits: box.Limits = field(default_factory=box.Limits)
    patience: float = 3.0


class Program:
    """A learner's program that was started.

    `read()` gives the new lines of its channel; `status` is None while it runs, else its exit status
    (negative: the signal that ended it).
    """

    def __init__(
        self, channel: socket.socket, folder: Path, files: dict[str, Path], child: subprocess.Popen[bytes] | None
    ) -> None:
        self.channel: socket.socket | None = channel
        self.folder = folder
        self.files = files
        self.pid: int | None = child.pid if child else None
        self.status: int | None = None
        self._child = child
        self._rest = b""
        self._pidfd: int | None = None
        channel.setblocking(False)

    @property
    def pidfd(self) -> int | None:
        """A descriptor that is readable once the program has ended; None where the system has none."""
        if self._pidfd is None and self.pid is not None and self.status is None and hasattr(os, "pidfd_open"):
            with contextlib.suppress(OSError):
                self._pidfd = os.pidfd_open(self.pid)
        return self._pidfd

    def read(self) -> list[list[str]]:
        """The lines that have come since, each as its fields."""
        data = self._rest
        while self.channel is not None:
            try:
                part = self.channel.recv(1 << 16)
            except (BlockingIOError, InterruptedError):
                break
            except OSError:
                part = b""
            if not part:
                self.channel.close()
                self.channel = None
                break
            data += part
        *lines, self._rest = data.split(b"\n")
        fields = [line.decode("utf-8", "replace").split("\t") for line in lines]
        for words in fields:
            if words[0] == "hello" and self.pid is None:
                self.pid = int(words[1])
                box.STARTED.add(self.pid)
        return fields

    def poll(self) -> int | None:
        """Look whether it has ended; its status if so."""
        if self.status is None and self.pid is not None:
            if self._child is not None:
                self.status = self._child.poll()
            else:
                with contextlib.suppress(ChildProcessError):
                    done, how = os.waitpid(self.pid, os.WNOHANG)
                    if done:
                        self.status = os.waitstatus_to_exitcode(how)
            if self.status is not None:
                box.STARTED.discard(self.pid)
        return self.status

    def ask_where(self) -> None:
        """Ask it to write down at which line each thread is (`where()` reads it). Nothing where signals fail."""
        if self.pid is not None and self.poll() is None and hasattr(signal, "SIGUSR1"):
            before = self.files["where"].stat().st_size if self.files["where"].exists() else 0
            with contextlib.suppress(OSError):
                os.kill(self.pid, signal.SIGUSR1)
            until = time.monotonic() + 0.1
            while time.monotonic() < until and self.poll() is None:
                if self.files["where"].stat().st_size > before:
                    return
                time.sleep(0.0005)  # the answer is a file that grows within 0.5 ms; files have no events

    def where(self) -> str:
        """The stacks that it wrote down, as faulthandler prints them."""
        return _head(self.files["where"], 1 << 14)

    def stop(self) -> None:
        """Kill it with everything below it, and wait until it is gone."""
        if self.pid is not None and self.poll() is None:
            box.kill_tree(self.pid)
            until = time.monotonic() + START_WITHIN
            while self.poll() is None:
                if time.monotonic() > until:
                    raise GraderError(f"process {self.pid} cannot be ended")
                wait_readable([self.pidfd], POLL_EVERY)
        elif self.pid is not None and os.name == "posix":
            with contextlib.suppress(OSError):
                os.killpg(self.pid, signal.SIGKILL)  # what it left behind in its session
        if self.channel is not None:
            self.channel.close()
            self.channel = None
        if self._pidfd is not None:
            os.close(self._pidfd)
            self._pidfd = None

    def printed(self, stream: str, limits: box.Limits) -> bytes:
        """What it printed on `stdout` or `stderr`: all, or the first and last part with the count between."""
        path = self.files[stream]
        try:
            size = path.stat().st_size
            with open(path, "rb") as file:
                if size <= limits.output_shown:
                    return file.read()
                half = limits.output_shown // 2
                first = file.read(half)
                file.seek(size - half)
                return first + f"\n... {size - 2 * half} bytes left out ...\n".encode() + file.read(half)
        except OSError:
            return b""

    def flooded(self, limits: box.Limits) -> bool:
        """Whether it printed more than a file may hold."""
        for stream in ("stdout", "stderr"):
            with contextlib.suppress(OSError):
                if self.files[stream].stat().st_size >= limits.file_bytes:
                    return True
        return False


def wait_readable(descriptors: list[int | None], seconds: float) -> None:
    """Wait until one of them can be read, at most `seconds`."""
    known = [number for number in descriptors if number is not None]
    if known or os.name == "posix":
        select.select(known, [], [], seconds)
    else:
        time.sleep(seconds)


def _head(path: Path, size: int) -> str:
    try:
        with open(path, "rb") as file:
            return file.read(size).decode("utf-8", "replace")
    except OSError:
        return ""


class Launcher:
    """Starts programs, one after another; `with` ends everything that it started."""

    def __init__(self, portable: bool = False) -> None:
        self.portable = portable
        self._programs: list[Program] = []
        self._numbers = itertools.count(1)
        self._warm: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._spare: tuple[subprocess.Popen[bytes], socket.socket] | None = None
        self.adopts = box.adopt_orphans()
        self._may_warm = self.adopts and hasattr(socket, "send_fds") and not portable

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for program in self._programs:
            program.stop()
        self._drop_warm()
        if self._spare is not None:
            child, channel = self._spare
            channel.close()
            child.wait()
            box.STARTED.discard(child.pid)
            self._spare = None
        self.sweep()

    def start(self, order: Order, scratch: box.Scratch) -> Program:
        """Start a program in a scratch folder that holds its files. GraderError where none can be started."""
        number = next(self._numbers)
        files = {name: scratch.root / f"{name}-{number}" for name in ("stdout", "stderr", "where")}
        message = marshal.dumps(
            {
                "file": order.file,
                "host": order.host,
                "steps": order.steps,
                "argv": order.argv,
                "ports": order.ports,
                "folder": f"{scratch.work}{os.sep}",
                "limits": order.limits.for_resource(),
                "patience": order.patience * 0.9,
                "portable": self.portable,
                **{name: str(path) for name, path in files.items()},
            }
        )
        child, channel = self._open()
        channel.setblocking(True)
        channel.sendall(len(message).to_bytes(4, "big") + message)
        program = Program(channel, scratch.work, files, child)
        self._programs.append(program)
        if child is None:
            self._hear_hello(program)
        return program

    def sweep(self) -> None:
        """End what ended programs left behind."""
        self._programs = [program for program in self._programs if program.poll() is None]
        if self.adopts:
            box.kill_orphans()

    def _open(self) -> tuple[subprocess.Popen[bytes] | None, socket.socket]:
        """A process that waits for its order, and the channel to it."""
        if self._may_warm:
            for _ in range(2):  # a program may have killed the warm interpreter: then once more
                ours, theirs = socket.socketpair()
                with theirs:
                    try:
                        socket.send_fds(self._warm_control(), [b"p"], [theirs.fileno()])
                        return None, ours
                    except OSError:
                        ours.close()
                        self._drop_warm()
        child, channel = self._spare or self._cold()
        self._spare = None
        if child.poll() is not None:
            channel.close()
            child, channel = self._cold()
        self._spare = self._cold()
        return child, channel

    def _hear_hello(self, program: Program) -> None:
        """Wait until a forked program has said its number, so that it can be ended whatever it does."""
        until = time.monotonic() + START_WITHIN
        lines: list[list[str]] = []
        while program.pid is None:
            if program.channel is None or time.monotonic() > until:
                raise GraderError("no process could be started for the learner's program")
            wait_readable([program.channel.fileno()], POLL_EVERY)
            lines += program.read()
        program._rest = b"".join("\t".join(words).encode() + b"\n" for words in lines) + program._rest

    def _warm_control(self) -> socket.socket:
        if self._control is None:
            ours, theirs = socket.socketpair()
            with theirs:
                self._warm = _interpreter("warm.py", theirs)
            self._control = ours
        return self._control

    def _drop_warm(self) -> None:
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._warm is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._warm.wait(1.0)
            self._warm.kill()
            self._warm.wait()
            box.STARTED.discard(self._warm.pid)
            self._warm = None

    def _cold(self) -> tuple[subprocess.Popen[bytes], socket.socket]:
        if os.name == "posix":
            ours, theirs = socket.socketpair()
            with theirs:
                return _interpreter("boot.py", theirs), ours
        return _interpreter_over_loopback()


def _command(file: str, channel: str) -> list[str]:
    """An interpreter without the user's settings (-I), without site packages (-S), in UTF-8."""
    return [sys.executable, "-I", "-S", "-X", "utf8", str(HERE / file), channel]


def _interpreter(file: str, channel: socket.socket) -> subprocess.Popen[bytes]:
    child = subprocess.Popen(
        _command(file, str(channel.fileno())),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        pass_fds=[channel.fileno()],
        env=box.clean_environment(),
        start_new_session=True,
    )
    box.STARTED.add(child.pid)
    return child


def _interpreter_over_loopback() -> tuple[subprocess.Popen[bytes], socket.socket]:
    """The same where a socket cannot be inherited (Windows): it connects back and says a token."""
    token = secrets.token_hex(16)
    with socket.create_server(("127.0.0.1", 0)) as door:
        door.settimeout(START_WITHIN)
        child = subprocess.Popen(
            _command("boot.py", f"{door.getsockname()[1]}:{token}"),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=box.clean_environment(),
        )
        try:
            channel, _ = door.accept()
            channel.settimeout(START_WITHIN)
            said = b""
            while len(said) < len(token):
                part = channel.recv(len(token) - len(said))
                if not part:
                    break
                said += part
        except OSError as error:
            child.kill()
            raise GraderError(f"no process could be started for the learner's program: {error}") from error
    if said.decode("ascii", "replace") != token:
        child.kill()
        raise GraderError("a stranger answered in the place of the learner's program")
    return child, channel

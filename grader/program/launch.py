"""Start a learner's program, hear what its trace says, and end it.

Two ways to start one, behind one function, `Launcher.start`:

    warm   a warm interpreter forks it (Linux, 2 ms), at the level `bubblewrap` into a room of its own; see warm.py
    cold   a new interpreter, started before it is needed where there is a spare one (every system)

The order reaches the new process through its channel, so that nothing stands in its arguments.
"""

import contextlib
import itertools
import marshal
import os
import re
import secrets
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from grader.child import FOLDER as CHILD_FOLDER
from grader.model.errors import GraderError
from grader.program.handle import NamespaceHandle, of_child, of_forked
from grader.program.process import START_WITHIN, Program
from grader.sandbox import bubblewrap, process_tree, visible_paths
from grader.sandbox.init_process import InitProcess, credential_pair, receive_first
from grader.sandbox.levels import Level
from grader.sandbox.limits import Limits, clean_environment
from grader.sandbox.scratch import Scratch, private_folder, remove

WORK = "/tmp/work"  # noqa: S108  where a program in a room finds its files, in its own /tmp
PORT_IN_TEXT = re.compile(r"(?<!\d)\d{4,5}(?!\d)")  # also in `localhost:15000`


@dataclass(frozen=True)
class Order:
    """What a program is to run. `host` is None for a whole program, else the host's compiled code."""

    file: str
    host: bytes | None = None
    steps: tuple[str, ...] = ()
    argv: tuple[str, ...] = ()
    ports: dict[int, int] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    patience: float = 3.0


def rules(order: Order, scratch: Scratch) -> dict[str, list[str] | list[int]]:
    """What Landlock is to allow: the system and Python, the program's own folder, the ports that it is told."""
    told = {int(number) for word in order.argv for number in PORT_IN_TEXT.findall(word)}
    return {
        "read": list(visible_paths.readable()),
        "write": [str(scratch.work), str(scratch.tmp)],
        "devices": list(visible_paths.DEVICES),
        "ports": sorted({*order.ports.values(), *(port for port in told if port < 1 << 16)}),
    }


class Launcher:
    """Starts programs in boxes of one level, one after another; `with` ends everything that it started.

    `home` holds the scratch folders of its programs. It goes at the end with whatever is in it: Ctrl-C may come between
    the making of a folder and the first thought of removing it.
    """

    home: Path

    def __init__(self, portable: bool = False, level: Level = Level.LIMITS) -> None:
        self.portable = portable
        self.level = level
        self._programs: list[Program] = []
        self._numbers = itertools.count(1)
        self._warm: subprocess.Popen[bytes] | None = None
        self._firsts: list[int] = []
        self._control: socket.socket | None = None
        self._spare: tuple[subprocess.Popen[bytes], socket.socket] | None = None
        self.adopts = process_tree.adopt_orphans()
        self._may_warm = self.adopts and hasattr(socket, "send_fds") and not portable
        self._rooms = level is Level.BUBBLEWRAP
        if self._rooms and not self._may_warm:
            raise GraderError("the box bubblewrap needs what only Linux has")

    def __enter__(self) -> Self:
        self.home = private_folder()
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self._end_all()
        finally:
            remove(self.home)

    def _end_all(self) -> None:
        for program in self._programs:
            program.stop()
        self._drop_warm()
        if self._spare is not None:
            child, channel = self._spare
            channel.close()
            child.wait()
            process_tree.STARTED.discard(child.pid)
            self._spare = None
        self.sweep()

    def start(self, order: Order, scratch: Scratch) -> Program:
        """Start a program in a scratch folder that holds its files. GraderError where none can be started."""
        number = next(self._numbers)
        files = {name: scratch.root / f"{name}-{number}" for name in ("stdout", "stderr", "where")}
        folder, tmp = (Path(WORK), Path(WORK).parent) if self._rooms else (scratch.work, scratch.tmp)
        message = marshal.dumps(
            {
                "file": order.file,
                "host": order.host,
                "steps": order.steps,
                "argv": order.argv,
                "ports": order.ports,
                "folder": f"{folder}{os.sep}",
                "files": scratch.files if self._rooms else {},
                "limits": order.limits.for_resource(own_count=self._rooms),
                "patience": order.patience,
                "portable": self.portable,
                "tmp": str(tmp),
                "landlock": rules(order, scratch) if self.level is Level.LANDLOCK else None,
                **{name: str(path) for name, path in files.items()},
            }
        )
        message = len(message).to_bytes(4, "big") + message
        if self._rooms:
            return self._start_in_room(message, folder, files)
        began = process_tree.now()
        child, channel = self._open()
        channel.setblocking(True)
        channel.sendall(message)
        if child is not None:
            program = Program(channel, folder, files, of_child(child), began)
        else:
            try:
                pid, first = receive_first(channel, time.monotonic() + START_WITHIN)
            except GraderError:
                channel.close()
                raise
            program = Program(channel, folder, files, of_forked(pid), began, first)
        self._programs.append(program)
        return program

    def _start_in_room(self, message: bytes, folder: Path, files: dict[str, Path]) -> Program:
        """Start a program in a room of its own, its output in files that it inherits and cannot find."""
        began, until = process_tree.now(), time.monotonic() + START_WITHIN
        (channel, theirs), (end, inits) = credential_pair(), credential_pair()
        opened = [os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600) for path in files.values()]
        try:
            with theirs, inits:
                socket.send_fds(self._warm_control(), [b"p"], [theirs.fileno(), inits.fileno(), *opened])
            channel.sendall(message)
            init = InitProcess(end, until)
            pid, first = receive_first(channel, until)
        except (OSError, GraderError) as error:
            channel.close()
            end.close()
            self._drop_warm()
            raise GraderError(f"no room could be made for the learner's program: {error}") from error
        finally:
            for number in opened:
                os.close(number)
        if self._warm is not None and not self._firsts:
            self._firsts = process_tree.children_of(self._warm.pid)
        program = Program(channel, folder, files, NamespaceHandle(pid, init), began, first)
        self._programs.append(program)
        return program

    def sweep(self) -> None:
        """End what ended programs left behind."""
        if self.adopts and self._programs:
            process_tree.kill_orphans(min(program.began for program in self._programs))
        self._programs = [program for program in self._programs if program.poll() is None]

    def _open(self) -> tuple[subprocess.Popen[bytes] | None, socket.socket]:
        """A process that waits for its order, and the channel to it."""
        if self._may_warm:
            for _ in range(2):  # a program may have killed the warm interpreter: then once more
                ours, theirs = credential_pair()
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

    def _warm_control(self) -> socket.socket:
        if self._warm is not None and self._warm.poll() is not None:
            self._drop_warm()
        if self._control is None:
            ours, theirs = socket.socketpair()
            with theirs:
                self._warm = _interpreter("fork_server.py", theirs, self.level)
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
            process_tree.STARTED.discard(self._warm.pid)
            self._warm = None
            process_tree.reap(self._firsts)  # bwrap may end before it has reaped the first process of its box
            self._firsts = []

    def _cold(self) -> tuple[subprocess.Popen[bytes], socket.socket]:
        if os.name == "posix":
            ours, theirs = socket.socketpair()
            with theirs:
                return _interpreter("boot.py", theirs, self.level), ours
        return _interpreter_over_loopback()


def _command(python: str, file: str, channel: str) -> list[str]:
    """An interpreter without the user's settings (-I), without site packages (-S), in UTF-8."""
    return [python, "-I", "-S", "-X", "utf8", os.path.join(CHILD_FOLDER, file), channel]


def _interpreter(file: str, channel: socket.socket, level: Level) -> subprocess.Popen[bytes]:
    python, environment = sys.executable, clean_environment()
    if level is not Level.LIMITS:
        python, environment = visible_paths.python(), visible_paths.ENVIRONMENT
    command = _command(python, file, str(channel.fileno()))
    if level is Level.BUBBLEWRAP:
        command = bubblewrap.inner([*command, "rooms"])
    child = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        pass_fds=[channel.fileno()],
        env=environment,
        start_new_session=True,
    )
    process_tree.STARTED.add(child.pid)
    return child


def _interpreter_over_loopback() -> tuple[subprocess.Popen[bytes], socket.socket]:
    """The same where a socket cannot be inherited (Windows): it connects back and says a token."""
    token = secrets.token_hex(16)
    with socket.create_server(("127.0.0.1", 0)) as door:
        door.settimeout(START_WITHIN)
        child = subprocess.Popen(
            _command(sys.executable, "boot.py", f"{door.getsockname()[1]}:{token}"),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=clean_environment(),
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

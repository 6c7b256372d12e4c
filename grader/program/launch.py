"""Start a learner's program.

Two ways to start one, behind one function, `Launcher.start`:

    forked   by the fork server (Linux, 2 ms), at the level `bubblewrap` into namespaces of its own; see
             child/fork_server.py
    cold     a new interpreter, or a spare one that was started in advance (every system)

The order is sent through the channel of the new process (child/order.py), so that its arguments hold no secrets.
"""

import itertools
import os
import re
import socket
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from grader.child.frames import frame
from grader.child.order import LandlockRules, Order, pack
from grader.model.errors import GraderError
from grader.program.fork_server import ForkServer
from grader.program.handle import ChildHandle, NamespaceHandle, of_forked
from grader.program.interpreters import start_cold
from grader.program.process import START_WITHIN, Program
from grader.sandbox import process_tree, visible_paths
from grader.sandbox.init_process import InitProcess, credential_pair, receive_first
from grader.sandbox.levels import Level
from grader.sandbox.limits import Limits
from grader.sandbox.scratch import Scratch, private_folder, remove

WORK = "/tmp/work"  # noqa: S108  the folder of a program in namespaces, in its private /tmp
PORT_IN_TEXT = re.compile(r"(?<!\d)\d{4,5}(?!\d)")  # also in `localhost:15000`


@dataclass(frozen=True)
class ProgramOrder:
    """What a program runs. `host` is the compiled code of the host program; None for a whole program.

    `short_sends`: each send() takes at most half of its bytes.
    """

    file: str
    host: bytes | None = None
    steps: tuple[str, ...] = ()
    argv: tuple[str, ...] = ()
    ports: dict[int, int] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    patience: float = 3.0
    short_sends: bool = False


def landlock_rules(order: ProgramOrder, scratch: Scratch) -> LandlockRules:
    """What Landlock allows: the system and Python, the program's own folder, the ports in its arguments."""
    named = {int(number) for word in order.argv for number in PORT_IN_TEXT.findall(word)}
    return LandlockRules(
        read=list(visible_paths.readable()),
        write=[str(scratch.work), str(scratch.tmp)],
        devices=list(visible_paths.DEVICES),
        ports=sorted({*order.ports.values(), *(port for port in named if port < 1 << 16)}),
    )


class Launcher:
    """Starts programs in sandboxes of one level; the end of `with` kills everything that it started.

    `home` holds the scratch folders of its programs. It is removed at the end, because Ctrl-C may prevent the removal
    of a single folder.
    """

    home: Path

    def __init__(self, portable: bool = False, level: Level = Level.LIMITS) -> None:
        self.portable = portable
        self.level = level
        self._programs: list[Program] = []
        self._numbers = itertools.count(1)
        self._fork_server = ForkServer(level)
        self._spare: tuple[subprocess.Popen[bytes], socket.socket] | None = None
        self.adopts = process_tree.adopt_orphans()
        self._may_fork = self.adopts and hasattr(socket, "send_fds") and not portable
        self._namespaces = level is Level.BUBBLEWRAP
        if self._namespaces and not self._may_fork:
            raise GraderError("the box bubblewrap needs a fork server, which only Linux has")

    def __enter__(self) -> Self:
        self.home = private_folder()
        return self

    def __exit__(self, *_: object) -> None:
        try:
            for program in self._programs:
                program.stop()
            self._fork_server.stop()
            if self._spare is not None:
                child, channel = self._spare
                channel.close()
                child.wait()
                process_tree.STARTED.discard(child.pid)
                self._spare = None
            self.sweep()
        finally:
            remove(self.home)

    def start(self, order: ProgramOrder, scratch: Scratch) -> Program:
        """Start a program in a scratch folder that holds its files. GraderError if that fails."""
        number = next(self._numbers)
        files = {name: scratch.root / f"{name}-{number}" for name in ("stdout", "stderr", "where")}
        folder, tmp = (Path(WORK), Path(WORK).parent) if self._namespaces else (scratch.work, scratch.tmp)
        child_order = Order(
            file=order.file,
            folder=f"{folder}{os.sep}",
            tmp=str(tmp),
            files=scratch.files if self._namespaces else {},
            host=order.host,
            steps=order.steps,
            argv=order.argv,
            ports=order.ports,
            short_sends=order.short_sends,
            limits=order.limits.for_resource(own_count=self._namespaces),
            landlock=landlock_rules(order, scratch) if self.level is Level.LANDLOCK else None,
            patience=order.patience,
            portable=self.portable,
            stdout=str(files["stdout"]),
            stderr=str(files["stderr"]),
            where=str(files["where"]),
        )
        message = frame(pack(child_order))
        if self._namespaces:
            return self._start_in_namespaces(message, folder, files)
        began = process_tree.now()
        child, channel = self._open()
        channel.setblocking(True)
        channel.sendall(message)
        if child is not None:
            program = Program(channel, folder, files, ChildHandle(child.pid, child.poll), began)
        else:
            try:
                pid, first = receive_first(channel, time.monotonic() + START_WITHIN)
            except GraderError:
                channel.close()
                raise
            program = Program(channel, folder, files, of_forked(pid), began, first)
        self._programs.append(program)
        return program

    def _start_in_namespaces(self, message: bytes, folder: Path, files: dict[str, Path]) -> Program:
        """Start a program in namespaces of its own; it inherits its output files as open descriptors, without paths."""
        began, until = process_tree.now(), time.monotonic() + START_WITHIN
        (channel, theirs), (end, inits) = credential_pair(), credential_pair()
        opened = [os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600) for path in files.values()]
        try:
            with theirs, inits:
                self._fork_server.request([theirs.fileno(), inits.fileno(), *opened])
            channel.sendall(message)
            init = InitProcess(end, until)
            pid, first = receive_first(channel, until)
        except (OSError, GraderError) as error:
            channel.close()
            end.close()
            self._fork_server.stop()
            raise GraderError(f"no namespaces could be created for the learner's program: {error}") from error
        finally:
            for number in opened:
                os.close(number)
        self._fork_server.note_first_process()
        program = Program(channel, folder, files, NamespaceHandle(pid, init), began, first)
        self._programs.append(program)
        return program

    def sweep(self) -> None:
        """Kill the processes that ended programs left behind."""
        if self.adopts and self._programs:
            process_tree.kill_orphans(min(program.began for program in self._programs))
        self._programs = [program for program in self._programs if program.poll() is None]

    def _open(self) -> tuple[subprocess.Popen[bytes] | None, socket.socket]:
        """A process that waits for its order, and the channel to it."""
        if self._may_fork:
            for _ in range(2):  # try again: a program may have killed the fork server
                ours, theirs = credential_pair()
                with theirs:
                    try:
                        self._fork_server.request([theirs.fileno()])
                        return None, ours
                    except OSError:
                        ours.close()
                        self._fork_server.stop()
        child, channel = self._spare or start_cold(self.level)
        self._spare = None
        if child.poll() is not None:
            channel.close()
            child, channel = start_cold(self.level)
        self._spare = start_cold(self.level)
        return child, channel

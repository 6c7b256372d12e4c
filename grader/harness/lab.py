"""The laboratory of a check: a learner's program, reference peers, one transcript.

A check is written as a conversation:

    server = lab.start("serve", host, port)
    client = lab.connect(server, host, port)
    client.send(b"hello")
    client.expect(b"hello")

An expectation that fails ends the check with a finding (context.py).
"""

import random
import re
import sys
import time
from typing import Self

from grader import child
from grader.harness.context import CheckContext, NotStarted, Unmet, Withheld
from grader.harness.conversation import PeerConversation, ReferenceServer
from grader.harness.deadlines import Patience
from grader.harness.random_data import RandomData
from grader.harness.side_channel import SideChannelServer
from grader.harness.started_program import StartedProgram
from grader.model.events import Started
from grader.model.transcript import Transcript
from grader.program.launch import Launcher, ProgramOrder
from grader.program.traced import TracedProgram
from grader.result.finding import Finding, FindingKind
from grader.sandbox.limits import Limits
from grader.sandbox.scratch import Scratch
from grader.sourcefile.stub_state import lines_left_of_stub
from grader.sourcefile.tree import Source
from grader.submission.work import Work
from grader.texts.message import M_, Message
from grader.wire.client import Client
from grader.wire.ports import Ports, is_free
from grader.wire.server import Server

__all__ = [
    "LOOPBACK",
    "Lab",
    "NotStarted",
    "PeerConversation",
    "ReferenceServer",
    "StartedProgram",
    "Unmet",
    "Withheld",
]

LOOPBACK = "127.0.0.1"
FIXED_PORTS = 8  # port numbers in a learner's file that become private ports; programs of one kind use one or two
A_MOMENT = 0.2  # seconds that a late client waits if there is no proof; shorter than the time limits in the steps
# A frame of the grader in a traceback that the program itself printed, with its line of source.
GRADERS_FRAME = re.compile(rf'^  File "{re.escape(child.FOLDER)}[^"]*", line \d+, in .*\n(?:    .*\n)*', re.MULTILINE)


class Lab(CheckContext):
    """The laboratory of one check. The end of `with` kills its programs, closes its peers and removes its folder."""

    def __init__(
        self,
        work: Work,
        launcher: Launcher,
        free_ports: Ports,
        rng: random.Random,
        limits: Limits | None = None,
        patience: Patience | None = None,
        platform: str = sys.platform,
    ) -> None:
        left_of_stub = lines_left_of_stub(work.files.get(work.file, b""), work.steps)
        super().__init__(patience or Patience(), launcher.portable, left_of_stub)
        self.work = work
        self.launcher = launcher
        self.free_ports = free_ports
        self.rng = rng
        self.limits = limits or Limits()
        self.platform = platform
        self.random_data = RandomData(rng)
        self.runs: list[StartedProgram] = []
        self._servers: list[Server] = []
        self._scratch: Scratch | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for run in self.runs:
            run.running.program.stop()
        for connection in self.connections:
            connection.drop()
        for server in self._servers:
            server.drop()
        self.launcher.sweep()
        self.loop.diagnosis.close()
        if self._scratch is not None:
            self._scratch.remove()

    # The program ---------------------------------------------------------------------------------------------

    def start(self, *argv: object, ports: dict[int, int] | None = None, short_sends: bool = False) -> StartedProgram:
        """Start the learner's program. `argv` is for the host; `ports` maps the course's ports to private ones.

        `short_sends`: each send() takes at most half of its bytes, which a system may do (send(2)) and rarely does.
        """
        if self._scratch is None:
            self._scratch = Scratch(self.launcher.home)
            for name, data in self.work.files.items():
                self._scratch.put(name, data)
        order = ProgramOrder(
            file=self.work.file,
            host=self.work.host,
            steps=self.work.steps,
            argv=tuple(map(str, argv)),
            ports=ports or {},
            short_sends=short_sends,
            limits=self.limits,
            patience=self.loop.patience.silence,
        )
        for course, private in order.ports.items():
            self.shown[private] = course
            self.loop.ports.add(private)
        number = len(self.runs) + 1
        who = "program" if number == 1 else f"program {number}"
        self.record.add(Started(at=self.record.now(), who=who, file=self.work.file, step=self.work.host is not None))
        program = self.launcher.start(order, self._scratch)
        running = TracedProgram(who, program, self.record, self.limits, self.work.files)
        run = StartedProgram(self, running)
        self.runs.append(run)
        self.loop.programs.append(running)
        return run

    def output(self) -> str:
        """The output of the programs on both streams, without scratch folders and the grader's frames in tracebacks."""
        text = ""
        for run in self.runs:
            folder = run.running.program.folder
            text += GRADERS_FRAME.sub("", run.output()).replace(f"{folder}/", "").replace(f"{folder}\\", "")
        return text

    # The peers -----------------------------------------------------------------------------------------------

    def port(self) -> int:
        """A free private port."""
        taken = self.free_ports.take()
        self.loop.ports.add(taken)
        return taken

    def fixed_ports(self) -> dict[int, int]:
        """A private port for each port number in the learner's file (up to FIXED_PORTS), for `start`.

        A client may bind a port of its own. Its earlier connection keeps that port for a minute (TIME_WAIT, RFC 9293),
        and another grading on this machine may use it at the same time.
        """
        numbers = Source(self.work.files.get(self.work.file, b"")).port_numbers()
        return {number: self.port() for number in numbers[:FIXED_PORTS] if number not in self.loop.ports}

    def connect(
        self,
        run: StartedProgram,
        host: str,
        port: int,
        name: str = "client",
        source: str | None = None,
        receive_buffer: int | None = None,
        late: bool = False,
        expected: Message | None = None,
    ) -> PeerConversation:
        """Let the reference client connect, once the program listens, and expect that it succeeds.

        A `late` client connects only when the program waits for it, and sends only when the program waits again.
        """
        run.until_listening(port, expected)
        if late:
            run.until_waiting(A_MOMENT)
        client = self.knock(run, host, port, name, source, receive_buffer)
        client.expect_connected(expected)
        if late:
            run.until_waiting(A_MOMENT)
        return client

    def knock(
        self,
        run: StartedProgram,
        host: str,
        port: int,
        name: str = "client",
        source: str | None = None,
        receive_buffer: int | None = None,
    ) -> PeerConversation:
        """Let the reference client try to connect at once, with any result."""
        client = Client((host, port), self.named(name), self.record, self.show, source, receive_buffer)
        self.join(client)
        return PeerConversation(self, run, client)

    def some_loopback(self) -> str:
        """A loopback address of this machine, if possible a different one in each run."""
        chosen = f"127.0.0.{self.rng.randint(2, 250)}"
        return chosen if self.has_address(chosen) else LOOPBACK

    def has_address(self, host: str) -> bool:
        """Whether this machine has an address (macOS has only 127.0.0.1 of 127/8)."""
        return is_free(0, host)

    def must_be_in_time_wait(self, port: int) -> None:
        """Expect that an earlier connection keeps a port in TIME_WAIT: otherwise a restart would prove nothing.

        The server closed first, so that its system keeps the port for a while (RFC 9293, 3.6.1), unless the program
        has set a socket option that prevents it.
        """
        until = time.monotonic() + self.loop.patience.silence
        while is_free(port):
            if time.monotonic() > until:
                expected = M_("the system still holds the port after the conversation, as it always does")
                seen = M_("the port was free at once: an option other than SO_REUSEADDR was changed")
                self.give_up(Finding(kind=FindingKind.NO_TIME_WAIT, expected=expected, observed=seen))
            self.loop.pump()

    def serve(self, host: str = LOOPBACK, port: int | None = None) -> ReferenceServer:
        """Open a reference server on a private port."""
        server = Server(port or self.port(), self.named("server"), self.record, self.show, host)
        self._servers.append(server)
        self.loop.peers.append(server)
        return ReferenceServer(self, server)

    def side_channel(self) -> SideChannelServer:
        """Open the side channel, on which a host program reports what the step returned."""
        server = Server(self.port(), "desk", Transcript(), joined=self.loop.peers.append)
        self._servers.append(server)
        self.loop.peers.append(server)
        return SideChannelServer(self, server)

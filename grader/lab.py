"""What a check works with: a learner's program, reference peers, one transcript.

A check reads like the conversation that it is:

    server = lab.start("serve", host, port)
    client = lab.connect(server, host, port)
    client.send(b"hello")
    client.expect(b"hello")

Whatever does not come as expected ends the check by raising `Unmet` with a finding.
"""

import random
import re
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NoReturn, Self

from grader import expect, transcript
from grader.chance import Chance
from grader.errors import GraderError
from grader.language import _
from grader.loop import Loop, Outcome, Patience, Running
from grader.peer.client import Client
from grader.peer.connection import Connection
from grader.peer.server import Server
from grader.ports import Ports, is_free
from grader.program import box
from grader.program.launch import HERE, Launcher, Order
from grader.transcript import Transcript
from grader.verdict import Finding
from grader.wording import shorten, sized

LOOPBACK = "127.0.0.1"
# A frame of the grader's in a traceback that the program printed itself, with its line of source.
GRADERS_FRAME = re.compile(rf'^  File "{re.escape(str(HERE))}[^"]*", line \d+, in .*\n(?:    .*\n)*', re.MULTILINE)
BRIEF = Patience(silence=0.3, processor=0.3)


class Unmet(Exception):
    """An expectation does not hold; `finding` says which and why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.expected)
        self.finding = finding


class NotStarted(Exception):
    """The stub's own NotImplementedError came: this step is not written yet."""


class Withheld(Exception):
    """It works, but not by the step that the exercise asks for."""


@dataclass(frozen=True)
class Work:
    """What is graded: the learner's file, the files beside it, and what stands around the step.

    `host` is the compiled host program, None for a whole program; `steps` the functions to write.
    """

    file: str
    files: dict[str, bytes]
    host: bytes | None
    steps: tuple[str, ...]


@dataclass
class Lab:
    """One check's laboratory. `with` ends its program, closes its peers and removes its folder."""

    work: Work
    launcher: Launcher
    free_ports: Ports
    rng: random.Random
    limits: box.Limits = field(default_factory=box.Limits)
    patience: Patience = field(default_factory=Patience)
    platform: str = sys.platform

    def __post_init__(self) -> None:
        self.record = Transcript()
        self.chance = Chance(self.rng)
        self.loop = Loop(self.record, self.patience, self.launcher.portable)
        self.runs: list[Run] = []
        self._talks: list[Connection] = []
        self._servers: list[Server] = []
        self._scratch: box.Scratch | None = None
        self._shown: dict[int, int] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for run in self.runs:
            run.running.program.stop()
        for connection in self._talks:
            connection.drop()
        for server in self._servers:
            server.drop()
        self.launcher.sweep()
        if self._scratch is not None:
            self._scratch.remove()

    # The program ---------------------------------------------------------------------------------------------

    def start(self, *argv: object, ports: dict[int, int] | None = None) -> "Run":
        """Start the learner's program. `argv` goes to the host; `ports` turns the course's into private ones."""
        if self._scratch is None:
            self._scratch = box.Scratch()
            for name, data in self.work.files.items():
                (self._scratch.work / name).write_bytes(data)
        order = Order(
            file=self.work.file,
            host=self.work.host,
            steps=self.work.steps,
            argv=tuple(map(str, argv)),
            ports=ports or {},
            limits=self.limits,
            patience=self.patience.silence,
        )
        for course, private in order.ports.items():
            self._shown[private] = course
            self.loop.ports.add(private)
        number = len(self.runs) + 1
        who = "program" if number == 1 else f"program {number}"
        self.record.add(
            transcript.Started(at=self.record.now(), who=who, file=self.work.file, step=self.work.host is not None)
        )
        running = Running(who, self.launcher.start(order, self._scratch), self.record, self.limits)
        run = Run(self, running)
        self.runs.append(run)
        self.loop.programs.append(running)
        return run

    def output(self) -> str:
        """What the programs printed, both streams, as text for the report."""
        parts = []
        for run in self.runs:
            for stream in ("stdout", "stderr"):
                text = run.running.program.printed(stream, self.limits).decode("utf-8", "replace")
                parts.append(self._without_folder(text))
        return "".join(parts)

    def _without_folder(self, text: str) -> str:
        """The text without the grader's own: its folders' names, and its frames in a traceback."""
        assert self._scratch is not None
        text = GRADERS_FRAME.sub("", text)
        return text.replace(f"{self._scratch.work}/", "").replace(f"{self._scratch.work}\\", "")

    # The peers -----------------------------------------------------------------------------------------------

    def port(self) -> int:
        """A free private port."""
        taken = self.free_ports.take()
        self.loop.ports.add(taken)
        return taken

    def connect(
        self,
        run: "Run",
        host: str,
        port: int,
        name: str = "client",
        source: str | None = None,
        receive_buffer: int | None = None,
    ) -> "Talk":
        """Let the reference client connect, once the program listens, and expect that it gets through."""
        run.until_listening(port)
        talk = self.knock(run, host, port, name, source, receive_buffer)
        talk.expect_connected()
        return talk

    def knock(
        self,
        run: "Run",
        host: str,
        port: int,
        name: str = "client",
        source: str | None = None,
        receive_buffer: int | None = None,
    ) -> "Talk":
        """Let the reference client try to connect at once, whatever comes of it."""
        client = Client((host, port), self._named(name), self.record, self._show, source, receive_buffer)
        return self._talk(run, client)

    def has_address(self, host: str) -> bool:
        """Whether this machine can be reached at an address (macOS has only 127.0.0.1 of 127/8)."""
        return is_free(0, host)

    def must_be_in_time_wait(self, port: int) -> None:
        """Make sure that an earlier connection still holds a port: else a restart would show nothing."""
        until = time.monotonic() + self.patience.silence
        while is_free(port):
            if time.monotonic() > until:
                raise GraderError(f"port {port} is free: the check of a restart would show nothing")
            self.loop.pump()

    def serve(self, host: str = LOOPBACK, port: int | None = None) -> "Reception":
        """Open a reference server on a private port."""
        server = Server(port or self.port(), self._named("server"), self.record, self._show, host)
        self._servers.append(server)
        self.loop.peers.append(server)
        return Reception(self, server)

    def desk(self) -> "Desk":
        """Open the desk, where a host program tells what the step gave."""
        server = Server(self.port(), "desk", Transcript())
        self._servers.append(server)
        self.loop.peers.append(server)
        return Desk(self, server)

    def _named(self, name: str) -> str:
        same = sum(1 for talk in self._talks if talk.who.split(" ")[0] == name)
        return name if same == 0 else f"{name} {same + 1}"

    def _talk(self, run: "Run", connection: Connection) -> "Talk":
        self._talks.append(connection)
        self.loop.peers.append(connection)
        return Talk(self, run, connection)

    def _show(self, address: tuple[str, int]) -> str:
        return f"{address[0]}:{self._shown.get(address[1], address[1])}"

    # Verdicts ------------------------------------------------------------------------------------------------

    def require(self, finding: Finding | None) -> None:
        """End the check where there is a finding."""
        if finding is not None:
            self.give_up(finding)

    def give_up(self, finding: Finding) -> NoReturn:
        """End the check: not started if the stub's own NotImplementedError stands behind it, else unmet."""
        for event in self.record.all(transcript.Raised):
            if event.kind == "NotImplementedError":
                raise NotStarted
        raise Unmet(finding)

    def fail(self, run: "Run", kind: str, expected: str, seen: str, asks: str = "") -> NoReturn:
        """End the check with a finding that tells what became of the program."""
        self.give_up(expect.unmet(self.record, run.who, kind, expected, seen, asks))

    def withhold_unless_called(self, *names: str) -> None:
        """Withhold this check's points unless the learner's own file called one of these methods."""
        for call in self.record.all(transcript.Call):
            if call.call in names and call.direct and call.file != expect.HOST_FILE:
                return
        raise Withheld(
            _("this works; the exercise asks you to do the step yourself, with {names}()").format(
                names="() / ".join(names)
            )
        )


class Run:
    """One start of the learner's program."""

    def __init__(self, lab: Lab, running: Running) -> None:
        self.lab = lab
        self.running = running
        self.who = running.who

    def until_listening(self, port: int) -> None:
        """Wait until the program listens (its trace says so). Never tested by a connection of our own."""

        def listens() -> bool:
            return any(call.call == "listen" and call.seconds is not None and not call.error for call in self._calls())

        if self.lab.loop.until(listens, self.running, quietly=True) is Outcome.ENDED:
            self.lab.fail(
                self,
                "never_listened",
                _("your program listens on port {port}").format(port=self.lab._shown.get(port, port)),
                _("it ended without ever listening"),
            )

    def _calls(self) -> list[transcript.Call]:
        return list(self.lab.record.all(transcript.Call, self.who))

    def until_waiting(self, at_most: float = 0.2) -> None:
        """Wait until the program is seen to wait for its peer."""
        self.lab.loop.until_waiting(self.running, at_most)

    def settle(self) -> Outcome:
        """Wait until the program has ended, is stuck or late; it becomes part of the transcript."""
        return self.lab.loop.until(lambda: self.running.ended, self.running)

    def settle_briefly(self) -> None:
        """Give the program a moment to end, where its end itself is another check's business."""
        self.lab.loop.until(lambda: self.running.ended, self.running, quietly=True, patience=BRIEF)

    def until_ended(self, expected: str = "", asks: str = "") -> None:
        """Expect that the program ends by itself, however."""
        if not self.running.ended and self.settle() is not Outcome.MET:
            self.lab.fail(self, "not_ended", expected or _("the program ends by itself"), "", asks)

    def expect_exit(self, status: int = 0) -> None:
        """Expect that the program ends by itself with an exit status."""
        expected = _("the program ends by itself with exit status {status}").format(status=status)
        self.until_ended(expected)
        if self.running.program.status != status:
            self.lab.fail(self, "exit_status", expected, "")

    def expect_printed(self, wanted: str, expected: str) -> None:
        """Expect a text in what the program prints, as soon as it stands there."""

        def there() -> bool:
            return expect.appears(self.output(), wanted)

        if self.lab.loop.until(there, self.running) is not Outcome.MET:
            self.lab.require(expect.printed(self.lab.record, self.who, self.output(), wanted, expected))

    def output(self) -> bytes:
        """What it printed so far, standard output first."""
        program = self.running.program
        return program.printed("stdout", self.lab.limits) + program.printed("stderr", self.lab.limits)

    def stop(self) -> None:
        """End it now: the check has seen enough of it."""
        self.running.program.stop()
        self.running.ended = True


class Talk:
    """A connection of the reference side, in the words of a check."""

    def __init__(self, lab: Lab, run: Run, connection: Connection) -> None:
        self.lab = lab
        self.run = run
        self.connection = connection
        self._read = 0

    @property
    def port(self) -> int:
        """The port of this side."""
        return self.connection.local_port

    def send(self, data: bytes) -> None:
        """Send bytes."""
        self.connection.send(data)

    def finish(self) -> None:
        """Close the sending half; the other side reads the end of the stream, this one still reads."""
        self.connection.finish()

    def close(self) -> None:
        """Close it politely."""
        self.connection.close()

    def reset(self) -> None:
        """Reset it."""
        self.connection.abort()

    def got(self) -> bytes:
        """What came and was not yet read by an expectation."""
        return bytes(self.connection.received[self._read :])

    def expect_connected(self) -> None:
        """Expect that the connection attempt succeeds."""
        client = self.connection
        assert isinstance(client, Client)
        host, port = client.address
        shown = f"{host}:{self.lab._shown.get(port, port)}"
        expected = _("a connection to {address}").format(address=shown)
        outcome = self.lab.loop.until(lambda: client.settled, self.run.running)
        if client.connected:
            return
        if outcome is Outcome.MET or client.refused:
            self.run.settle()
            seen = _("refused: nobody listens there")
            elsewhere = self._listens_at()
            if elsewhere and elsewhere != shown:
                seen += _("; your program is bound to {address}").format(address=elsewhere)
            self.lab.fail(self.run, "refused", expected, seen)
        self.lab.fail(self.run, "unreached", expected, _("no answer"))

    def _listens_at(self) -> str:
        for call in self.lab.record.all(transcript.Call, self.run.who):
            if call.call == "bind" and call.seconds is not None and not call.error:
                return call.arguments.strip("()").replace("', ", ":").strip("'")
        return ""

    def expect_refused(self) -> None:
        """Expect that nobody listens where this client tried to connect."""
        client = self.connection
        assert isinstance(client, Client)
        self.lab.loop.until(lambda: client.settled, self.run.running, quietly=True)
        if not client.refused:
            host, port = client.address
            shown = f"{host}:{self.lab._shown.get(port, port)}"
            self.lab.give_up(
                Finding(
                    kind="not_refused",
                    expected=_("a client that connects to {address} is refused").format(address=shown),
                    observed=_("connected") if client.connected else _("no answer"),
                )
            )

    def expect(self, wanted: bytes, encoding: str = "utf-8", expected: str = "") -> None:
        """Expect just these bytes next."""
        connection = self.connection
        self.lab.loop.until(lambda: len(self.got()) >= len(wanted) or connection.over, self.run.running)
        got = self.got()[: len(wanted)]
        finding = expect.other_bytes(
            self.lab.record, self.run.who, connection.who, wanted, got, self.ending(), encoding, expected
        )
        self.lab.require(finding)
        self._read += len(wanted)

    def take(self, size: int, expected: str) -> bytes:
        """Expect `size` bytes, whatever they are."""
        self.lab.loop.until(lambda: len(self.got()) >= size or self.connection.over, self.run.running)
        got = self.got()[:size]
        if len(got) < size:
            seen = _("only {got} of {wanted} bytes").format(got=len(got), wanted=size)
            self.lab.fail(self.run, f"short_{self.ending()}", expected, seen, expected)
        self._read += size
        return got

    def line(self, expected: str) -> str:
        """Expect a line of text; without its end."""
        self.lab.loop.until(lambda: b"\n" in self.got() or self.connection.over, self.run.running)
        got = self.got()
        if b"\n" not in got:
            seen = sized(got) if got else _("nothing")
            self.lab.fail(self.run, f"short_{self.ending()}", expected, seen, expected)
        line = got.split(b"\n", 1)[0]
        self._read += len(line) + 1
        return line.decode("utf-8", "replace")

    def expect_end(self) -> None:
        """Expect the end of the stream, and not a byte before it."""
        connection = self.connection
        expected = _("the end of the stream")
        self.lab.loop.until(lambda: bool(self.got()) or connection.over, self.run.running)
        if self.got():
            kind, seen = "more_bytes", _("more bytes: {more}").format(more=sized(self.got()))
            self.lab.give_up(Finding(kind=kind, expected=expected, observed=seen))
        if connection.reset:
            self.lab.fail(self.run, "reset", expected, _("a reset"))
        if not connection.finished:
            self.lab.fail(self.run, "silent", expected, _("the connection stays open"), expected)

    def until(self, done: Callable[[], bool]) -> None:
        """Wait until something is true, the stream is over, or the program will not go on."""
        self.lab.loop.until(lambda: done() or self.connection.over, self.run.running, quietly=True)

    def until_over(self) -> None:
        """Read on until the other side has closed or reset, or will never do so."""
        self.until(lambda: False)

    def forget(self) -> None:
        """Leave what came so far to other checks."""
        self._read = len(self.connection.received)

    def expect_nothing_more(self) -> None:
        """Expect that not a byte comes any more, however the connection ends."""
        self.lab.loop.until(lambda: self.connection.over, self.run.running, quietly=True, patience=BRIEF)
        if self.got():
            seen = _("more bytes: {more}").format(more=sized(self.got()))
            self.lab.give_up(Finding(kind="more_bytes", expected=_("nothing more"), observed=seen))

    def expect_end_somewhere(self) -> None:
        """Expect the end of the stream, whatever came before it."""
        self.lab.loop.until(lambda: self.connection.over, self.run.running)
        self.forget()
        self.expect_end()

    def read_slowly(self, size: int, chunk: int, pause: float, first: float) -> None:
        """Read up to `size` bytes as a slow reader does: `chunk` at a time, pauses (seconds) first and after each."""
        connection = self.connection
        connection.paused = True
        self.lab.loop.rest(first)
        connection.paused = False
        connection.chunk = chunk
        while len(connection.received) < size and not connection.over:
            before = len(connection.received)
            outcome = self.lab.loop.until(
                lambda before=before: len(connection.received) > before or connection.over,  # type: ignore[misc]
                self.run.running,
            )
            if outcome is not Outcome.MET:
                break
            connection.paused = True
            self.lab.loop.rest(pause)
            connection.paused = False
        connection.chunk = 1 << 16

    def ending(self) -> str:
        """How the stream stands: `open`, `finished` or `reset`."""
        return "reset" if self.connection.reset else "finished" if self.connection.finished else "open"


class Reception:
    """A reference server, in the words of a check."""

    def __init__(self, lab: Lab, server: Server) -> None:
        self.lab = lab
        self.server = server
        self.port = server.port
        self._met = 0

    def expect_client(self, run: Run, expected: str = "") -> Talk:
        """Expect that the program connects."""
        server = self.server
        outcome = self.lab.loop.until(lambda: len(server.connections) > self._met, run.running)
        if outcome is not Outcome.MET:
            shown = self.lab._shown.get(self.port, self.port)
            expected = expected or _("a connection to port {port}").format(port=shown)
            self.lab.fail(run, "nobody_came", expected, _("nobody came"), _("a client"))
        connection = server.connections[self._met]
        self._met += 1
        return self.lab._talk(run, connection)

    def count(self) -> int:
        """How many clients have come."""
        return len(self.server.connections)


class Desk:
    """The desk: lines that one host program tells."""

    def __init__(self, lab: Lab, server: Server) -> None:
        self.lab = lab
        self.server = server
        self.port = server.port
        self._read = 0
        lab.loop.peers.append(_AllOf(server))

    def line(self, run: Run, expected: str) -> str:
        """Expect the next line that the host of `run` tells."""
        if self.lab.loop.until(lambda: len(self._lines()) > self._read, run.running) is not Outcome.MET:
            self.lab.fail(run, "untold", expected, "", expected)
        line = shorten(self._lines()[self._read], 400)
        self._read += 1
        self.lab.record.add(transcript.Told(at=self.lab.record.now(), who=run.who, line=line))
        return line

    def go(self) -> None:
        """Tell the host that waits at the desk to go on."""
        for connection in self.server.connections:
            connection.send(b"go")

    def _lines(self) -> list[str]:
        data = b"".join(bytes(connection.received) for connection in self.server.connections)
        return data.decode("utf-8", "replace").split("\n")[:-1]


class _AllOf:
    """The connections of a server that nobody handles one by one, as one peer."""

    def __init__(self, server: Server) -> None:
        self._server = server

    def readers(self) -> list[int]:
        return [number for connection in self._server.connections for number in connection.readers()]

    def writers(self) -> list[int]:
        return [number for connection in self._server.connections for number in connection.writers()]

    def pump(self) -> bool:
        return any([connection.pump() for connection in self._server.connections])

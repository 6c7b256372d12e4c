"""The peers of a check, with methods to act and to expect: a connection, a reference server."""

from collections.abc import Callable
from typing import NoReturn

from grader.harness.context import A_WHILE, CheckContext
from grader.harness.deadlines import Patience, WaitEnd
from grader.harness.expectations import Ending, other_bytes
from grader.harness.started_program import StartedProgram
from grader.result.finding import About, BytesDiffer, EndAwaited, Finding, FindingKind
from grader.texts.message import M_, Message, joined
from grader.texts.wording import sized
from grader.wire.client import Client
from grader.wire.connection import Connection
from grader.wire.server import Server


class PeerConversation:
    """A connection of the reference side to the program `run`, and what a check expects of it."""

    def __init__(self, context: CheckContext, run: StartedProgram, connection: Connection) -> None:
        self.context = context
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
        """Close the sending half: the other side reads the end of the stream, this side can still read."""
        self.connection.finish()

    def close(self) -> None:
        """Close the connection: the other side reads the end of the stream."""
        self.connection.close()

    def reset(self) -> None:
        """Reset the connection."""
        self.connection.abort()

    def got(self) -> bytes:
        """The received bytes that no expectation has read yet."""
        return bytes(self.connection.received[self._read :])

    def expect_connected(self, expected: Message | None = None) -> None:
        """Expect that the connection attempt succeeds."""
        client = self.connection
        assert isinstance(client, Client)
        shown = self.context.show(client.address)
        expected = expected or M_("a connection to {address}", address=shown)
        outcome = self.context.loop.until(lambda: client.settled, self.run.running)
        if client.connected:
            return
        if outcome is WaitEnd.MET or client.refused:
            self.run.settle()
            seen = M_("refused, nobody listens there")
            elsewhere = self.run.listens_at()
            if elsewhere and elsewhere[-1] != shown:
                seen = joined(seen, M_("; your program listens at {address}", address=elsewhere[-1]))
            self._fail(FindingKind.REFUSED, expected, seen)
        self._fail(FindingKind.UNREACHED, expected, M_("no answer"))

    def expect_refused(self) -> None:
        """Expect that the connection attempt is refused."""
        client = self.connection
        assert isinstance(client, Client)
        self.context.loop.until(lambda: client.settled, self.run.running, quietly=True)
        if not client.refused:
            expected = M_("a client that connects to {address} is refused", address=self.context.show(client.address))
            seen = M_("connected") if client.connected else M_("no answer")
            self.context.give_up(Finding(kind=FindingKind.NOT_REFUSED, expected=expected, observed=seen))

    def expect(self, wanted: bytes, encoding: str = "utf-8", expected: Message | None = None) -> None:
        """Expect exactly these bytes next."""
        connection = self.connection
        self.context.loop.until(lambda: len(self.got()) >= len(wanted) or connection.over, self.run.running)
        got = self.got()
        if not got.startswith(wanted):
            self._await_program_end()
            self.expect_same_bytes(wanted, got, encoding, expected)
        self._read += len(wanted)

    def expect_same_bytes(
        self,
        wanted: bytes,
        got: bytes,
        encoding: str = "utf-8",
        expected: Message | None = None,
        ending: Ending | None = None,
    ) -> None:
        """Expect that bytes already received equal those wanted. `ending` is the state of the stream at that time."""
        ending = ending or self.ending()
        found = other_bytes(self.context.record, self.run.who, wanted, got, ending, encoding, expected)
        if found is not None:
            self.context.give_up(found)

    def take(self, size: int, expected: Message) -> bytes:
        """Expect `size` bytes of any value."""
        self.context.loop.until(lambda: len(self.got()) >= size or self.connection.over, self.run.running)
        got = self.got()[:size]
        if len(got) < size:
            self._await_program_end()
            seen = M_("only {got} of {wanted} bytes", got=len(got), wanted=size)
            self._fail(self.ending().short, expected, seen, expected)
        self._read += size
        return got

    def line(self, expected: Message) -> str:
        """Expect a line of text, and return it without its end."""
        self.context.loop.until(lambda: b"\n" in self.got() or self.connection.over, self.run.running)
        got = self.got()
        if b"\n" not in got:
            self._await_program_end()
            seen = sized(got) if got else M_("nothing")
            self._fail(self.ending().short, expected, seen, expected)
        line = got.split(b"\n", 1)[0]
        self._read += len(line) + 1
        return line.decode("utf-8", "replace")

    def expect_end(self) -> None:
        """Expect the end of the stream, with no byte before it."""
        connection = self.connection
        expected = M_("the end of the stream")
        self.context.loop.until(lambda: bool(self.got()) or connection.over, self.run.running)
        if self.got():
            self._give_up_more(expected)
        if connection.reset:
            self._fail(FindingKind.RESET, expected, M_("a reset"), about=EndAwaited())
        if not connection.finished:
            self._fail(FindingKind.SILENT, expected, M_("the connection stays open"), expected, EndAwaited())

    def until(self, done: Callable[[], bool]) -> None:
        """Wait until `done()`, or until the stream is over, or the program has ended, is stuck or exceeds a limit."""
        self.context.loop.until(lambda: done() or self.connection.over, self.run.running, quietly=True)

    def until_over(self) -> None:
        """Read until the program closes or resets the connection, has ended, is stuck or exceeds a limit."""
        self.until(lambda: False)

    def forget(self) -> None:
        """Ignore the bytes received so far."""
        self._read = len(self.connection.received)

    def expect_silence(self) -> None:
        """Expect that no byte has arrived and that the stream is open: it is this side's turn to send."""
        if self.got() or self.connection.over:
            seen = sized(self.got(), "gbk") if self.got() else M_("the end of the stream")
            self._fail(FindingKind.NOT_WAITED, M_("nothing before the client has spoken"), seen)

    def expect_open(self) -> None:
        """Expect that the program has not closed the connection yet; it may have sent bytes."""
        if self.connection.over:
            expected = M_("the connection stays open until the client has spoken")
            self._fail(FindingKind.NOT_WAITED, expected, M_("the end of the stream"))

    def expect_over(self) -> None:
        """Expect that the program closes or resets the connection."""
        self.until_over()
        if not self.connection.over:
            expected, seen = M_("the connection is closed"), M_("the connection is still open")
            self._fail(FindingKind.STILL_OPEN, expected, seen, about=EndAwaited())

    def expect_nothing_more(self, encoding: str = "utf-8", patience: Patience = A_WHILE) -> None:
        """Expect that no further byte arrives; the connection may end in any way."""
        self.context.loop.until(lambda: self.connection.over, self.run.running, quietly=True, patience=patience)
        if self.got():
            self._give_up_more(M_("nothing more"), encoding)

    def expect_end_somewhere(self) -> None:
        """Expect the end of the stream, after any bytes."""
        self.context.loop.until(lambda: self.connection.over, self.run.running)
        self.forget()
        self.expect_end()

    def read_slowly(self, size: int, chunk: int, pause: float, first: float) -> None:
        """Read up to `size` bytes, at most `chunk` at a time, with a pause (seconds) first and after each."""
        connection = self.connection
        connection.chunk = chunk
        self._pause(first)
        while len(connection.received) < size and not connection.over:
            before = len(connection.received)
            outcome = self.context.loop.until(
                lambda before=before: len(connection.received) > before or connection.over,  # type: ignore[misc]
                self.run.running,
            )
            if outcome is not WaitEnd.MET:
                break
            self._pause(pause)
        connection.chunk = 1 << 16

    def stop_reading(self) -> None:
        """Leave everything that the program sends in the buffers of the system from now on."""
        self.connection.paused = True

    def _pause(self, seconds: float) -> None:
        self.connection.paused = True
        self.context.loop.rest(seconds)
        self.connection.paused = False

    def _await_program_end(self) -> None:
        """If the stream is over, wait until the program has ended or is stuck, for the finding."""
        if self.connection.over:
            self.run.settle_briefly()

    def _fail(
        self,
        kind: FindingKind,
        expected: Message,
        seen: Message,
        asks: Message | None = None,
        about: About | None = None,
    ) -> NoReturn:
        """End the check with a finding that explains the state of the program; `asks`: what this side waits for."""
        self.context.fail(self.run.who, kind, expected, seen, asks, about)

    def _give_up_more(self, expected: Message, encoding: str = "utf-8") -> NoReturn:
        """End the check: unexpected bytes have arrived."""
        seen = M_("more bytes: {more}", more=sized(self.got(), encoding))
        about = BytesDiffer.between(b"", self.got())
        self.context.give_up(Finding(kind=FindingKind.MORE_BYTES, expected=expected, observed=seen, about=about))

    def ending(self) -> Ending:
        """The state of the stream from the program."""
        if self.connection.reset:
            return Ending.RESET
        return Ending.FINISHED if self.connection.finished else Ending.OPEN


class ReferenceServer:
    """A reference server, to which the program connects."""

    def __init__(self, context: CheckContext, server: Server) -> None:
        self.context = context
        self.server = server
        self.port = server.port
        self._met = 0

    def expect_client(self, run: StartedProgram, expected: Message | None = None) -> PeerConversation:
        """Expect that the program connects."""
        server = self.server
        outcome = self.context.loop.until(lambda: len(server.connections) > self._met, run.running)
        if outcome is not WaitEnd.MET:
            shown = self.context.port_shown(self.port)
            expected = expected or M_("a connection to port {port}", port=shown)
            self.context.fail(run.who, FindingKind.NO_CLIENT, expected, M_("nobody came"), M_("a client"))
        connection = server.connections[self._met]
        self._met += 1
        self.context.join(connection)
        return PeerConversation(self.context, run, connection)

    def count(self) -> int:
        """The number of clients that have connected."""
        return len(self.server.connections)

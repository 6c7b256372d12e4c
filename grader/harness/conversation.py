"""The reference side's conversations, in the words of a check: a connection, a server, the desk."""

from collections.abc import Callable

from grader.harness import expectations
from grader.harness.context import A_WHILE, Stage
from grader.harness.deadlines import Patience, WaitEnd
from grader.harness.started_program import Trial
from grader.model import transcript
from grader.result.scorecard import Finding
from grader.texts.language import _
from grader.texts.wording import shorten, sized
from grader.wire.client import Client
from grader.wire.connection import Connection
from grader.wire.server import Server
from grader.wire.tcp_queues import Address

ENDS = {"asked": "end"}  # what a finding is about: the other side waits for the end of the stream


class Talk:
    """A connection of the reference side, in the words of a check."""

    def __init__(self, stage: Stage, run: Trial, connection: Connection) -> None:
        self.stage = stage
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

    def expect_connected(self, expected: str = "") -> None:
        """Expect that the connection attempt succeeds."""
        client = self.connection
        assert isinstance(client, Client)
        host, port = client.address
        shown = f"{host}:{self.stage.port_shown(port)}"
        expected = expected or _("a connection to {address}").format(address=shown)
        outcome = self.stage.loop.until(lambda: client.settled, self.run.running)
        if client.connected:
            return
        if outcome is WaitEnd.MET or client.refused:
            self.run.settle()
            seen = _("refused, nobody listens there")
            elsewhere = self.run.listens_at()
            if elsewhere and elsewhere[-1] != shown:
                seen += _("; your program listens at {address}").format(address=elsewhere[-1])
            self.stage.fail(self.run.who, "refused", expected, seen)
        self.stage.fail(self.run.who, "unreached", expected, _("no answer"))

    def expect_refused(self) -> None:
        """Expect that nobody listens where this client tried to connect."""
        client = self.connection
        assert isinstance(client, Client)
        self.stage.loop.until(lambda: client.settled, self.run.running, quietly=True)
        if not client.refused:
            host, port = client.address
            shown = f"{host}:{self.stage.port_shown(port)}"
            self.stage.give_up(
                Finding(
                    kind="not_refused",
                    expected=_("a client that connects to {address} is refused").format(address=shown),
                    observed=_("connected") if client.connected else _("no answer"),
                )
            )

    def expect(self, wanted: bytes, encoding: str = "utf-8", expected: str = "") -> None:
        """Expect just these bytes next."""
        connection = self.connection
        self.stage.loop.until(lambda: len(self.got()) >= len(wanted) or connection.over, self.run.running)
        got = self.got()
        if not got.startswith(wanted):
            self._last_words()
            self.stage.require(
                expectations.other_bytes(
                    self.stage.record, self.run.who, connection.who, wanted, got, self.ending(), encoding, expected
                )
            )
        self._read += len(wanted)

    def take(self, size: int, expected: str) -> bytes:
        """Expect `size` bytes, whatever they are."""
        self.stage.loop.until(lambda: len(self.got()) >= size or self.connection.over, self.run.running)
        got = self.got()[:size]
        if len(got) < size:
            self._last_words()
            seen = _("only {got} of {wanted} bytes").format(got=len(got), wanted=size)
            self.stage.fail(self.run.who, f"short_{self.ending()}", expected, seen, expected)
        self._read += size
        return got

    def line(self, expected: str) -> str:
        """Expect a line of text; without its end."""
        self.stage.loop.until(lambda: b"\n" in self.got() or self.connection.over, self.run.running)
        got = self.got()
        if b"\n" not in got:
            self._last_words()
            seen = sized(got) if got else _("nothing")
            self.stage.fail(self.run.who, f"short_{self.ending()}", expected, seen, expected)
        line = got.split(b"\n", 1)[0]
        self._read += len(line) + 1
        return line.decode("utf-8", "replace")

    def expect_end(self) -> None:
        """Expect the end of the stream, and not a byte before it."""
        connection = self.connection
        expected = _("the end of the stream")
        self.stage.loop.until(lambda: bool(self.got()) or connection.over, self.run.running)
        if self.got():
            kind, seen = "more_bytes", _("more bytes: {more}").format(more=sized(self.got()))
            about = expectations.about_bytes(b"", self.got())
            self.stage.give_up(Finding(kind=kind, expected=expected, observed=seen, about=about))
        if connection.reset:
            self.stage.fail(self.run.who, "reset", expected, _("a reset"), about=ENDS)
        if not connection.finished:
            self.stage.fail(self.run.who, "silent", expected, _("the connection stays open"), expected, ENDS)

    def until(self, done: Callable[[], bool]) -> None:
        """Wait until something is true, the stream is over, or the program will not go on."""
        self.stage.loop.until(lambda: done() or self.connection.over, self.run.running, quietly=True)

    def until_over(self) -> None:
        """Read on until the other side has closed or reset, or will never do so."""
        self.until(lambda: False)

    def forget(self) -> None:
        """Leave what came so far to other checks."""
        self._read = len(self.connection.received)

    def expect_silence(self) -> None:
        """Expect that nothing has come yet, and that the stream is still open: it is this side's turn."""
        if self.got() or self.connection.over:
            seen = sized(self.got(), "gbk") if self.got() else _("the end of the stream")
            self.stage.fail(self.run.who, "not_waited", _("nothing before the client has spoken"), seen)

    def expect_open(self) -> None:
        """Expect that the other side has not closed yet, whatever it said: this side has something to say."""
        if self.connection.over:
            expected = _("the connection stays open until the client has spoken")
            self.stage.fail(self.run.who, "not_waited", expected, _("the end of the stream"))

    def expect_over(self) -> None:
        """Expect that the other side has closed, politely or not."""
        self.until_over()
        if not self.connection.over:
            seen = _("the connection is still open")
            self.stage.fail(self.run.who, "still_open", _("the connection is closed"), seen, about=ENDS)

    def expect_nothing_more(self, encoding: str = "utf-8") -> None:
        """Expect that not a byte comes any more, however the connection ends."""
        self.stage.loop.until(lambda: self.connection.over, self.run.running, quietly=True, patience=A_WHILE)
        if self.got():
            seen = _("more bytes: {more}").format(more=sized(self.got(), encoding))
            about = expectations.about_bytes(b"", self.got())
            self.stage.give_up(Finding(kind="more_bytes", expected=_("nothing more"), observed=seen, about=about))

    def expect_end_somewhere(self) -> None:
        """Expect the end of the stream, whatever came before it."""
        self.stage.loop.until(lambda: self.connection.over, self.run.running)
        self.forget()
        self.expect_end()

    def read_slowly(self, size: int, chunk: int, pause: float, first: float) -> None:
        """Read up to `size` bytes as a slow reader does: `chunk` at a time, pauses (seconds) first and after each."""
        connection = self.connection
        connection.paused = True
        self.stage.loop.rest(first)
        connection.paused = False
        connection.chunk = chunk
        while len(connection.received) < size and not connection.over:
            before = len(connection.received)
            outcome = self.stage.loop.until(
                lambda before=before: len(connection.received) > before or connection.over,  # type: ignore[misc]
                self.run.running,
            )
            if outcome is not WaitEnd.MET:
                break
            connection.paused = True
            self.stage.loop.rest(pause)
            connection.paused = False
        connection.chunk = 1 << 16

    def _last_words(self) -> None:
        """The stream is over: hear how the program ended, so that the finding can say it."""
        if self.connection.over:
            self.run.settle_briefly()

    def ending(self) -> str:
        """How the stream stands: `open`, `finished` or `reset`."""
        return "reset" if self.connection.reset else "finished" if self.connection.finished else "open"


class Reception:
    """A reference server, in the words of a check."""

    def __init__(self, stage: Stage, server: Server) -> None:
        self.stage = stage
        self.server = server
        self.port = server.port
        self._met = 0

    def expect_client(self, run: Trial, expected: str = "") -> Talk:
        """Expect that the program connects."""
        server = self.server
        outcome = self.stage.loop.until(lambda: len(server.connections) > self._met, run.running)
        if outcome is not WaitEnd.MET:
            shown = self.stage.port_shown(self.port)
            expected = expected or _("a connection to port {port}").format(port=shown)
            self.stage.fail(run.who, "nobody_came", expected, _("nobody came"), _("a client"))
        connection = server.connections[self._met]
        self._met += 1
        self.stage.join(connection)
        return Talk(self.stage, run, connection)

    def count(self) -> int:
        """How many clients have come."""
        return len(self.server.connections)


class Desk:
    """The desk: lines that one host program tells."""

    def __init__(self, stage: Stage, server: Server) -> None:
        self.stage = stage
        self.server = server
        self.port = server.port
        self._read = 0
        stage.loop.peers.append(_AllOf(server))

    def line(self, run: Trial, expected: str, patience: Patience | None = None) -> str:
        """Expect the next line that the host of `run` tells."""
        told = self.stage.loop.until(lambda: len(self._lines()) > self._read, run.running, patience=patience)
        if told is not WaitEnd.MET:
            self.stage.fail(run.who, "untold", expected, "", expected)
        line = shorten(self._lines()[self._read], 400)
        self._read += 1
        self.stage.record.add(transcript.Told(at=self.stage.record.now(), who=run.who, line=line))
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

    def pairs(self) -> list[tuple[Address, Address]]:
        return []  # the server's own pairs hold them

    def pump(self) -> bool:
        return any([connection.pump() for connection in self._server.connections])

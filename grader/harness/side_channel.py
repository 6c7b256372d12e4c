"""The grader's end of the side channel, on which a host program reports what the connection does not show."""

from grader.harness.context import CheckContext
from grader.harness.deadlines import Patience, WaitEnd
from grader.harness.started_program import StartedProgram
from grader.model.events import SideChannelLine
from grader.result.finding import FindingKind
from grader.texts.message import Message
from grader.texts.wording import shorten
from grader.wire.server import Server


class SideChannelServer:
    """The grader's end of the side channel: it receives the lines that one host program reports."""

    def __init__(self, context: CheckContext, server: Server) -> None:
        self.context = context
        self.server = server
        self.port = server.port
        self._read = 0

    def line(self, run: StartedProgram, expected: Message, patience: Patience | None = None) -> str:
        """Expect the next line from the host of `run`."""
        outcome = self.context.loop.until(lambda: len(self._lines()) > self._read, run.running, patience=patience)
        if outcome is not WaitEnd.MET:
            self.context.fail(run.who, FindingKind.NOT_REPORTED, expected, asks=expected)
        line = shorten(self._lines()[self._read], 400)
        self._read += 1
        self.context.record.add(SideChannelLine(at=self.context.record.now(), who=run.who, line=line))
        return line

    def go(self) -> None:
        """Let the host that waits at the side channel continue."""
        for connection in self.server.connections:
            connection.send(b"go")

    def _lines(self) -> list[str]:
        data = b"".join(bytes(connection.received) for connection in self.server.connections)
        return data.decode("utf-8", "replace").split("\n")[:-1]

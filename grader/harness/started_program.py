"""One start of the learner's program, and what a check expects of it."""

import time

from grader.harness import expectations
from grader.harness.context import BRIEF, CheckContext
from grader.harness.deadlines import WaitEnd
from grader.model.events import Call
from grader.model.values import address_in
from grader.program.traced import TracedProgram
from grader.result.finding import Asked, FindingKind, TextNotPrinted
from grader.texts.message import M_, Message
from grader.wire.tcp_queues import is_listening

UNTRACED = 0.05  # seconds until the system's listening sockets are read too, besides the trace


class StartedProgram:
    """One start of the learner's program."""

    def __init__(self, context: CheckContext, running: TracedProgram) -> None:
        self.context = context
        self.running = running
        self.who = running.who

    def until_listening(self, port: int, expected: Message | None = None) -> None:
        """Wait until the program listens on a port, according to its trace or the system. Makes no connection to it."""
        shown = str(self.context.port_shown(port))
        began = time.monotonic()

        def listens() -> bool:
            if any(address.rpartition(":")[2] == shown for address in self.listens_at()):
                return True
            # A child process may listen, or code that is not traced: the system knows about these too.
            return time.monotonic() - began > UNTRACED and is_listening(port, self.context.loop.diagnosis)

        if self.context.loop.until(listens, self.running, quietly=True) is WaitEnd.ENDED:
            expected = expected or M_("your program listens on port {port}", port=shown)
            self.context.fail(self.who, FindingKind.NEVER_LISTENED, expected, self._listened())

    def _listened(self) -> Message:
        """What a program did that ended without listening on its port."""
        if addresses := self.listens_at():
            return M_("it ended; it listened at {addresses}", addresses=", ".join(addresses))
        return M_("it ended without ever listening")

    def listens_at(self) -> list[str]:
        """The addresses at which its trace says that it listens."""
        listened = [call.returned for call in self.context.record.all(Call, self.who) if call.call == "listen"]
        return [f"{each.host}:{each.port}" for each in map(address_in, listened) if each is not None]

    def until_waiting(self, at_most: float = 1.5) -> None:
        """Wait until the program waits for its peer, or for `at_most` seconds if that cannot be proven."""
        self.context.loop.until_waiting(self.running, at_most)

    def settle(self) -> WaitEnd:
        """Wait until the program has ended, is stuck or exceeds a limit; the transcript gets the event."""
        return self.context.loop.until(lambda: self.running.ended, self.running)

    def settle_briefly(self) -> None:
        """Give the program a moment to end, if another check judges its end."""
        self.context.loop.until(lambda: self.running.ended, self.running, quietly=True, patience=BRIEF)

    def until_ended(self, expected: Message | None = None, asks: Message | None = None) -> None:
        """Expect that the program ends by itself, in any way."""
        if not self.running.ended and self.settle() is not WaitEnd.MET:
            self.context.fail(self.who, FindingKind.NOT_ENDED, expected or M_("the program ends by itself"), asks=asks)

    def expect_exit(self, status: int = 0) -> None:
        """Expect that the program ends by itself with an exit status."""
        expected = M_("the program ends by itself with exit status {status}", status=status)
        self.until_ended(expected)
        if self.running.program.status != status:
            self.context.fail(self.who, FindingKind.EXIT_STATUS, expected)

    def expect_printed(self, wanted: str, expected: Message, asked: Asked = Asked.TEXT) -> None:
        """Wait until the program has printed a text. `asked` says what kind of text it is.

        A traceback that contains the text does not count.
        """

        def there() -> bool:
            return expectations.appears(expectations.without_tracebacks(self.output(whole=True)), wanted)

        if self.context.loop.until(there, self.running) is not WaitEnd.MET and not there():
            record, about = self.context.record, TextNotPrinted(asked, wanted)
            self.context.give_up(expectations.not_printed(record, self.who, self.output(), about, expected))

    def output(self, whole: bool = False) -> str:
        """Its output so far, standard output first; the middle of a long output is left out unless `whole`."""
        return self.running.printed("stdout", whole) + self.running.printed("stderr", whole)

    def stop(self) -> None:
        """Kill it: the check does not need it any longer."""
        self.running.program.stop()
        self.running.ended = True

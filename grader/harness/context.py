"""The state that a program and its peers share in one check, and the ways to end the check."""

from typing import NoReturn

import msgspec

from grader.harness import expectations
from grader.harness.deadlines import Patience
from grader.harness.loop import Loop
from grader.model.events import Call, Failure, Flooded, Late, Stuck
from grader.model.transcript import Transcript
from grader.result.finding import About, Finding, FindingKind, Tried
from grader.sourcefile.stub_state import UNWRITTEN
from grader.texts.message import M_, NO_TEXT, Message
from grader.wire.connection import Connection

A_WHILE = Patience(silence=1.0, processor=0.3)  # for bytes that should not arrive
BRIEF = Patience(silence=0.3, processor=0.3)  # for an event that another check judges


class Unmet(Exception):
    """An expectation failed; `finding` says which and why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.kind)
        self.finding = finding


class NotStarted(Exception):
    """The stub raised its NotImplementedError, and nothing else is written in this step."""


class Withheld(Exception):
    """The program works, but without the step that the exercise requires; `message` says what is missing."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.template)
        self.message = message


class CheckContext:
    """The shared state of one check. `shown` maps private ports to the ports in the learner's code.

    `left_of_stub` are the lines of the learner's file where the stub's `raise` stands beside code of the learner.
    """

    def __init__(self, patience: Patience, portable: bool, left_of_stub: frozenset[int] = frozenset()) -> None:
        self._left_of_stub = left_of_stub
        self.record = Transcript()
        self.loop = Loop(self.record, patience, portable)
        self.connections: list[Connection] = []
        self.shown: dict[int, int] = {}
        self._tried: Tried | None = None

    def port_shown(self, port: int) -> int:
        """A port as the learner knows it."""
        return self.shown.get(port, port)

    def show(self, address: tuple[str, int]) -> str:
        """An address as the learner knows it."""
        return f"{address[0]}:{self.port_shown(address[1])}"

    def trying(self, tried: Tried) -> None:
        """Set what the check tries from now on; its findings keep that for the advice."""
        self._tried = tried

    def join(self, connection: Connection) -> None:
        """Let the loop drive a connection of the reference side."""
        self.connections.append(connection)
        self.loop.peers.append(connection)

    def named(self, name: str) -> str:
        """The name of the next peer: `client`, then `client 2`."""
        same = sum(1 for connection in self.connections if connection.who.split(" ")[0] == name)
        return name if same == 0 else f"{name} {same + 1}"

    def give_up(self, finding: Finding) -> NoReturn:
        """End the check: NotStarted if the program ended in a step that is still the stub's, else Unmet.

        The finding's own `tried` has precedence over that of the check. Before that the transcript is completed: what
        the program does next must not depend on how fast this process was.
        """
        self._complete_transcript()
        open_steps = (each for each in self.record.all(Failure) if each.kind == UNWRITTEN)
        if any(each.line not in self._left_of_stub for each in open_steps):
            raise NotStarted
        raise Unmet(msgspec.structs.replace(finding, tried=finding.tried or self._tried))

    def _complete_transcript(self) -> None:
        """Let the programs go on until they end or wait; no time if the transcript says already what they do."""
        if self.record.last(Stuck) or self.record.last(Late) or self.record.last(Flooded):
            return
        for running in self.loop.programs:
            self.loop.until(lambda each=running: each.ended, running, quietly=True, patience=BRIEF)  # type: ignore[misc]

    def fail(
        self,
        who: str,
        kind: FindingKind,
        expected: Message,
        seen: Message = NO_TEXT,
        asks: Message | None = None,
        about: About | None = None,
    ) -> NoReturn:
        """End the check with a finding that explains the state of program `who`; `asks`: what its peer waits for."""
        self.give_up(expectations.unmet(self.record, who, kind, expected, seen, asks, about))

    def withhold_unless_called(self, *names: str) -> None:
        """Withhold this check's points unless the learner's own file called one of these methods."""
        if not any(call.call in names and call.direct for call in self.record.all(Call)):
            said = M_("this works; the exercise asks you to do the step yourself, with {names}()")
            raise Withheld(said.with_words(names="() / ".join(names)))

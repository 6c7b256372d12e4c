"""What a program and its peers share in one check: the transcript, the loop, and the ways to end the check."""

from typing import NoReturn

import msgspec

from grader.harness import expectations
from grader.harness.deadlines import Patience
from grader.harness.loop import Loop
from grader.model.events import Call, Raised, Unloadable
from grader.model.transcript import Transcript
from grader.result.finding import About, Finding, FindingKind, Tried
from grader.texts.message import M_, NO_TEXT, Message
from grader.wire.connection import Connection

A_WHILE = Patience(silence=1.0, processor=0.3)  # for bytes that should not come
BRIEF = Patience(silence=0.3, processor=0.3)  # for what another check looks at


class Unmet(Exception):
    """An expectation does not hold; `finding` says which and why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.kind)
        self.finding = finding


class NotStarted(Exception):
    """The stub's own NotImplementedError was raised: this step is not written yet."""


class Withheld(Exception):
    """It works, but not by the step that the exercise asks for; `message` says what is missing."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.template)
        self.message = message


class CheckContext:
    """The shared state of one check. `shown` maps private ports to the ports in the learner's code."""

    def __init__(self, patience: Patience, portable: bool) -> None:
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
        """Say what the check tries from here on: each finding carries it for the advice."""
        self._tried = tried

    def join(self, connection: Connection) -> None:
        """Let the loop drive a connection of the reference side."""
        self.connections.append(connection)
        self.loop.peers.append(connection)

    def named(self, name: str) -> str:
        """The name of one more peer: `client`, then `client 2`."""
        same = sum(1 for connection in self.connections if connection.who.split(" ")[0] == name)
        return name if same == 0 else f"{name} {same + 1}"

    def require(self, finding: Finding | None) -> None:
        """End the check where there is a finding."""
        if finding is not None:
            self.give_up(finding)

    def give_up(self, finding: Finding) -> NoReturn:
        """End the check: not started if the stub's own NotImplementedError was raised, else unmet.

        What the finding says of itself wins over what the check is trying.
        """
        errors = [event.kind for event in self.record.all(Raised)]
        errors += [event.kind for event in self.record.all(Unloadable)]
        if "NotImplementedError" in errors:
            raise NotStarted
        raise Unmet(msgspec.structs.replace(finding, tried=finding.tried or self._tried))

    def fail(
        self,
        who: str,
        kind: FindingKind,
        expected: Message,
        seen: Message = NO_TEXT,
        asks: Message | None = None,
        about: About | None = None,
    ) -> NoReturn:
        """End the check with a finding that says what became of the program `who`; `asks`: what its peer waits for."""
        self.give_up(expectations.unmet(self.record, who, kind, expected, seen, asks, about))

    def withhold_unless_called(self, *names: str) -> None:
        """Withhold this check's points unless the learner's own file called one of these methods."""
        for call in self.record.all(Call):
            if call.call in names and call.direct:
                return
        said = M_("this works; the exercise asks you to do the step yourself, with {names}()")
        raise Withheld(said.with_words(names="() / ".join(names)))

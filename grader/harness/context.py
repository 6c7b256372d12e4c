"""What a program and its peers share in one check: the transcript, the loop, and the way to end with a verdict."""

from typing import NoReturn

import msgspec

from grader.harness import expectations
from grader.harness.deadlines import Patience
from grader.harness.loop import Loop
from grader.model import transcript
from grader.model.transcript import Transcript
from grader.result.scorecard import Finding
from grader.texts.language import _
from grader.wire.connection import Connection

A_WHILE = Patience(silence=1.0, processor=0.3)  # for what should not come any more
BRIEF = Patience(silence=0.3, processor=0.3)  # for what is another check's business


class Unmet(Exception):
    """An expectation does not hold; `finding` says which and why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.expected)
        self.finding = finding


class NotStarted(Exception):
    """The stub's own NotImplementedError came: this step is not written yet."""


class Withheld(Exception):
    """It works, but not by the step that the exercise asks for."""


class Stage:
    """The ground of one check. `shown` turns a private port into the one that the learner knows.

    `trying` is what the check tries just now, in plain values: whatever it then finds is about that.
    """

    def __init__(self, patience: Patience, portable: bool) -> None:
        self.record = Transcript()
        self.loop = Loop(self.record, patience, portable)
        self.connections: list[Connection] = []
        self.shown: dict[int, int] = {}
        self.trying: dict[str, str] = {}

    def port_shown(self, port: int) -> int:
        """A port as the learner knows it."""
        return self.shown.get(port, port)

    def show(self, address: tuple[str, int]) -> str:
        """An address as the learner knows it."""
        return f"{address[0]}:{self.port_shown(address[1])}"

    def join(self, connection: Connection) -> None:
        """Let the loop drive a connection of the reference side."""
        self.connections.append(connection)
        self.loop.peers.append(connection)

    def named(self, name: str) -> str:
        """A name for one more peer: `client`, then `client 2`."""
        same = sum(1 for connection in self.connections if connection.who.split(" ")[0] == name)
        return name if same == 0 else f"{name} {same + 1}"

    def require(self, finding: Finding | None) -> None:
        """End the check where there is a finding."""
        if finding is not None:
            self.give_up(finding)

    def give_up(self, finding: Finding) -> NoReturn:
        """End the check: not started if the stub's own NotImplementedError stands behind it, else unmet."""
        errors = [event.kind for event in self.record.all(transcript.Raised)]
        errors += [event.kind for event in self.record.all(transcript.Unloadable)]
        if "NotImplementedError" in errors:
            raise NotStarted
        raise Unmet(msgspec.structs.replace(finding, about={**self.trying, **finding.about}))

    def fail(
        self, who: str, kind: str, expected: str, seen: str, asks: str = "", about: dict[str, str] | None = None
    ) -> NoReturn:
        """End the check with a finding that tells what became of the program `who`."""
        self.give_up(expectations.unmet(self.record, who, kind, expected, seen, asks, about))

    def withhold_unless_called(self, *names: str) -> None:
        """Withhold this check's points unless the learner's own file called one of these methods."""
        for call in self.record.all(transcript.Call):
            if call.call in names and call.direct:
                return
        said = _("this works; the exercise asks you to do the step yourself, with {names}()")
        raise Withheld(said.format(names="() / ".join(names)))

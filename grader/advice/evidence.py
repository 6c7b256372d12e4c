"""What a rule may look at: the finding, the transcript, the exit, the program's own words. Nothing else.

A rule never reads the learner's file: it says what was seen to happen, whatever the program looks like.
"""

import errno
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from grader import transcript
from grader.program.trace import HOST
from grader.transcript import Call, Event, Raised, Unloadable
from grader.verdict import Finding


@dataclass(frozen=True)
class Evidence:
    """One failed check. `exercise` is its folder's name, `check` its id; `output` what the program printed."""

    exercise: str
    check: str
    finding: Finding
    events: tuple[Event, ...]
    output: str = ""

    # The end of the program ----------------------------------------------------------------------------------

    @cached_property
    def error(self) -> Raised | Unloadable | None:
        """The exception that ended the program or kept its file from being imported."""
        return next((event for event in self.events if isinstance(event, (Raised, Unloadable))), None)

    def raised(self, *kinds: str) -> bool:
        """Whether such an exception ended the program."""
        return self.error is not None and self.error.kind in kinds

    def says(self, pattern: str) -> bool:
        """Whether the exception's own sentence holds a pattern: for those whose cause stands nowhere else."""
        return self.error is not None and re.search(pattern, self.error.text) is not None

    def detail(self, name: str) -> str:
        """What the exception itself knows of its cause: `name`, `of`, `errno`, `encoding`."""
        return self.error.detail.get(name, "") if self.error is not None else ""

    def errno_is(self, *names: str) -> bool:
        """Whether an OSError ended the program with one of these numbers, named as in `errno` (EINVAL, ...)."""
        number = self.detail("errno")
        return number.isdigit() and errno.errorcode.get(int(number), number) in names

    @property
    def in_learners_code(self) -> bool:
        """Whether the exception came at a line of the learner's own."""
        return self.error is not None and self.error.file not in ("", HOST)

    @cached_property
    def status(self) -> int | None:
        """The exit status; None where the program did not end by itself."""
        ended = [event.status for event in self.events if isinstance(event, transcript.Exited)]
        return ended[-1] if ended else None

    # The calls -----------------------------------------------------------------------------------------------

    @cached_property
    def calls(self) -> tuple[Call, ...]:
        """The socket calls, in order, of the learner's own lines."""
        return tuple(event for event in self.events if isinstance(event, Call) and event.file not in ("", HOST))

    def called(self, *names: str) -> list[Call]:
        """The learner's calls of these names."""
        return [call for call in self.calls if call.call in names]

    def failed(self, *names: str) -> Call | None:
        """The last of the learner's calls of these names that raised; of any name for none."""
        chosen = [call for call in self.calls if call.error and (not names or call.call in names)]
        return chosen[-1] if chosen else None

    def failed_at_error(self, *names: str) -> bool:
        """Whether the exception that ended the program came out of one of these calls."""
        call = self.failed()
        if call is None or self.error is None or call.line != self.error.line:
            return False
        return call.call in names and call.error.startswith(f"{self.error.kind}:")

    def host_failed(self, *names: str) -> Call | None:
        """The last call of the host's that raised: the learner's step left it something unfit."""
        chosen = [
            event
            for event in self.events
            if isinstance(event, Call) and event.file == HOST and event.error and event.call in names
        ]
        return chosen[-1] if chosen else None

    @cached_property
    def waits_in(self) -> Call | None:
        """The learner's call that has not returned, where the program is stuck or late."""
        open_calls = [call for call in self.calls if call.seconds is None]
        return open_calls[-1] if open_calls else None

    # The wire ------------------------------------------------------------------------------------------------

    def has(self, kind: type[Event]) -> bool:
        """Whether something of a kind happened."""
        return any(isinstance(event, kind) for event in self.events)

    def all(self, kind: type[Event]) -> Iterable[Event]:
        """Everything of a kind, in order."""
        return [event for event in self.events if isinstance(event, kind)]

    @cached_property
    def received(self) -> bytes:
        """What the peers received, joined (the first part of long messages)."""
        return b"".join(event.data for event in self.events if isinstance(event, transcript.Received))

    @cached_property
    def sent(self) -> bytes:
        """What the peers sent, joined (the first part of long messages)."""
        return b"".join(event.data for event in self.events if isinstance(event, transcript.Sent))

    def kind_is(self, *kinds: str) -> bool:
        """Whether the finding is of one of these kinds."""
        return self.finding.kind in kinds

    def told(self) -> list[str]:
        """The lines that the host program told the desk."""
        return [event.line for event in self.events if isinstance(event, transcript.Told)]

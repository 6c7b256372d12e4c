"""The kinds of events that a transcript holds: what happened on both sides of the connection.

    the program's side   Started  Loaded  Call  Raised  Unloadable  Missing  Misreturned  Exited
    the peer's side      Connected  Refused  Unreached  Sent  Received  Finished  Reset  Closed  SideChannelLine
    what the lab saw     Stuck  Late  Flooded

End of stream, reset, refusal and silence are different events, because they are different mistakes.
`at` is seconds since the check began; `who` is "program", "program 2", "client", "client 2", "server", "desk".
Addresses are shown as the learner knows them: with the course's port. The tag of a kind is its `event` in the JSON of a
grading and stays what it is. What the trace saw stands there as text, for readers; `Call.given`, `Call.returned`,
`Call.failure`, `Failure.cause` and `Misreturned.value` are the same as values.
"""

from functools import cached_property

import msgspec

from grader.model.values import (
    Address,
    Arguments,
    ErrorCause,
    ErrorInfo,
    Value,
    parse_arguments,
    parse_cause,
    parse_error,
    parse_value,
)

UNCOMPILED = ("SyntaxError", "IndentationError", "TabError")  # the kinds of an error in a file that is no Python
DATA_KEPT = 2048  # bytes of one message that a transcript keeps; `size` has the count


class Event(msgspec.Struct, frozen=True, kw_only=True, tag_field="event"):
    """Something that happened: when (seconds) and on whose side."""

    at: float
    who: str


class Started(Event, frozen=True, kw_only=True, tag="started"):
    """A program was started: the learner's file, imported as a `step` of a host program or run by itself."""

    file: str
    step: bool


class Loaded(Event, frozen=True, kw_only=True, tag="loaded"):
    """The step's file was imported without trouble."""


class Call(Event, frozen=True, kw_only=True, tag="call", dict=True):
    """A call on a socket, from a line of the program. `seconds` is None while it has not returned.

    `timeout` is the socket's own limit in seconds, None where it waits without limit. `direct` is false where
    the host or the module `socket` itself made the call.
    """

    number: int
    call: str
    arguments: str
    timeout: float | None
    file: str
    line: int
    direct: bool = True
    result: str = ""
    error: str = ""
    seconds: float | None = None

    @cached_property
    def given(self) -> Arguments:
        """Its arguments."""
        return parse_arguments(self.arguments)

    @cached_property
    def returned(self) -> Value | None:
        """Its result; None where it has not returned or ended in an exception."""
        return parse_value(self.result) if self.result and not self.error else None

    @cached_property
    def failure(self) -> ErrorInfo | None:
        """The exception that it ended in."""
        return parse_error(self.error) if self.error else None

    @property
    def address(self) -> Address | None:
        """The address that is its only argument, as of bind() and connect(); None where that is none."""
        match self.given.positional:
            case (Address() as address,):
                return address
        return None

    def raised(self, *kinds: str) -> bool:
        """Whether it ended in an exception of one of these classes."""
        return self.failure is not None and self.failure.kind in kinds


class Failure(Event, frozen=True, kw_only=True, dict=True):
    """An exception that was not caught.

    `kind` is its class; `detail` is what it knows of its cause: `name`, `of`, `errno`, `encoding`, `start`; `source` is
    the learner's line as it stands in the file.
    """

    kind: str
    text: str
    file: str
    line: int
    detail: dict[str, str] = {}
    source: str = ""

    @cached_property
    def cause(self) -> ErrorCause:
        """The detail as values."""
        return parse_cause(self.detail)


class Raised(Failure, frozen=True, kw_only=True, tag="raised"):
    """An exception ended the program, or one `thread` of it."""

    thread: bool = False


class Unloadable(Failure, frozen=True, kw_only=True, tag="unloadable"):
    """The learner's file cannot be imported."""


class Missing(Event, frozen=True, kw_only=True, tag="missing"):
    """A step is not in the file, or is `what` and no function."""

    step: str
    what: str


class Misreturned(Event, frozen=True, kw_only=True, tag="misreturned", dict=True):
    """A step gave back something else than its signature says."""

    step: str
    promised: str
    came: str

    @cached_property
    def value(self) -> Value:
        """What it gave back."""
        return parse_value(self.came)


class Exited(Event, frozen=True, kw_only=True, tag="exited"):
    """The program ended: its exit status, negative for the signal that ended it."""

    status: int


class Connected(Event, frozen=True, kw_only=True, tag="connected"):
    """A connection was made. `local` is the peer's own address, `remote` the program's."""

    local: str
    remote: str


class Refused(Event, frozen=True, kw_only=True, tag="refused"):
    """The peer tried to connect, and no program listened there."""

    remote: str


class Unreached(Event, frozen=True, kw_only=True, tag="unreached"):
    """The peer tried to connect and got no answer, or another error than a refusal."""

    remote: str
    reason: str


class Sent(Event, frozen=True, kw_only=True, tag="sent"):
    """The peer sent bytes."""

    size: int
    data: bytes


class Received(Event, frozen=True, kw_only=True, tag="received"):
    """The peer received bytes."""

    size: int
    data: bytes


class Finished(Event, frozen=True, kw_only=True, tag="finished"):
    """The peer read the end of the stream: the program closed its side politely."""


class Reset(Event, frozen=True, kw_only=True, tag="reset"):
    """The connection was reset: unread bytes were thrown away, or the program asked for it."""


class Closed(Event, frozen=True, kw_only=True, tag="closed"):
    """The peer closed its side. `how` is `close`, `finish` (it still reads) or `reset`."""

    how: str


class SideChannelLine(Event, frozen=True, kw_only=True, tag="told"):
    """The host program wrote a line about what the step gave."""

    line: str


class Stuck(Event, frozen=True, kw_only=True, tag="stuck"):
    """Proven: the program waits without limit for what will never come. `call` may be empty (not traced)."""

    call: str
    file: str
    line: int


class Late(Event, frozen=True, kw_only=True, tag="late"):
    """Its time was up. `busy`: it used the processor all the time; else it waited with a limit of its own."""

    busy: bool
    file: str
    line: int
    seconds: float


class Flooded(Event, frozen=True, kw_only=True, tag="flooded"):
    """It `printed` or `sent` more than `size` bytes, or had more than `size` `processes`: that is `what`."""

    what: str
    size: int


AnyEvent = (
    Started
    | Loaded
    | Call
    | Raised
    | Unloadable
    | Missing
    | Misreturned
    | Exited
    | Connected
    | Refused
    | Unreached
    | Sent
    | Received
    | Finished
    | Reset
    | Closed
    | SideChannelLine
    | Stuck
    | Late
    | Flooded
)

"""The kinds of events that a transcript holds: what happened on both sides of the connection.

    the program's side   Started  Loaded  Call  Raised  Unloadable  Missing  Misreturned  Exited  SideChannelLine
    the peer's side      Connected  Refused  Unreached  Sent  Received  Finished  Reset  Closed
    the lab observed     Stuck  Late  Flooded

End of stream, reset, refusal and silence are different events, because different mistakes cause them.
`at` is seconds since the check began; `who` is "program", "program 2", "client", "client 2", "server" or "server (2)".
Addresses show the course's port, which the learner knows. The tag of a kind is its `event` in the JSON of a grading, so
it must not change. Traced data is stored as text, for readers; `Call.given`, `Call.returned`, `Call.failure`,
`Failure.cause` and `Misreturned.value` parse that text into values.
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

UNCOMPILED = ("SyntaxError", "IndentationError", "TabError")  # the exceptions of a file that does not compile
DATA_KEPT = 2048  # bytes of one message that a transcript keeps; `size` is its full size


class Event(msgspec.Struct, frozen=True, kw_only=True, tag_field="event"):
    """Something that happened: when (in seconds) and on which side."""

    at: float
    who: str


class Started(Event, frozen=True, kw_only=True, tag="started"):
    """A program was started: the learner's file, imported as a `step` of a host program or run by itself."""

    file: str
    step: bool


class Loaded(Event, frozen=True, kw_only=True, tag="loaded"):
    """The step's file was imported without an error."""


class Call(Event, frozen=True, kw_only=True, tag="call", dict=True):
    """A call on a socket, from a line of the program. `seconds` is None while it has not returned.

    `timeout` is the socket's time limit in seconds, None without a limit. `direct` is false if the call came from the
    host or from the module `socket` itself.
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
        """The result of the call; None if it raised an exception or has not returned."""
        return parse_value(self.result) if self.result and not self.error else None

    @cached_property
    def failure(self) -> ErrorInfo | None:
        """The exception that it raised; None if it raised none."""
        return parse_error(self.error) if self.error else None

    @property
    def address(self) -> Address | None:
        """The only argument of the call if it is an address (bind(), connect()); else None."""
        match self.given.positional:
            case (Address() as address,):
                return address
        return None

    def raised(self, *kinds: str) -> bool:
        """Whether it raised an exception of one of these classes."""
        return self.failure is not None and self.failure.kind in kinds


class Failure(Event, frozen=True, kw_only=True, dict=True):
    """An exception that was not caught.

    `kind` is its class; `detail` holds its attributes `name`, `of`, `errno`, `encoding`, `start`; `source` is the
    text of the learner's line.
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
    """A step does not exist in the file (`what` is `nothing`), or is an object of the kind `what`, not a function."""

    step: str
    what: str


class Misreturned(Event, frozen=True, kw_only=True, tag="misreturned", dict=True):
    """A step returned a value that is not of the type in its signature."""

    step: str
    promised: str
    came: str

    @cached_property
    def value(self) -> Value:
        """The value that it returned."""
        return parse_value(self.came)


class Exited(Event, frozen=True, kw_only=True, tag="exited"):
    """The program ended: its exit status, negative for the signal that ended it."""

    status: int


class Connected(Event, frozen=True, kw_only=True, tag="connected"):
    """A connection was made. `local` is the peer's own address, `remote` the program's."""

    local: str
    remote: str


class Refused(Event, frozen=True, kw_only=True, tag="refused"):
    """The peer tried to connect, and no socket listened on the port."""

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
    """The peer read the end of the stream: the program closed its side in order."""


class Reset(Event, frozen=True, kw_only=True, tag="reset"):
    """The connection was reset: the program closed it with unread bytes, or requested a reset."""


class Closed(Event, frozen=True, kw_only=True, tag="closed"):
    """The peer closed its side. `how` is `close`, `finish` (it still reads) or `reset`."""

    how: str


class SideChannelLine(Event, frozen=True, kw_only=True, tag="told"):
    """The host program reported a line about what the step returned."""

    line: str


class Stuck(Event, frozen=True, kw_only=True, tag="stuck"):
    """Proven: the program waits for something that will never happen. `call` is empty if it is not traced."""

    call: str
    file: str
    line: int


class Late(Event, frozen=True, kw_only=True, tag="late"):
    """The program exceeded a time limit: that of processor time if `busy`, else of silence or of the whole check.

    `seconds` is the time since the last event on the wire.
    """

    busy: bool
    file: str
    line: int
    seconds: float


class Flooded(Event, frozen=True, kw_only=True, tag="flooded"):
    """The program `printed` or `sent` too many bytes, or has too many `processes`; `what` is that word.

    `size` is the limit; for `sent`, the number of bytes received.
    """

    what: str
    size: int


ProgramEvent = Started | Loaded | Call | Raised | Unloadable | Missing | Misreturned | Exited | SideChannelLine
PeerEvent = Connected | Refused | Unreached | Sent | Received | Finished | Reset | Closed
LabEvent = Stuck | Late | Flooded
AnyEvent = ProgramEvent | PeerEvent | LabEvent

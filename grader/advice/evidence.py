"""The evidence of one failed check, and the questions that a rule may ask of it. Pure.

What the program says of itself (its trace, its output) may name a mistake here; it never earned or cost a point.
"""

import ast
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from grader.child.trace import HOST
from grader.model.events import Call, Event, Exited, Late, Raised, Received, Sent, SideChannelLine, Stuck, Unloadable
from grader.model.transcript import Kind, Transcript
from grader.model.values import Constant, Value, plain
from grader.result.finding import Asked, BytesDiffer, EndAwaited, Finding, FindingKind, TextNotPrinted
from grader.sourcefile.tree import Source
from grader.sourcefile.values import RECEIVES as RECEIVES

# Error numbers of Linux, macOS and Windows for the same trouble. Source: errno(3), Winsock error codes.
IN_USE = frozenset({98, 48, 10048})
NOT_CONNECTED = frozenset({107, 57, 10057})
CONNECTED_ALREADY = frozenset({106, 56, 10056})
REFUSED = frozenset({111, 61, 10061})
BROKEN_PIPE = frozenset({32, 10053, 10058})
RESET = frozenset({104, 54, 10054})
BAD_DESCRIPTOR = frozenset({9, 10038})
INVALID = frozenset({22, 10022})
NOT_SUPPORTED = frozenset({95, 102, 45, 10045})
WOULD_BLOCK = frozenset({11, 35, 10035, 115, 36, 10036})
NOT_OF_THIS_MACHINE = frozenset({99, 49, 10049})
NO_ACCESS = frozenset({13, 10013})
NO_SUCH_OPTION = frozenset({92, 42, 10042})

# The methods of a socket that send data; those that receive are `values.RECEIVES`.
SENDS = ("send", "sendall", "sendto", "sendmsg", "sendfile")

Fact = TypeVar("Fact")


@dataclass(frozen=True)
class Case:
    """A check that failed.

    `file` is the learner's, `files` that and the modules beside it; `steps` are the functions to write (none for a
    whole program, which has the `port`); `output` is what the program printed, both streams; `stub` is the file as the
    learner was given it.
    """

    exercise: str
    check: str
    finding: Finding
    record: Transcript
    file: str = ""
    files: dict[str, bytes] | None = None
    steps: tuple[str, ...] = ()
    port: int | None = None
    output: str = ""
    stub: bytes = b""

    # What the program is -------------------------------------------------------------------------------------

    @cached_property
    def source(self) -> Source:
        """The learner's file as a tree; an empty one where it does not compile."""
        return Source((self.files or {}).get(self.file, b""))

    @property
    def kind(self) -> FindingKind:
        """What was seen: the finding's kind."""
        return self.finding.kind

    # What went wrong in it -----------------------------------------------------------------------------------

    @cached_property
    def error(self) -> Raised | Unloadable | None:
        """The exception that ended the program, or one of its threads, or kept its file from being imported."""
        ended = list(self.record.all(Raised))
        in_threads = [each for each in ended if each.thread]  # the cause of all that came after it
        found = in_threads or ended
        return self.record.last(Unloadable) or (found[-1] if found else None)

    def raised(self, *kinds: str) -> Raised | Unloadable | None:
        """That exception, where it is of one of these kinds (any for none)."""
        error = self.error
        return error if error is not None and (not kinds or error.kind in kinds) else None

    def number(self, *numbers: frozenset[int]) -> bool:
        """Whether that exception carries one of these error numbers."""
        known = self.error.cause.errno if self.error is not None else None
        return any(known in each for each in numbers)

    @cached_property
    def raised_in(self) -> Call | None:
        """The traced call out of which that exception came; None where it came from elsewhere."""
        error = self.error
        if error is None:
            return None
        for call in reversed(list(self.record.all(Call))):
            if call.raised(error.kind) and (not error.line or call.line == error.line):
                return call
        return None

    def raised_by(self, *names: str) -> Call | None:
        """The call, where it is one of these."""
        call = self.raised_in
        return call if call is not None and call.call in names else None

    def given_at_error(self, *names: str) -> tuple[Value, ...]:
        """What the call, where it is one of these, was given by place; empty where it is none."""
        call = self.raised_by(*names)
        return call.given.positional if call is not None else ()

    def at_error(self) -> list[ast.AST]:
        """The nodes of the learner's line at which the exception came."""
        error = self.error
        return self.source.at(error.line) if error is not None and error.file == self.file else []

    # What it called ------------------------------------------------------------------------------------------

    def calls(self, *names: str) -> list[Call]:
        """The calls on sockets from the learner's own lines, in order; of these names (any for none)."""
        return [
            call for call in self.record.all(Call) if call.file not in ("", HOST) and (not names or call.call in names)
        ]

    def host_calls(self, *names: str) -> list[Call]:
        """The calls of the host program: the steps that are ready-made."""
        return [call for call in self.record.all(Call) if call.file == HOST and (not names or call.call in names)]

    def failed(self, *names: str, kind: str = "", numbers: frozenset[int] = frozenset()) -> list[Call]:
        """The learner's calls that ended in an exception, of a kind or with one of the error numbers."""
        return [
            call
            for call in self.calls(*names)
            if call.failure is not None
            and (not kind or call.failure.kind == kind)
            and (not numbers or call.failure.errno in numbers)
        ]

    # What the check wanted -----------------------------------------------------------------------------------

    @cached_property
    def wanted(self) -> bytes:
        """The bytes that should have come (the first of many); empty where the finding is about something else."""
        differ = self.about(BytesDiffer)
        return differ.wanted if differ is not None else b""

    @cached_property
    def got(self) -> bytes:
        """The bytes that came in their place, or beyond what was wanted."""
        differ = self.about(BytesDiffer)
        return differ.got if differ is not None else b""

    @property
    def wanted_size(self) -> int:
        """How many bytes should have come in all; 0 where the finding is about something else."""
        differ = self.about(BytesDiffer)
        return differ.wanted_size if differ is not None else 0

    @property
    def asked(self) -> Asked | None:
        """What the program should have printed; None where the finding is about something else."""
        missed = self.about(TextNotPrinted)
        return missed.asked if missed is not None else None

    @property
    def end_awaited(self) -> bool:
        """Whether the other side waited for the end of the stream."""
        return self.about(EndAwaited) is not None

    def about(self, kind: type[Fact]) -> Fact | None:
        """What the finding met, where it is of this kind."""
        return self.finding.about if isinstance(self.finding.about, kind) else None

    def tried(self, kind: type[Fact]) -> Fact | None:
        """What the check was trying, where it is of this kind."""
        return self.finding.tried if isinstance(self.finding.tried, kind) else None

    def before(self, call: Call | None) -> list[Call]:
        """The learner's calls of the same program that began before this one; all for none."""
        found = self.calls()
        if call is None:
            return found
        return [each for each in found if each.who == call.who and each.number < call.number]

    # Where it waits ------------------------------------------------------------------------------------------

    @cached_property
    def stuck(self) -> Stuck | None:
        """The proof that it waits for ever, if there is one."""
        return self.record.last(Stuck)

    @cached_property
    def late(self) -> Late | None:
        """Its time was up: it waited with a limit of its own, or was busy."""
        return self.record.last(Late)

    def waits_in(self, *names: str) -> Call | None:
        """The learner's call that has not come back, where the program waits in one of these."""
        waiting = [call for call in self.calls() if call.seconds is None]
        return waiting[-1] if waiting and waiting[-1].call in names else None

    @property
    def busy(self) -> bool:
        """Whether it ran round and round until its time was up."""
        return self.late is not None and self.late.busy

    @property
    def status(self) -> int | None:
        """The exit status of the (last) program; None while it ran."""
        ended = self.record.last(Exited)
        return ended.status if ended is not None else None

    # What the other side saw ---------------------------------------------------------------------------------

    def events(self, kind: type[Kind]) -> list[Kind]:
        """All events of one kind, in order."""
        return list(self.record.all(kind))

    def happened(self, *kinds: type[Event]) -> bool:
        """Whether any event of these kinds stands in the transcript."""
        return any(self.record.last(kind) is not None for kind in kinds)

    @cached_property
    def received(self) -> bytes:
        """All bytes (as far as they were kept) that the reference side received."""
        return b"".join(event.data for event in self.record.all(Received))

    @cached_property
    def sent(self) -> bytes:
        """All bytes that the reference side sent."""
        return b"".join(event.data for event in self.record.all(Sent))

    @property
    def reports(self) -> list[str]:
        """The lines that the host program sent over the side channel."""
        return [event.line for event in self.record.all(SideChannelLine)]

    # Calls, on closer look ------------------------------------------------------------------------------------

    def all_calls(self, *names: str) -> list[Call]:
        """The calls of the learner's lines and of the host program alike, in order; of these names (any for none)."""
        return [call for call in self.record.all(Call) if not names or call.call in names]

    def succeeded(self, *names: str) -> list[Call]:
        """The learner's calls that came back without an exception."""
        return [call for call in self.calls(*names) if call.seconds is not None and not call.error]

    def receiver(self, call: Call) -> str:
        """On what a call was made, as it stands in the learner's file: `server` for `server.accept()`.

        For the close() at the end of a `with` block what stands behind the `with`; empty where it cannot be told.
        """
        return self.source.receiver(call.line, call.call) if call.file == self.file else ""

    @property
    def waits(self) -> bool:
        """Whether it was seen to wait until the grader gave up: stuck, or late and not busy."""
        return self.stuck is not None or (self.late is not None and not self.busy)


def texts_of(data: bytes) -> set[str]:
    """What bytes may be as text in the course's encodings, with other characters than ASCII's in it."""
    found = set()
    for encoding in ("gbk", "utf-8"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not text.isascii():
            found.add(text)
    return found


def family_and_type(call: Call) -> tuple[str, str]:
    """The family and type that a traced socket() was given, by name or number; those by default where it was not."""
    named, positional = call.given.named, call.given.positional
    given = [*positional[:2], *(named.get(each, Constant("")) for each in ("family", "type")[len(positional) :])]
    family, kind = (str(plain(each)) for each in given)
    return family or "AF_INET", {"1": "SOCK_STREAM", "2": "SOCK_DGRAM"}.get(kind, kind) or "SOCK_STREAM"

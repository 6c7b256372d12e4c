"""The evidence of one failed check, with the queries that the rules use. Pure.

The program's own trace and output may identify a mistake here, but they never earn or cost a point.
"""

import ast
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from grader.child.trace import HOST
from grader.model.events import (
    Call,
    Event,
    Exited,
    Late,
    Misreturned,
    Raised,
    Received,
    Sent,
    SideChannelLine,
    Stuck,
    Unloadable,
)
from grader.model.transcript import Kind, Transcript
from grader.model.values import Constant, Value, plain
from grader.result.finding import Asked, BytesDiffer, EndAwaited, Finding, FindingKind, TextNotPrinted
from grader.sourcefile.tree import Source, name_of
from grader.sourcefile.values import RECEIVES as RECEIVES

# The numbers of the same error on Linux, macOS and Windows. Source: errno(3), Winsock error codes.
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

    `file` is the name of the learner's file; `files` holds it and the modules beside it; `steps` are the functions to
    write (empty for a whole program, which has a `port`); `output` is what the program printed on both streams; `stub`
    is the file before the learner edited it.
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

    # The program ----------------------------------------------------------------------------------------------

    @cached_property
    def source(self) -> Source:
        """The learner's file as a tree, empty where it does not compile.

        For steps it lacks the stub's own main part, which never runs beside a host program.
        """
        return Source((self.files or {}).get(self.file, b""), self.stub if self.steps else b"")

    def has_to(self, verb: str) -> bool:
        """Whether the learner's code, and not the host program, has to do this: "send" or "close"."""
        return not self.steps or any(verb in step for step in self.steps)

    @property
    def kind(self) -> FindingKind:
        """The kind of the finding."""
        return self.finding.kind

    # Its exception --------------------------------------------------------------------------------------------

    @cached_property
    def error(self) -> Raised | Unloadable | None:
        """The exception that ended the program, or one of its threads, or kept its file from being imported."""
        ended = list(self.record.all(Raised))
        in_threads = [each for each in ended if each.thread]  # an exception in a thread causes the later ones
        found = in_threads or ended
        return self.record.last(Unloadable) or (found[-1] if found else None)

    def raised(self, *kinds: str) -> Raised | Unloadable | None:
        """The exception that ended the program, if it is of one of these kinds (of any kind if none is given)."""
        error = self.error
        return error if error is not None and (not kinds or error.kind in kinds) else None

    def number(self, *numbers: frozenset[int]) -> bool:
        """Whether the exception that ended the program has one of these error numbers."""
        known = self.error.cause.errno if self.error is not None else None
        return any(known in each for each in numbers)

    @cached_property
    def raised_in(self) -> Call | None:
        """The traced call that raised the exception; None where no traced call did."""
        error = self.error
        if error is None:
            return None
        raised = [call for call in self.record.all(Call) if call.raised(error.kind)]
        return next((call for call in reversed(raised) if not error.line or call.line == error.line), None)

    def raised_by(self, *names: str) -> Call | None:
        """The traced call that raised the exception, if it has one of these names."""
        call = self.raised_in
        return call if call is not None and call.call in names else None

    def given_at_error(self, *names: str) -> tuple[Value, ...]:
        """The positional arguments of the call that raised the exception, if it has one of these names; else empty."""
        call = self.raised_by(*names)
        return call.given.positional if call is not None else ()

    def at_error(self) -> list[ast.AST]:
        """The nodes of the learner's statement that raised the exception."""
        error = self.error
        return self.source.at(error.line) if error is not None and error.file == self.file else []

    def calls_at_error(self, *names: str) -> list[ast.Call]:
        """The calls in the statement that raised the exception, with one of these names (any if none is given)."""
        calls = [node for node in self.at_error() if isinstance(node, ast.Call)]
        return [call for call in calls if not names or name_of(call.func) in names]

    def has_raise_at_error(self) -> bool:
        """Whether the exception came from a `raise` of the learner."""
        return any(isinstance(node, ast.Raise) for node in self.at_error())

    # Its calls ------------------------------------------------------------------------------------------------

    def all_calls(self, *names: str) -> list[Call]:
        """The traced calls of learner and host program, in order, with one of these names (any if none is given)."""
        return [call for call in self.record.all(Call) if not names or call.call in names]

    def calls(self, *names: str) -> list[Call]:
        """The traced calls of the learner's own lines, in order, with one of these names (any if none is given)."""
        return [call for call in self.all_calls(*names) if call.file not in ("", HOST)]

    def host_calls(self, *names: str) -> list[Call]:
        """The traced calls of the host program, in order, with one of these names (any if none is given)."""
        return [call for call in self.all_calls(*names) if call.file == HOST]

    def failed(self, *names: str, kind: str = "", numbers: frozenset[int] = frozenset()) -> list[Call]:
        """The learner's calls that raised an exception, of this kind and with one of these error numbers if given."""
        return [
            call
            for call in self.calls(*names)
            if call.failure is not None
            and (not kind or call.failure.kind == kind)
            and (not numbers or call.failure.errno in numbers)
        ]

    def succeeded(self, *names: str) -> list[Call]:
        """The learner's calls that returned without an exception."""
        return [call for call in self.calls(*names) if call.seconds is not None and not call.error]

    def before(self, call: Call | None) -> list[Call]:
        """The learner's calls of the same program that began before this one; all of them for None."""
        calls = self.calls()
        return [each for each in calls if call is None or (each.who == call.who and each.number < call.number)]

    def receiver(self, call: Call) -> str:
        """The expression on which a call was made in the learner's file: `server` for `server.accept()`.

        For the close() at the end of a `with` block, the name after `as`, else its expression. Empty where unknown.
        """
        return self.source.receiver(call.line, call.call) if call.file == self.file else ""

    @property
    def misreturned(self) -> Misreturned | None:
        """The value of the wrong kind that a step returned to the host program; None where there was none."""
        return self.record.last(Misreturned)

    @property
    def returned_instead(self) -> Value | None:
        """The value of the wrong kind itself; None where there was none."""
        return self.misreturned.value if self.misreturned is not None else None

    # What the check expected ----------------------------------------------------------------------------------

    @cached_property
    def wanted(self) -> bytes:
        """The expected bytes (the first of many); empty where the finding is about something else."""
        differ = self.about(BytesDiffer)
        return differ.wanted if differ is not None else b""

    @cached_property
    def got(self) -> bytes:
        """The bytes that arrived instead, or in addition."""
        differ = self.about(BytesDiffer)
        return differ.got if differ is not None else b""

    @property
    def wanted_size(self) -> int:
        """The number of expected bytes in all; 0 where the finding is about something else."""
        differ = self.about(BytesDiffer)
        return differ.wanted_size if differ is not None else 0

    @property
    def asked(self) -> Asked | None:
        """What the program was expected to print; None where the finding is about something else."""
        missed = self.about(TextNotPrinted)
        return missed.asked if missed is not None else None

    @property
    def end_awaited(self) -> bool:
        """Whether the other side waited for the end of the stream."""
        return self.about(EndAwaited) is not None

    def about(self, kind: type[Fact]) -> Fact | None:
        """The facts of the finding, if they are of this kind."""
        return self.finding.about if isinstance(self.finding.about, kind) else None

    def tried(self, kind: type[Fact]) -> Fact | None:
        """The input that the check was trying, if it is of this kind."""
        return self.finding.tried if isinstance(self.finding.tried, kind) else None

    # Where it waits -------------------------------------------------------------------------------------------

    @cached_property
    def stuck(self) -> Stuck | None:
        """The proof that the program waits forever, if there is one."""
        return self.record.last(Stuck)

    @cached_property
    def late(self) -> Late | None:
        """The end of the program's time, while it waited with its own timeout or was busy."""
        return self.record.last(Late)

    @property
    def stopped_at(self) -> Stuck | Late | None:
        """Where the program was when the grader stopped it: stuck, or late."""
        return self.stuck or self.late

    @property
    def waits(self) -> bool:
        """Whether the program waited until the grader stopped it: stuck, or late and not busy."""
        return self.stuck is not None or (self.late is not None and not self.busy)

    def waits_in(self, *names: str) -> Call | None:
        """The learner's newest call that has not returned, if it has one of these names."""
        waiting = [call for call in self.calls() if call.seconds is None]
        return waiting[-1] if waiting and waiting[-1].call in names else None

    @property
    def busy(self) -> bool:
        """Whether the program used the processor until the end of its time."""
        return self.late is not None and self.late.busy

    @property
    def past_printing(self) -> bool:
        """Whether the program has printed all that it ever will: it has ended, waits for another client, or sleeps."""
        stop = self.stopped_at
        if stop is None or self.waits_in("accept") is not None:
            return True
        return any(isinstance(node, ast.Call) and name_of(node.func) == "sleep" for node in self.source.at(stop.line))

    @property
    def status(self) -> int | None:
        """The exit status of the last program that ended; None where none has ended."""
        ended = self.record.last(Exited)
        return ended.status if ended is not None else None

    # What the other side saw ---------------------------------------------------------------------------------

    def events(self, kind: type[Kind]) -> list[Kind]:
        """All events of one kind, in order."""
        return list(self.record.all(kind))

    def happened(self, *kinds: type[Event]) -> bool:
        """Whether the transcript has an event of one of these kinds."""
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


def decoded(data: bytes, encoding: str = "gbk", errors: str = "strict") -> str | None:
    """Decode bytes; None where they are invalid in this encoding, or Python does not know the encoding."""
    try:
        return data.decode(encoding, errors)
    except (UnicodeDecodeError, LookupError):
        return None


def texts_of(data: bytes) -> set[str]:
    """The bytes as text, decoded as GBK and as UTF-8; a text of pure ASCII is left out."""
    texts = (decoded(data, encoding) for encoding in ("gbk", "utf-8"))
    return {text for text in texts if text is not None and not text.isascii()}


def family_and_type(call: Call) -> tuple[str, str]:
    """The family and type of a traced socket(), by name or number; the default for an argument that was not given."""
    named, positional = call.given.named, call.given.positional
    given = [*positional[:2], *(named.get(each, Constant("")) for each in ("family", "type")[len(positional) :])]
    family, kind = (str(plain(each)) for each in given)
    return family or "AF_INET", {"1": "SOCK_STREAM", "2": "SOCK_DGRAM"}.get(kind, kind) or "SOCK_STREAM"

"""A running program, whose trace is added to the transcript."""

import contextlib
import math
import re
from collections.abc import Mapping

import msgspec

from grader.model.events import UNCOMPILED, Call, Exited, Flooded, Loaded, Misreturned, Missing, Raised, Unloadable
from grader.model.transcript import Transcript
from grader.model.values import parse_detail
from grader.program.process import Program
from grader.sandbox.limits import Limits
from grader.sourcefile.merge_markers import first_conflict_marker

BLOCKING = frozenset("accept recv recv_into recvfrom recvmsg send sendall sendto sendmsg sendfile connect".split())
KERNEL_LIMITS = frozenset(("SO_RCVTIMEO", "SO_SNDTIMEO"))


class TracedProgram:
    """A running program, whose trace is added to the transcript. `files` are the learner's."""

    def __init__(
        self, who: str, program: Program, record: Transcript, limits: Limits, files: Mapping[str, bytes]
    ) -> None:
        self.who = who
        self.program = program
        self.limits = limits
        self.ended = False
        self.encoding = "utf-8"
        self._record = record
        self._files = files

    def read_trace(self) -> bool:
        """Add the new lines of its trace and its end to the transcript; whether there were any."""
        ended = not self.ended and self.program.poll() is not None
        lines = self.program.read_lines()
        for words in lines:
            # A program can write other lines to the channel, and forge these: events explain a verdict only.
            with contextlib.suppress(ValueError, LookupError):
                self._add(words)
        if ended:
            self.ended = True
            self._note_end()
        return bool(lines) or ended

    def printed(self, stream: str, whole: bool = False) -> str:
        """What it printed on `stdout` or `stderr`; standard output in the encoding that it had at the end."""
        encoding = self.encoding if stream == "stdout" else "utf-8"
        return self.program.printed(stream, self.limits, whole).decode(encoding, "replace").replace("\r\n", "\n")

    def _note_end(self) -> None:
        now = self._record.now()
        if self.program.flooded(self.limits):
            self._record.add(Flooded(at=now, who=self.who, what="printed", size=self.limits.file_bytes))
        assert self.program.status is not None
        self._record.add(Exited(at=now, who=self.who, status=self.program.status))

    def _add(self, words: list[str]) -> None:
        """Add one line of the channel as an event. ValueError or LookupError if it is not a line of the trace."""
        if words[0] in ("call", "done") and not math.isfinite(float(words[2])):
            raise ValueError(words[2])
        record, who, now = self._record, self.who, self._record.now()
        match words:
            case ["call", number, at, name, arguments, timeout, file, line, direct]:
                record.add(
                    Call(
                        at=max(0.0, float(at) - record.began),
                        who=who,
                        number=int(number),
                        call=name,
                        arguments=arguments,
                        timeout=None if timeout == "None" else float(timeout),
                        file=file,
                        line=int(line),
                        direct=direct == "1",
                    )
                )
            case ["done", number, at, result, error]:
                record.returned(who, int(number), float(at) - record.began, result, error)
            case ["encoding", name]:
                b"x".decode(name, "replace")  # LookupError or ValueError if it is not a text encoding
                self.encoding = name
            case ["loaded"]:
                record.add(Loaded(at=now, who=who))
            case ["raised" | "thread" | "unloadable" as how, kind, file, line, text, detail, source]:
                record.add(self._error(how, kind, file, int(line), text, detail, source))
            case ["missing", step, what]:
                record.add(Missing(at=now, who=who, step=step, what=what))
            case ["misreturned", step, promised, came]:
                record.add(Misreturned(at=now, who=who, step=step, promised=promised, came=came))

    def _error(
        self, how: str, kind: str, file: str, line: int, text: str, detail: str, source: str
    ) -> Raised | Unloadable:
        """The event of an exception that ended the program, a thread, or the import of its file."""
        made = Unloadable if how == "unloadable" else Raised
        if kind in UNCOMPILED and (mark := first_conflict_marker(self._files.get(file, b""))):
            line, source = mark
        error = made(
            at=self._record.now(),
            who=self.who,
            kind=kind,
            text=text,
            file=file,
            line=line,
            detail=parse_detail(detail),
            source=source,
        )
        return msgspec.structs.replace(error, thread=True) if how == "thread" else error

    def where(self) -> tuple[str, int]:
        """Its current line: that of a call that has not returned, else the innermost line of its stacks."""
        call = self._record.unreturned(self.who)
        if call is not None and call.file:
            return call.file, call.line
        self.program.ask_where()
        return innermost(self.program.where(), str(self.program.folder))

    def limit_of_call(self) -> float | None:
        """The time limit, in seconds, of the call that has not returned; None without such a call or limit."""
        call = self._record.unreturned(self.who)
        return call.timeout if call is not None and call.call in BLOCKING else None

    def limits_in_kernel(self) -> bool:
        """Whether it set a time limit of a socket in the kernel (SO_RCVTIMEO, SO_SNDTIMEO, socket(7))."""
        calls = self._record.all(Call, self.who)
        return any(call.call == "setsockopt" and call.given.constants & KERNEL_LIMITS for call in calls)

    def waits_in_call(self) -> bool:
        """Whether its newest call that has not returned is a blocking one without a time limit."""
        call = self._record.unreturned(self.who)
        return call is not None and call.timeout is None and call.call in BLOCKING


def innermost(stacks: str, folder: str) -> tuple[str, int]:
    """The innermost line of the learner in stacks in faulthandler's format; the main thread comes last."""
    threads = re.split(r"^(?=Current thread|Thread )", stacks, flags=re.MULTILINE)
    for thread in reversed(threads):
        for file, line in re.findall(r'^  File "(.*)", line (\d+) in ', thread, flags=re.MULTILINE):
            if file.startswith(folder):
                return file[len(folder) :].lstrip("/\\"), int(line)
    return "", 0

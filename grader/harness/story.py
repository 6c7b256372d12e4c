"""The story of a program: the event in its transcript that explains its state, as a sentence. Pure.

With it, a finding says not only what is missing, but why.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from grader.child.trace import HOST
from grader.model import events
from grader.model.transcript import Transcript
from grader.result.finding import FindingKind
from grader.texts.message import M_, NO_TEXT, Message, joined
from grader.texts.wording import place, shorten

MERGE_MARKERS = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")
UNMERGED = M_("a merge conflict is not resolved{where}: choose one of the two versions")
MAIN_GUARD = 'if __name__ == "__main__":'
# After one of these, the exit is only a consequence.
EXPLAINS_EXIT = (events.Raised, events.Unloadable, events.Missing, events.Misreturned, events.Flooded)


class Story(NamedTuple):
    """The story of a program: its kind, a sentence, the learner's line, whether the program is proven stuck."""

    kind: FindingKind
    text: Message
    line: int | None = None
    stuck: bool = False


@dataclass(frozen=True)
class ProgramRecord:
    """A program and the transcript of its check. `asks` says what its peer waits for."""

    record: Transcript
    who: str
    asks: Message | None = None

    def importing(self) -> bool:
        """Whether it is a step whose file is not imported yet."""
        started = self.record.last(events.Started, self.who)
        return started is not None and started.step and not any(self.record.all(events.Loaded, self.who))

    def own_line(self, file: str, line: int) -> int | None:
        """The line, if it is in the exercise's own file; else None."""
        started = self.record.last(events.Started, self.who)
        return line if started is not None and file == started.file and line else None


def story(record: Transcript, who: str, asks: Message | None = None) -> Story | None:
    """How the program `who` ended, or why it makes no progress; None if there is no problem.

    `asks` says what its peer waits for, for the sentence about a program that is stuck.
    """
    event = cause(record, who)
    return TELLERS[type(event)](event, ProgramRecord(record, who, asks)) if event is not None else None


def cause(record: Transcript, who: str) -> events.Event | None:
    """The event that explains the state of the program `who`; None if there is no problem.

    It is the newest event with a story. But an exception that ended a thread has precedence: it caused the later
    events. An exit counts only if no other event explains it.
    """
    explained = any(any(record.all(kind, who)) for kind in EXPLAINS_EXIT)
    found: events.Event | None = None
    for event in reversed(record.events()):
        if event.who != who:
            continue
        if isinstance(event, events.Raised) and event.thread:
            return event
        if found is None and type(event) in TELLERS and not (explained and isinstance(event, events.Exited)):
            found = event
    return found


def _where(event: events.Raised | events.Stuck | events.Late) -> Message:
    """The place of an event in the learner's files; empty if it is in the host program."""
    return place(event.file, event.line) if event.file != HOST else NO_TEXT


def _unloadable(event: events.Unloadable, program: ProgramRecord) -> Story:
    line, where, text = program.own_line(event.file, event.line), place(event.file, event.line), shorten(event.text)
    if event.kind in events.UNCOMPILED:
        return Story(FindingKind.UNCOMPILABLE, _uncompilable(event, where, text), line)
    if event.kind == "EOFError":
        said = M_("your file asks the keyboard while it is imported{where}: put its trial part under {guard}")
        return Story(FindingKind.IMPORT_WAITS, said.with_words(where=where, guard=MAIN_GUARD), line)
    said = M_("your file cannot be imported{where}: {kind}: {text}", where=where, kind=event.kind, text=text)
    return Story(FindingKind.UNIMPORTABLE, said, line)


def _uncompilable(event: events.Unloadable, where: Message, text: str) -> Message:
    full_width = re.search(r"invalid (?:non-printable )?character '?(.*?)'? ?\(?U\+([0-9A-F]{4,6})\)?", event.text)
    if event.source.startswith(MERGE_MARKERS):
        return UNMERGED.with_words(where=where)
    if full_width and full_width[2].startswith(("FF", "30", "201", "202")):
        letter = full_width[1].strip() or f"U+{full_width[2]}"
        said = M_('a full-width character "{letter}"{where}: Python needs the half-width one')
        return said.with_words(letter=letter, where=where)
    return M_("your file does not compile{where}: {text}", where=where, text=text)


def _missing(event: events.Missing, program: ProgramRecord) -> Story:
    said = (
        M_("there is no {step}() in your file")
        if event.what == "nothing"
        else M_("{step} in your file is not a function: its type is {what}")
    )
    return Story(FindingKind.MISSING, said.with_words(step=event.step, what=event.what))


def _misreturned(event: events.Misreturned, program: ProgramRecord) -> Story:
    said = M_("{step}() returned {came}, but it should return {promised}")
    return Story(FindingKind.MISRETURNED, said.with_words(step=event.step, came=event.came, promised=event.promised))


def _raised(event: events.Raised, program: ProgramRecord) -> Story:
    line, where = program.own_line(event.file, event.line), _where(event)
    if event.kind in events.UNCOMPILED and event.source.startswith(MERGE_MARKERS):
        return Story(FindingKind.UNCOMPILABLE, UNMERGED.with_words(where=where), line)
    said = (
        M_("a thread of your program ended with {error}{where}")
        if event.thread
        else M_("your program ended with {error}{where}")
    )
    error = f"{event.kind}: {shorten(event.text)}" if event.text else event.kind
    return Story(FindingKind.RAISED, said.with_words(error=error, where=where), line)


def _import_waits(event: events.Stuck | events.Late, program: ProgramRecord) -> Story:
    said = M_("your file waits while it is imported{where}: put its trial part under {guard}")
    said = said.with_words(where=place(event.file, event.line), guard=MAIN_GUARD)
    line = program.own_line(event.file, event.line)
    return Story(FindingKind.IMPORT_WAITS, said, line, isinstance(event, events.Stuck))


def _stuck(event: events.Stuck, program: ProgramRecord) -> Story:
    if program.importing():
        return _import_waits(event, program)
    said = (
        M_("stuck after {milliseconds} ms: your program waits in {call}(){where}")
        if event.call
        else M_("stuck after {milliseconds} ms: your program waits{where}")
    ).with_words(milliseconds=round(event.at * 1000), call=event.call, where=_where(event))
    asks = M_(", and the other side waits for {asks}", asks=program.asks) if program.asks is not None else NO_TEXT
    line = program.own_line(event.file, event.line)
    return Story(FindingKind.STUCK, joined(said, asks, M_(". Nobody will speak again.")), line, True)


def _late(event: events.Late, program: ProgramRecord) -> Story:
    if program.importing():
        return _import_waits(event, program)
    line, where = program.own_line(event.file, event.line), _where(event)
    if event.busy:
        return Story(FindingKind.BUSY, M_("your program runs round and round{where} without an end", where=where), line)
    said = M_("nothing happened for {seconds:.0f} s; your program waits{where}")
    return Story(FindingKind.LATE, said.with_words(seconds=round(event.seconds), where=where), line)


def _flooded(event: events.Flooded, program: ProgramRecord) -> Story:
    said = (
        M_("your program starts processes without end (more than {size} at a time, then it was stopped)")
        if event.what == "processes"
        else M_("your program prints or sends without end ({size} bytes, then it was stopped)")
    )
    return Story(FindingKind.FLOODED, said.with_words(size=event.size))


def _exited(event: events.Exited, program: ProgramRecord) -> Story:
    if event.status < 0:
        return Story(FindingKind.KILLED, M_("your program was ended by signal {number}", number=-event.status))
    if program.importing():
        said = M_("your file ended the program while it was imported: put its trial part under {guard}")
        return Story(FindingKind.IMPORT_ENDS, said.with_words(guard=MAIN_GUARD))
    return Story(FindingKind.EXITED, M_("your program ended by itself, exit status {status}", status=event.status))


# The events that have a story, each with the function that writes it.
TELLERS: dict[type[events.Event], Callable[[Any, ProgramRecord], Story]] = {
    events.Unloadable: _unloadable,
    events.Missing: _missing,
    events.Misreturned: _misreturned,
    events.Raised: _raised,
    events.Stuck: _stuck,
    events.Late: _late,
    events.Flooded: _flooded,
    events.Exited: _exited,
}

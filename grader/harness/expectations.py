"""Expectations: from the transcript to a finding, or to nothing where it holds. Pure.

`story` is the heart: it says in one sentence what became of the program, so that each finding can say not
only what did not come, but why.
"""

import re
from typing import NamedTuple

from grader.child.trace import HOST
from grader.model import transcript
from grader.model.transcript import Transcript
from grader.result.scorecard import Difference, Finding
from grader.texts.language import _
from grader.texts.wording import first_difference, place, quote, shorten, sized

MERGE_MARKERS = ("<<<<<<<", "|||||||", "=======", ">>>>>>>")
PIECE = 64  # bytes of a message that a difference keeps
MAIN_GUARD = 'if __name__ == "__main__":'
# The frames and lines of source are indented; the line after them names the exception.
TRACEBACK = re.compile(r"Traceback \(most recent call last\):\n(?: .*\n)*.*\n?")
BYTES_TOLD = 1024  # of what was wanted and what came, that a finding keeps for the advice


# Kinds of story beside which what the peer saw is of no interest.
SAYS_IT_ALL = frozenset("late uncompilable unimportable import_waits import_ends missing misreturned".split())


class Story(NamedTuple):
    """What became of a program: the kind, a sentence, the learner's line, whether it is proven stuck."""

    kind: str
    text: str
    line: int | None
    stuck: bool


def story(record: Transcript, who: str, asks: str = "") -> Story | None:
    """How the program `who` ended or why it does not go on; None while nothing is wrong with it.

    `asks` says what its peer waits for, for the sentence of a program that is stuck.
    """
    for event in reversed(record.events()):
        if isinstance(event, transcript.Raised) and event.thread and event.who == who:
            return _raised(event, _line(record, who, event))  # the cause of all that came after it
    for event in reversed(record.events()):
        if event.who != who:
            continue
        match event:
            case transcript.Unloadable():
                return _unloadable(event, _line(record, who, event))
            case transcript.Missing(step=step, what=what):
                if what == "nothing":
                    return Story("missing", _("there is no {step}() in your file").format(step=step), None, False)
                said = _("{step} in your file is not a function: its type is {what}").format(step=step, what=what)
                return Story("missing", said, None, False)
            case transcript.Misreturned(step=step, promised=promised, came=came):
                said = _("{step}() returned {came}, but it should return {promised}").format(
                    step=step, came=came, promised=promised
                )
                return Story("misreturned", said, None, False)
            case transcript.Raised():
                return _raised(event, _line(record, who, event))
            case transcript.Stuck() | transcript.Late() if _importing(record, who):
                said = _("your file waits while it is imported{where}: put its trial part under {guard}").format(
                    where=place(event.file, event.line), guard=MAIN_GUARD
                )
                return Story("import_waits", said, _line(record, who, event), isinstance(event, transcript.Stuck))
            case transcript.Stuck():
                return _stuck(event, asks, _line(record, who, event))
            case transcript.Flooded(what="processes", size=size):
                said = _("your program starts processes without end (more than {size} at a time, then it was stopped)")
                return Story("flooded", said.format(size=size), None, False)
            case transcript.Flooded(size=size):
                said = _("your program prints or sends without end ({size} bytes, then it was stopped)")
                return Story("flooded", said.format(size=size), None, False)
            case transcript.Late():
                return _late(event, _line(record, who, event))
            case transcript.Exited():
                if not any(record.all(transcript.Raised, who)) and not _explained(record, who):
                    return _exited(event, record, who)
    return None


def _line(
    record: Transcript, who: str, event: transcript.Unloadable | transcript.Raised | transcript.Stuck | transcript.Late
) -> int | None:
    """The line of an event where it is one of the exercise's own file."""
    started = record.last(transcript.Started, who)
    return event.line if started is not None and event.file == started.file and event.line else None


def _importing(record: Transcript, who: str) -> bool:
    """Whether the program is a step whose file is not imported yet."""
    started = record.last(transcript.Started, who)
    return started is not None and started.step and not any(record.all(transcript.Loaded, who))


def _explained(record: Transcript, who: str) -> bool:
    kinds = (transcript.Unloadable, transcript.Missing, transcript.Misreturned, transcript.Flooded)
    return any(any(record.all(kind, who)) for kind in kinds)


def _unloadable(event: transcript.Unloadable, line: int | None) -> Story:
    where = place(event.file, event.line)
    text = shorten(event.text)
    full_width = re.search(r"invalid (?:non-printable )?character '?(.*?)'? ?\(?U\+([0-9A-F]{4,6})\)?", event.text)
    if event.kind in transcript.UNCOMPILED:
        if event.source.startswith(MERGE_MARKERS):
            said = _unmerged(where)
        elif full_width and full_width[2].startswith(("FF", "30", "201", "202")):
            letter = full_width[1].strip() or f"U+{full_width[2]}"
            said = _('a full-width character "{letter}"{where}: Python needs the half-width one').format(
                letter=letter, where=where
            )
        else:
            said = _("your file does not compile{where}: {text}").format(where=where, text=text)
        return Story("uncompilable", said, line, False)
    if event.kind == "EOFError":
        said = _("your file asks the keyboard while it is imported{where}: put its trial part under {guard}")
        return Story("import_waits", said.format(where=where, guard=MAIN_GUARD), line, False)
    said = _("your file cannot be imported{where}: {kind}: {text}").format(where=where, kind=event.kind, text=text)
    return Story("unimportable", said, line, False)


def _raised(event: transcript.Raised, line: int | None) -> Story:
    own = event.file not in ("", HOST)
    template = (
        _("a thread of your program ended with {error}{where}")
        if event.thread
        else _("your program ended with {error}{where}")
    )
    where = place(event.file, event.line) if own else ""
    if event.kind in transcript.UNCOMPILED and event.source.startswith(MERGE_MARKERS):
        return Story("uncompilable", _unmerged(where), line, False)
    error = f"{event.kind}: {shorten(event.text)}" if event.text else event.kind
    return Story("raised", template.format(error=error, where=where), line, False)


def _unmerged(where: str) -> str:
    return _("a merge conflict is not resolved{where}: choose one of the two versions").format(where=where)


def _stuck(event: transcript.Stuck, asks: str, line: int | None) -> Story:
    milliseconds = round(event.at * 1000)
    own = event.file not in ("", HOST)
    where = place(event.file, event.line) if own else ""
    if event.call:
        said = _("stuck after {milliseconds} ms: your program waits in {call}(){where}").format(
            milliseconds=milliseconds, call=event.call, where=where
        )
    else:
        said = _("stuck after {milliseconds} ms: your program waits{where}").format(
            milliseconds=milliseconds, where=where
        )
    if asks:
        said += _(", and the other side waits for {asks}").format(asks=asks)
    return Story("stuck", said + _(". Nobody will speak again."), line, True)


def _late(event: transcript.Late, line: int | None) -> Story:
    own = event.file not in ("", HOST)
    where = place(event.file, event.line) if own else ""
    if event.busy:
        said = _("your program runs round and round{where} without an end").format(where=where)
    else:
        said = _("nothing happened for {seconds:.0f} s; your program waits{where}").format(
            where=where, seconds=event.seconds
        )
    return Story("busy" if event.busy else "late", said, line, False)


def _exited(event: transcript.Exited, record: Transcript, who: str) -> Story:
    if event.status < 0:
        said = _("your program was ended by signal {number}").format(number=-event.status)
        return Story("killed", said, None, False)
    if _importing(record, who):
        said = _("your file ended the program while it was imported: put its trial part under {guard}")
        return Story("import_ends", said.format(guard=MAIN_GUARD), None, False)
    said = _("your program ended by itself, exit status {status}").format(status=event.status)
    return Story("exited", said, None, False)


def unmet(
    record: Transcript,
    who: str,
    kind: str,
    expected: str,
    seen: str,
    asks: str = "",
    about: dict[str, str] | None = None,
) -> Finding:
    """A finding: what was expected, what was seen, and what became of the program."""
    told = story(record, who, asks)
    about = about or {}
    if told is None:
        return Finding(kind=kind, expected=expected, observed=seen, about=about)
    alone = not seen or told.kind in SAYS_IT_ALL
    observed = told.text if alone else _("{seen}; {story}").format(seen=seen, story=told.text)
    return Finding(
        kind=told.kind,
        expected=expected,
        observed=observed,
        seen="" if alone else seen,
        line=told.line,
        stuck=told.stuck,
        about=about,
    )


def about_bytes(wanted: bytes, got: bytes) -> dict[str, str]:
    """What was wanted and what came, for the advice: the first bytes in hexadecimal digits, and how many there were."""
    return {
        "wanted": wanted[:BYTES_TOLD].hex(),
        "wanted_size": str(len(wanted)),
        "got": got[:BYTES_TOLD].hex(),
        "got_size": str(len(got)),
    }


def other_bytes(
    record: Transcript, who: str, peer: str, wanted: bytes, got: bytes, ending: str, encoding: str, expected: str
) -> Finding | None:
    """Nothing where the peer got just the bytes wanted; else how they differ.

    `ending` is how the stream stands: `open`, `finished` or `reset`.
    """
    if got == wanted:
        return None
    about = about_bytes(wanted, got)
    expected = expected or sized(wanted, encoding)
    endings = {
        "finished": _("then the end of the stream"),
        "reset": _("then a reset"),
        "open": _("and nothing more"),
    }
    if not got:
        nothing = {
            "finished": _("nothing but the end of the stream"),
            "reset": _("nothing but a reset"),
            "open": _("nothing"),
        }
        return unmet(record, who, f"nothing_{ending}", expected, nothing[ending], expected, about)
    if wanted.startswith(got):
        seen = _("only {got} of {wanted} bytes, {ending}").format(
            got=len(got), wanted=len(wanted), ending=endings[ending]
        )
        return unmet(record, who, f"short_{ending}", expected, seen, _("the rest"), about)
    if got.startswith(wanted):
        seen = _("that, and then more: {more}").format(more=sized(got[len(wanted) :], encoding))
        return Finding(kind="more_bytes", expected=expected, observed=seen, about=about)
    where = first_difference(wanted, got)
    seen = _("{got}; byte {number} is the first that differs").format(got=sized(got, encoding), number=where + 1)
    found = difference(wanted, got, where, encoding)
    return Finding(kind="other_bytes", expected=expected, observed=seen, difference=found, about=about)


def difference(wanted: bytes, got: bytes, where: int, encoding: str) -> Difference:
    """The pieces around byte `where`: from the beginning, unless that is far away."""
    start = 0 if where < PIECE // 2 else where - PIECE // 4
    piece = slice(start, start + PIECE)
    return Difference(encoding=encoding, place=where, start=start, wanted=wanted[piece], got=got[piece])


def not_printed(record: Transcript, who: str, output: str, wanted: str, expected: str, asked: str = "text") -> Finding:
    """That the program did not print the text, with what it printed. `asked` says what it is, for the advice."""
    seen = (
        _("your program printed {output}").format(output=quote(output.strip().encode()))
        if output.strip()
        else _("your program printed nothing")
    )
    told = story(record, who)
    about = {"asked": asked, "text": wanted}
    if told is not None and told.kind not in ("exited",):
        return unmet(record, who, "not_printed", expected, seen, about=about)
    return Finding(kind="not_printed", expected=expected, observed=seen, about=about)


def without_tracebacks(output: str) -> str:
    """The output without what Python says of exceptions: each traceback to the line that names the exception."""
    return TRACEBACK.sub("", output)


def appears(output: str, wanted: str) -> bool:
    """Whether a text stands in a program's output; a number counts only as a whole number."""
    if wanted.isascii() and wanted.isdigit():
        return re.search(rf"(?<!\d){wanted}(?!\d)", output) is not None
    return wanted in output

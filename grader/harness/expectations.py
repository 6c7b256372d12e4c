"""Expectations: received bytes and a transcript in, a finding out, or None if the expectation holds. Pure."""

import enum
import re

from grader.harness.story import story
from grader.model.transcript import Transcript
from grader.result.finding import About, BytesDiffer, Difference, Finding, FindingKind, TextNotPrinted
from grader.texts.message import M_, NO_TEXT, Message
from grader.texts.wording import first_difference, quote, sized

PIECE = 64  # bytes of a message that a difference keeps
# The frames and lines of source are indented; the line after them names the exception.
TRACEBACK = re.compile(r"Traceback \(most recent call last\):\n(?: .*\n)*.*\n?")
# Kinds of story that make the observation of the peer irrelevant.
SAYS_IT_ALL = frozenset(
    {
        FindingKind.LATE,
        FindingKind.UNCOMPILABLE,
        FindingKind.UNIMPORTABLE,
        FindingKind.IMPORT_WAITS,
        FindingKind.IMPORT_ENDS,
        FindingKind.MISSING,
        FindingKind.MISRETURNED,
    }
)


class Ending(enum.Enum):
    """The state of the stream from the program when a check looks at the received bytes.

    `nothing` and `nothing_seen` are the kind and the words of a finding if no byte was received, `short` and
    `short_seen` if only a part of the wanted bytes was.
    """

    OPEN = FindingKind.NOTHING_OPEN, M_("nothing"), FindingKind.SHORT_OPEN, M_("and nothing more")
    FINISHED = (
        FindingKind.NOTHING_FINISHED,
        M_("nothing but the end of the stream"),
        FindingKind.SHORT_FINISHED,
        M_("then the end of the stream"),
    )
    RESET = FindingKind.NOTHING_RESET, M_("nothing but a reset"), FindingKind.SHORT_RESET, M_("then a reset")

    def __init__(self, nothing: FindingKind, nothing_seen: Message, short: FindingKind, short_seen: Message) -> None:
        self.nothing = nothing
        self.nothing_seen = nothing_seen
        self.short = short
        self.short_seen = short_seen


def unmet(
    record: Transcript,
    who: str,
    kind: FindingKind,
    expected: Message,
    seen: Message = NO_TEXT,
    asks: Message | None = None,
    about: About | None = None,
) -> Finding:
    """A finding: what was expected, what was seen, and the story of the program `who`, whose kind replaces `kind`.

    `asks` says what the peer waits for.
    """
    became = story(record, who, asks)
    if became is None:
        return Finding(kind=kind, expected=expected, observed=seen, about=about)
    alone = not seen.template or became.kind in SAYS_IT_ALL
    return Finding(
        kind=became.kind,
        expected=expected,
        observed=became.text if alone else M_("{seen}; {story}", seen=seen, story=became.text),
        seen=NO_TEXT if alone else seen,
        line=became.line,
        stuck=became.stuck,
        about=about,
    )


def other_bytes(
    record: Transcript,
    who: str,
    wanted: bytes,
    got: bytes,
    ending: Ending,
    encoding: str,
    expected: Message | None = None,
) -> Finding | None:
    """How the bytes from the program `who` differ from those wanted; None if they are equal."""
    if got == wanted:
        return None
    about, expected = BytesDiffer.between(wanted, got), expected or sized(wanted, encoding)
    if not got:
        return unmet(record, who, ending.nothing, expected, ending.nothing_seen, expected, about)
    if wanted.startswith(got):
        seen = M_("only {got} of {wanted} bytes, {ending}", got=len(got), wanted=len(wanted), ending=ending.short_seen)
        return unmet(record, who, ending.short, expected, seen, M_("the rest"), about)
    if got.startswith(wanted):
        seen = M_("that, and then more: {more}", more=sized(got[len(wanted) :], encoding))
        return Finding(kind=FindingKind.MORE_BYTES, expected=expected, observed=seen, about=about)
    where = first_difference(wanted, got)
    seen = M_("{got}; byte {number} is the first that differs", got=sized(got, encoding), number=where + 1)
    found = difference(wanted, got, where, encoding)
    return Finding(kind=FindingKind.OTHER_BYTES, expected=expected, observed=seen, difference=found, about=about)


def difference(wanted: bytes, got: bytes, where: int, encoding: str) -> Difference:
    """The pieces around byte `where` (from 0); they start at byte 0 if that is near."""
    start = 0 if where < PIECE // 2 else where - PIECE // 4
    piece = slice(start, start + PIECE)
    return Difference(encoding=encoding, place=where, start=start, wanted=wanted[piece], got=got[piece])


def not_printed(record: Transcript, who: str, output: str, wanted: TextNotPrinted, expected: Message) -> Finding:
    """The finding that the program did not print a text, with its output."""
    seen = M_("your program printed nothing")
    if printed := output.strip():
        seen = M_("your program printed {output}", output=quote(printed.encode()))
    became = story(record, who)
    if became is not None and became.kind is not FindingKind.EXITED:
        return unmet(record, who, FindingKind.NOT_PRINTED, expected, seen, about=wanted)
    return Finding(kind=FindingKind.NOT_PRINTED, expected=expected, observed=seen, about=wanted)


def without_tracebacks(output: str) -> str:
    """The output without tracebacks, each up to the line that names the exception."""
    return TRACEBACK.sub("", output)


def appears(output: str, wanted: str) -> bool:
    """Whether an output contains a text; a number must not be a part of a longer one."""
    if wanted.isascii() and wanted.isdigit():
        return re.search(rf"(?<!\d){wanted}(?!\d)", output) is not None
    return wanted in output

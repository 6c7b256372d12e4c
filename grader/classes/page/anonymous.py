"""Make a failed check anonymous: cover the words that could identify the learner.

A conversation shows what the peer saw, and a learner may have put anything into it: a name into a greeting, a student
number into a text, a home folder into an error. So a word of the learner is kept only where it identifies no person:

    it is one of Python's own names, or a name in its module `socket`,
    or the course wrote it: the peer sent it or waited for it in this very check, or it is in the file's name,
    or it is shared: at least `SHARED` learners of the class wrote it in the same check

All other words, and numbers of more than five digits (a port has five at most), become `***`. What the picture does not
show (the program's output, its source) is left out. Pure.
"""

import builtins
import keyword
import re
import socket
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

import msgspec

from grader.model import events
from grader.report.words import finding_texts, promise_words
from grader.result.finding import Difference
from grader.result.scorecard import CheckResult

SHARED = 3  # learners
COVERED = "***"
ENCODINGS = ("utf-8", "gbk")
# A run of bytes that Python shows as escapes is a word too: it may be a name in another script.
WORD = re.compile(r"(?:\\x[0-9a-f]{2})+|\\u[0-9a-f]{4}|\w+")
PORT = re.compile(r"\d{1,5}")
# A part in quotes, up to the end where a text was cut; the apostrophe in "can't" is not a quote.
QUOTED = re.compile(r"""((?<!\w)(?:[bru]{1,2})?["'“‘])(.*?)(["'”’](?!\w)|$)""", re.DOTALL)
# Words in which Python shows a socket, an error and bytes.
SHOWN = "fd family type proto laddr raddr closed at object main Errno b r n t x bytes py host local"
PYTHON = frozenset([*dir(builtins), *dir(socket), *dir(socket.socket), *keyword.kwlist, *SHOWN.split()])
BYTES = frozenset(f"\\x{number:02x}" for number in range(128))  # a single ASCII byte is not a name
SAFE = PYTHON | BYTES

Cover = Callable[[str], str]


def words(text: str) -> Iterator[str]:
    """The words of a text that could identify a person."""
    return (word for word in WORD.findall(text) if not PORT.fullmatch(word) and word not in SAFE)


def shared_words(checks: Sequence[CheckResult]) -> frozenset[str]:
    """The words that at least `SHARED` learners wrote; each check belongs to another learner."""
    found: Counter[str] = Counter()
    for check in checks:
        found.update({word for text in texts_of(check) for word in words(text)})
    return frozenset(word for word, count in found.items() if count >= SHARED)


def texts_of(check: CheckResult) -> Iterator[str]:
    """Every text of a check that a learner may have written, and that a picture would show."""
    yield finding_texts(check).seen
    for event in check.transcript:
        match event:
            case events.Received(data=data):
                yield from map(partial(readable, data), ENCODINGS)
            case events.Call():
                yield from (event.arguments, event.result, event.error, event.file)
            case events.Raised():
                yield from (event.text, event.file)
            case events.Misreturned(came=text) | events.SideChannelLine(line=text):
                yield text
            case events.Started(file=file) | events.Stuck(file=file) | events.Late(file=file):
                yield file


def readable(data: bytes, encoding: str) -> str:
    """Bytes as a text; those that cannot be decoded are dropped."""
    return data.decode(encoding, "ignore")


def of_course(check: CheckResult, file: str, own: Sequence[bytes]) -> Iterator[str]:
    """Every text of a check that the course wrote; `own` is what the peer sent."""
    yield from (promise_words(check.promise), finding_texts(check).expected, file)
    yield from (readable(data, encoding) for data in own for encoding in ENCODINGS)
    yield from map(repr, own)


def sent(check: CheckResult) -> Iterator[bytes]:
    """What the peer sent, and what it waited for."""
    yield from (event.data for event in check.transcript if isinstance(event, events.Sent))
    if check.difference is not None:
        yield check.difference.wanted


def anonymous(check: CheckResult, file: str, shared: Iterable[str]) -> CheckResult:
    """The check without anything that could identify the learner; `file` is the name of the exercise's file."""
    own = tuple(sent(check))
    known = frozenset(shared).union(*map(words, of_course(check, file, own)))
    cover = partial(covered, known=known)
    quoted = partial(covered_in_quotes, cover=cover)
    texts = finding_texts(check)
    return msgspec.structs.replace(
        check,
        expected=texts.expected,
        observed="",
        seen=quoted(texts.seen),
        messages=msgspec.UNSET,  # they hold the learner's words uncovered
        difference=difference(check.difference, cover),
        advice=None,
        output="",
        transcript=[event_without(event, cover, quoted, own) for event in check.transcript],
    )


def covered(text: str, known: frozenset[str]) -> str:
    """A text with `***` in place of each word that is not known."""

    def kept(word: re.Match[str]) -> str:
        harmless = PORT.fullmatch(word[0]) or word[0] in SAFE or word[0] in known
        return word[0] if harmless else COVERED

    return WORD.sub(kept, text)


def covered_in_quotes(text: str, cover: Cover) -> str:
    """A sentence of the grader or of Python, with the quoted parts covered."""
    return QUOTED.sub(lambda found: found[1] + cover(found[2]) + found[3], text)


def difference(found: Difference | None, cover: Cover) -> Difference | None:
    """Where two messages differ; None where the received one has words to cover."""
    if found is None:
        return None
    texts = {readable(found.got, encoding) for encoding in ENCODINGS}
    return found if any(cover(text) == text for text in texts if text) else None


def event_without(event: events.AnyEvent, cover: Cover, quoted: Cover, own: Sequence[bytes]) -> events.AnyEvent:
    """An event with its learner's words covered; `own` is what the peer itself sent."""
    replaced = msgspec.structs.replace
    match event:
        case events.Received(data=data):
            return replaced(event, data=received(data, cover, own))
        case events.Call():
            return replaced(
                event,
                arguments=cover(event.arguments),
                result=cover(event.result),
                error=quoted(event.error),
                file=cover(event.file),
            )
        case events.Raised(source=source):
            # The text of the learner's own `raise` is covered whole; of a message of Python only the quoted parts.
            text = cover(event.text) if source.strip().startswith("raise") else quoted(event.text)
            return replaced(event, kind=cover(event.kind), text=text, file=cover(event.file), source="", detail={})
        case events.Misreturned(came=came):
            return replaced(event, came=cover(came))
        case events.Started(file=file) | events.Stuck(file=file) | events.Late(file=file):
            return replaced(event, file=cover(file))
        case events.SideChannelLine(line=line):
            return replaced(event, line=cover(line))
    return event


def received(data: bytes, cover: Cover, own: Sequence[bytes]) -> bytes:
    """What a peer received: an echo unchanged, a text with its words covered, no other bytes."""
    if any(data in each for each in own):
        return data
    for encoding in ENCODINGS:
        try:
            return cover(data.decode(encoding)).encode(encoding)
        except UnicodeError:
            continue
    return b""

"""The table of symptoms: what a check saw, and how far the program came, where no rule or exception explains it.

The last row has no condition, so every failed check is explained.
"""

import enum
from dataclasses import dataclass
from functools import partial

from grader.advice.evidence import RECEIVES, SENDS, Case
from grader.advice.row import Explained
from grader.advice.rule import By, Fit, Rule
from grader.result.finding import FindingKind as Kind
from grader.texts.language import N_
from grader.texts.wording import shorten

README = "exercises/*/README.md, Your task"
PRINTED = 60  # characters of the returned value


class LastStep(enum.Enum):
    """The steps of a conversation, the furthest first; the value of a step contains the calls that reach it."""

    RECEIVED = RECEIVES
    SENT = SENDS
    ACCEPTED = ("accept",)
    CONNECTED = ("connect", "connect_ex")
    LISTENS = ("listen",)
    BOUND = ("bind",)
    CREATED = ("socket",)
    NOTHING = ()


def last_step(case: Case) -> LastStep:
    """The furthest step that the program's calls reached without an error: the host's too, which runs a function."""
    calls = case.all_calls() if case.steps else case.calls()
    done = {call.call for call in calls if call.seconds is not None and not call.error}
    return next((step for step in LastStep if done & {*step.value}), LastStep.NOTHING)


@dataclass(frozen=True, kw_only=True)
class SymptomRow(Explained):
    """A row: the kinds of finding, the last steps, and the calls in which the program waits (each: any if empty).

    `failed`: the program ended with an exit status that means failure; `unprinted`: a text was not printed, and the
    program is past the place where it would print it.
    """

    kinds: tuple[Kind, ...]
    failed: bool = False
    unprinted: bool = False
    last: tuple[LastStep, ...] = ()
    waits_in: tuple[str, ...] = ()


def fits(row: SymptomRow, case: Case) -> Fit:
    """The words of the row if its conditions hold and the line in its text is known; else False."""
    waiting = next((call for call in reversed(case.calls()) if call.seconds is None), None)
    if (
        (row.kinds and case.kind not in row.kinds)
        or (row.failed and not case.status)
        or (row.unprinted and (case.asked is None or not case.past_printing))
        or (row.last and last_step(case) not in row.last)
        or (row.waits_in and (waiting is None or waiting.call not in row.waits_in))
    ):
        return False
    place = waiting or case.stopped_at
    line = place.line if place is not None else 0
    if not line and "{line}" in row.text:
        return False
    return {
        "call": waiting.call if waiting is not None else "",
        "line": line,
        "value": shorten(case.misreturned.came, PRINTED) if case.misreturned is not None else "",
        "step": case.misreturned.step if case.misreturned is not None else "",
        "status": case.status or 0,
    }


TABLE = (
    SymptomRow(
        "not-printed",
        N_("It prints something else, or nothing"),
        N_(
            "The expected text is not in what your program printed. Try: print() the received text itself, after "
            "decode(), and the number that the task asks for."
        ),
        README,
        kinds=(),
        unprinted=True,
    ),
    # It waits ---------------------------------------------
    SymptomRow(
        "waits-to-receive",
        N_("It waits for bytes that do not come"),
        N_(
            "{call}() in line {line} waits for bytes, and the other side has nothing more to send: it waits for your "
            "program. Try: before this line, do what the other side waits for, or call {call}() once less."
        ),
        "recv(2): waits if no messages are available",
        kinds=(Kind.STUCK, Kind.LATE),
        waits_in=tuple(RECEIVES),
    ),
    SymptomRow(
        "waits-to-accept",
        N_("It waits for one more client"),
        N_(
            "accept() in line {line} waits for a client, and no other client comes. Try: call accept() only as often "
            "as clients are expected, and serve a client before you wait for the next one."
        ),
        "accept(2): blocks until a connection is present",
        kinds=(Kind.STUCK, Kind.LATE),
        waits_in=("accept",),
    ),
    SymptomRow(
        "waits",
        N_("The program waits and nothing can wake it"),
        N_(
            "Your program waits at line {line}, and nothing that the other side does will end this. Try: find out "
            "what this line waits for, and whether the other side does it."
        ),
        "exercises/*/README.md",
        kinds=(Kind.STUCK,),
    ),
    SymptomRow(
        "late",
        N_("The program takes too long"),
        N_(
            "Your program was at line {line} when its time was over. Try: take out what makes the program wait there, "
            "such as a sleep or a long time limit."
        ),
        "https://docs.python.org/3/library/time.html#time.sleep",
        kinds=(Kind.LATE,),
    ),
    SymptomRow(
        "busy",
        N_("A loop does not end"),
        N_(
            "Your program was still busy at line {line} when its processor time was over. Usually that is a loop "
            "whose end never comes. Try: check the condition of the loop around this line; recv() returns b'' when "
            "the stream has ended."
        ),
        "recv(2): the return value 0",
        kinds=(Kind.BUSY,),
    ),
    SymptomRow(
        "flooded",
        N_("It produces without an end"),
        N_(
            "Your program printed, sent or started so much that it was stopped. Usually a loop goes round without an "
            "end. Try: check the condition of the loop, and what recv() returns when the stream has ended: b''."
        ),
        "recv(2): the return value 0",
        kinds=(Kind.FLOODED,),
    ),
    # It ended ---------------------------------------------
    SymptomRow(
        "ends-before-socket",
        N_("It ends without creating a socket"),
        N_(
            "Your program ended by itself, and no call on a socket was seen. Try: check that the function with your "
            "code is called, and that no return, exit() or if ends the program before it."
        ),
        README,
        kinds=(Kind.EXITED, Kind.NEVER_LISTENED, Kind.NO_CLIENT),
        last=(LastStep.NOTHING,),
    ),
    SymptomRow(
        "ends-after-socket",
        N_("It creates a socket and then ends"),
        N_(
            "Your program created a socket, and ended without connecting and without listening. Try: write the next "
            "step: connect() in a client, bind() and listen() in a server."
        ),
        README,
        kinds=(Kind.EXITED, Kind.NEVER_LISTENED, Kind.NO_CLIENT),
        last=(LastStep.CREATED,),
    ),
    SymptomRow(
        "ends-after-bind",
        N_("It binds an address and then ends"),
        N_(
            "Your program bound its address and ended without calling listen(). Without listen() no client can reach "
            "it. Try: listen() after bind(), and then accept()."
        ),
        "listen(2)",
        kinds=(Kind.EXITED, Kind.NEVER_LISTENED, Kind.NO_CLIENT),
        last=(LastStep.BOUND,),
    ),
    SymptomRow(
        "ends-after-listen",
        N_("It listens and then ends"),
        N_(
            "Your program called listen() and ended without accepting a client. Try: accept() after listen(), with "
            "the address and port of the task."
        ),
        "accept(2)",
        kinds=(Kind.EXITED, Kind.NEVER_LISTENED, Kind.NO_CLIENT),
        last=(LastStep.LISTENS,),
    ),
    SymptomRow(
        "ends-with-status",
        N_("The program ends with exit status {status}"),
        N_(
            "Your program ended by itself, and its exit status is {status}. 0 means success; any other number means "
            "that it failed. Try: look for exit() in your file, and end without it, or with sys.exit(0)."
        ),
        "https://docs.python.org/3/library/sys.html#sys.exit",
        kinds=(Kind.EXITED, Kind.EXIT_STATUS),
        failed=True,
    ),
    SymptomRow(
        "ends-too-early",
        N_("The program ends before it is done"),
        N_(
            "Your program ended by itself (exit status {status}) while the other side still waited for it. Try: "
            "compare the last call in the picture with the task: the next step is missing."
        ),
        README,
        kinds=(Kind.EXITED,),
    ),
    SymptomRow(
        "killed",
        N_("The program was ended by a signal"),
        N_(
            "Your program did not end by itself: a signal ended it, perhaps because it used too much memory, or "
            "because it ended its own process. Try: leave os.kill() and the like out, and keep less in memory."
        ),
        "signal(7)",
        kinds=(Kind.KILLED,),
    ),
    SymptomRow(
        "step-not-found",
        N_("The name does not stand for a function"),
        N_(
            "In your file the name of this exercise's function stands for something else. Try: write def with the name "
            "and the parameters from the stub, at the left edge."
        ),
        README,
        kinds=(Kind.MISSING,),
    ),
    SymptomRow(
        "other-type-returned",
        N_("The function returns something else"),
        N_(
            "{step}() returned {value}, and that is not what the task says. Try: return exactly what stands behind -> "
            "in the def line, in the same order."
        ),
        "https://docs.python.org/3/library/typing.html",
        kinds=(Kind.MISRETURNED,),
    ),
    # Listening and connecting ---------------------------------------------
    SymptomRow(
        "several-connections",
        N_("It makes more than one connection"),
        N_(
            "Your program connected more than once. One connection carries everything in both directions. Try: "
            "connect once, before any loop, and use this socket until the end."
        ),
        "tcp(7)",
        kinds=(Kind.SEVERAL_CONNECTIONS,),
    ),
    # Bytes ---------------------------------------------
    SymptomRow(
        "more-sent",
        N_("More is sent than the task asks for"),
        N_(
            "The other side got what it expected, and more bytes after it. Try: look for a second send(), for a "
            "newline at the end, and for a loop that sends again."
        ),
        "send(2)",
        kinds=(Kind.MORE_BYTES,),
    ),
    SymptomRow(
        "other-sent",
        N_("Other bytes arrive than expected"),
        N_(
            "The bytes that arrived differ from the expected ones. Try: compare both lines at the place of the mark: "
            "a text before or after the message, another text, or another encoding."
        ),
        README,
        kinds=(Kind.OTHER_BYTES,),
    ),
    SymptomRow(
        "other-port-kind",
        N_("The answer for this port is another one"),
        N_(
            "The task's table has another answer for this port than your function. Try: compare the word letter by "
            "letter, and the limits of each range: 0 to 1023, 1024 to 49151, 49152 to 65535."
        ),
        "RFC 6335, section 6",
        kinds=(Kind.OTHER_KIND,),
    ),
    SymptomRow(
        "text-differs",
        N_("The text or its length is another one"),
        N_(
            "The text that came out differs from the one that went in, or the length is not that of the encoded "
            "bytes. Try: use the given encoding for encode() and decode(), and change nothing else."
        ),
        "https://docs.python.org/3/library/stdtypes.html#str.encode",
        kinds=(Kind.OTHER_LENGTH, Kind.OTHER_TEXT, Kind.WRONG_TEXT),
    ),
    # Any other ---------------------------------------------
    SymptomRow(
        "seen-differs",
        N_("What was seen is not what the task says"),
        N_(
            "The check did not see what it expected. Try: compare expected and seen, word by word, and then your "
            "function with the task in the README: which of its sentences does this break?"
        ),
        README,
        kinds=(),
    ),
)

RULES: tuple[Rule, ...] = tuple(row.rule(partial(fits, row), By.SYMPTOM) for row in TABLE)

"""The table symptom x last step: what a check saw, and how far the program had come, where nothing explains more.

Each kind of finding has a row without a condition on the last step, so every failed check is explained.
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
PRINTED = 60  # letters of the program's output


class LastStep(enum.Enum):
    """The furthest step of a conversation that the learner's own calls reached."""

    NOTHING = enum.auto()
    CREATED = enum.auto()
    BOUND = enum.auto()
    LISTENS = enum.auto()
    CONNECTED = enum.auto()
    ACCEPTED = enum.auto()
    SENT = enum.auto()
    RECEIVED = enum.auto()


# The calls that reach a step, the furthest step first.
REACHED_BY = {
    LastStep.RECEIVED: RECEIVES,
    LastStep.SENT: SENDS,
    LastStep.ACCEPTED: ("accept",),
    LastStep.CONNECTED: ("connect", "connect_ex"),
    LastStep.LISTENS: ("listen",),
    LastStep.BOUND: ("bind",),
    LastStep.CREATED: ("socket",),
}


def last_step(case: Case) -> LastStep:
    """The furthest step that the learner's calls reached without an error."""
    done = {call.call for call in case.succeeded()}
    return next((step for step, calls in REACHED_BY.items() if done & {*calls}), LastStep.NOTHING)


@dataclass(frozen=True, kw_only=True)
class SymptomRow(Explained):
    """The kinds of a finding; the last steps, and the calls in which the program waits (any if empty)."""

    kinds: tuple[Kind, ...]
    last: tuple[LastStep, ...] = ()
    waits_in: tuple[str, ...] = ()


def fits(row: SymptomRow, case: Case) -> Fit:
    """The words of the row if it is about this finding and this last step; else False."""
    waiting = next((call for call in reversed(case.calls()) if call.seconds is None), None)
    if (
        case.kind not in row.kinds
        or (row.last and last_step(case) not in row.last)
        or (row.waits_in and (waiting is None or waiting.call not in row.waits_in))
    ):
        return False
    stopped = case.stopped_at
    return {
        "call": waiting.call if waiting is not None else "",
        "line": waiting.line if waiting is not None else stopped.line if stopped is not None else 0,
        "value": shorten(case.misreturned.came, PRINTED) if case.misreturned is not None else "",
        "step": case.misreturned.step if case.misreturned is not None else "",
        "status": case.status or 0,
    }


TABLE = (
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
        "waits-to-send",
        N_("It waits to send, and the other side does not read"),
        N_(
            "{call}() in line {line} waits until the other side has read something, and the other side reads nothing "
            "more. Try: send what the task asks for, and no more."
        ),
        "send(2): blocks when the message does not fit into the send buffer",
        kinds=(Kind.STUCK, Kind.LATE),
        waits_in=SENDS,
    ),
    SymptomRow(
        "waits-to-connect",
        N_("It waits for a connection that nobody takes"),
        N_(
            "connect() in line {line} waits, and the server does not answer. Try: check the address, and whether the "
            "program makes more connections than the task asks for."
        ),
        "connect(2); listen(2), backlog",
        kinds=(Kind.STUCK, Kind.LATE),
        waits_in=("connect", "connect_ex", "create_connection"),
    ),
    SymptomRow(
        "waits",
        N_("The program waits and nothing can wake it"),
        N_(
            "Your program waits at line {line}, and nothing that the other side does will end this. Try: look at that "
            "line, and take out what waits: a sleep, an input(), a join() or a lock."
        ),
        "exercises/*/README.md",
        kinds=(Kind.STUCK,),
    ),
    SymptomRow(
        "late",
        N_("The program takes too long"),
        N_(
            "Your program was at line {line} when its time was over. The other side was ready all the time. Try: take "
            "out what makes the program wait there, such as a sleep or a long time limit."
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
        "exit-status",
        N_("The exit status says that it failed"),
        N_(
            "Your program ended with exit status {status}; 0 means success. Try: end without exit(), or with "
            "sys.exit(0)."
        ),
        "https://docs.python.org/3/library/sys.html#sys.exit",
        kinds=(Kind.EXIT_STATUS,),
    ),
    SymptomRow(
        "not-ended",
        N_("The program does not end"),
        N_(
            "The conversation is over, and your program still runs. Try: after the last step leave the loop, and "
            "close the sockets."
        ),
        README,
        kinds=(Kind.NOT_ENDED,),
    ),
    SymptomRow(
        "import-waits",
        N_("The file waits while it is imported"),
        N_(
            "Line {line} runs while your file is imported, before your function is called, and it waits there. Try: "
            'move this part under if __name__ == "__main__":.'
        ),
        "https://docs.python.org/3/library/__main__.html",
        kinds=(Kind.IMPORT_WAITS, Kind.IMPORT_ENDS, Kind.UNIMPORTABLE, Kind.UNCOMPILABLE),
    ),
    SymptomRow(
        "step-not-found",
        N_("The function is not in the file"),
        N_(
            "The function of this exercise was not found in your file. Try: write def with the name and the "
            "parameters from the stub, at the left edge."
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
    SymptomRow(
        "raised",
        N_("An exception ended the program"),
        N_(
            "Your program ended with an exception. Try: read the last line of the traceback, and the line of your "
            "file that stands above it."
        ),
        "https://docs.python.org/3/tutorial/errors.html",
        kinds=(Kind.RAISED,),
    ),
    # Listening and connecting ---------------------------------------------
    SymptomRow(
        "never-listened",
        N_("No client can reach the server"),
        N_(
            "The program ran, and no socket listened at the expected address. Try: bind() with the host and port of "
            "the task, then listen()."
        ),
        "listen(2)",
        kinds=(Kind.NEVER_LISTENED, Kind.REFUSED, Kind.UNREACHED),
    ),
    SymptomRow(
        "not-refused",
        N_("A client is accepted that should be refused"),
        N_(
            "A client reached your program where the task says that it must not. Try: check which address the "
            "listening socket is bound to, and whether it is closed when it should be."
        ),
        "bind(2); close(2)",
        kinds=(Kind.NOT_REFUSED,),
    ),
    SymptomRow(
        "no-client",
        N_("No client connects"),
        N_(
            "The server of this check waited, and your program did not connect to it. Try: connect((host, port)) with "
            "the host and the port of the task."
        ),
        "connect(2)",
        kinds=(Kind.NO_CLIENT,),
    ),
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
        "nothing-sent",
        N_("Nothing is sent"),
        N_(
            "The other side waited for bytes and got none. Try: call sendall() with the whole message, on the "
            "connected socket, before the socket is closed."
        ),
        "send(2)",
        kinds=(Kind.NOTHING_OPEN, Kind.NOTHING_FINISHED, Kind.NOTHING_RESET),
    ),
    SymptomRow(
        "part-sent",
        N_("Only a part is sent"),
        N_(
            "The other side got the beginning of the message and not its end. Try: sendall() sends everything; and "
            "close the socket only after it."
        ),
        "send(2); https://docs.python.org/3/library/socket.html#socket.socket.sendall",
        kinds=(Kind.SHORT_OPEN, Kind.SHORT_FINISHED, Kind.SHORT_RESET),
    ),
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
        "spoke-too-early",
        N_("It acts before its turn"),
        N_(
            "Your program did not wait for the other side here. Try: first receive what the other side sends, and "
            "then do the next step."
        ),
        "recv(2)",
        kinds=(Kind.NOT_WAITED,),
    ),
    SymptomRow(
        "stream-open",
        N_("The connection stays open"),
        N_(
            "The other side waited for the end of the stream, and it did not come. Try: close() the connected socket "
            "when everything is sent."
        ),
        "close(2)",
        kinds=(Kind.SILENT, Kind.STILL_OPEN),
    ),
    SymptomRow(
        "stream-reset",
        N_("The connection is reset"),
        N_(
            "The other side saw a reset instead of the end of the stream. That happens when a socket is closed with "
            "bytes that were not read. Try: receive everything that the other side sends before you close."
        ),
        "RFC 9293, section 3.6.1; RFC 2525, section 2.17",
        kinds=(Kind.RESET,),
    ),
    # Printed and reported ---------------------------------------------
    SymptomRow(
        "not-printed-nothing",
        N_("It prints something else, or nothing"),
        N_(
            "The expected text is not in what your program printed. Try: print() the received text itself, after "
            "decode(), and the number that the task asks for."
        ),
        README,
        kinds=(Kind.NOT_PRINTED,),
    ),
    SymptomRow(
        "many-numbers",
        N_("It prints many numbers"),
        N_(
            "Your program printed many numbers, and the task asks for one. Try: print only the length of the received "
            "bytes."
        ),
        README,
        kinds=(Kind.MANY_NUMBERS,),
    ),
    SymptomRow(
        "not-reported",
        N_("The step does not come to its end"),
        N_(
            "Your function did not return a result for this check. Try: return the result on every path through the "
            "function."
        ),
        README,
        kinds=(Kind.NOT_REPORTED,),
    ),
    # Addresses and ports ---------------------------------------------
    SymptomRow(
        "other-address",
        N_("It is another address"),
        N_(
            "The address that your function returned is not the expected one. Try: compare expected and seen, part by "
            "part."
        ),
        README,
        kinds=(Kind.OTHER_ADDRESS,),
    ),
    SymptomRow(
        "other-port-kind",
        N_("It is another kind of port"),
        N_(
            "Your function returned another word than the task's table has for this port. Try: compare the word "
            "letter by letter, and the limits of each range: 0 to 1023, 1024 to 49151, 49152 to 65535."
        ),
        "RFC 6335, section 6",
        kinds=(Kind.OTHER_KIND,),
    ),
    SymptomRow(
        "value-accepted",
        N_("A wrong value is accepted"),
        N_(
            "Your function returned a result for a value that the task calls wrong. Try: check the value first, and "
            "raise ValueError."
        ),
        README,
        kinds=(Kind.NOT_REFUSED_VALUE,),
    ),
    # A socket and its address ---------------------------------------------
    SymptomRow(
        "socket-differs",
        N_("The socket is another one than the task asks for"),
        N_(
            "The socket that your function returned has another family, type or state. Try: "
            "socket.socket(socket.AF_INET, socket.SOCK_STREAM), and no further call on it."
        ),
        "socket(2)",
        kinds=(Kind.SOCKET_FAMILY, Kind.SOCKET_TYPE, Kind.SOCKET_BOUND, Kind.SOCKET_BLOCKING),
    ),
    SymptomRow(
        "bound-elsewhere",
        N_("The socket has another address"),
        N_("The socket is not bound to the given address. Try: bind((host, port)) with both parameters, unchanged."),
        "bind(2)",
        kinds=(Kind.BOUND_ELSEWHERE,),
    ),
    SymptomRow(
        "error-hidden",
        N_("The caller does not learn of the error"),
        N_(
            "The step failed, and your function raised nothing, so its caller goes on as if it had worked. Try: leave "
            "try and except out: the exception then reaches the caller by itself."
        ),
        "https://docs.python.org/3/tutorial/errors.html#handling-exceptions",
        kinds=(Kind.TAKEN_IN_SILENCE, Kind.SENT_TO_NO_CLIENT, Kind.REFUSED_IN_SILENCE),
    ),
    SymptomRow(
        "option-not-set",
        N_("The option is not set"),
        N_(
            "SO_REUSEADDR is not set on the socket that your function was given. Try: setsockopt(socket.SOL_SOCKET, "
            "socket.SO_REUSEADDR, 1) on this socket."
        ),
        "socket(7), SO_REUSEADDR",
        kinds=(Kind.OPTION_NOT_SET, Kind.NO_TIME_WAIT, Kind.PORT_SHARED),
    ),
    # Receiving and texts ---------------------------------------------
    SymptomRow(
        "sent-too",
        N_("The function also sends"),
        N_("Your function sent bytes, and this step only receives. Try: leave send() out."),
        README,
        kinds=(Kind.SENT_TOO,),
    ),
    SymptomRow(
        "too-many-bytes",
        N_("It returns more bytes than it may"),
        N_("One call returned more bytes than bufsize. Try: call recv(bufsize) once, and return its result."),
        "recv(2)",
        kinds=(Kind.TOO_MANY_BYTES,),
    ),
    SymptomRow(
        "end-misjudged",
        N_("The end of the stream is judged wrongly"),
        N_(
            "Only the empty bytes b'' mean that the client has left, and any other bytes mean that it has not. Try: "
            "len(data) == 0."
        ),
        "recv(2): the return value 0",
        kinds=(Kind.LEFT_TOO_EARLY, Kind.LEFT_FOR_DATA, Kind.END_NOT_SEEN),
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
)

RULES: tuple[Rule, ...] = tuple(row.rule(partial(fits, row), By.SYMPTOM) for row in TABLE)

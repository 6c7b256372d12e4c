"""The table of errors by call: what an exception means where no rule fits.

It is about the exception that ended the program, or one of its threads. If there is none, it is about the last call of
the learner that failed and whose exception the program caught.
"""

import ast
from functools import partial

from grader.advice import python_errors
from grader.advice.error_row import QUOTED, ErrorRow, fits
from grader.advice.evidence import (
    BAD_DESCRIPTOR,
    BROKEN_PIPE,
    CONNECTED_ALREADY,
    IN_USE,
    INVALID,
    NO_ACCESS,
    NO_SUCH_OPTION,
    NOT_CONNECTED,
    NOT_OF_THIS_MACHINE,
    REFUSED,
    RESET,
    Case,
)
from grader.advice.row import Explained
from grader.advice.rule import By, Fit, Rule
from grader.texts.language import N_
from grader.texts.wording import shorten

# The numbers of the same error on Linux, macOS and Windows. Source: errno(3), Winsock error codes.
UNREACHABLE = frozenset({101, 113, 51, 65, 10051, 10065})
NO_SUCH_KIND = frozenset({93, 94, 97, 91, 43, 44, 47, 41, 10041, 10043, 10044, 10047})
NOT_A_SOCKET = frozenset({88, 38, 10038})
NO_FILE = frozenset({2})


def swallowed(case: Case) -> Fit:
    """The words for the last call that failed and whose exception the program caught; False where there is none."""
    catches = case.source.mentions("suppress") or any(isinstance(each, ast.ExceptHandler) for each in case.source.nodes)
    failed = [call for call in case.failed() if call.failure is not None and call.direct]
    if case.error is not None or not catches or not failed or failed[-1].failure is None:
        return False
    last, failure = failed[-1], failed[-1].failure
    return {"call": last.call, "line": last.line, "kind": failure.kind, "error": shorten(failure.text, QUOTED)}


SWALLOWED = Explained(
    "error-caught",
    N_("An error was caught and its cause is still there"),
    N_(
        "{call}() in line {line} failed with {kind}: {error}. Your program caught this exception and went on. Try: "
        "print the exception in the except block, or leave try and except out, and mend the line that failed."
    ),
    "https://docs.python.org/3/tutorial/errors.html#handling-exceptions",
)

OF_REST = (
    # The rest of the program, with the socket of the learner's function ---------------------------------------------
    ErrorRow(
        "rest-socket-closed",
        N_("The socket is not open any more"),
        N_(
            "After your function had returned, the rest of the program called {call}() on the socket, and the system "
            "answered: {error}. A closed socket cannot be used again. Try: leave out close(), and with too: at its "
            "end it closes the socket."
        ),
        "close(2), errno EBADF",
        numbers=BAD_DESCRIPTOR,
        of_rest=True,
    ),
    ErrorRow(
        "rest-bound-already",
        N_("The socket has an address already"),
        N_(
            "After your function had returned, the rest of the program called bind() on the socket, and the system "
            "answered: {error}. A socket can be bound only once. Try: leave bind() out; it is not a part of this "
            "step."
        ),
        "bind(2), errno EINVAL",
        numbers=INVALID,
        calls=("bind",),
        of_rest=True,
    ),
    ErrorRow(
        "rest-address-taken",
        N_("The address is taken when the rest of the program binds it"),
        N_(
            "After your function had returned, the rest of the program called bind() on the socket, and the system "
            "answered: {error}. Another socket has this address. Try: use only one socket, and compare each line of "
            "your function with the task."
        ),
        "bind(2), errno EADDRINUSE",
        numbers=IN_USE,
        calls=("bind",),
        of_rest=True,
    ),
    ErrorRow(
        "rest-failed",
        N_("The rest of the program fails after your function"),
        N_(
            "Your function returned, and then the rest of the program failed with {kind}: {error}. Your function left "
            "something in another state than the task says. Try: compare what your function does and returns with the "
            "task, line by line."
        ),
        "exercises/*/README.md, Your task",
        of_rest=True,
    ),
)

OF_SYSTEM = (
    # Errors of the system, by call ---------------------------------------------
    ErrorRow(
        "bind-taken",
        N_("The address is taken"),
        N_(
            "bind() in line {line} failed: another socket has this address at the moment ({error}). Try: bind only "
            "once, with the address of the task; in a server set SO_REUSEADDR before bind()."
        ),
        "bind(2), errno EADDRINUSE; socket(7), SO_REUSEADDR",
        numbers=IN_USE,
        calls=("bind",),
    ),
    ErrorRow(
        "address-not-here",
        N_("This address is not one of this machine's"),
        N_(
            "{call}() in line {line} failed: {error}. An own address must belong to this machine, such as 127.0.0.1. "
            "Try: use the host and the port of the task."
        ),
        "bind(2), errno EADDRNOTAVAIL",
        numbers=NOT_OF_THIS_MACHINE,
    ),
    ErrorRow(
        "bind-twice",
        N_("The socket is bound already"),
        N_(
            "bind() in line {line} failed: {error}. A socket can be bound only once, and this one has an address "
            "already. Try: leave this bind() out."
        ),
        "bind(2), errno EINVAL",
        numbers=INVALID,
        calls=("bind",),
    ),
    ErrorRow(
        "accept-not-listening",
        N_("accept() is called on a socket that does not listen"),
        N_(
            "accept() in line {line} failed: {error}. Only a socket that listens can accept clients. Try: call "
            "listen() on this socket first, and accept() only on this one."
        ),
        "accept(2), errno EINVAL",
        numbers=INVALID,
        calls=("accept",),
    ),
    ErrorRow(
        "call-not-possible",
        N_("{call}() is not possible in this state"),
        N_(
            "{call}() in line {line} failed: {error}. The socket is not in a state in which this call makes sense: "
            "for example it is connected or bound already. Try: check the order of the calls with the picture in the "
            "README."
        ),
        "listen(2), connect(2), setsockopt(2), errno EINVAL",
        numbers=INVALID,
    ),
    ErrorRow(
        "not-connected",
        N_("The socket is not connected"),
        N_(
            "{call}() in line {line} failed: {error}. Bytes go only over a connected socket: in a server over the one "
            "that accept() returned, in a client after connect(). Try: use that socket here, and close it last."
        ),
        "recv(2), errno ENOTCONN",
        numbers=NOT_CONNECTED,
    ),
    ErrorRow(
        "connected-already",
        N_("The socket is connected already"),
        N_(
            "{call}() in line {line} failed: {error}. A socket makes one connection in its life. Try: leave the "
            "second connect() out, or create a new socket for it."
        ),
        "connect(2), errno EISCONN",
        numbers=CONNECTED_ALREADY,
    ),
    ErrorRow(
        "socket-closed",
        N_("The socket is closed already"),
        N_(
            "{call}() in line {line} failed: {error}. This socket was closed before this line, by close() or at the "
            "end of a with block. Try: move close() below the last line that uses the socket."
        ),
        "close(2), errno EBADF",
        numbers=BAD_DESCRIPTOR,
    ),
    ErrorRow(
        "other-side-gone",
        N_("The other side has gone"),
        N_(
            "{call}() in line {line} failed: {error}. The other side had closed the connection before. Try: when "
            "recv() returns b'', stop sending; and look at what you send before this line."
        ),
        "send(2), errno EPIPE; recv(2), errno ECONNRESET",
        numbers=BROKEN_PIPE | RESET,
    ),
    ErrorRow(
        "connect-refused",
        N_("There is no server at this address"),
        N_(
            "{call}() in line {line} was refused: no socket listens at this address ({error}). Try: use the host and "
            "the port of the task, each in its place."
        ),
        "connect(2), errno ECONNREFUSED",
        numbers=REFUSED,
    ),
    ErrorRow(
        "connect-unreachable",
        N_("This address cannot be reached"),
        N_(
            "{call}() in line {line} failed: {error}. The address belongs to another computer, and the server of this "
            "exercise runs on this one. Try: the address 127.0.0.1, which means this machine."
        ),
        "connect(2), errno ENETUNREACH",
        numbers=UNREACHABLE,
    ),
    ErrorRow(
        "no-permission",
        N_("The system does not permit this"),
        N_(
            "{call}() in line {line} failed: {error}. Ports below 1024 are kept for the system, and some addresses "
            "are too. Try: the address and the port of the task."
        ),
        "bind(2), errno EACCES; ip(7)",
        numbers=NO_ACCESS | frozenset({1}),
    ),
    ErrorRow(
        "no-such-option",
        N_("The option does not belong to this level"),
        N_(
            "{call}() in line {line} failed: {error}. An option is known only at its own level. Try: "
            "setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)."
        ),
        "setsockopt(2), errno ENOPROTOOPT",
        numbers=NO_SUCH_OPTION,
    ),
    ErrorRow(
        "no-such-socket",
        N_("There is no such kind of socket"),
        N_(
            "{call}() in line {line} failed: {error}. Family, type and protocol do not fit together, or one stands in "
            "the place of another. Try: socket.socket(socket.AF_INET, socket.SOCK_STREAM)."
        ),
        "socket(2), errno EPROTONOSUPPORT, ESOCKTNOSUPPORT, EAFNOSUPPORT",
        numbers=NO_SUCH_KIND,
    ),
    ErrorRow(
        "no-socket",
        N_("This is not a socket"),
        N_(
            "{call}() in line {line} failed: {error}. Try: use the socket object itself, not its number or a copy of "
            "it."
        ),
        "recv(2), errno ENOTSOCK",
        numbers=NOT_A_SOCKET,
    ),
    ErrorRow(
        "host-unknown",
        N_("The name of the host is not known"),
        N_(
            "{call}() in line {line} failed: {error}. The text in the place of the host is neither an address nor a "
            "known name. Try: the host as the task gives it, without quotation marks around a variable's name and "
            "without the port."
        ),
        "getaddrinfo(3), EAI_NONAME",
        kinds=("gaierror", "herror", "UnicodeError"),
    ),
    ErrorRow(
        "no-file",
        N_("There is no such file"),
        N_("Line {line} opens a file that is not there: {error}. Try: write the value into the program instead."),
        "open(2), errno ENOENT",
        numbers=NO_FILE,
    ),
)

ANY_OTHER = ErrorRow(
    "exception",
    N_("An exception ended the program"),
    N_(
        "Line {line} raised {kind}. Try: read this line again, and the last line of the traceback; check each value in "
        "it. If you raise this exception yourself, check the condition before it."
    ),
    "https://docs.python.org/3/tutorial/errors.html#exceptions",
)

TABLE = (*OF_REST, *python_errors.TABLE, *OF_SYSTEM, ANY_OTHER)

RULES: tuple[Rule, ...] = (
    *(row.rule(partial(fits, row), By.CALL_ERROR) for row in TABLE),
    SWALLOWED.rule(swallowed, By.CALL_ERROR),
)

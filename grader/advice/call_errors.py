"""The table call x error: what an exception means where no rule knows the mistake behind it.

It is about the exception that ended the program, or one of its threads. If there is none, it is about the last call of
the learner that failed and whose exception the program caught.
"""

import re
from dataclasses import dataclass
from functools import partial

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
    NOT_SUPPORTED,
    RECEIVES,
    REFUSED,
    RESET,
    SENDS,
    WOULD_BLOCK,
    Case,
)
from grader.advice.row import Explained
from grader.advice.rule import By, Fit, Rule
from grader.sourcefile.tree import name_of
from grader.texts.language import N_
from grader.texts.wording import shorten

# The numbers of the same error on Linux, macOS and Windows. Source: errno(3), Winsock error codes.
UNREACHABLE = frozenset({101, 113, 51, 65, 10051, 10065})
NO_SUCH_KIND = frozenset({93, 94, 97, 91, 43, 44, 47, 41, 10041, 10043, 10044, 10047})
NOT_A_SOCKET = frozenset({88, 38, 10038})
NO_FILE = frozenset({2})

COMPILE = ("SyntaxError", "IndentationError", "TabError")
QUOTED = 60  # letters of the learner's line, or of an exception's message


@dataclass(frozen=True, kw_only=True)
class ErrorRow(Explained):
    """An exception: its classes (any if empty), error numbers, a pattern in its message, and the calls that raised it.

    `of_rest`: it was raised in the rest of the program, by a call on the socket that the learner's function returned.
    """

    kinds: tuple[str, ...] = ()
    numbers: frozenset[int] = frozenset()
    says: str = ""
    calls: tuple[str, ...] = ()
    of_rest: bool = False


def fits(row: ErrorRow, case: Case) -> Fit:
    """The words of the row if the exception that ended the program is the row's; else False."""
    error = case.error
    if error is None or row.of_rest == bool(error.file):
        return False
    call = call_of(case)
    if (
        (row.kinds and error.kind not in row.kinds)
        or (row.numbers and error.cause.errno not in row.numbers)
        or (row.calls and call not in row.calls)
        or not re.search(row.says, error.text)
    ):
        return False
    return {
        "call": call,
        "line": error.line,
        "kind": error.kind,
        "error": shorten(error.text, QUOTED),
        "code": shorten(error.source, QUOTED),
        "name": error.cause.name,
        "owner": error.cause.owner,
    }


def call_of(case: Case) -> str:
    """The name of the call that raised the exception: the traced one, else the first one in the learner's statement."""
    if case.raised_in is not None:
        return case.raised_in.call
    return next((name_of(each.func) for each in case.calls_at_error()), "")


def swallowed(case: Case) -> Fit:
    """The words for the last call that failed and whose exception the program caught; False where there was none."""
    failed = [call for call in case.failed() if call.failure is not None and call.direct]
    if case.error is not None or not failed or failed[-1].failure is None:
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

TABLE = (
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
        "rest-other-kind",
        N_("The socket is of another kind"),
        N_(
            "After your function had returned, the rest of the program called {call}() on the socket, and the system "
            "answered: {error}. Not every kind of socket can do this. Try: socket.socket(socket.AF_INET, "
            "socket.SOCK_STREAM)."
        ),
        "listen(2), errno EOPNOTSUPP",
        numbers=NOT_SUPPORTED | NO_SUCH_KIND,
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
    # The file does not compile ---------------------------------------------
    ErrorRow(
        "compile-quote-open",
        N_("A quotation mark is missing"),
        N_(
            "In line {line} a string begins with a quotation mark and does not end in that line. Try: close the "
            "string with the same quotation mark."
        ),
        "https://docs.python.org/3/reference/lexical_analysis.html#string-and-bytes-literals",
        kinds=COMPILE,
        says="unterminated (triple-quoted )?(f-)?string|EOL while scanning|EOF while scanning triple",
    ),
    ErrorRow(
        "compile-bracket-open",
        N_("A bracket is not closed"),
        N_(
            "Python says about line {line}: {error}. Each opening bracket needs a closing one of the same kind. Try: "
            "count the brackets in this line and in the line above it."
        ),
        "https://docs.python.org/3/reference/lexical_analysis.html#implicit-line-joining",
        kinds=COMPILE,
        says="was never closed|unmatched|does not match opening|unexpected EOF|parenthes[ie]s? (is|are) not",
    ),
    ErrorRow(
        "compile-print-statement",
        N_("print without parentheses is Python 2"),
        N_(
            "Line {line} uses print without parentheses. That was Python 2; in Python 3 print is a function. Try: "
            "print(...)."
        ),
        "https://docs.python.org/3/whatsnew/3.0.html#print-is-a-function",
        kinds=COMPILE,
        says="Missing parentheses in call to 'print'",
    ),
    ErrorRow(
        "compile-except-comma",
        N_("except with a comma is Python 2"),
        N_(
            "Line {line} catches an exception in the way of Python 2. Try: except OSError as error: with your own "
            "class and name."
        ),
        "https://docs.python.org/3/whatsnew/3.0.html#changes-to-exceptions",
        kinds=COMPILE,
        says="multiple exception types must be parenthesized",
    ),
    ErrorRow(
        "compile-colon",
        N_("A colon is missing"),
        N_(
            "Line {line} begins a block, such as def, if, while or with, and such a line ends with a colon. Try: "
            "write : at the end of the line."
        ),
        "https://docs.python.org/3/reference/compound_stmts.html",
        kinds=COMPILE,
        says="expected ':'",
    ),
    ErrorRow(
        "compile-one-equals",
        N_("= stands where == is wanted"),
        N_(
            "Python says about line {line}: {error}. One = gives a name a value; two == compare. And an option of a "
            "socket is not set with =. Try: == in a comparison, and setsockopt(...) for an option."
        ),
        "https://docs.python.org/3/reference/simple_stmts.html#assignment-statements",
        kinds=COMPILE,
        says="cannot assign to|cannot contain assignment|Maybe you meant '=='|can't assign",
    ),
    ErrorRow(
        "compile-argument-order",
        N_("The arguments are in an order that Python does not allow"),
        N_(
            "Python says about line {line}: {error}. Arguments without a name come first, those with name= after "
            "them. Try: put them in this order."
        ),
        "https://docs.python.org/3/reference/expressions.html#calls",
        kinds=COMPILE,
        says="positional argument follows|keyword argument repeated|parameter without a default",
    ),
    ErrorRow(
        "compile-other",
        N_("Python cannot read the file"),
        N_(
            "Python stops at line {line} and says: {error}. Nothing in the file runs until this is mended. Try: look "
            "at this line, and at the line above it, letter by letter: a sign is missing, too many, or in the wrong "
            "place."
        ),
        "https://docs.python.org/3/tutorial/errors.html#syntax-errors",
        kinds=COMPILE,
    ),
    # Names and modules ---------------------------------------------
    ErrorRow(
        "module-not-installed",
        N_("A package is not there"),
        N_(
            "Line {line} imports {name}, and Python does not find it. Only Python's own library can be used in this "
            "course, and the files beside yours. Try: leave the import out, and do the same with the module socket."
        ),
        "https://docs.python.org/3/library/exceptions.html#ModuleNotFoundError",
        kinds=("ModuleNotFoundError",),
    ),
    ErrorRow(
        "import-no-such-name",
        N_("A module does not have this name"),
        N_(
            "Line {line} imports a name that the module does not have: {error}. Try: import socket, and write the "
            "module before the name, as in socket.socket."
        ),
        "https://docs.python.org/3/library/exceptions.html#ImportError",
        kinds=("ImportError",),
    ),
    ErrorRow(
        "name-before-value",
        N_("A name is used before it has a value"),
        N_(
            "Line {line} uses a name that gets its value only later in the same function: {error}. Try: give it a "
            "value first, and do not use the name of a module or of a parameter for something else."
        ),
        "https://docs.python.org/3/faq/programming.html#why-am-i-getting-an-unboundlocalerror",
        kinds=("UnboundLocalError",),
    ),
    ErrorRow(
        "name-unknown",
        N_("Python does not know this name"),
        N_(
            "Line {line} uses the name {name}, which has no value there. A method needs its object before the dot, a "
            "name of a module the module, and a variable of another function must be passed. Try: use the names of "
            "this function's own parameters."
        ),
        "https://docs.python.org/3/library/exceptions.html#NameError",
        kinds=("NameError",),
    ),
    ErrorRow(
        "attribute-of-module",
        N_("The name is looked for in the module, not in the socket"),
        N_(
            "Line {line} looks for {name} in the module socket, and the module does not have it. bind(), listen(), "
            "accept(), connect(), send() and recv() are methods of one socket. Try: write your socket's name before "
            "the dot."
        ),
        "https://docs.python.org/3/library/socket.html#socket-objects",
        kinds=("AttributeError",),
        says="module 'socket' has no attribute",
    ),
    ErrorRow(
        "attribute-of-none",
        N_("A value is None"),
        N_(
            "In line {line} the value before .{name} is None. A function without return gives None, and so do bind(), "
            "listen(), connect() and sendall(). Try: look where this value comes from, and keep the socket itself."
        ),
        "https://docs.python.org/3/library/constants.html#None",
        kinds=("AttributeError",),
        says="'NoneType' object",
    ),
    ErrorRow(
        "attribute-of-pair",
        N_("A pair is used like a socket"),
        N_(
            "In line {line} the value before .{name} is a tuple, several values in one. Try: take it apart first, as "
            "in conn, address = server.accept()."
        ),
        "https://docs.python.org/3/library/socket.html#socket.socket.accept",
        kinds=("AttributeError",),
        says="'tuple' object",
    ),
    ErrorRow(
        "attribute-missing",
        N_("This value does not have that name"),
        N_(
            "Line {line} uses .{name}, and the value before the dot does not have it: {error}. Try: check the name "
            "letter by letter, and check what kind of value stands before the dot."
        ),
        "https://docs.python.org/3/library/exceptions.html#AttributeError",
        kinds=("AttributeError",),
    ),
    # Wrong arguments ---------------------------------------------
    ErrorRow(
        "call-no-keywords",
        N_("{call}() takes no names for its arguments"),
        N_(
            "Line {line} gives {call}() an argument with a name and =. The methods of a socket take their arguments "
            "only by place. Try: leave the name and the = out."
        ),
        "https://docs.python.org/3/library/socket.html#socket-objects",
        kinds=("TypeError",),
        says="takes no keyword arguments|unexpected keyword argument|invalid keyword argument",
    ),
    ErrorRow(
        "call-argument-count",
        N_("{call}() gets too few or too many arguments"),
        N_(
            "Python says about line {line}: {error}. An address, for example, is one argument: a pair in parentheses "
            "of its own. Try: compare the parentheses of this line with the example in the README."
        ),
        "https://docs.python.org/3/library/socket.html#socket-objects",
        kinds=("TypeError",),
        says=r"takes .*argument|missing \d+ required|expected (at (least|most) )?\d+ argument|required argument",
    ),
    ErrorRow(
        "call-on-class",
        N_("The method is called on the class, not on a socket"),
        N_(
            "Line {line} calls {call}() on the class of sockets and not on one socket: {error}. Try: write your "
            "socket's name before the dot."
        ),
        "https://docs.python.org/3/howto/descriptor.html",
        kinds=("TypeError",),
        says="descriptor .* (doesn't apply|requires)|unbound method",
    ),
    ErrorRow(
        "not-callable",
        N_("Something that is no function is called"),
        N_(
            "Line {line} writes parentheses after something that is no function: {error}. Perhaps a name was given a "
            "new value, or a dot is missing. Try: look what the name before the parentheses stands for."
        ),
        "https://docs.python.org/3/library/exceptions.html#TypeError",
        kinds=("TypeError",),
        says="is not callable",
    ),
    ErrorRow(
        "bytes-wanted",
        N_("Bytes are wanted, and it is another type"),
        N_(
            "Python says about line {line}: {error}. Over a socket only bytes go. Try: turn a text into bytes with "
            "encode(), or bytes into a text with decode(), before this line."
        ),
        "https://docs.python.org/3/library/stdtypes.html#bytes-methods",
        kinds=("TypeError",),
        says="bytes-like|bytes",
    ),
    ErrorRow(
        "not-a-pair",
        N_("The value cannot be taken apart"),
        N_(
            "Line {line} takes a value apart that is not several values: {error}. accept() returns two values; "
            "bind(), connect() and recv() do not. Try: look what the call on the right of the = returns."
        ),
        "https://docs.python.org/3/tutorial/datastructures.html#tuples-and-sequences",
        kinds=("TypeError", "ValueError"),
        says="cannot unpack|values to unpack|not iterable|not subscriptable",
    ),
    ErrorRow(
        "text-and-number",
        N_("A text and a number are mixed"),
        N_(
            "Python says about line {line}: {error}. An address is a pair of a text and a number, (host, port), not "
            "one text. Try: int(...) makes a number of a text, str(...) a text of a number."
        ),
        "https://docs.python.org/3/library/functions.html#int",
        kinds=("TypeError",),
        says="can only concatenate|unsupported operand|cannot be interpreted as an integer|not supported between|must be str",
    ),
    ErrorRow(
        "with-no-socket",
        N_("with is used on something that is no socket"),
        N_(
            "Line {line} puts a value into with that cannot stand there: {error}. Try: put the socket itself into "
            "with, as in with socket.socket() as s:."
        ),
        "https://docs.python.org/3/reference/compound_stmts.html#the-with-statement",
        kinds=("TypeError",),
        says="context manager protocol",
    ),
    ErrorRow(
        "raise-no-exception",
        N_("raise needs an exception"),
        N_(
            "Line {line} raises something that is no exception: {error}. Try: raise ValueError(...) with your text "
            "between the parentheses."
        ),
        "https://docs.python.org/3/reference/simple_stmts.html#the-raise-statement",
        kinds=("TypeError",),
        says="exceptions must derive",
    ),
    ErrorRow(
        "type-wrong",
        N_("A value is of the wrong type"),
        N_(
            "Python says about line {line}: {error}. Try: check each value in this line: which type it is, and which "
            "type the call takes."
        ),
        "https://docs.python.org/3/library/exceptions.html#TypeError",
        kinds=("TypeError",),
    ),
    ErrorRow(
        "byte-out-of-range",
        N_("A number is too large for one byte"),
        N_(
            "Line {line} makes bytes of numbers, and one of them is not from 0 to 255. The number of a Chinese "
            "character is larger than that. Try: text.encode(encoding) makes the bytes."
        ),
        "https://docs.python.org/3/library/stdtypes.html#bytes",
        kinds=("ValueError",),
        says=r"range\(0, 256\)",
    ),
    ErrorRow(
        "int-of-text",
        N_("int() got a text that is no number"),
        N_(
            "Python says about line {line}: {error}. Try: look at the text that is given to int(), and give it only "
            "digits."
        ),
        "https://docs.python.org/3/library/functions.html#int",
        kinds=("ValueError",),
        says="invalid literal for int",
    ),
    ErrorRow(
        "file-closed",
        N_("The file or stream is closed already"),
        N_("Line {line} uses a stream after it was closed: {error}. Try: close it after the last line that uses it."),
        "https://docs.python.org/3/library/io.html#io.IOBase.close",
        kinds=("ValueError",),
        says="closed file|I/O operation on closed",
    ),
    ErrorRow(
        "number-too-large",
        N_("A number does not fit"),
        N_(
            "Python says about line {line}: {error}. A port is a number from 0 to 65535. Try: check the number that "
            "this line gives to {call}()."
        ),
        "https://docs.python.org/3/library/exceptions.html#OverflowError",
        kinds=("OverflowError",),
    ),
    ErrorRow(
        "decode-failed",
        N_("The bytes are no text in this encoding"),
        N_(
            "Line {line} decodes bytes with another encoding than they were encoded with, or only a part of a "
            "character: {error}. Try: use the same encoding on both sides, and decode when all bytes are there."
        ),
        "https://docs.python.org/3/library/exceptions.html#UnicodeDecodeError",
        kinds=("UnicodeDecodeError",),
    ),
    ErrorRow(
        "encode-failed",
        N_("The encoding does not have this character"),
        N_(
            "Line {line} encodes a text with an encoding that does not have all of its characters: {error}. Try: use "
            "the encoding that the task names."
        ),
        "https://docs.python.org/3/library/exceptions.html#UnicodeEncodeError",
        kinds=("UnicodeEncodeError",),
    ),
    ErrorRow(
        "encoding-unknown",
        N_("Python does not know this encoding"),
        N_('Line {line} names an encoding that does not exist: {error}. Try: "gbk" or "utf-8".'),
        "https://docs.python.org/3/library/codecs.html#standard-encodings",
        kinds=("LookupError",),
    ),
    ErrorRow(
        "place-missing",
        N_("There is no such place or key"),
        N_(
            "Line {line} asks for a place or key that is not there: {kind}: {error}. Your program gets no arguments "
            "on the command line, so sys.argv holds only its name. Try: check the length first, or write the value "
            "into the program."
        ),
        "https://docs.python.org/3/library/exceptions.html#IndexError",
        kinds=("IndexError", "KeyError"),
    ),
    ErrorRow(
        "no-keyboard",
        N_("There is no keyboard here"),
        N_(
            "Line {line} reads from the keyboard, and during grading there is none. Try: write the value into the "
            "program."
        ),
        "https://docs.python.org/3/library/exceptions.html#EOFError",
        kinds=("EOFError",),
    ),
    ErrorRow(
        "recursion",
        N_("A function calls itself without an end"),
        N_(
            "Line {line} calls the function again from inside itself, until Python stops it: RecursionError. Try: "
            "call the method of the socket instead, or use a loop with an end."
        ),
        "https://docs.python.org/3/library/exceptions.html#RecursionError",
        kinds=("RecursionError",),
    ),
    ErrorRow(
        "assertion",
        N_("An assert of your program does not hold"),
        N_(
            "The assert in line {line} is false here, and raises AssertionError. The task may ask for another "
            "exception. Try: an if with raise ValueError(...) for what the caller did wrong."
        ),
        "https://docs.python.org/3/reference/simple_stmts.html#the-assert-statement",
        kinds=("AssertionError",),
    ),
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
        "address-taken",
        N_("The address is taken"),
        N_(
            "{call}() in line {line} failed: the address is in use ({error}). Try: look for a bind() to an address "
            "that another socket has, and leave it out if the task does not ask for it."
        ),
        "connect(2), errno EADDRINUSE",
        numbers=IN_USE,
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
            "listen() on this socket first, and accept() on no other."
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
        "would-block",
        N_("A non-blocking call had nothing to do yet"),
        N_(
            "{call}() in line {line} failed: {error}. The socket does not wait, because of setblocking(False) or a "
            "timeout of 0. Try: leave that line out; a socket waits by itself."
        ),
        "recv(2), errno EAGAIN; connect(2), errno EINPROGRESS",
        numbers=WOULD_BLOCK,
    ),
    ErrorRow(
        "time-limit",
        N_("Your own time limit was over"),
        N_(
            "{call}() in line {line} waited longer than the time limit that your program set: {error}. Try: a longer "
            "limit, or none; and check whether the other side has anything to send at this point."
        ),
        "https://docs.python.org/3/library/socket.html#socket.socket.settimeout",
        kinds=("TimeoutError", "timeout"),
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
        "kind-cannot",
        N_("This kind of socket cannot do that"),
        N_(
            "{call}() in line {line} failed: {error}. A datagram socket has no listen() and no accept(). Try: a "
            "socket of the type SOCK_STREAM."
        ),
        "listen(2), errno EOPNOTSUPP",
        numbers=NOT_SUPPORTED,
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
            "{call}() in line {line} failed: {error}. The text in the place of the host is no address and no known "
            "name. Try: the host as the task gives it, without quotation marks around a variable's name and without "
            "the port."
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
    # Any other ---------------------------------------------
    ErrorRow(
        "call-failed",
        N_("{call}() failed"),
        N_(
            "{call}() in line {line} failed with {kind}: {error}. Try: check the socket before the dot and the values "
            "between the parentheses, and read the README's part about this call."
        ),
        "errno(3)",
        kinds=("OSError", "ConnectionError", "ConnectionAbortedError", "InterruptedError", "PermissionError"),
        calls=("socket", "bind", "listen", "accept", "connect", "connect_ex", "setsockopt", "close", "shutdown")
        + tuple(RECEIVES)
        + SENDS,
    ),
    ErrorRow(
        "exception",
        N_("An exception ended the program"),
        N_(
            "Line {line} raised {kind}: {error}. Try: read this line again ({code}), and check each value in it; if "
            "you raise this exception yourself, check the condition before it."
        ),
        "https://docs.python.org/3/tutorial/errors.html#exceptions",
    ),
)

RULES: tuple[Rule, ...] = (
    *(row.rule(partial(fits, row), By.CALL_ERROR) for row in TABLE),
    SWALLOWED.rule(swallowed, By.CALL_ERROR),
)

"""What an exception of Python itself means where no rule fits: syntax, names, types, values."""

from grader.advice.error_row import ErrorRow
from grader.texts.language import N_

COMPILE = ("SyntaxError", "IndentationError", "TabError")

TABLE = (
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
            "Line {line} catches an exception as Python 2 did. Try: except OSError as error: (with your class and "
            "your name)."
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
            "accept(), connect(), send() and recv() are methods of a socket. Try: write your socket's name before the "
            "dot."
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
            "listen(), connect() and sendall(). Try: find where this value comes from, and keep the socket itself."
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
        says="takes no keyword arguments",
    ),
    ErrorRow(
        "call-unknown-keyword",
        N_("The name of an argument is unknown"),
        N_(
            "Line {line} gives an argument by a name that the function does not have: {error}. Try: leave it out, or "
            "look up the names of its arguments in Python's documentation."
        ),
        "https://docs.python.org/3/tutorial/controlflow.html#keyword-arguments",
        kinds=("TypeError",),
        says="unexpected keyword argument|invalid keyword argument",
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
        N_("Something is called that is not a function"),
        N_(
            "Line {line} writes parentheses after something that is not a function: {error}. Perhaps a name was given "
            "a new value, or a dot is missing. Try: check what the name before the parentheses stands for."
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
            "bind(), connect() and recv() do not. Try: check what the call on the right of the = returns."
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
        says="can only concatenate|unsupported operand|interpreted as an integer|not supported between|must be str",
    ),
    ErrorRow(
        "with-no-socket",
        N_("with is given something that is not a socket"),
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
            "Line {line} raises something that is not an exception: {error}. Try: raise ValueError(...) with your "
            "text between the parentheses."
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
        N_("int() was given a text that is not a number"),
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
        N_("A number is too large or too small"),
        N_(
            "Line {line} gives {call}() a number that does not fit: {error}. Try: check this number, and what it is "
            "made of."
        ),
        "https://docs.python.org/3/library/exceptions.html#OverflowError",
        kinds=("OverflowError",),
    ),
    ErrorRow(
        "decode-failed",
        N_("The bytes are not text in this encoding"),
        N_(
            "Line {line} decodes bytes with another encoding than they were encoded with, or only a part of a "
            "character: {error}. Try: use the same encoding on both sides, and decode when all bytes are there."
        ),
        "https://docs.python.org/3/library/exceptions.html#UnicodeDecodeError",
        kinds=("UnicodeDecodeError",),
    ),
    ErrorRow(
        "place-missing",
        N_("There is no such place or key"),
        N_(
            "Line {line} asks for a place or key that is not there: {kind}: {error}. In sys.argv, the grader puts no "
            "arguments for your code. Try: check the length first, or write the value into the program."
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
)

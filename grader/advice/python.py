"""Mistakes of the language rather than of the network: punctuation, names, calls, files."""

from grader import transcript
from grader.advice.evidence import Evidence
from grader.advice.rule import Rules
from grader.language import N_

PYTHON = Rules()
rule = PYTHON.rule


@rule(
    "syntax-fullwidth",
    title=N_("full-width punctuation"),
    what=N_("A character from a Chinese keyboard stands in your code."),
    why=N_("Full-width brackets, commas and quotes look like Python's own, but they are other characters."),
    attempt=N_("switch the keyboard to English and type the character again."),
)
def _full_width(seen: Evidence) -> bool:
    return seen.raised("SyntaxError") and seen.says(r"U\+(FF|30|201|202)")


@rule(
    "bytes-literal-cjk",
    title=N_("Chinese in a bytes literal"),
    what=N_("You wrote Chinese characters between b'...'."),
    why=N_("The prefix b allows ASCII only: which bytes a Chinese character has depends on the encoding."),
    attempt=N_("write the text without b and turn it into bytes with .encode(...)."),
)
def _bytes_literal(seen: Evidence) -> bool:
    return seen.raised("SyntaxError") and seen.says("bytes can only contain ASCII")


@rule(
    "syntax-indent",
    title=N_("indentation"),
    what=N_("A line stands further left or right than the lines around it."),
    why=N_("In Python the indentation says which lines belong together; tabs and spaces look alike but differ."),
    attempt=N_("indent with four spaces everywhere; most editors can turn tabs into spaces."),
)
def _indentation(seen: Evidence) -> bool:
    return seen.raised("IndentationError", "TabError")


@rule(
    "no-main-guard",
    title=N_("the trial part runs at import"),
    what=N_("Your file does something, and waits, while it is only imported."),
    why=N_("Whoever imports a file runs every line of it that is not inside a function."),
    attempt=N_('put the trial part under `if __name__ == "__main__":`.'),
)
def _main_guard(seen: Evidence) -> bool:
    return seen.kind_is("import_waits", "import_ends")


@rule(
    "create-module-call",
    title=N_("the module is not the class"),
    what=N_("You called the module `socket` as if it were a function."),
    why=N_("`import socket` gives the module; the class of the same name lies inside it."),
    attempt=N_("write socket.socket(...), the module, a dot, the class."),
)
def _module_called(seen: Evidence) -> bool:
    return seen.raised("TypeError") and seen.says("'module' object is not callable")


@rule(
    "create-star-then-dotted",
    title=N_("two ways to import, mixed"),
    what=N_("You wrote `from socket import ...` and then a dot after socket."),
    why=N_("After that import, the name socket is the class itself, and the class has no such name inside."),
    attempt=N_(
        "either `import socket` and socket.socket(...), or `from socket import *` and socket(...) without the dot."
    ),
)
def _star_then_dotted(seen: Evidence) -> bool:
    return seen.raised("AttributeError") and seen.detail("of").endswith("type socket")


@rule(
    "create-const-typo",
    title=N_("a constant that does not exist"),
    what=N_("The module socket has no such name."),
    why=N_("The constants are abbreviations: AF_INET for IPv4, SOCK_STREAM for TCP."),
    attempt=N_("compare the name in the error letter by letter with the README."),
)
def _constant_typo(seen: Evidence) -> bool:
    return seen.raised("AttributeError") and seen.detail("of") == "module socket"


@rule(
    "create-name-shadow",
    title=N_("a variable took the module's name"),
    what=N_("Your variable is called socket, like the module, and the module is out of reach now."),
    why=N_("A name stands for one thing at a time: after `socket = ...` it is your object."),
    attempt=N_("call the variable otherwise, for example server or client."),
)
def _name_shadow(seen: Evidence) -> bool:
    shadowed = seen.raised("AttributeError") and seen.detail("of") == "socket" and seen.detail("name") == "socket"
    return shadowed or (seen.raised("UnboundLocalError") and seen.detail("name") == "socket")


@rule(
    "name-typo",
    title=N_("a name that does not exist"),
    what=N_("A name in your program is written in two ways, or was never made."),
    why=N_("Python looks a name up only when its line runs, so the rest of the program works until then."),
    attempt=N_(
        "compare the name in the error letter by letter with where you made it; Python often guesses what you meant."
    ),
)
def _name_typo(seen: Evidence) -> bool:
    if seen.raised("NameError"):
        return True
    return seen.raised("AttributeError") and seen.detail("of") in ("socket", "str", "bytes") and not _is_codec(seen)


def _is_codec(seen: Evidence) -> bool:
    return seen.detail("name") in ("encode", "decode")


@rule(
    "input-at-end",
    title=N_("it waits for a key"),
    what=N_("Your program asks for input, and nobody is there to type."),
    why=N_("The programs are run without a keyboard, as servers are."),
    attempt=N_("leave out input(); the window stays open if you run the program in a terminal."),
)
def _input(seen: Evidence) -> bool:
    return seen.raised("EOFError")


def imports_fail(seen: Evidence) -> bool:
    """Whether the learner's file could not be imported."""
    return seen.has(transcript.Unloadable)

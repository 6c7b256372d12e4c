"""Traced values: the parser of the texts that child/trace.py and child/exceptions.py write.

    arguments   ('127.0.0.1', 8989), MSG_PEEK     Arguments((Address('127.0.0.1', 8989), Constant('MSG_PEEK')))
    result      b'hel'... (2000000 bytes)         Bytes(b'hel', 2000000)
    error       OSError: [Errno 98] In use        ErrorInfo('OSError', 98, '[Errno 98] In use')
    detail      name=SO_REUSEPORT;of=module socket

A learner's program can write any text to the channel. So these functions raise no exception for any text: they read at
most `TEXT_AT_MOST` characters in one pass, and parse unknown text as `Other`.
"""

import re
from collections.abc import Iterator, Mapping

import msgspec

TEXT_AT_MOST = 1000  # characters; more than the trace writes
DEPTH_AT_MOST = 5  # levels of nested tuples; more than the trace writes


class Text(msgspec.Struct, frozen=True):
    """A str; its end may be cut."""

    text: str


class Bytes(msgspec.Struct, frozen=True):
    """Bytes: the first bytes, and the total number (None if the text is cut before the number).

    `wrapper` is `bytearray`, `memoryview` or empty.
    """

    head: bytes
    size: int | None
    wrapper: str = ""


class Number(msgspec.Struct, frozen=True):
    """An int, a float, True or False."""

    value: int | float


class Address(msgspec.Struct, frozen=True):
    """A tuple of host and port."""

    host: str
    port: int


class Tuple(msgspec.Struct, frozen=True):
    """Any other tuple."""

    items: "tuple[Value, ...]"


class Constant(msgspec.Struct, frozen=True):
    """A name: None, a constant of the module `socket`, or several flags joined by |."""

    name: str


class Other(msgspec.Struct, frozen=True):
    """Any other value, as the text of the trace: `a socket`, `<list>`, `a huge number`."""

    text: str


Value = Text | Bytes | Number | Address | Tuple | Constant | Other

END_OF_STREAM = Bytes(b"", 0)  # what recv() returns once the other side has closed
NO_VALUE = Constant("None")


class Arguments(msgspec.Struct, frozen=True):
    """The arguments of a call."""

    positional: tuple[Value, ...] = ()
    named: dict[str, Value] = {}

    @property
    def values(self) -> tuple[Value, ...]:
        """All of them, in order."""
        return (*self.positional, *self.named.values())

    @property
    def constants(self) -> frozenset[str]:
        """The names of all constants among them; flags joined by | are separate names."""
        return frozenset(name for each in self.values if isinstance(each, Constant) for name in each.name.split("|"))


class ErrorInfo(msgspec.Struct, frozen=True):
    """An exception: the name of its class, its error number (errno(3) or Windows), its message."""

    kind: str
    errno: int | None = None
    text: str = ""


class ErrorCause(msgspec.Struct, frozen=True):
    """The attributes of an exception that explain it; empty or None if it does not have them.

    `name` is the attribute, variable or module that is missing; `owner` the type of the object without the attribute
    (`module socket` for a module, `type X` for a class); `start` the position of the first byte that cannot be decoded.
    """

    name: str = ""
    owner: str = ""
    encoding: str = ""
    errno: int | None = None
    start: int | None = None


def parse_arguments(text: str) -> Arguments:
    """The arguments of a traced call."""
    parser = _Parser(text)
    found = list(parser.values(0))
    if parser.rest:
        found.append(("", Other(parser.rest)))
    positional = tuple(value for keyword, value in found if not keyword)
    return Arguments(positional, {keyword: value for keyword, value in found if keyword})


def parse_value(text: str) -> Value:
    """One value, such as the result of a call."""
    parser = _Parser(text)
    value = parser.value(0)
    return Other(text[:TEXT_AT_MOST]) if parser.rest else value


def parse_error(text: str) -> ErrorInfo:
    """An exception as the trace writes it: its class, and its message after a colon."""
    kind, _colon, said = text[:TEXT_AT_MOST].partition(": ")
    number = _ERRNO.match(said)
    return ErrorInfo(kind, int(number[1]) if number else None, said)


def parse_detail(text: str) -> dict[str, str]:
    """`NAME=VALUE;NAME=VALUE` as a dict."""
    return dict(each.split("=", 1) for each in text[:TEXT_AT_MOST].split(";") if "=" in each)


def parse_cause(detail: Mapping[str, str]) -> ErrorCause:
    """The traced attributes of an exception."""
    return ErrorCause(
        name=detail.get("name", ""),
        owner=detail.get("of", ""),
        encoding=detail.get("encoding", ""),
        errno=_whole_number(detail.get("errno", "")),
        start=_whole_number(detail.get("start", "")),
    )


def address_in(value: Value | None) -> Address | None:
    """The host and port of an address (with IPv6 it may have four parts); None for other values."""
    match value:
        case Address():
            return value
        case Tuple((Text(host), Number(int(port)), Number(), Number())):
            return Address(host, port)
    return None


def plain(value: Value) -> object:
    """A traced value as a Python value; a constant as its name, any other value as the text of the trace."""
    match value:
        case Text(text) | Other(text) | Constant(text):
            return None if value == NO_VALUE else text
        case Bytes(head):
            return head
        case Number(number):
            return number
        case Address(host, port):
            return host, port
        case Tuple(items):
            return tuple(map(plain, items))


# A text or bytes as repr() writes them; the trace may have cut their end.
_QUOTED = r"""(?:'(?:[^'\\]|\\.)*(?:'|\\?\Z)|"(?:[^"\\]|\\.)*(?:"|\\?\Z))"""
_TOKEN = re.compile(
    rf"""
    (?P<text>{_QUOTED})
    | (?P<wrapper>(?:bytearray|memoryview)\()?
      b(?P<bytes>{_QUOTED})(?:\.\.\.[ ]\((?P<size>\d{{1,15}})[ ]bytes\)|(?P<cut>\.[^,]*\Z))?(?(wrapper)\)?)
    | (?P<number>-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)(?=[,)]|\Z)
    | (?P<constant>[A-Za-z_]\w*(?:\|[A-Za-z_]\w*)*)(?=[,)]|\Z)
    | (?P<other><[^>]*>|[^,)]+)
    """,
    re.VERBOSE | re.DOTALL,
)
_KEYWORD = re.compile(r"([A-Za-z_]\w*)=")
_COMMA = re.compile(r", ?")
_ERRNO = re.compile(r"\[(?:Errno|WinError) (-?[0-9]{1,10})\]")
_NUMBER = re.compile(r"-?[0-9]{1,15}")
_ESCAPE = re.compile(r"\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8})|[xuU][0-9a-f]*\Z|(.)|\Z)", re.DOTALL)
_LETTERS = {"n": "\n", "r": "\r", "t": "\t", "\\": "\\", "'": "'", '"': '"'}
_TRUTH = {"True": True, "False": False}


class _Parser:
    """Parses a text in one pass."""

    def __init__(self, text: str) -> None:
        self._text = text[:TEXT_AT_MOST]
        self._place = 0

    @property
    def rest(self) -> str:
        """The text that is not parsed yet."""
        return self._text[self._place :]

    def values(self, depth: int) -> Iterator[tuple[str, Value]]:
        """The values up to the end or a closing parenthesis, each with its keyword or an empty text."""
        while self.rest and not self.rest.startswith(")"):
            keyword = self._take(_KEYWORD) if depth == 0 else None
            yield keyword[1] if keyword else "", self.value(depth)
            if not self._take(_COMMA):
                return

    def value(self, depth: int) -> Value:
        """The next value."""
        if depth < DEPTH_AT_MOST and self.rest.startswith("("):
            return self._tuple(depth)
        found = self._take(_TOKEN)
        if found is None:
            return Other("")
        match found.lastgroup:
            case "text":
                return Text(_unescaped(found["text"]))
            case "bytes" | "size" | "cut":
                return _bytes(found)
            case "number":
                return Number(float(found[0]) if re.search(r"[.e]", found[0]) else int(found[0]))
            case "constant":
                return Number(_TRUTH[found[0]]) if found[0] in _TRUTH else Constant(found[0])
            case _:
                return Other(found[0])

    def _tuple(self, depth: int) -> Value:
        self._place += 1
        items = tuple(value for _keyword, value in self.values(depth + 1))
        closed = self.rest.startswith(")")
        self._place += closed
        match items:
            case (Text(host), Number(int(port))) if closed and not isinstance(port, bool):
                return Address(host, port)
        return Tuple(items)

    def _take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        found = pattern.match(self._text, self._place)
        if found:
            self._place = found.end()
        return found


def _bytes(found: re.Match[str]) -> Bytes:
    quoted, wrapper = found["bytes"], (found["wrapper"] or "").removesuffix("(")
    head = _unescaped(quoted).encode("latin-1", "replace")
    if found["size"]:
        return Bytes(head, int(found["size"]), wrapper)
    whole = len(quoted) > 1 and quoted.endswith(quoted[0]) and not found["cut"]
    return Bytes(head, len(head) if whole else None, wrapper)


def _unescaped(quoted: str) -> str:
    """The text that repr() wrote, unescaped; without an incomplete escape at its end."""
    inner = quoted[1:-1] if len(quoted) > 1 and quoted.endswith(quoted[0]) else quoted[1:]
    return _ESCAPE.sub(_letter, inner)


def _letter(escape: re.Match[str]) -> str:
    digits = escape[1] or escape[2] or escape[3]
    if digits:
        return chr(min(int(digits, 16), 0x10FFFF))
    return _LETTERS.get(escape[4], escape[0]) if escape[4] else ""


def _whole_number(text: str) -> int | None:
    return int(text) if _NUMBER.fullmatch(text) else None

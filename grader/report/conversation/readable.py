"""Bytes and calls of a transcript as short text that a beginner can read."""

import codecs
from collections.abc import Iterable

from grader.model.events import Call
from grader.model.values import Address, Arguments, Bytes, Constant, Number, Other, Text, Tuple, Value
from grader.texts.cells import fitted
from grader.texts.language import _
from grader.texts.wording import as_line

CELLS = 32  # of a text
BYTES = 10  # in hexadecimal
ARGUMENTS = 60  # characters of a call's arguments
REPR = 14  # characters of bytes as Python shows them
DECODED = ("utf-8", "gbk")  # tried in this order where the encoding is unknown
COMMON = 0.7  # least share of GB 2312 characters in a text; bytes that are not text decode as GBK to rarer characters
CODEC_NAMES = {"utf-8": "UTF-8", "gbk": "GBK", "gb2312": "GBK", "big5": "Big5", "ascii": "ASCII"}
WITH_RESULT = frozenset("recv recv_into recvfrom recvfrom_into recvmsg send sendto sendmsg connect_ex".split())


def decoded(data: bytes, encoding: str, whole: bool = True) -> str | None:
    """The bytes as printable text, or None. Unless they are the `whole`, the last character may be incomplete."""
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(data, whole)
    except (UnicodeError, LookupError):
        return None
    text = text.replace("\r\n", "\n").replace("\n", " / ").replace("\t", " ")
    return text if text.isprintable() else None


def likely(text: str) -> bool:
    """Whether at least the share COMMON of the characters is in GB 2312, as in most Chinese text."""
    return len(text.encode("gb2312", "ignore").decode("gb2312")) >= COMMON * len(text)


def message(data: bytes, size: int, encoding: str = "") -> str:
    """A message with its size: as text in quotes if it can be decoded, else in hexadecimal; cut if it is long."""
    for codec in dict.fromkeys((encoding, *DECODED)):
        text = decoded(data, codec, size <= len(data)) if codec and data else None
        if text is not None and (codec in (encoding, "utf-8") or likely(text)):
            shown = fitted(text, CELLS)
            shown = text if shown == text and size <= len(data) else f"{shown}..."
            if text.isascii():
                return _('"{text}" ({size} bytes)').format(text=shown, size=size)
            name = CODEC_NAMES.get(codec.lower(), codec)
            return _('"{text}" ({encoding}, {size} bytes)').format(text=shown, encoding=name, size=size)
    shown = data[:BYTES].hex(" ") + ("..." if size > BYTES else "")
    return _("{hexadecimal} ({size} bytes)").format(hexadecimal=shown, size=size).strip()


def short_bytes(value: Bytes) -> str:
    """Bytes as Python shows them, cut to REPR characters; with their number, if known, where bytes are left out."""
    kept = value.head
    while len(repr(kept)) > REPR:
        kept = kept[:-1]
    if value.size is None:
        return f"{kept!r}..."
    return repr(kept) if value.size == len(kept) else f"{kept!r}... ({value.size})"


def short(value: Value) -> str:
    """A value as in source code, with its bytes cut."""
    match value:
        case Bytes(wrapper=wrapper):
            return f"{wrapper}({short_bytes(value)})" if wrapper else short_bytes(value)
        case Text(text):
            return repr(text)
        case Number(number):
            return repr(number)
        case Address(host, port):
            return f"({host!r}, {port})"
        case Tuple((only,)):
            return f"({short(only)},)"
        case Tuple(items):
            return f"({listed(items)})"
        case Constant(text) | Other(text):
            return text


def listed(values: Iterable[Value]) -> str:
    """Values separated by commas."""
    return ", ".join(map(short, values))


def arguments(given: Arguments) -> str:
    """A call's arguments in one short line."""
    named = (f"{name}={short(value)}" for name, value in given.named.items())
    return as_line(", ".join([*map(short, given.positional), *named]), ARGUMENTS)


def called(call: Call, with_arguments: bool = True) -> str:
    """A call as in source code, with its exception, or with its result where a reader needs it."""
    said = f"{call.call}({arguments(call.given) if with_arguments else ''})"
    if call.error:
        return f"{said}: {as_line(call.error, 160)}"
    if with_arguments and call.call in WITH_RESULT and call.seconds is not None and not all_sent(call):
        return f"{said} -> {result(call.returned)}"
    return said


def all_sent(call: Call) -> bool:
    """Whether the only argument of a call is bytes, and it returned their number: a send() that accepted all."""
    match call.given.values:
        case (Bytes(size=int(size), wrapper=""),):
            return call.returned == Number(size)
    return False


def result(value: Value | None) -> str:
    """The result of a call as in source code; many bytes as their number, empty for an unknown result."""
    match value:
        case None:
            return ""
        case Bytes(head, size, "") if size != len(head) or len(repr(head)) > REPR:
            return _("{size} bytes").format(size=len(head) if size is None else size)
    return as_line(short(value), ARGUMENTS)

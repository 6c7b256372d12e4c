"""Bytes and calls of a transcript, short enough to stand in a picture and readable to a beginner."""

import ast
import codecs
import re

from grader.language import _
from grader.transcript import Call
from grader.wording import as_line

LETTERS = 24  # of a text
BYTES = 10  # in hexadecimal
ARGUMENTS = 60  # letters of a call's arguments
REPR = 24  # letters of bytes as Python shows them
DECODED = ("utf-8", "gbk")  # tried in this order where nobody says the encoding
COMMON = 0.7  # of a text's letters are in GB 2312; bytes that are no text are mostly rare letters in GBK
CALLED = {"utf-8": "UTF-8", "gbk": "GBK", "gb2312": "GBK", "big5": "Big5", "ascii": "ASCII"}
# Python's own way to show bytes, in whole or cut by the trace: b'...'... (2000 bytes)
SHOWN_BYTES = re.compile(r"""(b'(?:[^'\\]|\\.)*'|b"(?:[^"\\]|\\.)*")(?:\.\.\. \((\d+) bytes\))?""")
RESULTS = frozenset("recv recv_into recvfrom recvfrom_into recvmsg send sendto sendmsg connect_ex".split())


def decoded(data: bytes, encoding: str, whole: bool = True) -> str | None:
    """The bytes as a text that can be read, or None. Where they are not the `whole`, a letter may be cut at the end."""
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(data, whole)
    except (UnicodeError, LookupError):
        return None
    text = text.replace("\r\n", "\n").replace("\n", " / ").replace("\t", " ")
    return text if text.isprintable() else None


def likely(text: str) -> bool:
    """Whether a text that was guessed is one that people write."""
    return len(text.encode("gb2312", "ignore").decode("gb2312")) >= COMMON * len(text)


def message(data: bytes, size: int, encoding: str = "") -> str:
    """What was sent or received: as a text in quotes where it is one, else as hexadecimal; cut, with its size."""
    for codec in dict.fromkeys((encoding, *DECODED)):
        text = decoded(data, codec, size <= len(data)) if codec and data else None
        if text is not None and (codec in (encoding, "utf-8") or likely(text)):
            shown = text if len(text) <= LETTERS and size <= len(data) else f"{text[:LETTERS]}..."
            if text.isascii():
                return _('"{text}" ({size} bytes)').format(text=shown, size=size)
            name = CALLED.get(codec.lower(), codec)
            return _('"{text}" ({encoding}, {size} bytes)').format(text=shown, encoding=name, size=size)
    shown = data[:BYTES].hex(" ") + ("..." if size > BYTES else "")
    return _("{hexadecimal} ({size} bytes)").format(hexadecimal=shown, size=size)


def short_bytes(shown: re.Match[str]) -> str:
    """Bytes as Python shows them, cut to a few letters; with their number where something is left out."""
    try:
        data = ast.literal_eval(shown[1])
    except (SyntaxError, ValueError):
        return shown[0]
    size = int(shown[2] or len(data))
    kept = data
    while len(repr(kept)) > REPR:
        kept = kept[:-1]
    return repr(kept) if len(kept) == size else f"{kept!r}... ({size})"


def arguments(text: str) -> str:
    """A call's arguments in one short line."""
    return as_line(SHOWN_BYTES.sub(short_bytes, text), ARGUMENTS)


def called(call: Call, with_arguments: bool = True) -> str:
    """A call as it stands in a program, and what came of it where that teaches something."""
    said = f"{call.call}({arguments(call.arguments) if with_arguments else ''})"
    if call.error:
        return f"{said}: {as_line(call.error, 160)}"
    if with_arguments and call.call in RESULTS and call.seconds is not None:
        return f"{said} -> {result(call.result)}"
    return said


def result(text: str) -> str:
    """What a call gave: few bytes as Python shows them, many by their number, all else as it is."""
    shown = SHOWN_BYTES.fullmatch(text)
    if shown is None:
        return arguments(text)
    if not shown[2] and len(text) <= REPR // 2:
        return text
    try:
        size = shown[2] or len(ast.literal_eval(shown[1]))
    except (SyntaxError, ValueError):
        return arguments(text)
    return _("{size} bytes").format(size=size)

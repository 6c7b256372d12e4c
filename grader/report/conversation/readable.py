"""Bytes and calls of a transcript, short enough to stand in a picture and readable to a beginner."""

import ast
import codecs
import re

from grader.model.events import Call
from grader.texts.cells import fitted
from grader.texts.language import _
from grader.texts.wording import as_line

CELLS = 32  # of a text
BYTES = 10  # in hexadecimal
ARGUMENTS = 60  # letters of a call's arguments
REPR = 14  # letters of bytes as Python shows them
DECODED = ("utf-8", "gbk")  # tried in this order where the encoding is not known
COMMON = 0.7  # of a text's letters are in GB 2312; bytes that are no text are mostly rare letters in GBK
CALLED = {"utf-8": "UTF-8", "gbk": "GBK", "gb2312": "GBK", "big5": "Big5", "ascii": "ASCII"}
# Python's own way to show bytes, whole or cut by the trace: b'...'... (2000 bytes), or without an end.
SHOWN_BYTES = re.compile(r"""(b'(?:[^'\\]|\\.)*|b"(?:[^"\\]|\\.)*)(?:['"](?:\.\.\. \((\d+) bytes\))?|\\?$)""")
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
            shown = fitted(text, CELLS)
            shown = text if shown == text and size <= len(data) else f"{shown}..."
            if text.isascii():
                return _('"{text}" ({size} bytes)').format(text=shown, size=size)
            name = CALLED.get(codec.lower(), codec)
            return _('"{text}" ({encoding}, {size} bytes)').format(text=shown, encoding=name, size=size)
    shown = data[:BYTES].hex(" ") + ("..." if size > BYTES else "")
    return _("{hexadecimal} ({size} bytes)").format(hexadecimal=shown, size=size).strip()


def meant(shown: re.Match[str]) -> bytes:
    """The bytes that a text of Python's means; without its last letters where they are cut."""
    text = shown[1]
    while len(text) > len("b'"):
        try:
            data = ast.literal_eval(text + text[1])
        except (SyntaxError, ValueError):
            text = text[:-1]
            continue
        return data if isinstance(data, bytes) else b""
    return b""


def short_bytes(shown: re.Match[str]) -> str:
    """Bytes as Python shows them, cut to a few letters; with their number where something is left out."""
    kept = data = meant(shown)
    while len(repr(kept)) > REPR:
        kept = kept[:-1]
    if kept == data and not shown[2]:
        return repr(kept)
    whole = shown[0][-1] in "'\""
    size = shown[2] or (str(len(data)) if whole else "")
    return f"{kept!r}... ({size})" if size else f"{kept!r}..."


def arguments(text: str) -> str:
    """A call's arguments in one short line."""
    return as_line(SHOWN_BYTES.sub(short_bytes, text), ARGUMENTS)


def called(call: Call, with_arguments: bool = True) -> str:
    """A call as it stands in a program, and what came of it where that teaches something."""
    said = f"{call.call}({arguments(call.arguments) if with_arguments else ''})"
    if call.error:
        return f"{said}: {as_line(call.error, 160)}"
    if with_arguments and call.call in RESULTS and call.seconds is not None and not all_sent(call):
        return f"{said} -> {result(call.result)}"
    return said


def all_sent(call: Call) -> bool:
    """Whether a send() took all that it was given, so that its result says nothing new."""
    shown = SHOWN_BYTES.fullmatch(call.arguments)
    return shown is not None and call.result == (shown[2] or str(len(meant(shown))))


def result(text: str) -> str:
    """What a call gave: few bytes as Python shows them, many by their number, all else as it is."""
    shown = SHOWN_BYTES.fullmatch(text)
    if shown is None:
        return arguments(text)
    if not shown[2] and len(text) <= REPR:
        return text
    return _("{size} bytes").format(size=shown[2] or len(meant(shown)))

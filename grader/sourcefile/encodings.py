"""Which encodings a program may be written in, and whether a file keeps to the one that it names."""

import io
import tokenize

from grader.texts.language import _

# Each letter of ASCII but the controls, and what codecs that are none for programs read in another way: names of
# domains (punycode, IDNA), escapes (unicode_escape, UTF-7, HZ), or a code of their own (EBCDIC, UTF-16).
ASCII = "\t\r\n" + "".join(map(chr, range(0x20, 0x7F))).replace("\\", "") + r"\u0041.xn--fiqs8s."


def is_for_programs(encoding: str) -> bool:
    """Whether ASCII's letters stand for themselves in this encoding, as PEP 263 demands of one for programs.

    Python itself does not look: it takes what decodes. But codecs of the standard library that keep this rule take a
    time that grows with the text, and punycode and IDNA, which break it, one that grows with its square: minutes for a
    file of an allowed size.
    """
    try:
        return ASCII.encode("ascii").decode(encoding) == ASCII
    except (LookupError, ValueError):
        return False


def encoding_trouble(data: bytes) -> str | None:
    """Why a file is not text in the encoding that it names (PEP 263; UTF-8 if none), in one line; None where it is."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _("it is saved as UTF-16; save it as UTF-8 in your editor")
    try:
        encoding, _lines = tokenize.detect_encoding(io.BytesIO(data).readline)
    except SyntaxError:
        encoding = "utf-8"
    if not is_for_programs(encoding):
        return _(
            "its first lines name the encoding {encoding}, which is not one for programs; save it as UTF-8"
        ).format(encoding=encoding)
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return _("line {line} is not {encoding}; save the file as UTF-8 in your editor").format(
            line=line, encoding=encoding.upper()
        )
    return None

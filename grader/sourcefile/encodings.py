"""Which encodings are allowed for a program, and whether a file is valid in the encoding that it names."""

import io
import tokenize

from grader.texts.language import _

# All printable ASCII, and texts that unsuitable codecs decode differently: domain names (punycode, IDNA), escapes
# (unicode_escape, UTF-7, HZ), and codecs that are not supersets of ASCII (EBCDIC, UTF-16).
ASCII = "\t\r\n" + "".join(map(chr, range(0x20, 0x7F))).replace("\\", "") + r"\u0041.xn--fiqs8s."


def is_for_programs(encoding: str) -> bool:
    """Whether this encoding is a superset of ASCII, as PEP 263 requires for programs.

    Python itself does not check that. The codecs of the standard library that keep the rule take linear time; punycode
    and IDNA, which break it, take quadratic time: minutes for a file of an allowed size.
    """
    try:
        return ASCII.encode("ascii").decode(encoding) == ASCII
    except (LookupError, ValueError):
        return False


def encoding_trouble(data: bytes) -> str | None:
    """Why a file is invalid in its declared encoding (PEP 263; default UTF-8), in one line; None if it is valid."""
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

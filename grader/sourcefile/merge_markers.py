"""Find conflict markers: the lines that git writes into a file that it cannot merge.

Inside a string they are data; anywhere else they are a syntax error.
"""

import codecs
import io
import re
import tokenize
from typing import NamedTuple

from grader.sourcefile.encodings import is_for_programs
from grader.sourcefile.line_ends import with_lf

MARK = re.compile(rb"(<{7}|\|{7}|={7}|>{7})(?:[ \t]|$)")
FIRST, LAST = b"<" * 7, b">" * 7


class ConflictMarker(NamedTuple):
    """The line of a conflict marker: its number and its text."""

    line: int
    text: str


def first_conflict_marker(data: bytes) -> ConflictMarker | None:
    """The first conflict marker of a Python file; None where there is none.

    Python's own error may name a later line (the one with the commit's id) or an earlier open bracket.
    """
    lines = with_lf(data.removeprefix(codecs.BOM_UTF8)).replace(b"\r", b"\n").split(b"\n")
    marks = {number: found[1] for number, line in enumerate(lines, 1) if (found := MARK.match(line))}
    met = next((number for number in beginnings(b"\n".join(lines)) if number in marks), 0) if marks else 0
    if not met:
        return None
    begins = max((number for number, kind in marks.items() if number <= met and kind == FIRST), default=met)
    ended = max((number for number, kind in marks.items() if number < met and kind == LAST), default=0)
    line = begins if begins > ended else met  # a marker in a string may begin a conflict that ends outside of it
    return ConflictMarker(line, lines[line - 1].decode("utf-8", "replace"))


def beginnings(data: bytes) -> list[int]:
    """The numbers of the lines with a token in column 0, as far as Python can tokenize the file."""
    numbers: list[int] = []
    try:
        if not is_for_programs(tokenize.detect_encoding(io.BytesIO(data).readline)[0]):
            return numbers
        for token in tokenize.tokenize(io.BytesIO(data).readline):
            if token.start[1] == 0:
                numbers.append(token.start[0])
    except (SyntaxError, ValueError, tokenize.TokenError):
        pass  # the tokens so far are enough
    return numbers

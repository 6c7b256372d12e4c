"""Lines that fit a terminal, counted in cells: a Chinese letter takes two."""

from collections.abc import Iterator

from rich.cells import cell_len
from rich.text import Text

SLACK = 4  # the narrowest column that anything is folded into


def breaks(text: str, width: int, more: int | None = None) -> Iterator[tuple[int, int]]:
    """Where a line is folded, as pairs of places: at spaces and between wide letters, else anywhere.

    `more` is the width of all lines but the first, in cells.
    """
    width, more = max(SLACK, width), max(SLACK, width if more is None else more)
    begin = 0
    while True:
        while begin and begin < len(text) and text[begin] == " ":
            begin += 1
        end, good, cells = begin, 0, 0
        while end < len(text):
            wide = cell_len(text[end])
            if cells + wide > width:
                break
            cells += wide
            end += 1
            if end < len(text) and cells <= width and (text[end] == " " or wide == 2):
                good = end
        if end == len(text):
            yield begin, end
            return
        if not text[begin:good].strip():
            good = max(end, begin + 1)
        yield begin, good
        begin, width = good, more


def folded(text: str, width: int, most: int | None = None) -> list[str]:
    """A text in lines of at most `width` cells; of more than `most` lines the rest is cut."""
    lines = [text[begin:end].rstrip() for begin, end in breaks(text, width)]
    if most is not None and len(lines) > most:
        lines = lines[:most]
        lines[-1] = fitted(lines[-1], width - 3).rstrip() + "..."
    return lines


def fitted(text: str, width: int) -> str:
    """The beginning of a text that takes at most `width` cells."""
    while text and cell_len(text) > width:
        text = text[:-1]
    return text


def padded(text: str, width: int) -> str:
    """A text with spaces behind it, up to `width` cells."""
    return text + " " * max(0, width - cell_len(text))


def hanging(line: Text, indent: int, width: int) -> Iterator[Text]:
    """A line with its styles, folded at `width` cells; all its lines but the first are indented."""
    plain = line.plain
    for number, (begin, end) in enumerate(breaks(plain, width, width - indent)):
        part = line[begin:end]
        part.rstrip()
        yield part if not number else Text(" " * indent) + part

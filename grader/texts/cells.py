"""Lines that fit a terminal. Widths are in cells: a Chinese character takes two."""

from collections.abc import Iterator

from rich.cells import cell_len
from rich.text import Text

from grader.texts.github_runner import ANYWHERE, BEGIN

NARROWEST = 4  # cells of the narrowest column that a text is folded into
EMOJI_SELECTOR = "\ufe0f"
NEVER_FIRST = frozenset("\"').,:;!?”’）》，。：；！？、…")  # a line must not begin with one of these
NEVER_LAST = frozenset("“‘（《([")  # a line must not end with one of these


def breaks(text: str, width: int, more: int | None = None) -> Iterator[tuple[int, int]]:
    """The (begin, end) of each line of a folded text: broken at spaces and between wide characters, else anywhere.

    `more` is the width of the lines after the first, in cells.
    """
    width, more = max(NARROWEST, width), max(NARROWEST, width if more is None else more)
    begin = 0
    while True:
        while begin and begin < len(text) and text[begin] == " ":
            begin += 1
        end, good, cells = begin, 0, 0
        while end < len(text):
            wide = width_of(text[end])
            if cells + wide > width:
                break
            cells += wide
            end += 1
            if end < len(text) and may_break(text[end - 1], text[end]):
                good = end
        if end == len(text):
            yield begin, end
            return
        word = text[good:].lstrip().split(" ", 1)[0]
        if not text[begin:good].strip() or (word.isascii() and len(word) > more):
            good = max(end, begin + 1)  # a word that is longer than a line is broken
        yield begin, good
        begin, width = good, more


def may_break(before: str, after: str) -> bool:
    """Whether a line may end between two characters."""
    wide = after == " " or cell_len(before) == 2
    return wide and after not in NEVER_FIRST and before not in NEVER_LAST


def folded(text: str, width: int, most: int | None = None) -> list[str]:
    """A text in lines of at most `width` cells; the lines after the first `most` are cut."""
    lines = [text[begin:end].rstrip() for begin, end in breaks(text, width)]
    if most is not None and len(lines) > most:
        lines = lines[:most]
        lines[-1] = fitted(lines[-1], width - 3).rstrip() + "..."
    return lines


def fitted(text: str, width: int) -> str:
    """The longest beginning of a text that takes at most `width` cells."""
    cells = 0
    for place, letter in enumerate(text):
        cells += width_of(letter)
        if cells > width:
            return text[:place]
    return text


def width_of(letter: str) -> int:
    """The cells of one character; 1 for the selector that turns the character before it into a wider emoji."""
    return 1 if letter == EMOJI_SELECTOR else cell_len(letter)


def padded(text: str, width: int) -> str:
    """A text with spaces after it, up to `width` cells."""
    return text + " " * max(0, width - cell_len(text))


def hanging(line: Text, indent: int, width: int) -> Iterator[Text]:
    """A styled line, folded at `width` cells; the lines after the first are indented."""
    plain = line.plain
    for number, (begin, end) in enumerate(breaks(plain, width, width - indent)):
        part = line[begin:end]
        part.rstrip()
        yield part if not number else Text(" " * indent) + part


def harmless(line: Text) -> Text:
    """A line that a GitHub runner does not read as a command; folding may have moved one to the line's beginning."""
    while (place := line.plain.find(ANYWHERE)) >= 0:
        line = line[: place + 1] + Text(" ") + line[place + 2 :]
    begin = len(line.plain) - len(line.plain.lstrip())
    if not line.plain.startswith(BEGIN, begin):
        return line
    return line[: begin + 1] + Text(" ") + line[begin + 2 :]

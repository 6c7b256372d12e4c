"""Two messages one under the other, with a mark under the first byte that differs."""

from rich.cells import cell_len

from grader.language import _
from grader.report.layout import fitted, folded, padded
from grader.report.readable import decoded
from grader.verdict import Difference

BEFORE = 4  # letters or bytes that are shown before the first that differs, where there is no room for all
AFTER = 8  # cells that should be left behind it
MORE = "..."


def marked(found: Difference, width: int) -> list[str]:
    """Both messages in lines of at most `width` cells: as texts where both are, else in hexadecimal."""
    wanted, got = texts(found) or in_hexadecimal(found)
    place = next((i for i, pair in enumerate(zip(wanted, got, strict=False)) if pair[0] != pair[1]), 0)
    labels = [_("expected: "), _("but:      ")]
    edge = max(map(cell_len, labels))
    room = width - edge
    begin = 0 if cell_len("".join(wanted[:place])) + AFTER <= room else max(0, place - BEFORE)
    lead = MORE if begin or found.start else ""
    lines = [
        padded(label, edge) + lead + cut("".join(side[begin:]), room - cell_len(lead))
        for label, side in zip(labels, (wanted, got), strict=True)
    ]
    letter = max(cell_len(side[place].rstrip()) for side in (wanted, got) if place < len(side))
    under = " " * (edge + cell_len(lead + "".join(wanted[begin:place]))) + "^" * max(1, letter)
    said = _("byte {number} is the first that differs").format(number=found.place + 1)
    if cell_len(under) + 1 + cell_len(said) <= width:
        return [*lines, f"{under} {said}"]
    return [*lines, under, *folded(said, width)]


def cut(text: str, width: int) -> str:
    """A text that takes at most `width` cells, with dots where something is left out."""
    return text.rstrip() if cell_len(text.rstrip()) <= width else fitted(text, width - len(MORE)).rstrip() + MORE


def texts(found: Difference) -> tuple[list[str], list[str]] | None:
    """Both as letters, where both can be read and their letters show the difference."""
    if found.start:
        return None
    wanted, got = (decoded(side, found.encoding, whole=False) for side in (found.wanted, found.got))
    if not wanted or not got or wanted.startswith(got) or got.startswith(wanted):
        return None
    return list(wanted), list(got)


def in_hexadecimal(found: Difference) -> tuple[list[str], list[str]]:
    """Both as bytes."""
    wanted, got = ([f"{byte:02x} " for byte in side] for side in (found.wanted, found.got))
    return wanted, got
